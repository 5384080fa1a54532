"""Errors as people make them, put into clean sentences: the source side of `Fix grammar and spelling.`"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from models.data.confusions import CONFUSIONS, KEYBOARDS, NEIGHBOURS_EN

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")

Edit = Callable[[str, str, random.Random], str]


def add_noise(text: str, language: str, rng: random.Random) -> str:
    """`text` with one to three errors typical of `language`. Returns it unchanged where no error fits.

    Copy-tokens are never touched: no edit selects anything but letters, Han characters, spaces and punctuation.
    """
    edits = _CHINESE if language == "zh" else _ALPHABETIC
    names, weights = [edit for edit, _ in edits], [weight for _, weight in edits]
    # Longer sentences carry more errors, as in learners' texts.
    count = 1 + (rng.random() < min(0.6, len(text) / 120)) + (rng.random() < min(0.3, len(text) / 300))
    result = text
    for _ in range(count * 3):
        changed = rng.choices(names, weights)[0](result, language, rng)
        if changed != result and changed.strip():
            result = changed
            count -= 1
            if not count:
                break
    return result


def _pick_word(text: str, rng: random.Random, least: int = 3) -> re.Match[str] | None:
    words = [match for match in _WORD.finditer(text) if len(match.group()) >= least]
    return rng.choice(words) if words else None


def _replace(text: str, match: re.Match[str], word: str) -> str:
    return text[: match.start()] + word + text[match.end() :]


def slip(text: str, language: str, rng: random.Random) -> str:
    """A neighbouring key instead of the right one."""
    match = _pick_word(text, rng)
    if not match:
        return text
    word, place = match.group(), rng.randrange(len(match.group()))
    near = KEYBOARDS.get(language, NEIGHBOURS_EN).get(word[place].lower())
    if not near:
        return text
    letter = rng.choice(near)
    if word[place].isupper():
        letter = letter.upper()
    return _replace(text, match, word[:place] + letter + word[place + 1 :])


def drop_letter(text: str, language: str, rng: random.Random) -> str:
    """A letter left out."""
    match = _pick_word(text, rng)
    if not match:
        return text
    place = rng.randrange(1, len(match.group()))
    return _replace(text, match, match.group()[:place] + match.group()[place + 1 :])


def double_letter(text: str, language: str, rng: random.Random) -> str:
    """A letter typed twice, or a double letter typed once."""
    match = _pick_word(text, rng)
    if not match:
        return text
    word = match.group()
    twice = [i for i in range(1, len(word)) if word[i] == word[i - 1]]
    if twice and rng.random() < 0.6:
        place = rng.choice(twice)
        return _replace(text, match, word[:place] + word[place + 1 :])
    place = rng.randrange(1, len(word))
    return _replace(text, match, word[:place] + word[place] + word[place:])


def swap_letters(text: str, language: str, rng: random.Random) -> str:
    """Two letters in the wrong order."""
    match = _pick_word(text, rng, 4)
    if not match:
        return text
    word = match.group()
    place = rng.randrange(1, len(word) - 1)
    return _replace(text, match, word[:place] + word[place + 1] + word[place] + word[place + 2 :])


def strip_accents(text: str, language: str, rng: random.Random) -> str:
    """Accents forgotten on one word or, more rarely, everywhere; umlauts also as `ae`, ß as `ss`."""

    def plain(word: str) -> str:
        if language == "de" and rng.random() < 0.3:
            for letter, spelled in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
                word = word.replace(letter, spelled)
        word = word.replace("ß", "ss").replace("œ", "oe")
        return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))

    accented = [match for match in _WORD.finditer(text) if plain(match.group()) != match.group()]
    if not accented:
        return text
    if rng.random() < 0.25:
        return _WORD.sub(lambda match: plain(match.group()), text)
    match = rng.choice(accented)
    return _replace(text, match, plain(match.group()))


def change_case(text: str, language: str, rng: random.Random) -> str:
    """A capital lost (at the start, or on a name or a German noun), or one too many."""
    words = list(_WORD.finditer(text))
    capitals = [match for match in words if match.group()[0].isupper()]
    if capitals and rng.random() < 0.85:
        match = rng.choice(capitals)
        return _replace(text, match, match.group()[0].lower() + match.group()[1:])
    if not words:
        return text
    match = rng.choice(words)
    return _replace(text, match, match.group()[0].upper() + match.group()[1:])


def change_punctuation(text: str, language: str, rng: random.Random) -> str:
    """A mark left out, mostly the last one or a comma; in Spanish the opening mark; or a space before a mark."""
    if language == "es" and text[:1] in "¿¡" and rng.random() < 0.6:
        return text[1:]
    draw = rng.random()
    commas = list(re.finditer(r"[,，、]", text))
    if commas and draw < 0.5:
        comma = rng.choice(commas)
        return _replace(text, comma, "")
    if draw < 0.85:
        return re.sub(r"\s*[.!?。！？]$", "", text)
    return re.sub(r"(?<=\w)([.!?,])", r" \1", text, count=1)


def change_spacing(text: str, language: str, rng: random.Random) -> str:
    """Two words run together, or one word split in two."""
    gaps = list(re.finditer(r"(?<=[^\W\d_]) (?=[^\W\d_])", text))
    if gaps and rng.random() < 0.7:
        return _replace(text, rng.choice(gaps), "")
    match = _pick_word(text, rng, 6)
    if not match:
        return text
    place = rng.randrange(2, len(match.group()) - 1)
    return _replace(text, match, match.group()[:place] + " " + match.group()[place:])


def drop_or_repeat_word(text: str, language: str, rng: random.Random) -> str:
    """A short word missing or written twice."""
    words = list(re.finditer(r"(?<= )[^\W\d_]{1,4} ", text))
    if not words:
        return text
    match = rng.choice(words)
    return _replace(text, match, "" if rng.random() < 0.5 else match.group() * 2)


def confuse(text: str, language: str, rng: random.Random) -> str:
    """A word for one that sounds alike or agrees otherwise (their/there, das/dass, a/à, 的/得)."""
    table = CONFUSIONS[language]
    if language == "zh":
        places = [match for match in _HAN.finditer(text) if match.group() in table]
    else:
        places = [match for match in _WORD.finditer(text) if match.group().lower() in table]
    if not places:
        return text
    match = rng.choice(places)
    word = rng.choice(table[match.group().lower()])
    return _replace(text, match, word[0].upper() + word[1:] if match.group()[0].isupper() else word)


def swap_characters(text: str, language: str, rng: random.Random) -> str:
    """Two neighbouring Han characters in the wrong order."""
    pairs = list(re.finditer(r"[\u4e00-\u9fff]{2}", text))
    if not pairs:
        return text
    match = rng.choice(pairs)
    return _replace(text, match, match.group()[::-1])


def drop_or_double_character(text: str, language: str, rng: random.Random) -> str:
    """A Han character left out or written twice."""
    characters = list(_HAN.finditer(text))
    if len(characters) < 3:
        return text
    match = rng.choice(characters)
    return _replace(text, match, "" if rng.random() < 0.5 else match.group() * 2)


_ALPHABETIC: list[tuple[Edit, float]] = [
    (slip, 1.0),
    (drop_letter, 1.2),
    (double_letter, 1.0),
    (swap_letters, 1.2),
    (strip_accents, 1.0),
    (change_case, 1.0),
    (change_punctuation, 0.8),
    (change_spacing, 0.6),
    (drop_or_repeat_word, 0.6),
    (confuse, 2.5),
]
_CHINESE: list[tuple[Edit, float]] = [
    (confuse, 3.0),
    (drop_or_double_character, 1.5),
    (swap_characters, 1.0),
    (change_punctuation, 0.8),
]
