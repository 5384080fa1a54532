"""Streams over the collected files: parallel TSV and task JSONL, both compressed with zstd."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import zstandard

#: The languages of the mini model, and all that appear in the tokenizer's corpus.
LANGUAGES = ("en", "de", "fr", "es", "zh")

_UI = (
    "vscode_loc element gogs dotnet_msbuild dotnet_roslyn_analyzers dotnet_winforms "
    "jupyterlab_l10n scratch_l10n roo_code pyright"
).split()
_DOCS = (
    "php_docs python_docs astro_docs comprehensive_rust express_docs express_docs_2024 fastapi_docs "
    "gnome_user_docs hf_course opensource_guide opentelemetry_docs rust_book tldr_pages"
).split()

#: Domain of every parallel source; `wiki` holds the long, encyclopedic or news-like sentences.
DOMAINS: dict[str, str] = {
    "tatoeba": "general",
    "tanaka_enja": "general",
    "cocoa_mt": "general",
    "tico19": "wiki",
    "xquad": "wiki",
    "mt_geneval": "wiki",
    **dict.fromkeys(_UI, "ui"),
    **dict.fromkeys(_DOCS, "docs"),
}


class PairFile(NamedTuple):
    """A file of sentence pairs whose first side is English."""

    path: Path
    source: str
    language: str

    @property
    def domain(self) -> str:
        return DOMAINS[self.source]


class Row(NamedTuple):
    """One row of a task file; `output` is the label for classification."""

    task: str
    language: str
    input: str
    output: str
    source: str


def read_lines(path: Path) -> Iterator[str]:
    """Lines of a zstd-compressed UTF-8 file, without their line ends."""
    with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
        # newline="\n": a text may hold U+2028 or a bare CR, which are no ends of a row.
        for line in io.TextIOWrapper(stream, encoding="utf-8", newline="\n"):
            yield line.rstrip("\n")


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """(first text, second text) of every row of a parallel TSV file. Rows without four columns raise ValueError."""
    for line in read_lines(path):
        columns = line.split("\t")
        if len(columns) != 4:
            raise ValueError(f"{path}: expected 4 columns, found {len(columns)}")
        yield columns[2], columns[3]


def read_json(path: Path) -> Iterator[dict[str, Any]]:
    """The object on every line of a JSONL file."""
    for line in read_lines(path):
        if line:
            yield json.loads(line)


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of a task file (rewrite, classify)."""
    for row in read_json(path):
        yield Row(row["task"], row["lang"], row["input"], row["output"], row["source"])


def training_pair_files(data: Path) -> list[PairFile]:
    """The parallel training files under `data`, sorted by name. An unknown source raises KeyError."""
    files = []
    for path in sorted((data / "parallel" / "train").glob("*.en-*.tsv.zst")):
        source, pair = path.name.removesuffix(".tsv.zst").rsplit(".", 1)
        if source not in DOMAINS:
            raise KeyError(f"{path.name}: the domain of source {source} is not declared")
        files.append(PairFile(path, source, pair.split("-")[1]))
    return files
