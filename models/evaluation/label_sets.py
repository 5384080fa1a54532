"""Held-out sets of classification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from models.data.classify import POLARITY
from models.data.instructions import EXTRA_SETS, InstructionTable
from models.data.readers import LANGUAGES, Row, read_pairs, read_rows
from models.evaluation.cases import Case, TestSet

#: Files whose labels are feelings; each feeling counts as positive, negative or neutral, as in training.
SENTIMENT_FILES = ("sentiment", "emotion_xed", "emotion_brighter", "emotion_go")


def classification_sets(
    data: Path, table: InstructionTable, limit: int, split: Literal["test", "dev"] = "test"
) -> Iterator[TestSet]:
    """Sentiment, formality, topic and language with the model's own label sets; spam and commits with listed labels."""
    folder = data / "classify" / "heldout"

    def rows(name: str) -> list[Row]:
        return list(read_rows(folder / f"{name}.{split}.jsonl.zst"))

    feelings = [row for name in SENTIMENT_FILES for row in rows(name)]
    for code in LANGUAGES:
        found = [(row.input, polarity(row.output)) for row in feelings if row.language == code]
        yield _set(table, "sentiment", code, [(text, label) for text, label in found if label], limit)
    formality = rows("formality_cls")
    topic_codes: tuple[str, ...] = ("en", "fr")
    if split == "dev":
        # The development files hold no such rows of their own: the sentences of the rewriting pairs have a register,
        # and headlines in Pidgin, which is near to English, have a topic.
        rewrites = read_rows(data / "rewrite" / "heldout" / "formality.dev.jsonl.zst")
        formality += [r._replace(output=r.task.removeprefix("to_"), input=r.output) for r in rewrites]
        topic_codes = ("pcm",)
    for code in ("de", "fr", "es"):
        yield _set(table, "formality", code, [(r.input, r.output) for r in formality if r.language == code], limit)
    topics = rows("news_topic")
    for code in topic_codes:
        yield _set(table, "topic", code, [(r.input, r.output) for r in topics if r.language == code], limit)
    yield from _language_sets(data, table, limit, split)
    for name in ("spam", "commit"):
        labels = EXTRA_SETS[name]
        file = {"spam": "spam", "commit": "commit_type"}[name]
        chosen = [Case(r.input, (r.output,)) for r in rows(file) if r.language == "en" and r.output in labels]
        yield TestSet(
            "classify", f"classify/{name}/en", "en", chosen[:limit], labels=tuple(labels), group="listed labels"
        )


def polarity(label: str) -> str:
    """Positive, negative or neutral for a list of feelings; empty if they disagree or say neither."""
    parts = {POLARITY.get(part, "") for part in label.split(", ")}
    return parts.pop() if len(parts) == 1 else ""


def _language_sets(data: Path, table: InstructionTable, limit: int, split: str) -> Iterator[TestSet]:
    """Everyday sentences and interface strings of the parallel sets, whose texts are not trained on."""
    codes = [code for code in table.raw["languageNames"] if table.language_name(code) in table.label_sets["language"]]
    folder = data / "parallel" / split
    for domain in ("general", "ui"):
        for code in codes:
            path = folder / f"{domain}.en-{'de' if code == 'en' else code}.tsv.zst"
            if path.exists():
                texts = [english if code == "en" else other for english, other in read_pairs(path)]
                found = [(text, table.language_name(code)) for text in texts]
                yield _set(table, "language", code, found, min(limit, 100), suffix=f"/{domain}")


def _set(
    table: InstructionTable, name: str, code: str, found: Iterable[tuple[str, str]], limit: int, suffix: str = ""
) -> TestSet:
    labels = table.label_sets[name]
    cases = [Case(text, (label,)) for text, label in found if label in labels]
    title = f"classify/{name}/{code}{suffix}"
    return TestSet("classify", title, code, cases[:limit], labels=tuple(labels), group=name)
