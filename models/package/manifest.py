"""`model.json`: the manifest of a model package (DESIGN §3), and the check that it is whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

MANIFEST_FILE = "model.json"


def file_entry(directory: Path, name: str) -> dict[str, Any]:
    """Path, size and sha256 of a file of the package."""
    digest = hashlib.sha256()
    with (directory / name).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return {"path": name, "bytes": (directory / name).stat().st_size, "sha256": digest.hexdigest()}


def write_manifest(directory: Path, manifest: dict[str, Any], *, contents: bool = True) -> None:
    """Write `model.json`, after :func:`check_manifest`."""
    check_manifest(directory, manifest, contents=contents)
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (directory / MANIFEST_FILE).write_text(text, encoding="utf-8")


def read_manifest(directory: Path) -> dict[str, Any]:
    """Read `model.json`; raises FileNotFoundError if there is none."""
    values: dict[str, Any] = json.loads((directory / MANIFEST_FILE).read_text(encoding="utf-8"))
    return values


def check_manifest(directory: Path, manifest: dict[str, Any], *, contents: bool = True) -> None:
    """Raise ValueError for a manifest that contradicts itself or its files; without `contents` these are not read.

    The product checks the shape of `model.json` by its own schema; here are the rules that no schema states.
    """
    listed = {entry["path"] for entry in manifest["files"]}
    needed = {variant["graph"] for variant in manifest["variants"]} | {manifest["tokenizer"]["file"]}
    if missing := needed - listed:
        raise ValueError(f"not in the list of files: {', '.join(sorted(missing))}")
    for entry in manifest["files"] if contents else []:
        if entry != file_entry(directory, entry["path"]):
            raise ValueError(f"{entry['path']} is not the file that the manifest describes")
    sizes = manifest["architecture"]
    if sizes["heads"] * sizes["headSize"] != sizes["hiddenSize"]:
        raise ValueError("heads × headSize is not hiddenSize")
    sets = {entry["id"] for entry in manifest["labelSets"]}
    for instruction in manifest["instructions"]:
        if instruction.get("labelSet", next(iter(sets))) not in sets:
            raise ValueError(f"unknown label set in {instruction['canonical']!r}")
        if unknown := set(instruction.get("targets", [])) - manifest["languageNames"].keys():
            raise ValueError(f"languages without a name: {', '.join(sorted(unknown))}")
