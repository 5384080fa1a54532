"""The file of a pair of languages: phrase pairs of both directions (docs/drafts-format.md, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.drafts import container
from models.drafts.language import Language

Ints = NDArray[np.int64]
Levels = NDArray[np.uint8]

_PLAIN = 160
_LONG = 255
_RANKS = 32


@dataclass(frozen=True)
class PairTable:
    """Phrase pairs in file order: words of both sides end to end, with starts [N + 1], and their stored numbers."""

    a: str
    b: str
    a_words: Ints
    a_start: Ints
    b_words: Ints
    b_start: Ints
    forward: Levels
    backward: Levels
    orientation: Levels
    step: float
    orientations: list[list[float]] = field(default_factory=list)
    directions: dict[str, dict[str, Any]] = field(default_factory=dict)
    vocabularies: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.forward)

    @property
    def longest(self) -> int:
        """Most words of a phrase on either side."""
        return int(max(np.diff(self.a_start).max(initial=0), np.diff(self.b_start).max(initial=0)))

    def phrases(self, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Ids of both phrases of a pair."""
        a = self.a_words[self.a_start[number] : self.a_start[number + 1]]
        b = self.b_words[self.b_start[number] : self.b_start[number + 1]]
        return tuple(a.tolist()), tuple(b.tolist())


def file_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Sort key of (a ids, b ids, level a→b, …): the order of section 3."""
    return len(row[0]) > 1, row[0], row[2], row[1]


def sorted_table(rows: list[tuple[tuple[int, ...], tuple[int, ...], int, int, int]], **rest: Any) -> PairTable:
    """A table of (a ids, b ids, level a→b, level b→a, orientation) in file order; `rest` as in PairTable."""
    rows = sorted(rows, key=file_order)
    levels = [np.array([row[k] for row in rows], np.uint8) for k in (2, 3, 4)]
    return PairTable(
        a_words=np.array([w for row in rows for w in row[0]], np.int64),
        a_start=np.cumsum([0, *(len(row[0]) for row in rows)]),
        b_words=np.array([w for row in rows for w in row[1]], np.int64),
        b_start=np.cumsum([0, *(len(row[1]) for row in rows)]),
        forward=levels[0],
        backward=levels[1],
        orientation=levels[2],
        **rest,
    )


def save_pair(table: PairTable, path: Path) -> int:
    """Write a pair file from a table in file order; returns its size in bytes."""
    shapes = bytearray()
    sources: list[int] = []
    counts: list[int] = []
    lengths, codes, extras = bytearray(), bytearray(), bytearray()
    lexicon: dict[int, dict[int, int]] = {}
    before: tuple[int, ...] = ()
    for number in range(len(table)):
        a, b = table.phrases(number)
        if a != before or not counts:
            if len(a) > 1 and len(before) == 1:
                before = ()
            kept = 0
            while kept < min(len(a) - 1, len(before)) and a[kept] == before[kept]:
                kept += 1
            shapes.append(kept + 8 * (len(a) - kept))
            fresh = list(a[kept:])
            if kept < len(before):
                fresh[0] -= before[kept]
            sources += fresh
            counts.append(0)
            before = a
        counts[-1] += 1
        lengths.append(len(b))
        if len(a) == 1 and len(b) == 1:
            ranks = lexicon.setdefault(a[0], {})
            ranks.setdefault(b[0], len(ranks))
        for place, word in enumerate(b):
            _encode(a, place, word, lexicon, codes, extras)
    header = {
        "a": table.a,
        "b": table.b,
        "pairs": len(table),
        "groups": len(counts),
        "longest": table.longest,
        "step": table.step,
        "vocabularies": table.vocabularies,
        "orientations": table.orientations,
        "directions": table.directions,
    }
    sections = {
        "shapes": bytes(shapes),
        "sources": container.varints(np.array(sources, np.int64)),
        "counts": container.varints(np.array(counts, np.int64)),
        "lengths": bytes(lengths),
        "codes": bytes(codes),
        "extras": bytes(extras),
        "scores": table.forward.tobytes() + table.backward.tobytes(),
    }
    if table.orientations:
        sections["orientations"] = table.orientation.tobytes()
    return container.write(path, container.PAIR, header, sections)


def _encode(
    a: tuple[int, ...], place: int, word: int, lexicon: dict[int, dict[int, int]], codes: bytearray, extras: bytearray
) -> None:
    """Code of one target word: a rank in the lexicon of a source word, else its id."""
    if len(a) > 1:
        ranked = [
            (lexicon[w][word], abs(i - place), i)
            for i, w in enumerate(a[:5])
            if w in lexicon and lexicon[w].get(word, _RANKS) < _RANKS
        ]
        if ranked:
            rank, _, i = min(ranked)
            codes.append(i << 5 | rank)
            return
    if word < (_LONG - _PLAIN) * 256:
        codes.append(_PLAIN + (word >> 8))
        extras.append(word & 255)
    else:
        codes.append(_LONG)
        extras += word.to_bytes(2, "little")


def load_pair(path: Path, a: Language, b: Language) -> PairTable:
    """Read a pair file. Raises container.DamagedFileError, also if it was made for another vocabulary."""
    header, sections = container.read(path, container.PAIR)
    if header["vocabularies"] != {"a": a.vocabulary, "b": b.vocabulary}:
        raise container.DamagedFileError(f"{path}: made for another vocabulary of {a.code} or {b.code}")
    a_rows, b_rows = _read_phrases(sections)
    n = header["pairs"]
    scores = np.frombuffer(sections["scores"], np.uint8)
    if len(a_rows) != n or len(b_rows) != n or len(scores) != 2 * n:
        raise container.DamagedFileError(f"{path}: {n} pairs announced, {len(a_rows)} found")
    table = PairTable(
        header["a"],
        header["b"],
        np.array([w for row in a_rows for w in row], np.int64),
        np.cumsum([0, *map(len, a_rows)]),
        np.array([w for row in b_rows for w in row], np.int64),
        np.cumsum([0, *map(len, b_rows)]),
        scores[:n],
        scores[n:],
        np.frombuffer(sections.get("orientations", bytes(n)), np.uint8),
        header["step"],
        header["orientations"],
        header["directions"],
        header["vocabularies"],
    )
    if table.a_words.max(initial=0) >= len(a.words) or table.b_words.max(initial=0) >= len(b.words):
        raise container.DamagedFileError(f"{path}: a word is not in the vocabulary")
    return table


def _read_phrases(sections: dict[str, bytes]) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    sources = iter(container.from_varints(sections["sources"]).tolist())
    lengths, codes, extras = iter(sections["lengths"]), iter(sections["codes"]), iter(sections["extras"])
    counts = container.from_varints(sections["counts"]).tolist()
    lexicon: dict[int, list[int]] = {}
    before: tuple[int, ...] = ()
    a_rows: list[tuple[int, ...]] = []
    b_rows: list[tuple[int, ...]] = []
    for shape, count in zip(sections["shapes"], counts, strict=True):
        kept, fresh = shape & 7, shape >> 3
        if kept + fresh > 1 and len(before) == 1:
            before = ()
        words = [next(sources) for _ in range(fresh)]
        if kept < len(before):
            words[0] += before[kept]
        a = (*before[:kept], *words)
        before = a
        for _ in range(count):
            b = tuple(_decode(a, next(codes), extras, lexicon) for _ in range(next(lengths)))
            if len(a) == 1 and len(b) == 1:
                lexicon.setdefault(a[0], []).append(b[0])
            a_rows.append(a)
            b_rows.append(b)
    return a_rows, b_rows


def _decode(a: tuple[int, ...], code: int, extras: Any, lexicon: dict[int, list[int]]) -> int:
    if code == _LONG:
        return int(next(extras)) + 256 * int(next(extras))
    if code >= _PLAIN:
        return (code - _PLAIN) * 256 + int(next(extras))
    return lexicon[a[code >> 5]][code & 31]
