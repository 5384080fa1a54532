"""Translations from drafts: rows with what tables that have not seen them make of them (`drafts-for-training`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from models.data.examples import Context, TextExample


def drafted_examples(context: Context, folder: Path | None) -> Iterator[TextExample]:
    """One example of every record of the folder's .jsonl files. Raises ValueError for a damaged line."""
    for path in sorted(folder.glob("*.jsonl")) if folder else []:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                record = json.loads(line)
                source, target, domain = record["source"], record["target"], record["domain"]
                text, reference, draft = record["text"], record["reference"], record["draft"]
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number}: no record of a draft ({error})") from error
            group = f"translate/{source}-{target}/drafted-{domain}"
            yield TextExample(text, reference, context.table.translate(target), group, draft)
