"""Draft files in the manifest of a model that they lie beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.package.manifest import file_entry, read_manifest, write_manifest

#: Folder of the draft files within a model's folder.
FOLDER = "drafts"


def add_drafts(directory: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """`manifest` with the draft files of `directory`/drafts: what they are for, sizes and checksums.

    Settings that the manifest already has stay. Without draft files the manifest is returned as it is.
    """
    names = sorted(path.name for path in (directory / FOLDER).glob("*.draft"))
    if not names:
        return manifest
    stems = [name.removesuffix(".draft") for name in names]
    before = manifest.get("drafts", {})
    drafts = {
        "languages": {stem: f"{FOLDER}/{stem}.draft" for stem in stems if "-" not in stem},
        "pairs": {stem: f"{FOLDER}/{stem}.draft" for stem in stems if "-" in stem},
        "best": before.get("best", 5),
        "modelWeight": before.get("modelWeight", 0),
        "revise": before.get("revise", False),
    }
    others = [entry for entry in manifest["files"] if not entry["path"].startswith(f"{FOLDER}/")]
    files = [file_entry(directory, f"{FOLDER}/{name}") for name in names]
    return {**manifest, "drafts": drafts, "files": [*others, *files]}


def write_drafts(directory: Path) -> None:
    """Enter the draft files into `directory`/model.json."""
    write_manifest(directory, add_drafts(directory, read_manifest(directory)))
