"""`Paraphrase.`: different translations of one sentence, and collected pairs."""

from __future__ import annotations

import difflib
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from models.data.examples import Context, TextExample
from models.data.formality import register_of
from models.data.readers import LANGUAGES, read_pairs, read_rows, training_pair_files

#: Pairs per language, and per sentence that was translated.
MOST = 14_000
MOST_PER_SENTENCE = 2
#: Ratio of common characters: below, two translations often mean different things; above, they differ in a comma.
LEAST_ALIKE, MOST_ALIKE = 0.35, 0.92
SHORTEST = 12


def paraphrase_examples(context: Context) -> Iterator[TextExample]:
    """Everyday sentences with two translations, both ways, and the collected encyclopedic pairs."""
    rng, instruction = context.rng("paraphrase"), context.table.rewrite("paraphrase")
    for language, versions in _versions(context).items():
        found = list(paraphrase_pairs(versions, language, rng))
        for first, second in rng.sample(found, min(MOST, len(found))):
            yield TextExample(first, second, instruction, f"paraphrase/{language}/mined")
            yield TextExample(second, first, instruction, f"paraphrase/{language}/mined")
    for row in read_rows(context.data / "rewrite" / "paraphrase.train.jsonl.zst"):
        if row.language in LANGUAGES and row.task == "paraphrase":
            yield TextExample(row.input, row.output, instruction, f"paraphrase/{row.language}/collected")


def paraphrase_pairs(versions: Iterable[list[str]], language: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Pairs among versions of the same sentence that differ in their words but not in register."""
    for found in versions:
        rng.shuffle(found)
        taken = 0
        for first, second in pairwise(found):
            if taken < MOST_PER_SENTENCE and _alike(first, second, language):
                taken += 1
                yield first, second


def _versions(context: Context) -> dict[str, list[list[str]]]:
    """By language: the lists of distinct sentences that translate the same sentence."""
    by_origin: dict[str, dict[tuple[str, str], set[str]]] = {code: defaultdict(set) for code in LANGUAGES}
    for file in training_pair_files(context.data):
        if file.domain != "general":
            continue
        for english, other in read_pairs(file.path):
            if file.language in by_origin:
                by_origin[file.language]["en", english].add(other)
            by_origin["en"][file.language, other].add(english)
    return {
        code: [sorted(texts) for _, texts in sorted(origins.items()) if len(texts) > 1]
        for code, origins in by_origin.items()
    }


def _alike(first: str, second: str, language: str) -> bool:
    shortest = SHORTEST // 3 if language == "zh" else SHORTEST
    if min(len(first), len(second)) < shortest or register_of(first, language) != register_of(second, language):
        return False
    ratio = difflib.SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False).ratio()
    return LEAST_ALIKE <= ratio <= MOST_ALIKE
