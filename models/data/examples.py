"""Examples that a task produces, and the parts that tasks share."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from models.data.instructions import InstructionTable, LabelLists
from models.data.readers import LANGUAGES, read_pairs, training_pair_files

#: Longest everyday sentence, in characters, that a rewriting task takes from the parallel files.
LONGEST_CLEAN = 120


class TextExample(NamedTuple):
    """One example before tokenisation. `group` is `task/...`, the unit of sampling; `draft` is what to revise."""

    text: str
    target: str
    instruction: str
    group: str
    draft: str = ""


@dataclass
class Context:
    """Needs of every task: the data folder, the instructions, chance, and the monolingual sentences."""

    data: Path
    table: InstructionTable
    lists: LabelLists
    seed: int = 1
    clean: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def rng(self, name: str) -> random.Random:
        """A generator of its own per task, so that a change in one task leaves the others as they were."""
        return random.Random(f"{self.seed}/{name}")


Task = Callable[[Context], Iterator[TextExample]]


def clean_sentences(data: Path, extra: Iterable[str] = ("it", "pt", "ru", "ja")) -> dict[str, dict[str, list[str]]]:
    """Distinct sentences of the parallel training files by language and domain, short ones only, sorted."""
    found: dict[str, dict[str, set[str]]] = {code: {} for code in (*LANGUAGES, *extra)}
    for file in training_pair_files(data):
        for english, other in read_pairs(file.path):
            for code, text in (("en", english), (file.language, other)):
                if len(text) <= LONGEST_CLEAN:
                    found[code].setdefault(file.domain, set()).add(text)
    return {code: {domain: sorted(texts) for domain, texts in by.items()} for code, by in found.items()}


def take(texts: list[str], count: int, rng: random.Random) -> list[str]:
    """At most `count` of `texts`, in random order."""
    return rng.sample(texts, min(count, len(texts)))
