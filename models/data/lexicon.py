"""`python -m models lexicon`: known words and how frequent they are, counted in the training texts."""

from __future__ import annotations

import argparse
import gzip
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from models.data.confusions import CONFUSIONS
from models.data.heldout import HeldOut
from models.data.readers import read_pairs, read_rows, training_pair_files
from models.package.manifest import file_entry, read_manifest, write_manifest
from models.text.lexicon import LETTERS

FILE = "lexicon.gz"
#: Languages of the Latin script that the models correct.
LANGUAGES = ("en", "de", "fr", "es")
#: Rewriting tasks whose outputs were written with care.
REWRITES = ("gec_es", "gec_en_rules", "git_edits", "simplify_en", "simplify_de", "paraphrase", "synth_noise")
LONGEST = 24
#: A letter counts as one of the language's from this share of its texts on.
_LETTER_SHARE = 5e-5
_WORD = re.compile(f"[{LETTERS}]+(?:['\u2019][{LETTERS}]+)*")

#: Chosen on the development rows of `synth_noise`; see `decoding/spelling.py`.
SPELLING: dict[str, Any] = {
    "tasks": ["fix"],
    "margin": 2,
    "knownMargin": 2,
    "frequencyWeight": 0.5,
    "accents": 3,
    "ending": 4,
    "capital": 2,
    "confused": 2,
    "repeated": -1,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package that gets the lexicon")
    parser.add_argument("--data", type=Path, required=True, help="folder with the collected data")
    parser.add_argument("--least", type=int, default=3, help="how often a word must stand in the texts")


def run(arguments: argparse.Namespace) -> int:
    """Count, write `lexicon.gz`, and name it in the manifest."""
    manifest = read_manifest(arguments.model)
    counts = count_words(training_texts(arguments.data), HeldOut.load(arguments.data))
    written = render(counts, arguments.least)
    # No time in the header: the same texts give the same file.
    (arguments.model / FILE).write_bytes(gzip.compress(written.encode("utf-8"), 9, mtime=0))
    manifest["spelling"] = {"lexicon": FILE, **SPELLING}
    others = [entry for entry in manifest["files"] if entry["path"] != FILE]
    manifest["files"] = [*others, file_entry(arguments.model, FILE)]
    write_manifest(arguments.model, manifest)
    print(f"{written.count(chr(10)) - len(counts):,} words in {len(counts)} languages", file=sys.stderr)
    return 0


def training_texts(data: Path) -> Iterator[tuple[str, str]]:
    """Language and text: both sides of the parallel training files, and what careful rewritings became."""
    for file in training_pair_files(data):
        for english, other in read_pairs(file.path):
            yield "en", english
            yield file.language, other
    for name in REWRITES:
        path = data / "rewrite" / f"{name}.train.jsonl.zst"
        for row in read_rows(path) if path.exists() else ():
            yield row.language, row.output


def count_words(texts: Iterable[tuple[str, str]], held_out: HeldOut) -> dict[str, Counter[str]]:
    """Count of each word, in lower case, in distinct texts that are not held out."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    seen: set[int] = set()
    for language, text in texts:
        key = hash((language, text))
        if language not in counts or key in seen:
            continue
        seen.add(key)
        if text not in held_out:
            counts[language].update(word.lower() for word in _WORD.findall(text) if len(word) <= LONGEST)
    return counts


def render(counts: Mapping[str, Counter[str]], least: int) -> str:
    """The text of a lexicon file (`text/lexicon.py`)."""
    lines = []
    for language, words in counts.items():
        letters: Counter[str] = Counter()
        for word, count in words.items():
            for letter in word:
                letters[letter] += count if letter.isalpha() else 0
        whole = sum(letters.values())
        alphabet = sorted(letter for letter, count in letters.items() if count > whole * _LETTER_SHARE)
        lines.append(f"#{language}\t{''.join(alphabet)}")
        known = sorted((word, count) for word, count in words.items() if count >= least)
        lines += [f"{word}\t{round(math.log2(count))}" for word, count in known]
        for word, others in sorted(CONFUSIONS.get(language, {}).items()):
            taken = sorted({other for other in others if words[other] >= least and other != word})
            lines += [f"={word}\t{' '.join(taken)}"] if taken else []
    return "\n".join(lines) + "\n"
