"""Text that must never be trained on: every text of every held-out file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.data.copy_tokens import COUNT, FIRST, protect_text
from models.data.readers import read_json, read_pairs

#: Keys of an evaluation row that hold text (labels and metadata are no text).
_TEXT_KEYS = (
    *("input", "references", "sentence", "sentence1", "sentence2"),
    *("premise", "hypothesis", "choice1", "choice2", "original"),
)
_COPY = dict.fromkeys(range(FIRST, FIRST + COUNT), chr(FIRST))
_PREFIX = re.compile(r"^(?:Premise|Hypothesis|Sentence 1|Sentence 2|Question|Answer): ")


def normalise(text: str) -> str:
    """The form in which two texts count as the same: NFC, case folded, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def masked(text: str) -> str:
    """`text` normalised, with every protected span and every copy-token as the first copy-token."""
    return normalise(protect_text(text).translate(_COPY))


class HeldOut:
    """The set of held-out texts under the data folder.

    A training row may hold copy-tokens where the held-out sentence holds code or a placeholder, so both forms count.
    """

    def __init__(self, texts: Iterator[str]) -> None:
        self.texts: set[str] = set()
        for text in texts:
            self.texts |= {normalise(text), masked(text)}
        # Alone, a copy-token says nothing about the sentence that it stands for.
        self.texts -= {"", chr(FIRST)}

    @classmethod
    def load(cls, data: Path) -> HeldOut:
        """Read dev, test, heldout, eval and eval-nc under `data`. ValueError if there is nothing to hold out."""
        held_out = cls(held_out_texts(data))
        if not held_out.texts:
            raise ValueError(f"{data}: no held-out files, so nothing could be kept apart")
        return held_out

    def __contains__(self, text: str) -> bool:
        return normalise(text) in self.texts or masked(text) in self.texts

    def __len__(self) -> int:
        return len(self.texts)


def held_out_texts(data: Path) -> Iterator[str]:
    """Every text of every held-out file, whole and line by line."""
    parallel = data / "parallel"
    for folder in ("dev", "test", "xx/dev", "xx/test"):
        for path in sorted((parallel / folder).glob("*.tsv.zst")):
            for first, second in read_pairs(path):
                yield first
                yield second
    for folder in ("rewrite/heldout", "classify/heldout", "instruct/heldout", "eval", "eval-nc"):
        # The output of a classification row is a label, which every training row shares.
        keys = _TEXT_KEYS if folder.startswith("classify") else (*_TEXT_KEYS, "output")
        for path in sorted((data / folder).glob("*.jsonl.zst")):
            for row in read_json(path):
                yield from _texts_of(row, keys)


def _texts_of(row: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        value = row.get(key, "")
        for text in value if isinstance(value, list) else [value]:
            yield text
            # A premise and a hypothesis may share one field: each line is a sentence of its own.
            lines = text.split("\n")
            for line in lines:
                stripped = _PREFIX.sub("", line)
                if len(lines) > 1 or stripped != line:
                    yield stripped
