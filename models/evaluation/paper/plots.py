"""The figures as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from models.evaluation.paper.accuracy import mean_accuracy
from models.evaluation.paper.generation import Translation
from models.evaluation.paper.published import Published
from models.evaluation.paper.tables import Measured

ITERATIONS_PICTURE = "paper-iterations.png"
SIZE_PICTURE = "paper-size.png"
TOKENS_PICTURE = "paper-tokens.png"
#: Told apart without colour as well.
_MARKERS = "os^Dv"


def draw_iterations(found: Sequence[Translation], path: Path) -> None:
    """Quality against the number of iterations, and against processor time, one line for each length policy."""
    figure, (left, right) = start(2, sharey=True)
    ways = list(dict.fromkeys((entry.policy, entry.beam) for entry in found))
    for marker, (policy, beam) in zip(_MARKERS, ways, strict=False):
        label = f"predicted, K = {beam}" if policy == "predicted" else f"{policy} length"
        own = [entry for entry in found if (entry.policy, entry.beam) == (policy, beam)]
        points = []
        for iterations in sorted({entry.iterations for entry in own}):
            same = [entry for entry in own if entry.iterations == iterations]
            points.append((iterations, fmean(e.milliseconds for e in same), fmean(e.chrf for e in same)))
        left.plot([t for t, _, _ in points], [q for _, _, q in points], marker=marker, label=label)
        right.plot([ms for _, ms, _ in points], [q for _, _, q in points], marker=marker, label=label)
    left.set(xlabel="iterations T", ylabel="chrF2, mean over directions", title="Quality by iterations")
    right.set(xlabel="processor time per sentence (ms)", title="Quality by time")
    left.legend(fontsize=8)
    save(figure, path)


def draw_size(measured: Measured, published: Published, path: Path) -> None:
    """Accuracy against the number of parameters, beside published figures; of several, against training tokens."""
    known = [(facts, cells) for facts, cells in measured if facts.training_tokens]
    # One model alone is no curve.
    trained = known if len(known) > 1 else []
    figure, axes = start(2 if trained else 1)
    tasks = list(dict.fromkeys(cell.task for _, cells in measured for cell in cells))
    for marker, task in zip(_MARKERS, tasks, strict=False):
        for number, family in enumerate(("mT0", "BLOOMZ")):
            names = [name for name in published.models if name.startswith(family)]
            axes[0].plot(
                [published.parameters(name) for name in names],
                [published.mean(name, task) for name in names],
                linestyle=("-", "--")[number],
                marker=marker,
                label=f"{family}, {task} (published)",
                alpha=0.5,
            )
        for axis, chosen, attribute in ((0, measured, "parameters"), (1, trained, "training_tokens")):
            points = [
                (getattr(facts, attribute), mean_accuracy(own))
                for facts, cells in chosen
                if getattr(facts, attribute) and (own := [cell for cell in cells if cell.task == task])
            ]
            if points and axis < len(axes):
                axes[axis].scatter(
                    *zip(*points, strict=True), marker=marker, s=70, color="black", label=f"ours, {task}"
                )
    for axis, label in zip(axes, ("parameters", "training tokens"), strict=False):
        axis.set(xscale="log", xlabel=label, ylabel="accuracy, mean over languages and prompts (%)")
        axis.legend(fontsize=7)
    save(figure, path)


def draw_tokens(points: Sequence[tuple[int, Mapping[str, float]]], path: Path) -> None:
    """Every metric against the number of training tokens."""
    figure, axes = start(1)
    for marker, metric in zip(_MARKERS, points[0][1], strict=False):
        line = [(tokens / 1e6, quality[metric]) for tokens, quality in points]
        axes[0].plot(*zip(*line, strict=True), marker=marker, label=metric)
    axes[0].set(xlabel="training tokens (million)", ylabel="points, or accuracy in %", title="Quality by tokens")
    axes[0].legend(fontsize=8)
    save(figure, path)


def start(columns: int, *, sharey: bool = False) -> tuple[Any, Any]:
    """A figure and its axes, side by side."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, columns, figsize=(1.5 + 4.75 * columns, 4.2), sharey=sharey, squeeze=False)
    return figure, axes[0]


def save(figure: Any, path: Path) -> None:
    """Write the figure, and the folder if need be."""
    from matplotlib import pyplot

    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=80)
    pyplot.close(figure)
