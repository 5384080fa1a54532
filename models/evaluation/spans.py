"""Protected spans: how often the model itself brings every copy-token through, before the engine repairs anything.

The command line shows answers only after the repair, so this is measured on the reference decoder in float32.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from models.data.copy_tokens import has_copy_token, protect_pair
from models.data.instructions import InstructionTable
from models.data.readers import LANGUAGES, read_pairs
from models.decoding.decode import TextDecoder
from models.evaluation.measure import Figure
from models.evaluation.metrics import share


def span_figures(decoder: TextDecoder, data: Path, table: InstructionTable, limit: int) -> list[Figure]:
    """Share of sentences in which every copy-token of the source stands exactly once in the answer, by language.

    Of the best answer by its score, and of the best that keeps them all, which is the one that the engine takes: the
    length beam has several.
    """
    figures = []
    for code in LANGUAGES[1:]:
        texts = _protected_sources(data, code)[:limit]
        if not texts:
            continue
        kept, in_beam = [], []
        for number, text in enumerate(texts):
            answer = decoder.answer({"instruction": table.translate(code), "input": text})
            kept.append(copy_tokens(answer["output"]) == copy_tokens(text))
            others = (decoder.tokenizer.decode(candidate["ids"]) for candidate in answer["candidates"])
            in_beam.append(kept[-1] or any(copy_tokens(other) == copy_tokens(text) for other in others))
            print(f"\rprotected spans en-{code} {number + 1}/{len(texts)}  ", end="", file=sys.stderr)
        for metric, hits in (("spansKept", kept), ("spansKeptInBeam", in_beam)):
            figures.append(Figure("translate", f"translate/en-{code}/spans", len(texts), metric, share(hits)))
    print(file=sys.stderr)
    return figures


def copy_tokens(text: str) -> Counter[str]:
    """Count of each copy-token's character in the text."""
    return Counter(character for character in text if has_copy_token(character))


def _protected_sources(data: Path, code: str) -> list[str]:
    """English test sentences with their spans replaced, interface strings and documentation in turn."""
    columns = []
    for domain in ("ui", "docs"):
        pairs = read_pairs(data / "parallel" / "test" / f"{domain}.en-{code}.tsv.zst")
        protected = (protect_pair(english, other) for english, other in pairs)
        columns.append([pair[0] for pair in protected if pair and has_copy_token(pair[0])])
    return [text for both in zip(*columns, strict=False) for text in both]
