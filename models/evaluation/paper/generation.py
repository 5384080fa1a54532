"""Translation by length policy and number of iterations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Literal

import sacrebleu

from models.data.instructions import InstructionTable
from models.data.readers import LANGUAGES, read_pairs
from models.evaluation.metrics import chrf, length_error
from models.evaluation.paper.clock import CpuClock
from models.evaluation.paper.tasks import draw
from models.evaluation.paper.translators import Line, Translator

Policy = Literal["predicted", "fixed", "oracle"]
ITERATIONS = (1, 2, 4, 6, 10)
BEAMS = (1, 3, 5)
#: The end of a sentence that another one follows.
_BREAK = re.compile(r"[.!?…][\"'”»)\]]*\s+\S|[。！？]\S")


@dataclass(frozen=True)
class Setting:
    """Settings of decoding. `beam` counts only where lengths are predicted; `fixed` is as long as the input."""

    policy: Policy
    beam: int
    iterations: int


@dataclass(frozen=True)
class Direction:
    """Sentence pairs from one language into another."""

    source: str
    target: str
    instruction: str
    pairs: list[tuple[str, str]]

    @property
    def name(self) -> str:
        """Like `en-de`."""
        return f"{self.source}-{self.target}"


@dataclass(frozen=True)
class Translation:
    """A direction with a setting. `iterations` of the setting at most; `passes`: mean of those that were run.

    `milliseconds`: processor time per sentence, over all directions that were run together.
    """

    split: str
    direction: str
    policy: Policy
    beam: int
    iterations: int
    size: int
    bleu: float
    chrf: float
    length_error: float
    passes: float
    milliseconds: float


def grid() -> list[Setting]:
    """Every policy with every number of iterations."""
    ways: list[tuple[Policy, int]] = [("predicted", beam) for beam in BEAMS]
    ways += [("fixed", 1), ("oracle", 1)]
    return [Setting(policy, beam, iterations) for policy, beam in ways for iterations in ITERATIONS]


def directions(data: Path, table: InstructionTable, *, split: str, limit: int) -> list[Direction]:
    """Everyday sentences, both ways. Pairs of several sentences are left out: a length is that of one sentence."""
    found = []
    for code in LANGUAGES[1:]:
        path = data / "parallel" / split / f"general.en-{code}.tsv.zst"
        pairs = [pair for pair in read_pairs(path) if not any(_BREAK.search(text) for text in pair)]
        chosen = draw(pairs, limit, f"translate/{code}")
        found.append(Direction("en", code, table.translate(code), chosen))
        found.append(Direction(code, "en", table.translate("en"), [(b, a) for a, b in chosen]))
    return [direction for direction in found if direction.pairs]


def start_up_seconds(translator: Translator) -> float:
    """Processor seconds that go before the first answer."""
    clock = CpuClock()
    translator.answer([])
    return clock.seconds()


def translate(
    translator: Translator, found: Sequence[Direction], setting: Setting, *, split: str, start_up: float
) -> list[Translation]:
    """The figures of all directions with one setting. A refused line counts as an empty answer."""
    lines = [line for direction in found for line in _lines(translator, direction, setting)]
    clock = CpuClock()
    answers = iter(translator.answer(lines))
    milliseconds = 1000 * max(clock.seconds() - start_up, 0.0) / len(lines)
    return [
        _figures(translator, direction, [next(answers) for _ in direction.pairs], setting, split, milliseconds)
        for direction in found
    ]


def _lines(translator: Translator, direction: Direction, setting: Setting) -> Iterable[Line]:
    encode = translator.tokenizer.encode
    for i, (text, reference) in enumerate(direction.pairs):
        line: Line = {"id": f"{direction.name}#{i}", "instruction": direction.instruction, "input": text}
        line["iterations"] = setting.iterations
        if setting.policy == "predicted":
            line["lengthBeam"] = setting.beam
        else:
            tokens = len(encode(text if setting.policy == "fixed" else reference))
            line["targetLength"] = min(max(tokens, 1), translator.longest)
        yield line


def _figures(
    translator: Translator, direction: Direction, answers: list[Line], setting: Setting, split: str, milliseconds: float
) -> Translation:
    texts = [answer.get("output", "") for answer in answers]
    references = [reference for _, reference in direction.pairs]
    counts = [[len(translator.tokenizer.encode(text)) for text in column] for column in (texts, references)]
    return Translation(
        split=split,
        direction=direction.name,
        policy=setting.policy,
        beam=setting.beam,
        iterations=setting.iterations,
        size=len(texts),
        bleu=bleu(texts, references, direction.target),
        chrf=chrf(texts, [[reference] for reference in references]),
        length_error=length_error(*counts),
        passes=fmean(answer.get("iterations", 0) for answer in answers),
        milliseconds=milliseconds,
    )


def bleu(answers: Sequence[str], references: Sequence[str], language: str) -> float:
    """Corpus BLEU (sacrebleu) with its tokenizer for that language."""
    return float(_bleu(language).corpus_score(list(answers), [list(references)]).score)


def bleu_signature(language: str) -> str:
    """Signature of the metric and its version, by sacrebleu."""
    metric = _bleu(language)
    metric.corpus_score(["a"], [["a"]])
    return str(metric.get_signature())


def _bleu(language: str) -> sacrebleu.BLEU:
    return sacrebleu.BLEU(tokenize="zh" if language == "zh" else "13a")
