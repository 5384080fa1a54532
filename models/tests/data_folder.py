"""A small data folder in the collected format, for tests of the commands that read it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import zstandard

SUBJECTS = {
    "en": ["The teacher", "My sister", "Anna", "The old man", "A friend"],
    "de": ["Der Lehrer", "Meine Schwester", "Anna", "Der alte Mann", "Ein Freund"],
    "fr": ["Le professeur", "Ma sœur", "Anna", "Le vieil homme", "Un ami"],
    "es": ["El profesor", "Mi hermana", "Anna", "El anciano", "Un amigo"],
    "zh": ["老师", "我的姐姐", "安娜", "老人", "一个朋友"],
}
ACTIONS = {
    "en": ["reads a book", "opens the door", "drinks tea", "waits for the bus", "sings a song", "buys bread"],
    "de": ["liest ein Buch", "öffnet die Tür", "trinkt Tee", "wartet auf den Bus", "singt ein Lied", "kauft Brot"],
    "fr": ["lit un livre", "ouvre la porte", "boit du thé", "attend le bus", "chante", "achète du pain"],
    "es": ["lee un libro", "abre la puerta", "bebe té", "espera el autobús", "canta", "compra pan"],
    "zh": ["在看书", "打开门", "在喝茶", "等公共汽车", "唱歌", "买面包"],
}
STOP = {"zh": "。"}


def sentences(language: str) -> list[str]:
    """Thirty sentences; the n-th is the translation of the n-th in every other language."""
    gap = "" if language == "zh" else " "
    stop = STOP.get(language, ".")
    return [f"{subject}{gap}{action}{stop}" for subject in SUBJECTS[language] for action in ACTIONS[language]]


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a zstd file of lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{line}\n" for line in lines)
    path.write_bytes(zstandard.ZstdCompressor().compress(text.encode("utf-8")))


def write_pairs(path: Path, language: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Write a parallel file."""
    write_lines(path, (f"en\t{language}\t{first}\t{second}" for first, second in pairs))


def write_rows(path: Path, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Write a task file of (task, language, input, output)."""

    def line(row: tuple[str, str, str, str]) -> str:
        keys = ("task", "lang", "input", "output")
        value: dict[str, Any] = dict(zip(keys, row, strict=True)) | {"instruction": "", "source": "test"}
        return json.dumps(value, ensure_ascii=False)

    write_lines(path, map(line, rows))


def build_folder(root: Path) -> Path:
    """A data folder with every file that the commands read. The first English sentence is held out."""
    parallel = root / "parallel"
    english = sentences("en")
    for language in ("de", "fr", "es", "zh"):
        pairs = list(zip(english, sentences(language), strict=True))
        write_pairs(parallel / "train" / f"tatoeba.en-{language}.tsv.zst", language, pairs)
        ui = [(f"Open `{a}` in {{place}}", f"{b} {{place}}: `{a}`") for a, b in zip("uvwxyz", "ABCDEF", strict=True)]
        write_pairs(parallel / "train" / f"element.en-{language}.tsv.zst", language, [*ui, ("Use `a`", "`b`")])
        for domain in ("general", "ui", "docs"):
            write_pairs(parallel / "dev" / f"{domain}.en-{language}.tsv.zst", language, [pairs[0]])
    for language in ("it", "pt", "ru", "ja"):
        other = [
            (text, f"{language} {i} да" if language == "ru" else f"{language} {i}") for i, text in enumerate(english)
        ]
        write_pairs(parallel / "train" / f"element.en-{language}.tsv.zst", language, other)
        domain = "ui" if language == "it" else "general"
        write_pairs(parallel / "dev" / f"{domain}.en-{language}.tsv.zst", language, other[:1])
    registers = [("Can you sing?", "Kannst du singen?"), ("Can you sing?", "Können Sie singen?")]
    write_pairs(parallel / "train" / "cocoa_mt.en-de.tsv.zst", "de", registers)
    _write_tasks(root)
    return root


def _write_tasks(root: Path) -> None:
    rng = random.Random(1)
    english = sentences("en")
    broken = [("gec", "en", text.replace("the", "teh"), text) for text in english if "the" in text]
    for name in ("synth_noise", "gec_es", "gec_en_rules", "gec_blimp", "gec_zh", "git_edits"):
        rows = broken if name == "gec_en_rules" else []
        write_rows(root / "rewrite" / f"{name}.train.jsonl.zst", rows)
        write_rows(root / "rewrite" / "heldout" / f"{name}.dev.jsonl.zst", broken[:1] if rows else [])
    for name in ("simplify_en", "simplify_de", "split_merge_en"):
        write_rows(
            root / "rewrite" / f"{name}.train.jsonl.zst", [("simplify", "en", f"{english[4]} Indeed.", english[4])]
        )
        write_rows(root / "rewrite" / "heldout" / f"{name}.dev.jsonl.zst", [])
    reworded = [("paraphrase", "en", "He began to cry at once.", "He burst into tears.")]
    write_rows(root / "rewrite" / "paraphrase.train.jsonl.zst", reworded)
    formality = [("to_formal", "de", "Hast du Zeit?", "Haben Sie Zeit?")]
    write_rows(root / "rewrite" / "formality.train.jsonl.zst", formality)
    write_rows(root / "rewrite" / "heldout" / "formality.dev.jsonl.zst", [])
    labels = {
        "sentiment": ("sentiment", ["positive", "negative", "neutral"]),
        "emotion_xed": ("emotion_plutchik", ["joy", "anger", "anticipation"]),
        "emotion_brighter": ("emotion", ["joy", "anger, disgust", "fear, joy"]),
        "emotion_go": ("emotion_fine", ["gratitude", "curiosity"]),
        "formality_cls": ("formality", ["formal", "informal"]),
        "news_topic": ("news_topic", ["sports", "health"]),
        "topic_sib200_FLORES": ("topic", ["science/technology", "geography"]),
        "spam": ("spam", ["spam", "not spam"]),
        "commit_type": ("commit_type", ["feature", "bug fix"]),
        "intent": ("scenario_hwu64", ["weather", "news"]),
        "acceptability": ("acceptability", ["acceptable", "unacceptable"]),
        "toxicity": ("toxicity", ["toxic", "non-toxic"]),
        "reading_level": ("reading_level", ["elementary", "advanced"]),
    }
    for name, (task, values) in labels.items():
        language = "de" if task == "formality" else "en"
        rows = [(task, language, f"{name} {i} {rng.random():.3f}", value) for i in range(5) for value in values]
        if name == "intent":
            rows += [("intent_snips", "en", f"play it, {value}", value) for value in ("play music", "rate book")]
        write_rows(root / "classify" / f"{name}.train.jsonl.zst", rows)
        write_rows(root / "classify" / "heldout" / f"{name}.dev.jsonl.zst", [(task, language, "held out", values[0])])
