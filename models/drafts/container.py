"""The container of draft files: prefix, JSON header, Brotli sections (docs/drafts-format.md, section 1)."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import brotli
import numpy as np
from numpy.typing import NDArray

MAGIC = b"IDRF"
VERSION = 1
LANGUAGE = 1
PAIR = 2
_PREFIX = struct.Struct("<4sHBBII")

Bytes = NDArray[np.uint8]


class DamagedFileError(ValueError):
    """A draft file that cannot be read: the message says which and why."""


def write(path: Path, kind: int, header: dict[str, Any], sections: dict[str, bytes]) -> int:
    """Write one file. `sections` keeps its order. Returns the size of the file in bytes."""
    packed = {name: brotli.compress(data, quality=11, lgwin=24) for name, data in sections.items()}
    listed = [{"name": name, "bytes": len(packed[name]), "size": len(data)} for name, data in sections.items()]
    text = json.dumps({**header, "sections": listed}, ensure_ascii=False, separators=(",", ":")).encode()
    body = text + b"".join(packed.values())
    path.write_bytes(_PREFIX.pack(MAGIC, VERSION, kind, 0, len(text), zlib.crc32(body)) + body)
    return _PREFIX.size + len(body)


def read(path: Path, kind: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Header and decompressed sections of a file. Raises DamagedFileError for anything but a whole file of `kind`."""
    data = path.read_bytes()
    if len(data) < _PREFIX.size:
        raise DamagedFileError(f"{path}: {len(data)} bytes are too few for a draft file")
    magic, version, found, _, length, checksum = _PREFIX.unpack_from(data)
    if magic != MAGIC or version != VERSION or found != kind:
        raise DamagedFileError(f"{path}: no draft file of version {VERSION} and kind {kind}")
    body = data[_PREFIX.size :]
    if zlib.crc32(body) != checksum or length > len(body):
        raise DamagedFileError(f"{path}: the checksum is wrong")
    header: dict[str, Any] = json.loads(body[:length])
    sections: dict[str, bytes] = {}
    place = length
    for entry in header["sections"]:
        sections[entry["name"]] = brotli.decompress(body[place : place + entry["bytes"]])
        place += entry["bytes"]
        if len(sections[entry["name"]]) != entry["size"]:
            raise DamagedFileError(f"{path}: section {entry['name']} has the wrong size")
    if place != len(body):
        raise DamagedFileError(f"{path}: {len(body) - place} bytes are left over")
    return header, sections


def varints(values: NDArray[np.int64]) -> bytes:
    """Unsigned LEB128 of every value, one after the other."""
    values = np.asarray(values, np.int64)
    if len(values) and values.min() < 0:
        raise ValueError("a varint cannot be negative")
    sizes = np.ones(len(values), np.int64)
    for bits in (7, 14, 21, 28):
        sizes += values >> bits != 0
    starts = np.concatenate([[0], np.cumsum(sizes)])
    out = np.zeros(int(starts[-1]), np.uint8)
    for place in range(5):
        rows = np.flatnonzero(sizes > place)
        more = np.where(sizes[rows] > place + 1, 128, 0)
        out[starts[rows] + place] = (values[rows] >> (7 * place) & 127) | more
    return out.tobytes()


def from_varints(data: bytes) -> NDArray[np.int64]:
    """All values of a run of varints."""
    raw = np.frombuffer(data, np.uint8).astype(np.int64)
    if not len(raw):
        return np.zeros(0, np.int64)
    last = raw < 128
    if not last[-1]:
        raise DamagedFileError("the last number of a section is cut off")
    ends = np.flatnonzero(last)
    starts = np.concatenate([[0], ends[:-1] + 1])
    index = np.repeat(np.arange(len(ends)), ends - starts + 1)
    shifts = 7 * (np.arange(len(raw)) - starts[index])
    values = np.zeros(len(ends), np.int64)
    np.add.at(values, index, (raw & 127) << shifts)
    return values
