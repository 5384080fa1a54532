"""Token files as ids: true case, vocabulary, and the text of the language model."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.drafts.corpus import recut
from models.drafts.language import UNKNOWN, choose_words
from models.drafts.tokens import JOINER, han_words, longest_match

Ints = NDArray[np.int64]
_ENDS = {".", "!", "?", ":"}


class Raw:
    """Token files of one language over one growing list of spellings; the number of a line end is 0."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, int] = defaultdict(lambda: len(self.ids))
        self.files: dict[Path, Ints] = {}
        self.first: dict[Path, NDArray[np.bool_]] = {}
        self._seen: set[str] = set()
        self.ids["\n"]

    def add(self, path: Path, text: str | None = None) -> None:
        """Take in one file of token lines, or `text` in its place."""
        text = path.read_text(encoding="utf-8") if text is None else text
        lines = text.split("\n")[:-1]
        mask = np.zeros(len(lines), np.bool_)
        for number, line in enumerate(lines):
            if line not in self._seen:
                self._seen.add(line)
                mask[number] = True
        words = text.replace("\n", " \n ").split(" ")
        words = [word for word in words if word]
        self.files[path] = np.fromiter(map(self.ids.__getitem__, words), np.int64, len(words))
        self.first[path] = mask

    def truecase(self) -> None:
        """Give the first word of every sentence the case that it has within sentences."""
        words = list(self.ids)
        bare = [word.strip(JOINER) for word in words]
        letters = np.array([bool(word) and word[0].isalpha() for word in bare])
        ends = np.array([word in _ENDS or word == "\n" for word in bare])
        within = np.zeros(len(words), np.int64)
        marks = {path: _initial(ids, letters, ends) for path, ids in self.files.items()}
        for path, ids in self.files.items():
            within += np.bincount(ids[letters[ids] & ~marks[path]], minlength=len(words))
        best: dict[str, tuple[int, str]] = {}
        for word, count in zip(bare, within.tolist(), strict=True):
            if count and count > best.get(word.lower(), (0, ""))[0]:
                best[word.lower()] = (count, word)
        change = np.arange(len(words))
        for number, word in enumerate(words):
            if letters[number]:
                change[number] = self.ids[word.replace(bare[number], _cased(bare[number], best))]
        for path, ids in self.files.items():
            self.files[path] = np.where(marks[path], change[ids], ids)

    def counts(self) -> Counter[str]:
        """Occurrences of every spelling over different lines."""
        total = np.zeros(len(self.ids), np.int64)
        for path, ids in self.files.items():
            lines = np.cumsum(ids == 0) - (ids == 0)
            total += np.bincount(ids[self.first[path][lines]], minlength=len(self.ids))
        total[0] = 0
        return Counter({word: n for word, n in zip(self.ids, total.tolist(), strict=True) if n})


def _cased(word: str, best: dict[str, tuple[int, str]]) -> str:
    found = best.get(word.lower())
    if found is None:
        return word.lower() if word[1:].islower() or len(word) == 1 else word
    return word if word.isupper() and len(word) > 1 else found[1]


def _initial(ids: Ints, letters: NDArray[np.bool_], ends: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Places of words with nothing but signs between them and the start of a line or the end of a sentence."""
    events = np.where(letters[ids], 1, np.where(ends[ids], 2, 0))
    last = np.maximum.accumulate(np.where(events > 0, np.arange(len(ids)), -1))
    before = np.concatenate([[-1], last[:-1]])
    first: NDArray[np.bool_] = (events == 1) & ((before < 0) | (events[before] == 2))
    return first


def language_text(paths: list[Path], han: bool) -> tuple[list[str], dict[Path, tuple[Ints, Ints]], Ints]:
    """(words, (ids, starts) of every file, stream of different lines for the language model)."""
    raw = Raw()
    for path in paths:
        raw.add(path)
    raw.truecase()
    words = choose_words(raw.counts())
    if han:
        cut = longest_match(han_words(words))
        fresh = Raw()
        for path in paths:
            text = path.read_text(encoding="utf-8")
            fresh.add(path, "".join(" ".join(recut(line.split(), cut)) + "\n" for line in text.split("\n")[:-1]))
        fresh.truecase()
        raw = fresh
    number = {word: i for i, word in enumerate(words)}
    table = np.array([number.get(word, UNKNOWN) for word in raw.ids], np.int64)
    sides: dict[Path, tuple[Ints, Ints]] = {}
    streams: list[Ints] = []
    for path, ids in raw.files.items():
        line_ends = ids == 0
        ends = np.flatnonzero(line_ends)
        sides[path] = table[ids[~line_ends]], np.concatenate([[0], ends - np.arange(len(ends))])
        # A line end of the kept lines becomes END and START.
        kept = raw.first[path][np.cumsum(line_ends) - line_ends]
        shown, stops = table[ids[kept]], line_ends[kept]
        out = np.ones(len(shown) + int(stops.sum()), np.int64)
        places = np.arange(len(shown)) + np.cumsum(stops) - stops
        out[places] = np.where(stops, 1, shown)
        out[places[stops] + 1] = 0
        streams.append(out)
    return words, sides, np.concatenate([np.zeros(1, np.int64), *streams])[:-1]
