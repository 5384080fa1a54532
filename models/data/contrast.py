"""Drafts that say the opposite: a negation dropped from the right translation, or put where none belongs.

Few drafts of tables lose a negation, but each that does turns a meaning around, so that the model sees more of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from models.data.examples import Context, TextExample
from models.data.readers import LANGUAGES, read_pairs, training_pair_files
from models.data.translate import protect

#: Examples of a direction.
MOST = 3_000
LONGEST = 120

_DROPPED: dict[str, list[tuple[str, str]]] = {
    "en": [
        (r"\bcan't\b", "can"),
        (r"\bwon't\b", "will"),
        (r"n't\b", ""),
        (r"\bcannot\b", "can"),
        (r"\s(?:not|never)\b", ""),
        (r"\bno\b ", ""),
    ],
    "de": [
        (r"\s(?:nicht|nie|niemals)\b", ""),
        (r"\bkein(?=(?:e[nmrs]?)?\b)", "ein"),
        (r"\bKein(?=(?:e[nmrs]?)?\b)", "Ein"),
    ],
    "fr": [(r"\bne (\S+) (?:pas|jamais|plus)\b", r"\1"), (r"\bn['’](\S+) (?:pas|jamais|plus)\b", r"\1")],
    "es": [(r"(?<=\w)\s(?:no|nunca)\b", ""), (r"^(?:No|Nunca) (\w)", r"\1")],
    "zh": [("没有", "有"), ("不", ""), ("没", "")],
}
_ADDED = {"en": "not", "de": "nicht", "fr": "pas", "es": "no", "zh": "不"}


def without_negation(text: str, language: str) -> str | None:
    """`text` with its only negation taken out; None where there is none, or more than one."""
    found = [(pattern, by) for pattern, by in _DROPPED[language] if re.search(pattern, text)]
    if not found:
        return None
    pattern, by = found[0]
    out, count = re.subn(pattern, by, text)
    if count != 1 or any(re.search(other, out) for other, _ in _DROPPED[language]):
        return None
    return out[:1].upper() + out[1:] if text[:1].isupper() else out


def with_negation(text: str, language: str, rng: random.Random) -> str | None:
    """`text` with a negation at some place within; None where it has one, or is too short."""
    if any(re.search(pattern, text) for pattern, _ in _DROPPED[language]):
        return None
    word = _ADDED[language]
    if language == "zh":
        place = rng.randrange(1, len(text)) if len(text) > 2 else 0
        return text[:place] + word + text[place:] if place else None
    words = text.split(" ")
    if len(words) < 3:
        return None
    place = rng.randrange(1, len(words))
    return " ".join([*words[:place], word, *words[place:]])


def contrast_examples(context: Context) -> Iterator[TextExample]:
    """Everyday translations whose draft lacks the negation, and half as many whose draft has one too many."""
    rng = context.rng("contrast")
    for file in training_pair_files(context.data):
        if file.language not in LANGUAGES or file.domain != "general":
            continue
        pairs = [pair for pair in read_pairs(file.path) if max(map(len, pair)) <= LONGEST]
        rng.shuffle(pairs)
        for source, target in (("en", file.language), (file.language, "en")):
            dropped = added = 0
            for english, other in pairs:
                text, reference = (english, other) if source == "en" else (other, english)
                both = without_negation(text, source) is not None
                draft = without_negation(reference, target) if both else None
                if draft is not None and dropped < MOST:
                    dropped += 1
                elif added < MOST // 2 and added < dropped and without_negation(text, source) is None:
                    draft = with_negation(reference, target, rng)
                    added += draft is not None
                else:
                    draft = None
                protected = protect(text, reference, file.domain, None) if draft else None
                if draft and protected == (text, reference):
                    group = f"translate/{source}-{target}/contrast"
                    yield TextExample(text, reference, context.table.translate(target), group, draft)
                if dropped == MOST and added == MOST // 2:
                    break
