"""`Make it shorter.`: sentences made wordy by us, whose short form is the sentence that somebody wrote."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from models.data.copy_tokens import SPAN
from models.data.examples import Context, TextExample, take
from models.data.readers import LANGUAGES
from models.data.wordy import FILLERS, OPENERS, WORDY

#: Sentences per language and domain.
SENTENCES = {"general": 12_000, "ui": 1_000, "docs": 3_000}
#: Sentences that are short already and stay as they are.
ALREADY_SHORT = 1_500
#: A first word that keeps its capital when something is put before it.
_KEEPS_CAPITAL = re.compile(r"^(?:I\b|I'|[A-ZÄÖÜ]{2}|.*?\b[A-Z]\w*\b.*?[A-Z])")
_SPACE_BETWEEN_WORDS = re.compile(r"(?<=[\w,]) (?=[a-zà-ÿ])")


def shorten_examples(context: Context) -> Iterator[TextExample]:
    """Wordy sentences and their short forms, and short ones that need nothing."""
    rng, instruction = context.rng("shorten"), context.table.rewrite("shorten")
    for language in LANGUAGES:
        for domain, count in SENTENCES.items():
            for text in take(context.clean[language].get(domain, []), count, rng):
                wordy = make_wordy(text, language, rng)
                if wordy != text and not SPAN.search(text):
                    yield TextExample(wordy, text, instruction, f"shorten/{language}/wordy")
        for text in take(context.clean[language].get("general", []), ALREADY_SHORT, rng):
            yield TextExample(text, text, instruction, f"shorten/{language}/identity")


def make_wordy(text: str, language: str, rng: random.Random) -> str:
    """`text` with one to three wordy turns of phrase; unchanged where none fits."""
    result = text
    kinds = [_phrase, _filler, _opener]
    rng.shuffle(kinds)
    for kind in kinds[: rng.choice((1, 2, 2, 3))]:
        result = kind(result, language, rng)
    return result


def _phrase(text: str, language: str, rng: random.Random) -> str:
    edge = "" if language == "zh" else r"\b"
    found = [(short, wordy) for short, wordy in WORDY[language] if re.search(edge + re.escape(short) + edge, text)]
    if not found:
        return text
    short, wordy = rng.choice(found)
    return re.sub(edge + re.escape(short) + edge, wordy, text, count=1)


def _filler(text: str, language: str, rng: random.Random) -> str:
    filler = rng.choice(FILLERS[language])
    if language == "zh":
        place = text.find("，")
        return f"{text[: place + 1]}{filler}{text[place + 1 :]}"
    spaces = [match.start() for match in _SPACE_BETWEEN_WORDS.finditer(text)]
    if not spaces:
        return text
    place = rng.choice(spaces)
    return f"{text[:place]} {filler}{text[place:]}"


def _opener(text: str, language: str, rng: random.Random) -> str:
    opener = rng.choice(OPENERS[language])
    first = text[:1]
    # German nouns and names keep their capital; behind a colon every German sentence may begin with one.
    if language in ("en", "fr", "es") and not _KEEPS_CAPITAL.match(text):
        first = first.lower()
    return opener + first + text[1:]
