"""Rewriting examples: fix, simplify, formal, informal."""

from __future__ import annotations

import random
from collections.abc import Iterator

from models.data.copy_tokens import protect_pair, replace_shared_words
from models.data.examples import Context, TextExample, take
from models.data.formality import register_pairs
from models.data.noise import add_noise
from models.data.readers import LANGUAGES, Row, read_pairs, read_rows, training_pair_files

GEC_FILES = ("gec_es", "gec_en_rules", "gec_blimp", "gec_zh", "git_edits")
SIMPLIFY_FILES = ("simplify_en", "simplify_de", "split_merge_en")
FIX_TASKS = {"gec", "spell", "fix_errors"}
SIMPLIFY_TASKS = {"simplify", "split_sentence"}
#: Sentences per language for our own noise, and for "nothing to fix", by domain.
NOISE = {"general": 42_000, "ui": 6_000, "docs": 8_000}
IDENTITY = {"general": 14_000, "ui": 4_000, "docs": 5_000}
#: Share of noise and identity rows in which words become copy-tokens, beside those that hold real spans.
WORDS_AS_COPY = 0.10


def fix_examples(context: Context) -> Iterator[TextExample]:
    """Collected and synthetic errors, our own noise, and correct sentences that must stay as they are."""
    rng = context.rng("fix")
    instruction = context.table.rewrite("fix")
    for name, kind in (("synth_noise", "synthetic"), *((name, "collected") for name in GEC_FILES)):
        yield from _fix_rows(read_rows(context.data / "rewrite" / f"{name}.train.jsonl.zst"), kind, instruction)
    for language in LANGUAGES:
        for domain, count in NOISE.items():
            for text in _clean(context, language, domain, count, rng):
                noisy = add_noise(text, language, rng)
                if noisy != text:
                    yield TextExample(noisy, text, instruction, f"fix/{language}/noise")
        for domain, count in IDENTITY.items():
            for text in _clean(context, language, domain, count, rng):
                yield TextExample(text, text, instruction, f"fix/{language}/identity")


def _clean(context: Context, language: str, domain: str, count: int, rng: random.Random) -> Iterator[str]:
    for text in take(context.clean[language].get(domain, []), count, rng):
        protected = protect_pair(text, text)
        if not protected:
            continue
        if protected[0] == text and rng.random() < WORDS_AS_COPY:
            protected = replace_shared_words(text, text, rng) or protected
        yield protected[0]


def _fix_rows(rows: Iterator[Row], kind: str, instruction: str) -> Iterator[TextExample]:
    for row in rows:
        if row.language in LANGUAGES and row.task in FIX_TASKS:
            protected = protect_pair(row.input, row.output)
            if protected:
                yield TextExample(*protected, instruction, f"fix/{row.language}/{kind}")


def simplify_examples(context: Context) -> Iterator[TextExample]:
    """Simplification, and splitting of long sentences, which is a simplification too."""
    for name in SIMPLIFY_FILES:
        yield from _simplify_rows(context, read_rows(context.data / "rewrite" / f"{name}.train.jsonl.zst"))


def _simplify_rows(context: Context, rows: Iterator[Row]) -> Iterator[TextExample]:
    instruction = context.table.rewrite("simplify")
    for row in rows:
        if row.language in LANGUAGES and row.task in SIMPLIFY_TASKS:
            yield TextExample(row.input, row.output, instruction, f"simplify/{row.language}/{row.task}")


def formality_examples(context: Context) -> Iterator[TextExample]:
    """Collected pairs, and pairs found among different translations of one English sentence."""
    rng = context.rng("formality")
    yield from _formality_rows(context, read_rows(context.data / "rewrite" / "formality.train.jsonl.zst"))
    for language, pairs in mined_registers(context).items():
        for formal, informal in pairs:
            yield _register(context, informal, formal, "formal", language, "mined")
            yield _register(context, formal, informal, "informal", language, "mined")
            # What already has the register asked for stays as it is.
            if rng.random() < 0.1:
                yield _register(context, formal, formal, "formal", language, "mined")
                yield _register(context, informal, informal, "informal", language, "mined")


def mined_registers(context: Context) -> dict[str, list[tuple[str, str]]]:
    """(formal, informal) pairs by language, from the everyday parallel files."""
    english: dict[str, list[tuple[str, str]]] = {"de": [], "fr": [], "es": []}
    for file in training_pair_files(context.data):
        if file.language in english and file.domain == "general":
            english[file.language].extend(read_pairs(file.path))
    return {language: list(register_pairs(pairs, language)) for language, pairs in english.items()}


def _formality_rows(context: Context, rows: Iterator[Row]) -> Iterator[TextExample]:
    for row in rows:
        if row.language in LANGUAGES and row.task in ("to_formal", "to_informal"):
            yield _register(context, row.input, row.output, row.task.removeprefix("to_"), row.language, "collected")


def _register(context: Context, text: str, target: str, task: str, language: str, kind: str) -> TextExample:
    return TextExample(text, target, context.table.rewrite(task), f"{task}/{language}/{kind}")


def rewrite_dev(context: Context, most: int) -> Iterator[TextExample]:
    """Dev rows of every rewriting task. `most` is applied per group by the caller."""
    del most
    folder = context.data / "rewrite" / "heldout"
    instruction = context.table.rewrite("fix")
    yield from _fix_rows(read_rows(folder / "synth_noise.dev.jsonl.zst"), "synthetic", instruction)
    for name in GEC_FILES:
        yield from _fix_rows(read_rows(folder / f"{name}.dev.jsonl.zst"), "collected", instruction)
    for name in SIMPLIFY_FILES[:2]:
        yield from _simplify_rows(context, read_rows(folder / f"{name}.dev.jsonl.zst"))
    yield from _formality_rows(context, read_rows(folder / "formality.dev.jsonl.zst"))
