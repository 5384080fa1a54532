"""Sentences of our own whose meaning can be checked: 200 a language with and without negation, 200 German clauses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
#: Words that negate a clause, by language; Chinese has no spaces.
NEGATION: dict[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|without|no one)\b|n['’]t\b", re.I),
    "de": re.compile(r"\b(?:nicht|nichts|nie|niemals|niemand\w*|kein\w*|ohne|weder|unmöglich)\b", re.I),
    "fr": re.compile(r"\b(?:ne|pas|jamais|rien|aucune?|personne|sans|ni)\b|\bn['’]", re.I),
    "es": re.compile(r"\b(?:no|nunca|jamás|nada|nadie|ning[uú]n\w*|sin|tampoco|ni)\b", re.I),
    "zh": re.compile("不|没|無|无|未|别|勿|非"),
}
#: In Chinese questions these hold a negation that asks and does not deny.
_ASKING = re.compile("能不能|是不是|有没有|不同|不过|不错")


@dataclass(frozen=True)
class Polarity:
    """A sentence to translate, and whether its translation denies."""

    language: str
    text: str
    negative: bool


@dataclass(frozen=True)
class Clause:
    """An English sentence, and where its German translation has the verb."""

    kind: str
    text: str
    verb: re.Pattern[str]


def polarities() -> Iterator[Polarity]:
    """All sentences of `negation.json`, affirmative and negated in turn."""
    frames = json.loads((HERE / "negation.json").read_text(encoding="utf-8"))
    for language, listed in frames.items():
        for frame in listed:
            for slot in frame["slots"]:
                yield Polarity(language, frame["positive"].replace("{}", slot), False)
                yield Polarity(language, frame["negative"].replace("{}", slot), True)


def clauses() -> Iterator[Clause]:
    """All sentences of `clauses.json`."""
    for frame in json.loads((HERE / "clauses.json").read_text(encoding="utf-8")):
        pattern = re.compile(frame["verb"])
        for slot in frame["slots"]:
            yield Clause(frame["kind"], frame["source"].replace("{}", slot), pattern)


def is_negative(text: str, language: str) -> bool:
    """True if a word of `text` negates."""
    return NEGATION[language].search(_ASKING.sub("", text)) is not None
