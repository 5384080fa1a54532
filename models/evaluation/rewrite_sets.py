"""Held-out sets of translation and rewriting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from models.data.instructions import InstructionTable
from models.data.readers import LANGUAGES, read_json, read_pairs, read_rows
from models.evaluation.cases import Case, TestSet

#: Test sets by file name and title. The sentences of FLORES are inputs of SIB-200, which is not trained on.
DOMAINS = {"general": "general", "ui": "ui", "docs": "docs", "ntrex": "ntrex", "flores_sib": "flores"}


def translation_sets(data: Path, table: InstructionTable, limit: int) -> Iterator[TestSet]:
    """Both directions of English with every other language, in five domains."""
    for file, domain in DOMAINS.items():
        for code in LANGUAGES[1:]:
            pairs = list(read_pairs(data / "parallel" / "test" / f"{file}.en-{code}.tsv.zst"))[:limit]
            for source, target, rows in (("en", code, pairs), (code, "en", [(b, a) for a, b in pairs])):
                cases = [Case(text, (reference,)) for text, reference in rows]
                yield TestSet(
                    "translate",
                    f"translate/{source}-{target}/{domain}",
                    source,
                    cases,
                    table.translate(target),
                    target=target,
                    group=domain,
                )


def fix_sets(data: Path, table: InstructionTable, limit: int) -> Iterator[TestSet]:
    """Synthetic errors per language, the same sentences without them, learners' and editors' errors, JFLEG."""
    instruction = table.rewrite("fix")
    held_out = data / "rewrite" / "heldout"
    noisy = [row for row in read_rows(held_out / "synth_noise.test.jsonl.zst") if row.input != row.output]
    for code in LANGUAGES:
        rows = [row for row in noisy if row.language == code][:limit]
        wrong = [Case(row.input, (row.output,)) for row in rows]
        right = [Case(row.output, (row.output,)) for row in rows]
        yield TestSet("fix", f"fix/{code}/synthetic", code, wrong, instruction, group="synthetic")
        yield TestSet("clean", f"fix/{code}/clean", code, right, instruction, group="clean")
    for name, codes in (("gec_es", ("es",)), ("gec_zh", ("zh",)), ("git_edits", ("en", "de", "fr", "es"))):
        found = list(read_rows(held_out / f"{name}.test.jsonl.zst"))
        for code in codes:
            rows = [row for row in found if row.language == code and row.input != row.output][:limit]
            cases = [Case(row.input, (row.output,)) for row in rows]
            yield TestSet("fix", f"fix/{code}/{name}", code, cases, instruction, group="collected")
    jfleg = [
        Case(untokenised(row["input"]), tuple(untokenised(text) for text in row["references"]))
        for row in read_json(data / "eval-nc" / "jfleg.test.jsonl.zst")
    ]
    yield TestSet("fix", "fix/en/jfleg", "en", jfleg[:limit], instruction, group="jfleg")


def simplify_sets(data: Path, table: InstructionTable, limit: int) -> Iterator[TestSet]:
    """Simplification in English (two sets) and German."""
    instruction = table.rewrite("simplify")
    for code in ("en", "de"):
        rows = list(read_rows(data / "rewrite" / "heldout" / f"simplify_{code}.test.jsonl.zst"))[:limit]
        cases = [Case(row.input, (row.output,)) for row in rows]
        yield TestSet("simplify", f"simplify/{code}", code, cases, instruction)
    asset = [
        Case(row["input"], tuple(row["references"])) for row in read_json(data / "eval-nc" / "asset.test.jsonl.zst")
    ]
    yield TestSet("simplify", "simplify/en/asset", "en", asset[:limit], instruction)


def formality_sets(data: Path, table: InstructionTable, limit: int) -> Iterator[TestSet]:
    """Formal and informal versions of the same sentences, both ways."""
    rows = list(read_rows(data / "rewrite" / "heldout" / "formality.test.jsonl.zst"))
    for task in ("formal", "informal"):
        for code in ("de", "fr", "es"):
            chosen = [row for row in rows if row.task == f"to_{task}" and row.language == code][:limit]
            cases = [Case(row.input, (row.output,)) for row in chosen]
            yield TestSet("formality", f"{task}/{code}", code, cases, table.rewrite(task), target=task)


def untokenised(text: str) -> str:
    """Running text from a tokenised sentence: no space before punctuation, contractions joined, quotes closed up."""
    text = re.sub(r"\s+([.,;:!?%)\]])", r"\1", text.strip())
    text = re.sub(r"([(\[])\s+", r"\1", text)
    text = re.sub(r"\b(\w+)\s+(n't|'(?:s|m|re|ve|ll|d))\b", r"\1\2", text, flags=re.IGNORECASE)
    return re.sub(r'"\s+([^"]*?)\s+"', r'"\1"', text)
