"""The order of the folders: each imports from those below it alone, so that none can be part of a cycle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: From the bottom up.
ORDER = (
    *("package", "architecture", "text", "data", "importing", "training"),
    *("decoding", "drafts", "export", "serving", "evaluation"),
)


def imported_folders(file: Path) -> Iterator[tuple[int, str]]:
    """Line and folder of every import from `models`, also those inside of functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "models":
            names = [f"models.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "models" and len(parts) > 1:
                yield node.lineno, parts[1]


def test_every_folder_has_its_place() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders - {"tests"} <= set(ORDER)


def test_folders_import_downwards_only() -> None:
    upwards = [
        f"{file.relative_to(ROOT)}:{line} imports {folder}"
        for place, name in enumerate(ORDER)
        for file in sorted((ROOT / name).rglob("*.py"))
        for line, folder in imported_folders(file)
        if folder not in ORDER[: place + 1]
    ]
    assert upwards == []
