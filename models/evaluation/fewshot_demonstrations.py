"""Demonstrations in the source: solved examples beside the text that is asked about."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from models.data.instructions import EXTRA_SETS, InstructionTable
from models.data.readers import read_pairs, read_rows
from models.decoding.decode import TextDecoder
from models.decoding.decoder import ReferenceDecoder, Request
from models.decoding.labels import label_probabilities
from models.evaluation.metrics import chrf, length_error, majority, share
from models.evaluation.paper.tasks import draw
from models.text.demonstrations import instruction_with_demonstrations

#: Where the demonstrations stand: before the text, as in the paper, after it, or with the instruction, as in training.
Order = Literal["before", "after", "instruction"]
COUNTS = (0, 1, 3)
#: Rows of the training split among which demonstrations are drawn.
_POOL = 5000
#: Longest demonstration, in characters of input and output.
_LONGEST = 200

Example = tuple[str, str]
#: Ids of a text and of its instruction.
Prompt = tuple[list[int], list[int]]


@dataclass(frozen=True)
class ShotTask:
    """Inputs with their right outputs, and training rows to show. `labels` is empty for translation."""

    name: str
    instruction: str
    cases: list[Example]
    pool: list[Example]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shots:
    """A figure: chrF2 of translations, or accuracy of labels in percent. `length_error` is in % of the reference."""

    task: str
    metric: str
    count: int
    order: Order
    length: Literal["predicted", "oracle", ""]
    size: int
    value: float
    baseline: float
    length_error: float | None
    refused: float


def shot_tasks(data: Path, table: InstructionTable, limit: int) -> Iterator[ShotTask]:
    """English and German both ways, kinds of commits, and spam; asked of development sets, shown from training."""
    asked = list(read_pairs(data / "parallel" / "dev" / "general.en-de.tsv.zst"))
    shown = list(islice(read_pairs(data / "parallel" / "train" / "tatoeba.en-de.tsv.zst"), _POOL))
    yield _task("translate en-de", table.translate("de"), asked, shown, limit)
    yield _task("translate de-en", table.translate("en"), _turned(asked), _turned(shown), limit)
    folder = data / "classify"
    for name, file in (("commit", "commit_type"), ("spam", "spam")):
        labels = EXTRA_SETS[name]
        asked, shown = (
            [(row.input, row.output) for row in islice(read_rows(path), _POOL) if row.output in labels]
            for path in (folder / "heldout" / f"{file}.dev.jsonl.zst", folder / f"{file}.train.jsonl.zst")
        )
        yield _task(f"classify {name}", table.labels(labels), asked, shown, limit, tuple(labels))


def _turned(pairs: list[Example]) -> list[Example]:
    return [(second, first) for first, second in pairs]


def _task(
    name: str, instruction: str, asked: list[Example], shown: list[Example], limit: int, labels: tuple[str, ...] = ()
) -> ShotTask:
    cases = draw(asked, limit, name)
    # A text that is asked about must not stand beside itself, solved.
    known = {text for text, _ in cases}
    pool = [pair for pair in shown if pair[0] not in known and len(pair[0]) + len(pair[1]) <= _LONGEST]
    return ShotTask(name, instruction, cases, pool, labels)


def shown(task: ShotTask, case: int, count: int) -> list[Example]:
    """The `count` demonstrations of a case: the same every time, and among those of a larger count."""
    return random.Random(f"{task.name}/{case}").sample(task.pool, max(COUNTS))[:count]


def with_demonstrations(task: ShotTask, case: int, count: int, order: Order) -> str:
    """The text of a source: solved examples and the input of that case, a line each; the input alone if the examples
    stand with the instruction.
    """
    asked = task.cases[case][0]
    solved = [f"{text}\n{answer}" for text, answer in shown(task, case, count)]
    return "\n\n".join({"before": [*solved, asked], "after": [asked, *solved], "instruction": [asked]}[order])


def prompt(decoder: TextDecoder, task: ShotTask, case: int, count: int, order: Order) -> tuple[list[int], list[int]]:
    """Ids of the text and of the instruction of a case."""
    encode = decoder.tokenizer.encode
    instruction = encode(task.instruction)
    if order == "instruction":
        solved = [(encode(text), encode(answer)) for text, answer in shown(task, case, count)]
        instruction = instruction_with_demonstrations(decoder.decoder.model.config, instruction, solved)
    return encode(with_demonstrations(task, case, count, order)), instruction


def measure_shots(decoder: TextDecoder, task: ShotTask, beam: int) -> list[Shots]:
    """All numbers of demonstrations, before and after the text, and with the instruction.

    Translations with the best of `beam` predicted lengths, and with the reference's.
    """
    found = []
    for count in COUNTS:
        orders: tuple[Order, ...] = ("before", "after", "instruction") if count else ("before",)
        for order in orders:
            prompts = [prompt(decoder, task, i, count, order) for i in range(len(task.cases))]
            if task.labels:
                found.append(_labels(decoder, task, prompts, count, order))
            else:
                found += [_translations(decoder, task, prompts, count, order, beam) for beam in (beam, None)]
    return found


def _translations(
    decoder: TextDecoder, task: ShotTask, prompts: Sequence[Prompt], count: int, order: Order, beam: int | None
) -> Shots:
    """`beam` None: with the reference's length."""
    encode = decoder.tokenizer.encode
    references = [reference for _, reference in task.cases]
    plain = decoder.request({"input": "", "instruction": task.instruction, "lengthBeam": beam or 1})
    requests = [
        dataclasses.replace(
            plain,
            text=text,
            instruction=instruction,
            target_length=None if beam else max(len(encode(reference)), 1),
        )
        for (text, instruction), reference in zip(prompts, references, strict=True)
    ]
    answers = [decoder.tokenizer.decode(ids) if ids else "" for ids in rewrite(decoder.decoder, requests)]
    lengths = [[len(encode(text)) for text in column] for column in (answers, references)]
    return Shots(
        task=task.name,
        metric="chrF2",
        count=count,
        order=order,
        length="predicted" if beam else "oracle",
        size=len(answers),
        value=chrf(answers, [[reference] for reference in references]),
        baseline=chrf([text for text, _ in task.cases], [[reference] for reference in references]),
        length_error=length_error(*lengths),
        refused=share([not answer for answer in answers]),
    )


def rewrite(decoder: ReferenceDecoder, requests: Sequence[Request]) -> list[list[int] | None]:
    """Answers in order, computed in batches; None for a request beyond the model's limits."""
    answers: list[list[int] | None] = []
    for start in range(0, len(requests), 8):
        batch = requests[start : start + 8]
        try:
            answers += [answer.ids for answer in decoder.rewrite(list(batch))]
        except ValueError:
            # One of them; which one is found by asking for each alone.
            answers += [None] if len(batch) == 1 else [rewrite(decoder, [request])[0] for request in batch]
    return answers


def _labels(decoder: TextDecoder, task: ShotTask, prompts: Sequence[Prompt], count: int, order: Order) -> Shots:
    words = [decoder.tokenizer.encode(label) for label in task.labels]
    chosen = []
    for text, instruction in prompts:
        try:
            probabilities = label_probabilities(decoder.decoder, text, instruction, words)
            chosen.append(task.labels[probabilities.index(max(probabilities))])
        except ValueError:
            chosen.append("")
    right = [label for _, label in task.cases]
    return Shots(
        task=task.name,
        metric="accuracy",
        count=count,
        order=order,
        length="",
        size=len(prompts),
        value=share([a == b for a, b in zip(chosen, right, strict=True)]),
        baseline=majority(right),
        length_error=None,
        refused=share([not label for label in chosen]),
    )
