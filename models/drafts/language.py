"""The file of a language: vocabulary and language model (docs/drafts-format.md, section 2)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.drafts import container
from models.drafts.tokens import JOINER, SLOT_N, SLOT_X, key

START, END, UNKNOWN = 0, 1, 2
RESERVED = ("<s>", "</s>", "<unk>")
#: Ids must fit into 16 bits.
MOST_WORDS = 65_000

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LanguageModel:
    """An n-gram model of order 3 as flat arrays: section 2 of the format, with scores as indices into the two lists."""

    probabilities: Floats
    backoffs: Floats
    unigram: NDArray[np.uint8]
    unigram_backoff: NDArray[np.uint8]
    bigram_start: Ints
    bigram_word: Ints
    bigram: NDArray[np.uint8]
    bigram_backoff: NDArray[np.uint8]
    trigram_start: Ints
    trigram_word: Ints
    trigram: NDArray[np.uint8]


@dataclass(frozen=True)
class Language:
    """A language's words and its model."""

    code: str
    words: list[str]
    model: LanguageModel
    han_spacing: bool = False

    @property
    def vocabulary(self) -> str:
        """Hexadecimal SHA-256 of the words, by which pair files know their languages."""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()


def canonical(words: list[str]) -> tuple[dict[str, int], Ints]:
    """(key → smallest id, id → canonical id) of a vocabulary."""
    first: dict[str, int] = {}
    ids = np.zeros(len(words), np.int64)
    for number, word in enumerate(words):
        ids[number] = first.setdefault(key(word), number)
    return first, ids


def choose_words(counts: Counter[str], least: int = 2, most: int = MOST_WORDS) -> list[str]:
    """The vocabulary: reserved words, slots, then words by frequency in bands that double, sorted within a band."""
    slots = [mark for slot in (SLOT_X, SLOT_N) for mark in _joined(slot)]
    fixed = [*RESERVED, *slots]
    ranked = sorted((-n, w) for w, n in counts.items() if n >= least and w not in fixed)[: most - len(fixed)]
    words, place, band = [*fixed], 0, 64
    while place < len(ranked):
        words += sorted(w for _, w in ranked[place : place + band])
        place, band = place + band, band * 2
    return words


def _joined(word: str) -> Iterable[str]:
    return (word, JOINER + word, word + JOINER, JOINER + word + JOINER)


def save_language(language: Language, path: Path) -> int:
    """Write a language file; returns its size in bytes."""
    m = language.model
    header = {
        "language": language.code,
        "words": len(language.words),
        "order": 3,
        "ngrams": [len(m.unigram), len(m.bigram), len(m.trigram)],
        "probabilities": [round(float(x), 4) for x in m.probabilities],
        "backoffs": [round(float(x), 4) for x in m.backoffs],
        "hanSpacing": language.han_spacing,
        "vocabulary": language.vocabulary,
    }
    sections = {
        "words": "\n".join(language.words).encode(),
        "unigrams": m.unigram.tobytes() + m.unigram_backoff.tobytes(),
        "bigram-counts": container.varints(np.diff(m.bigram_start)),
        "bigram-words": container.varints(_gaps(m.bigram_word, m.bigram_start)),
        "bigram-scores": m.bigram.tobytes() + m.bigram_backoff.tobytes(),
        "trigram-counts": container.varints(np.diff(m.trigram_start)),
        "trigram-words": container.varints(_gaps(m.trigram_word, m.trigram_start)),
        "trigram-scores": m.trigram.tobytes(),
    }
    return container.write(path, container.LANGUAGE, header, sections)


def load_language(path: Path) -> Language:
    """Read a language file. Raises container.DamagedFileError."""
    header, sections = container.read(path, container.LANGUAGE)
    words = sections["words"].decode().split("\n")
    model = _read_model(header, sections)
    language = Language(header["language"], words, model, bool(header.get("hanSpacing")))
    if len(words) != header["words"] or language.vocabulary != header["vocabulary"]:
        raise container.DamagedFileError(f"{path}: the vocabulary is not the one of its header")
    return language


def _read_model(header: dict[str, Any], sections: dict[str, bytes]) -> LanguageModel:
    def both(name: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        data = np.frombuffer(sections[name], np.uint8)
        return data[: len(data) // 2], data[len(data) // 2 :]

    bigram_start = _starts(container.from_varints(sections["bigram-counts"]))
    trigram_start = _starts(container.from_varints(sections["trigram-counts"]))
    unigram, unigram_backoff = both("unigrams")
    bigram, bigram_backoff = both("bigram-scores")
    return LanguageModel(
        np.array(header["probabilities"], np.float64),
        np.array(header["backoffs"], np.float64),
        unigram,
        unigram_backoff,
        bigram_start,
        _from_gaps(container.from_varints(sections["bigram-words"]), bigram_start),
        bigram,
        bigram_backoff,
        trigram_start,
        _from_gaps(container.from_varints(sections["trigram-words"]), trigram_start),
        np.frombuffer(sections["trigram-scores"], np.uint8),
    )


def _starts(counts: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _gaps(words: Ints, starts: Ints) -> Ints:
    """`word − previous − 1` within each parent; the first of a parent has −1 before it."""
    before = np.concatenate([np.full(1, -1), words[:-1]])
    before[starts[:-1][np.diff(starts) > 0]] = -1
    gaps: Ints = words - before - 1
    return gaps


def _from_gaps(gaps: Ints, starts: Ints) -> Ints:
    if not len(gaps):
        return gaps
    total = np.cumsum(gaps + 1)
    counts = np.diff(starts)
    offsets = np.concatenate([np.zeros(1, np.int64), total])[starts[:-1]]
    words: Ints = total - np.repeat(offsets, counts) - 1
    return words
