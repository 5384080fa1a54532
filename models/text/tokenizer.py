"""Text to ids and back, for both families of model: our own `mini` and XLM-R."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import sentencepiece

Kind = Literal["mini", "xlm-roberta"]

COPY_CODE_POINT = 0xE000
COPY_TOKENS = 32
_SPACE = "\u2581"
_XLMR_UNKNOWN = 3


class Tokenizer:
    """SentencePiece with the id layout of one family.

    mini: ids are SentencePiece's own; 0 pad, 1 unknown, 2 separator, 3 mask, 4 length, then the copy-tokens.
    xlm-roberta: SentencePiece id + 1, unknown 3, <s> 0 (used as the length token), pad 1, </s> 2, mask 250001.

    Text is brought to NFC first in both. Raises ValueError if a mini model's special ids are not where they belong.
    """

    def __init__(self, path: Path | str, kind: Kind = "mini") -> None:
        self.kind: Kind = kind
        self._model = sentencepiece.SentencePieceProcessor(model_file=str(path))
        pieces = self._model.get_piece_size()
        if kind == "mini":
            self.offset = 0
            self.pad, self.unknown, self.separator, self.mask, self.length = range(5)
            self.vocabulary_size = pieces
            self.copy = [self._model.piece_to_id(chr(COPY_CODE_POINT + k)) for k in range(COPY_TOKENS)]
            self._check_mini()
        else:
            self.offset = 1
            self.length, self.pad, self.separator, self.unknown = 0, 1, 2, _XLMR_UNKNOWN
            self.vocabulary_size = pieces + 2
            self.mask = pieces + 1
            self.copy = []
        self._control = {self.pad, self.unknown, self.separator, self.mask, self.length}
        self._pieces = [self._piece(token) for token in range(self.vocabulary_size)]

    def encode(self, text: str) -> list[int]:
        """Ids of `text`, without any special token around them."""
        return self._shift(self._model.encode(unicodedata.normalize("NFC", text)))

    def encode_batch(self, texts: Sequence[str], threads: int = 2) -> list[list[int]]:
        """`encode` for many texts at once, on `threads` threads."""
        normalised = [unicodedata.normalize("NFC", text) for text in texts]
        return [self._shift(ids) for ids in self._model.encode(normalised, num_threads=threads)]

    def decode(self, ids: Iterable[int]) -> str:
        """Text of `ids`: special ids are skipped, runs of byte pieces are UTF-8 with U+FFFD for what is invalid.

        The pieces are joined, the word-boundary mark becomes a space, and spaces at the start are dropped (the one
        that SentencePiece puts before every text is no part of it). A skipped id does not end a run of bytes.
        """
        parts: list[str] = []
        run = bytearray()
        for token in ids:
            piece = self._pieces[token]
            if isinstance(piece, int):
                run.append(piece)
            elif piece:
                if run:
                    parts.append(run.decode("utf-8", "replace"))
                    run.clear()
                parts.append(piece)
        parts.append(run.decode("utf-8", "replace"))
        return "".join(parts).replace(_SPACE, " ").lstrip(" ")

    def piece(self, token: int) -> str:
        """The vocabulary entry of `token` as SentencePiece spells it (`▁the`, `<0x0A>`); empty for special ids."""
        if token in self._control or not self.offset <= token < self._model.get_piece_size() + self.offset:
            return ""
        return str(self._model.id_to_piece(token - self.offset))

    def pieces(self) -> list[str]:
        """Every entry of the SentencePiece model as it spells it, special ones included, by SentencePiece's own id."""
        return [str(self._model.id_to_piece(index)) for index in range(self._model.get_piece_size())]

    def is_byte(self, token: int) -> bool:
        """True if `token` is one of the 256 byte pieces."""
        return isinstance(self._pieces[token], int)

    def _shift(self, ids: list[int]) -> list[int]:
        if not self.offset:
            return ids
        return [token + self.offset if token else self.unknown for token in ids]

    def _piece(self, token: int) -> str | int:
        text = self.piece(token)
        if text and self._model.is_byte(token - self.offset):
            return int(text[3:5], 16)
        return text

    def _check_mini(self) -> None:
        names = ["<pad>", "<unk>", "</s>", "<mask>", "<length>"]
        names += [chr(COPY_CODE_POINT + k) for k in range(COPY_TOKENS)]
        for token, name in enumerate(names):
            if self._model.id_to_piece(token) != name:
                raise ValueError(f"id {token} is {self._model.id_to_piece(token)!r}, expected {name!r}")


def load_tokenizer(directory: Path, manifest: dict[str, Any]) -> Tokenizer:
    """The tokenizer of a package."""
    return Tokenizer(directory / manifest["tokenizer"]["file"], tokenizer_kind(manifest["family"]))


def tokenizer_kind(family: str) -> Kind:
    """The id layout of a family's tokenizer."""
    return "mini" if family in ("mini", "minilm") else "xlm-roberta"
