"""The text on which the tokenizer is trained: a balanced sample of the training files."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.data.copy_tokens import protect_text
from models.data.readers import LANGUAGES, read_pairs, read_rows, training_pair_files

#: Lines per language. The last four are seen only as inputs of language identification.
LINES = {"en": 80_000, "de": 72_000, "fr": 72_000, "es": 72_000, "zh": 90_000, "it": 3_000, "pt": 3_000}
LINES |= {"ru": 4_000, "ja": 4_000}
#: Share of each domain in a language's lines.
SHARES = {"general": 0.55, "ui": 0.15, "docs": 0.12, "wiki": 0.06, "tasks": 0.12}
TASK_FILES = (
    *("rewrite/synth_noise", "rewrite/simplify_en", "rewrite/gec_es", "rewrite/gec_zh"),
    *("rewrite/git_edits", "rewrite/formality", "classify/emotion_xed", "classify/emotion_brighter"),
)
LONGEST = 300
#: Characters that must not fall back to bytes, however rare they are once protected spans are gone.
ALWAYS = "".join(chr(c) for c in range(0x21, 0x7F)) + (
    "ÀÂÄÁÃÇÉÈÊËÍÎÏÑÓÔÖÙÛÜÚŒÆŸàâäáãçéèêëíîïñóôöùûüúœæÿßẞ¿¡«»‹›“”‘’„‚–—…€£¥§°²³½·•©®™×→←✓−"
    "，。！？；：、（）《》〈〉「」『』【】·％～＋－＝"
)


def collect(data: Path) -> dict[str, dict[str, set[str]]]:
    """Distinct training lines by language and domain, with protected spans already replaced."""
    lines: dict[str, dict[str, set[str]]] = {code: {name: set() for name in SHARES} for code in LINES}
    for file in training_pair_files(data):
        for english, other in read_pairs(file.path):
            for code, text in (("en", english), (file.language, other)):
                if len(text) <= LONGEST:
                    lines[code][file.domain].add(protect_text(unicodedata.normalize("NFC", text)))
    for name in TASK_FILES:
        for row in read_rows(data / f"{name}.train.jsonl.zst"):
            if row.language in LANGUAGES and len(row.input) <= LONGEST and "\n" not in row.input:
                lines[row.language]["tasks"].add(protect_text(unicodedata.normalize("NFC", row.input)))
    return lines


def sample(lines: dict[str, dict[str, set[str]]], instructions: Iterable[str], seed: int) -> Iterator[str]:
    """Lines for the trainer. What one domain of a language lacks is taken from that language's other domains."""
    rng = random.Random(seed)
    for code, budget in LINES.items():
        chosen: list[str] = []
        spare: list[str] = []
        for domain, share in SHARES.items():
            pool = sorted(lines[code][domain])
            rng.shuffle(pool)
            cut = int(budget * share)
            chosen += pool[:cut]
            spare += pool[cut:]
        rng.shuffle(spare)
        yield from chosen + spare[: budget - len(chosen)]
    # Label and instruction words must be worth a piece, though few lines of running text hold them.
    for text in instructions:
        yield from [text] * 100


def chinese_characters(lines: dict[str, dict[str, set[str]]], least: int) -> str:
    """The Han characters that occur at least `least` times in the Chinese lines, most frequent first."""
    counts: Counter[str] = Counter()
    for texts in lines["zh"].values():
        for text in texts:
            counts.update(text)
    return "".join(c for c, n in counts.most_common() if n >= least and "\u4e00" <= c <= "\u9fff")
