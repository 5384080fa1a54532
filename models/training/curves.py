"""The picture of a training run."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def draw_curves(log: list[dict[str, Any]], path: Path) -> None:
    """Loss against steps, and development accuracy by task, from the entries of the training log."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(15, 5))
    train = [e for e in log if e["kind"] == "train"]
    dev = [e for e in log if e["kind"] == "dev"]
    left.plot([e["step"] for e in train], [e["token_nll"] for e in train], linewidth=0.8, label="train, masked tokens")
    left.plot([e["step"] for e in dev], [e["nll/all"] for e in dev], marker="o", label="dev, masked tokens")
    left.plot([e["step"] for e in dev], [e["length_nll"] for e in dev], marker=".", label="dev, length")
    left.set(xlabel="step", ylabel="negative log-likelihood (nats)", title="Loss")
    left.legend()
    names = sorted({k for e in dev for k in e if k.startswith("accuracy/")})
    for name in names:
        points = [(e["step"], e[name]) for e in dev if name in e]
        right.plot(*zip(*points, strict=True), marker=".", label=name.removeprefix("accuracy/"))
    right.set(xlabel="step", ylabel="accuracy of masked tokens", title="Development")
    right.legend(fontsize=7, loc="upper left", bbox_to_anchor=(1.01, 1.0))
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
