"""Long texts: whole at once, block by block, and sentence by sentence as the product does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from models.data.instructions import InstructionTable
from models.data.readers import read_pairs
from models.decoding.decode import TextDecoder
from models.decoding.decoder import Request
from models.evaluation.fewshot_demonstrations import rewrite
from models.evaluation.metrics import chrf, share
from models.evaluation.paper.clock import CpuClock
from models.evaluation.paper.generation import bleu

LENGTHS = (32, 64, 128, 256, 400)
#: Tokens of a block that is decoded at once, all before it pinned.
BLOCK = 32

#: The answer of each text as token ids; None for one beyond the model's limits.
Answers = list[list[int] | None]


@dataclass(frozen=True)
class LongText:
    """Consecutive sentences and their translations."""

    sentences: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of them in one line."""
        return " ".join(self.sentences)

    @property
    def reference(self) -> str:
        """Their translations in one line."""
        return " ".join(self.references)


@dataclass(frozen=True)
class Long:
    """A way of decoding texts of at most `tokens` tokens. A refused text counts as an empty answer.

    `repeated`: % of tokens that equal the one before, the classic failure of parallel decoding; `ratio`: tokens of the
    answers to those of the references; `milliseconds`: processor time per text.
    """

    way: str
    tokens: int
    size: int
    chrf: float
    bleu: float
    ratio: float
    repeated: float
    refused: float
    milliseconds: float


def long_texts(decoder: TextDecoder, data: Path, target: str, tokens: int, count: int) -> list[LongText]:
    """Texts of English sentences that belong together in their order, as long as `tokens` allows; fewer if they end."""
    found: list[LongText] = []
    sentences: list[tuple[str, str]] = []
    used = 0
    for pair in read_pairs(data / "parallel" / "dev" / f"general.en-{target}.tsv.zst"):
        size = len(decoder.tokenizer.encode(pair[0]))
        if sentences and used + size > tokens:
            found.append(LongText(*zip(*sentences, strict=True)))
            sentences, used = [], 0
        if len(found) == count:
            break
        sentences.append(pair)
        used += size
    return found


def measure_long(
    decoder: TextDecoder, data: Path, target: str, tokens: int, count: int, passes: tuple[int, int]
) -> list[Long]:
    """Every way for texts of that length; nothing if the sentences are too few. `passes`: iterations, length beam."""
    instruction = InstructionTable.load().translate(target)
    texts = long_texts(decoder, data, target, tokens, count)
    ways: dict[str, Callable[[], Answers]] = {
        "whole": lambda: whole(decoder, texts, instruction, *passes, oracle=False),
        "whole, oracle length": lambda: whole(decoder, texts, instruction, *passes, oracle=True),
        f"blocks of {BLOCK}": lambda: blocks(decoder, texts, instruction, *passes),
        "sentences": lambda: by_sentence(decoder, texts, instruction, *passes),
    }
    found = []
    for way, run in ways.items() if texts else ():
        clock = CpuClock()
        answers = run()
        milliseconds = 1000 * clock.seconds() / len(texts)
        found.append(_figures(decoder, texts, answers, target, way, tokens, milliseconds))
    return found


def whole(
    decoder: TextDecoder, texts: Sequence[LongText], instruction: str, iterations: int, beam: int, *, oracle: bool
) -> Answers:
    """All sentences of a text in one target."""
    requests = [_request(decoder, text.text, instruction, iterations, beam) for text in texts]
    if oracle:
        encode = decoder.tokenizer.encode
        lengths = [len(encode(text.reference)) for text in texts]
        requests = [replace(r, target_length=n) for r, n in zip(requests, lengths, strict=True)]
    return rewrite(decoder.decoder, requests)


def blocks(decoder: TextDecoder, texts: Sequence[LongText], instruction: str, iterations: int, beam: int) -> Answers:
    """One target, from left to right in blocks. The whole length is that which the model predicts first."""
    return [_in_blocks(decoder, _request(decoder, text.text, instruction, iterations, beam)) for text in texts]


def _in_blocks(decoder: TextDecoder, request: Request) -> list[int] | None:
    (first,) = rewrite(decoder.decoder, [replace(request, iterations=1, length_beam=1)])
    if first is None:
        return None
    done: list[int] = []
    while len(done) < len(first):
        end = min(len(done) + BLOCK, len(first))
        pinned = dict(enumerate(done))
        (answer,) = rewrite(decoder.decoder, [replace(request, target_length=end, pinned=pinned)])
        if answer is None:
            return None
        done = answer
    return done


def by_sentence(
    decoder: TextDecoder, texts: Sequence[LongText], instruction: str, iterations: int, beam: int
) -> Answers:
    """Every sentence by itself, in batches, joined by spaces."""
    requests = [
        _request(decoder, sentence, instruction, iterations, beam) for text in texts for sentence in text.sentences
    ]
    answers = iter(rewrite(decoder.decoder, requests))
    found: Answers = []
    for text in texts:
        parts = [next(answers) for _ in text.sentences]
        joined = " ".join(decoder.tokenizer.decode(part) for part in parts if part)
        found.append(decoder.tokenizer.encode(joined) if None not in parts else None)
    return found


def _request(decoder: TextDecoder, text: str, instruction: str, iterations: int, beam: int) -> Request:
    return decoder.request({"input": text, "instruction": instruction, "iterations": iterations, "lengthBeam": beam})


def _figures(
    decoder: TextDecoder,
    texts: Sequence[LongText],
    answers: Answers,
    target: str,
    way: str,
    tokens: int,
    milliseconds: float,
) -> Long:
    outputs = [decoder.tokenizer.decode(ids) if ids else "" for ids in answers]
    references = [text.reference for text in texts]
    wanted = sum(len(decoder.tokenizer.encode(reference)) for reference in references)
    given = sum(len(ids) for ids in answers if ids)
    pairs = [a == b for ids in answers if ids for a, b in pairwise(ids)]
    return Long(
        way=way,
        tokens=tokens,
        size=len(texts),
        chrf=chrf(outputs, [[reference] for reference in references]),
        bleu=bleu(outputs, references, target),
        ratio=given / wanted,
        repeated=100 * fmean(pairs) if pairs else 0.0,
        refused=share([ids is None for ids in answers]),
        milliseconds=milliseconds,
    )
