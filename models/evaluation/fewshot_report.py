"""Demonstrations and long texts as tables and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.evaluation.fewshot_demonstrations import Shots
from models.evaluation.fewshot_long import BLOCK, Long
from models.evaluation.paper.plots import save, start
from models.evaluation.paper.tables import table

PICTURE = "fewshot-long.png"


def markdown(
    shots: Sequence[Shots],
    long: Sequence[Long],
    *,
    command: str,
    name: str,
    limits: Mapping[str, int],
    pictures: str,
    trained: float = 0.0,
) -> str:
    """The whole section; `pictures` stands before the name of the picture.

    `trained`: share of the training batches with demonstrations.
    """
    parts = [f"## Few-shot prompts and long texts\n\n{name}, reference decoder (float32).\n\n```sh\n{command}\n```\n"]
    if shots:
        parts.append(_shots(shots, trained))
    if long:
        parts.append(_long(long, limits, pictures))
    return "\n".join(parts)


def _shots(shots: Sequence[Shots], trained: float) -> str:
    counts = sorted({entry.count for entry in shots})
    rows = []
    for task, length, order in dict.fromkeys((s.task, s.length, s.order) for s in shots if s.count):
        own = {s.count: s for s in shots if s.task == task and s.length == length and (s.order == order or not s.count)}
        first = own[counts[0]]
        cells = [_shot(own[count]) for count in counts]
        rows.append([task, order, length, first.metric, str(first.size), f"{first.baseline:.1f}", *cells])
    head = ["task", "demonstrations", "length", "metric", "inputs", "baseline", *[f"k = {count}" for count in counts]]
    note = "**The model was not trained with demonstrations.**"
    if trained:
        note = f"In training, {trained:.0%} of the batches had one to three demonstrations, with the instruction."
    return f"""### k demonstrations in the source

Solved examples of the training split, drawn anew for every input by a fixed seed, stand *before* the input (as in the
paper) or *after* it, where the input keeps its positions, an empty line between them, or with the *instruction*, a
separator between them, so that the answer's length stays relative to the input alone; development sets. Baseline: the
input itself, or the most frequent label. In brackets the mean error of the answer's length in % of the reference:
beside the text, the model predicts a length relative to the demonstrations as well; with the oracle's length that fault
is taken away. {note}

{table(head, rows)}"""


def _shot(entry: Shots) -> str:
    notes = [] if entry.length_error is None else [f"{entry.length_error:.0f} %"]
    notes += [f"{entry.refused:.0f} % too long"] if entry.refused else []
    return f"{entry.value:.1f}" + (f" ({', '.join(notes)})" if notes else "")


def _long(long: Sequence[Long], limits: Mapping[str, int], pictures: str) -> str:
    lengths = sorted({entry.tokens for entry in long})
    rows = []
    for way in dict.fromkeys(entry.way for entry in long):
        own = {entry.tokens: entry for entry in long if entry.way == way}
        rows.append([way, *[_cell(own[tokens]) if tokens in own else "" for tokens in lengths]])
    return f"""### Long texts

Everyday sentences of a development set, joined to texts of at most so many tokens ({long[0].size} of each length):
decoded *whole* at once, the same with the reference's length, in *blocks* of {BLOCK} tokens from left to right (those
before pinned), and *sentence* by sentence, which is what the product does. Each cell: chrF2 / tokens of the answer to
the reference's / % of tokens that repeat the one before / processor milliseconds per text. The model reads
{limits["sourceTokens"]} tokens and writes {limits["targetTokens"]} at most; a text beyond that is refused and counts as
an empty answer.

{table(["decoded", *[f"{tokens} tokens" for tokens in lengths]], rows)}
![chrF2 by length]({pictures}{PICTURE})
"""


def _cell(entry: Long) -> str:
    if entry.refused == 100:
        return "too long"
    values = f"{entry.chrf:.1f} / {entry.ratio:.2f} / {entry.repeated:.1f} / {entry.milliseconds:.0f}"
    return f"{values} ({entry.refused:.0f} % too long)" if entry.refused else values


def draw_long(long: Sequence[Long], path: Path) -> None:
    """Quality and time against the length of the text; where a text is refused there is no point."""
    figure, (left, right) = start(2)
    for marker, way in zip("os^D", dict.fromkeys(entry.way for entry in long), strict=False):
        own = [entry for entry in long if entry.way == way and not entry.refused]
        left.plot([e.tokens for e in own], [e.chrf for e in own], marker=marker, label=way)
        right.plot([e.tokens for e in own], [e.milliseconds for e in own], marker=marker, label=way)
    left.set(xlabel="tokens of the text", ylabel="chrF2", title="Quality by length")
    right.set(xlabel="tokens of the text", ylabel="processor time per text (ms)", title="Time by length")
    left.legend(fontsize=8)
    save(figure, path)
