"""A pruned vocabulary of XLM-R in the mini family's layout: control pieces, placeholders, bytes, XLM-R's pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

from models.text.tokenizer import COPY_CODE_POINT, COPY_TOKENS

#: Control pieces of the mini layout: pad, unknown, separator, mask, length.
CONTROL = 5
#: Control pieces, placeholders and the 256 bytes stand before all others.
SPECIAL = CONTROL + COPY_TOKENS + 256
_NAMES = ("<pad>", "<unk>", "</s>", "<mask>", "<length>")
#: Pieces of the public model that stand for nothing in a text.
_PUBLIC_CONTROL = {"<s>", "<pad>", "</s>", "<unk>", "<mask>"}
#: Generated code without types.
_format: Any = sentencepiece_model_pb2
_Piece: Any = _format.ModelProto.SentencePiece


def full_vocabulary(path: Path) -> tuple[list[str], list[float]]:
    """Pieces and scores of the public SentencePiece model, in the order of XLM-R's embedding rows."""
    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    listed = range(3, model.get_piece_size())
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *(model.id_to_piece(i) for i in listed), "<mask>"]
    return pieces, [0.0] * 4 + [model.get_score(i) for i in listed] + [0.0]


def scores_of(pieces: Sequence[str], scores: Sequence[float]) -> dict[str, float]:
    """XLM-R's text pieces with their scores, without those that are a placeholder's character."""
    placeholders = {chr(COPY_CODE_POINT + k) for k in range(COPY_TOKENS)}
    found: dict[str, float] = {}
    for piece, score in zip(pieces, scores, strict=False):
        if piece and piece not in _PUBLIC_CONTROL and piece not in placeholders:
            found.setdefault(piece, score)
    return found


def write_model(kept: Iterable[tuple[str, float]], path: Path) -> list[str]:
    """Write a unigram model of `kept` (piece, score) behind the special pieces; returns all pieces by id.

    The normaliser is the identity: NFC is applied outside, so that a text comes back from its ids as it was.
    """
    proto = _format.ModelProto()
    for number, name in enumerate(_NAMES):
        kind = _Piece.UNKNOWN if number == 1 else _Piece.CONTROL
        proto.pieces.add(piece=name, score=0.0, type=kind)
    for k in range(COPY_TOKENS):
        proto.pieces.add(piece=chr(COPY_CODE_POINT + k), score=0.0, type=_Piece.USER_DEFINED)
    for byte in range(256):
        proto.pieces.add(piece=f"<0x{byte:02X}>", score=0.0, type=_Piece.BYTE)
    for piece, score in kept:
        proto.pieces.add(piece=piece, score=score, type=_Piece.NORMAL)
    _set_trainer(proto, len(proto.pieces))
    path.write_bytes(proto.SerializeToString(deterministic=True))
    return [piece.piece for piece in proto.pieces]


def _set_trainer(proto: Any, size: int) -> None:
    trainer = proto.trainer_spec
    trainer.model_type = _format.TrainerSpec.UNIGRAM
    trainer.vocab_size = size
    trainer.byte_fallback = True
    trainer.split_digits = True
    trainer.pad_id, trainer.unk_id, trainer.eos_id, trainer.bos_id = 0, 1, 2, -1
    trainer.control_symbols.extend(["<mask>", "<length>"])
    trainer.user_defined_symbols.extend(chr(COPY_CODE_POINT + k) for k in range(COPY_TOKENS))
    normaliser = proto.normalizer_spec
    normaliser.name = "identity"
    normaliser.add_dummy_prefix = True
    normaliser.remove_extra_whitespaces = True
    normaliser.escape_whitespaces = True
