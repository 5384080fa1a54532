"""The instructions a model is trained on, and the lists of labels that classification may be asked with."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent.parent / "instructions.json"

#: Label sets that only ever stand in a `Classify: ...` instruction, so that the model learns to read the labels.
EXTRA_SETS: dict[str, list[str]] = {
    "polarity": ["positive", "negative"],
    "emotion": ["joy", "anger", "sadness", "fear", "disgust", "surprise", "neutral"],
    "spam": ["spam", "not spam"],
    "commit": ["bug fix", "feature", "chore", "documentation", "refactoring", "test"],
    "scenario": ["play", "email", "calendar", "lists", "transport", "music", "news", "weather", "cooking"],
}


@dataclass(frozen=True)
class InstructionTable:
    """`instructions.json`: what becomes the `instructions` part of a model's manifest."""

    raw: dict[str, Any]

    @classmethod
    def load(cls, path: Path = PATH) -> InstructionTable:
        """Read the table; a canonical wording that stands twice raises ValueError."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        wordings = [entry["canonical"] for entry in raw["instructions"]]
        if len(set(wordings)) != len(wordings):
            raise ValueError(f"{path}: a canonical wording occurs twice")
        return cls(raw)

    @property
    def label_sets(self) -> dict[str, list[str]]:
        """Labels by identifier of the set."""
        return {entry["id"]: list(entry["labels"]) for entry in self.raw["labelSets"]}

    def language_name(self, code: str) -> str:
        """English name of a language, as canonical wordings spell it."""
        return str(self.raw["languageNames"][code]["en"][0])

    def translate(self, target: str) -> str:
        """The canonical instruction to translate into language `target` (a code)."""
        return self._canonical("translate").replace("{target}", self.language_name(target))

    def rewrite(self, task: str) -> str:
        """The canonical instruction of `fix`, `simplify`, `shorten`, `paraphrase`, `formal` or `informal`."""
        return self._canonical(task)

    def classify(self, label_set: str) -> str:
        """The canonical instruction that a known label set answers."""
        for entry in self.raw["instructions"]:
            if entry.get("labelSet") == label_set:
                return str(entry["canonical"])
        raise KeyError(label_set)

    @property
    def fill(self) -> str:
        """The canonical instruction that asks for what a single mask in the text stands for."""
        return str(self.raw["fillInstruction"])

    def labels(self, labels: list[str]) -> str:
        """The canonical instruction for any labels, in the order given."""
        return str(self.raw["labelInstruction"]).replace("{labels}", ", ".join(labels))

    def canonical_texts(self) -> list[str]:
        """Every canonical instruction without a list of labels, with `{target}` filled in."""
        texts: list[str] = [self.fill]
        for entry in self.raw["instructions"]:
            targets = entry.get("targets")
            texts += [self.translate(code) for code in targets] if targets else [entry["canonical"]]
        return texts

    def _canonical(self, task: str) -> str:
        for entry in self.raw["instructions"]:
            if entry["task"] == task:
                return str(entry["canonical"])
        raise KeyError(task)


class LabelLists:
    """A limited number of renderings of `Classify: ...`, and a draw among those that hold a given label."""

    def __init__(self, table: InstructionTable, per_set: int = 40, seed: int = 7) -> None:
        rng = random.Random(seed)
        self._by_label: dict[tuple[str, str], list[str]] = {}
        self.texts: list[str] = []
        for name, labels in (table.label_sets | EXTRA_SETS).items():
            for text, chosen in self._render(table, labels, per_set, rng):
                if text not in self.texts:
                    self.texts.append(text)
                for label in chosen:
                    self._by_label.setdefault((name, label), []).append(text)

    def draw(self, label_set: str, label: str, rng: random.Random) -> str:
        """An instruction whose labels include `label`. KeyError for a label outside the set."""
        return rng.choice(self._by_label[label_set, label])

    @staticmethod
    def _render(
        table: InstructionTable, labels: list[str], per_set: int, rng: random.Random
    ) -> list[tuple[str, list[str]]]:
        renderings: dict[str, list[str]] = {}
        for attempt in range(per_set * 3):
            # Every third list is the whole set; the others are subsets, or the labels would not need reading.
            size = len(labels) if attempt % 3 == 0 else rng.randint(2, len(labels))
            chosen = rng.sample(labels, size)
            renderings[table.labels(chosen)] = chosen
            if len(renderings) == per_set:
                break
        covered = {label for chosen in renderings.values() for label in chosen}
        if covered != set(labels):
            renderings[table.labels(labels)] = labels
        return list(renderings.items())
