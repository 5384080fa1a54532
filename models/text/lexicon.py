"""Known words by language, and what a misspelled word may stand for.

A lexicon file is gzip of UTF-8 lines. `#en` and, behind a tab, an alphabet begin a language. A line after it is a word
in lower case, a tab, and how frequent it is (the rounded logarithm to base 2 of its count); or `=`, a word, a tab, and,
between spaces, known words that it is taken for.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

#: Letters of the Latin script, as both implementations know them.
LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u1e9e"
#: Beside these, letters are part of a name, an address or code.
_SIGNS = "0-9_@#/\\\\"
#: What stands around a word, the word, and what follows it; a word may have apostrophes inside.
CHUNK = re.compile(f"([^{LETTERS}{_SIGNS}]*)([{LETTERS}]+(?:['\u2019][{LETTERS}]+)*)([^{LETTERS}{_SIGNS}]*)")
#: Two letters that people write where a key is missing.
DIGRAPHS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"), ("oe", "œ"))
#: A word and its parts as known words: this frequent at least.
LEAST_PART = 7
SHORTEST_PART = 2


@dataclass(frozen=True)
class Suggestion:
    """Candidate for a word, in lower case. `frequency` as in the lexicon; `accents`: only accents differ."""

    word: str
    frequency: int
    accents: bool


@dataclass(frozen=True)
class Lexicon:
    """The words of one language."""

    language: str
    alphabet: tuple[str, ...]
    frequencies: Mapping[str, int]
    #: By word: others that people write in its place.
    confusions: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def knows(self, word: str) -> bool:
        """True if a word, in any letter case, is in the lexicon."""
        return word.lower() in self.frequencies

    def frequency(self, word: str) -> int:
        """Frequency of a word, in any letter case; 0 for one that is not in the lexicon."""
        return self.frequencies.get(word.lower(), 0)

    def accented(self, word: str, most: int) -> list[Suggestion]:
        """Known words that differ in their accents only: the most frequent first, at most `most`."""
        lower = word.lower()
        others = (other for other in self._by_plain.get(without_accents(lower), ()) if other != lower)
        return _ordered([Suggestion(other, self.frequencies[other], True) for other in others])[:most]

    def alternatives(self, word: str, most: int) -> list[Suggestion]:
        """Candidates for a known word: words that differ in accents only, and those that it is taken for."""
        accented = self.accented(word, most)
        known = {suggestion.word for suggestion in accented}
        others = [other for other in self.confusions.get(word.lower(), ()) if other not in known]
        return [*accented, *_ordered([Suggestion(other, self.frequency(other), False) for other in others])][:most]

    def suggest(self, word: str, most: int) -> list[Suggestion]:
        """Known words one slip away, and two words without their space: the likeliest first, at most `most`."""
        lower = word.lower()
        found = {suggestion.word: suggestion for suggestion in self.accented(word, most)}
        for candidate in _variants(lower, self.alphabet):
            frequency = self.frequencies.get(candidate)
            if frequency is not None and candidate != lower and candidate not in found:
                found[candidate] = Suggestion(candidate, frequency, False)
        for spelt, letter in DIGRAPHS:
            candidate = lower.replace(spelt, letter)
            frequency = self.frequencies.get(candidate)
            if candidate != lower and frequency is not None:
                found[candidate] = Suggestion(candidate, frequency, True)
        for cut in range(SHORTEST_PART, len(lower) - SHORTEST_PART + 1):
            parts = lower[:cut], lower[cut:]
            frequency = min(self.frequencies.get(part, 0) for part in parts)
            if frequency >= LEAST_PART:
                found[" ".join(parts)] = Suggestion(" ".join(parts), frequency // 2, False)
        return _ordered(list(found.values()))[:most]

    @cached_property
    def _by_plain(self) -> dict[str, list[str]]:
        """Words by what is left of them without accents."""
        found: dict[str, list[str]] = {}
        for word in self.frequencies:
            found.setdefault(without_accents(word), []).append(word)
        return found


def _ordered(suggestions: list[Suggestion]) -> list[Suggestion]:
    return sorted(suggestions, key=lambda s: (not s.accents, -s.frequency, [ord(c) for c in s.word]))


def without_accents(word: str) -> str:
    """The word without combining marks (NFD)."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")


def _variants(word: str, alphabet: Sequence[str]) -> Iterator[str]:
    """All strings one slip away: a letter left out, doubled, swapped, replaced or added."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in alphabet:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail


def load_lexicons(path: Path) -> list[Lexicon]:
    """The lexicons of a file, in its order. Raises ValueError for a line that is neither a language nor a word."""
    lexicons: list[Lexicon] = []
    frequencies: dict[str, int] = {}
    confusions: dict[str, list[str]] = {}
    for number, line in enumerate(gzip.decompress(path.read_bytes()).decode("utf-8").splitlines(), start=1):
        first, tab, second = line.partition("\t")
        if first.startswith("#") and tab:
            frequencies, confusions = {}, {}
            lexicons.append(Lexicon(first[1:], tuple(second), frequencies, confusions))
        elif first.startswith("=") and tab and lexicons:
            confusions[first[1:]] = second.split(" ")
        elif tab and second.isdecimal() and lexicons:
            frequencies[first] = int(second)
        else:
            raise ValueError(f"{path}, line {number}: neither a language nor a word with its frequency")
    return lexicons
