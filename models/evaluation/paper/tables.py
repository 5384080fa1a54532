"""The figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from models.evaluation.paper.accuracy import Cell, half_interval, mean_accuracy
from models.evaluation.paper.generation import Translation
from models.evaluation.paper.published import Published
from models.evaluation.paper.scorers import ModelFacts

#: Peers that stand beside a model language by language; all of them stand in the table of means.
SHOWN = ("mT0-3.7B", "mT0-13B", "BLOOMZ-3B", "BLOOMZ-7.1B")
Measured = Sequence[tuple[ModelFacts, Sequence[Cell]]]


def summary_table(measured: Measured, published: Published) -> str:
    """Mean over languages and prompts of every task, our models first."""
    tasks = list(dict.fromkeys(cell.task for _, cells in measured for cell in cells))
    rows = []
    for facts, cells in measured:
        values = [_with_interval([c for c in cells if c.task == task]) for task in tasks]
        rows.append([f"**{facts.name}** ({facts.decoder})", _size(facts.parameters), *values])
    first = measured[0][1]
    for name in ("majority", "chance"):
        values = [_number(fmean(getattr(c, name) for c in first if c.task == task)) for task in tasks]
        rows.append([{"majority": "most frequent label of these rows", "chance": "chance"}[name], "", *values])
    for model in published.models:
        values = [_number(published.mean(model, task)) for task in tasks]
        rows.append([f"{model}, published", _size(published.parameters(model)), *values])
    return table(["model", "parameters", *tasks], rows)


def language_table(facts: ModelFacts, cells: Sequence[Cell], published: Published) -> str:
    """Every language: mean, least and most over the prompts, baselines, published figures."""
    rows = []
    for task, language in dict.fromkeys((cell.task, cell.language) for cell in cells):
        own = [cell for cell in cells if (cell.task, cell.language) == (task, language)]
        values = [cell.accuracy for cell in own]
        rows.append(
            [
                f"{task} {language}",
                str(own[0].size),
                f"{fmean(values):.1f}",
                f"{min(values):.1f}–{max(values):.1f}",
                _number(fmean(cell.majority for cell in own)),
                _number(fmean(cell.cut for cell in own)),
                *[_number(published.accuracy(model, task, language)) for model in SHOWN],
            ]
        )
    return table(["task", "rows", facts.name, "least–most", "majority", "cut %", *SHOWN], rows)


def prompt_table(cells: Sequence[Cell]) -> str:
    """Every prompt: mean over languages, and how many questions have labels of one length."""
    rows = []
    for task, prompt in dict.fromkeys((cell.task, cell.prompt) for cell in cells):
        own = [cell for cell in cells if (cell.task, cell.prompt) == (task, prompt)]
        values = [fmean(getattr(cell, name) for cell in own) for name in ("accuracy", "majority", "equal", "refused")]
        rows.append([task, prompt, *[_number(value) for value in values]])
    return table(["task", "prompt", "accuracy", "majority", "equal length %", "refused %"], rows)


def iterations_table(found: Sequence[Translation]) -> str:
    """Means over directions: one row for a length policy, one column for a number of iterations."""
    columns = sorted({entry.iterations for entry in found})
    rows = []
    for policy, beam in dict.fromkeys((entry.policy, entry.beam) for entry in found):
        row = [_policy(policy, beam)]
        for iterations in columns:
            own = [e for e in found if (e.policy, e.beam, e.iterations) == (policy, beam, iterations)]
            row.append(_means(own, ("chrf", "bleu", "milliseconds")) if own else "")
        rows.append(row)
    return table(["length", *[f"T = {iterations}" for iterations in columns]], rows)


def direction_table(found: Sequence[Translation]) -> str:
    """Every direction: chrF2 and BLEU by policy, at one number of iterations."""
    ways = list(dict.fromkeys((entry.policy, entry.beam, entry.iterations) for entry in found))
    rows = []
    for direction in dict.fromkeys(entry.direction for entry in found):
        own = [entry for entry in found if entry.direction == direction]
        row = [direction, str(own[0].size)]
        for way in ways:
            row += [_means([e for e in own if (e.policy, e.beam, e.iterations) == way], ("chrf", "bleu"))]
        rows.append(row)
    rows.append(
        ["**mean**", str(sum(e.size for e in found if (e.policy, e.beam, e.iterations) == ways[0]))]
        + [_means([e for e in found if (e.policy, e.beam, e.iterations) == way], ("chrf", "bleu")) for way in ways]
    )
    return table(["direction", "sentences", *[f"{_policy(p, b)}, T = {t}" for p, b, t in ways]], rows)


def _means(entries: Sequence[Translation], names: Iterable[str]) -> str:
    return " / ".join(f"{fmean(getattr(entry, name) for entry in entries):.1f}" for name in names)


def _with_interval(cells: Sequence[Cell]) -> str:
    return f"{mean_accuracy(cells):.1f} ± {half_interval(cells):.1f}"


def _policy(policy: str, beam: int) -> str:
    return f"predicted, K = {beam}" if policy == "predicted" else policy


def _size(parameters: int | None) -> str:
    if parameters is None:
        return ""
    return f"{parameters / 1e9:.1f} B" if parameters >= 1e9 else f"{parameters / 1e6:.0f} M"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    # A name with a bar in it would be two cells.
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (head, ["---"] * len(head), *rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)
