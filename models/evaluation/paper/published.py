"""Published figures of the peers, each with its source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

_FILE = Path(__file__).with_name("published.json")


@dataclass(frozen=True)
class Published:
    """Accuracy in percent by model, task and language. `source`: what the figures are and where they stand."""

    source: dict[str, str]
    models: dict[str, dict[str, Any]]

    @classmethod
    def load(cls) -> Published:
        """The figures that come with this package."""
        values = json.loads(_FILE.read_text(encoding="utf-8"))
        return cls(values["source"], values["models"])

    def accuracy(self, model: str, task: str, language: str) -> float | None:
        """None where nothing was published."""
        value = self.models[model].get(task, {}).get(language)
        return None if value is None else float(value)

    def mean(self, model: str, task: str) -> float:
        """Mean over the languages of a task. KeyError for a task without figures."""
        return fmean(self.models[model][task].values())

    def parameters(self, model: str) -> int:
        """As the model's name says."""
        return int(self.models[model]["parameters"])
