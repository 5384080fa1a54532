"""Formal and informal versions of one sentence, found where two people translated it with different pronouns."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Literal

Register = Literal["formal", "informal"]

_INFORMAL = {
    "de": re.compile(r"\b(?:du|dich|dir|dein(?:e[rsmn]?)?)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt['’]", re.IGNORECASE),
    "es": re.compile(r"\b(?:tú|ti|contigo|tuy[oa]s?|tus?|te|eres|estás|tienes|quieres|puedes|sabes)\b", re.IGNORECASE),
}
_FORMAL = {
    # In the middle of a sentence the capital tells the polite Sie from the plural; at its start it may be either.
    "de": re.compile(r"(?<=[^\s.!?\"„] )(?:Sie|Ihnen|Ihr(?:e[rsmn]?)?)\b"),
    "fr": re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:usted)\b", re.IGNORECASE),
}
_EITHER = {
    "de": re.compile(r"\b(?:ihr|euch|euer|eure[rsmn]?)\b"),
    "fr": re.compile(r"(?!)"),
    "es": re.compile(r"\b(?:ustedes|vosotr[oa]s|vuestr[oa]s?|os)\b", re.IGNORECASE),
}


def register_of(text: str, language: str) -> Register | None:
    """Register in which `text` addresses someone; None if neither, both, or a plural."""
    if language not in _FORMAL or _EITHER[language].search(text):
        return None
    formal, informal = _FORMAL[language].search(text), _INFORMAL[language].search(text)
    if bool(formal) == bool(informal):
        return None
    return "formal" if formal else "informal"


def register_pairs(
    pairs: Iterable[tuple[str, str]], language: str, similarity: float = 0.55, most: int = 4
) -> Iterator[tuple[str, str]]:
    """(formal, informal) sentences that translate the same English sentence and differ in little else.

    `pairs` is (English, translation). `similarity` is the least ratio of common words; at most `most` pairs are
    taken per English sentence, so that often translated ones do not dominate.
    """
    versions: dict[str, dict[Register, list[str]]] = defaultdict(lambda: {"formal": [], "informal": []})
    for english, translation in pairs:
        register = register_of(translation, language)
        if register:
            versions[english][register].append(translation)
    for found in versions.values():
        alike = (
            (formal, informal)
            for formal, informal in product(found["formal"], found["informal"])
            if _similarity(formal, informal) >= similarity
        )
        yield from islice(alike, most)


def _similarity(first: str, second: str) -> float:
    # Characters, not words: verbs change their ending with the pronoun (gehst/gehen).
    return difflib.SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False).ratio()
