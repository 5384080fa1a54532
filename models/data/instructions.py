"""The instructions a model is trained on, and the lists of labels that classification may be asked with."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS_PATH = Path(__file__).with_name("label_words.json")
PATH = Path(__file__).resolve().parent.parent / "instructions.json"

#: Label sets that only ever stand in a `Classify: ...` instruction, so that the model learns to read the labels.
EXTRA_SETS: dict[str, list[str]] = {
    "polarity": ["positive", "negative"],
    "emotion": ["joy", "anger", "sadness", "fear", "disgust", "surprise", "neutral"],
    "spam": ["spam", "not spam"],
    "commit": ["bug fix", "feature", "chore", "documentation", "refactoring", "test"],
    "subject": ["technology", "travel", "politics", "sports", "health", "entertainment", "geography"],
    "grammar": ["correct", "wrong"],
    "tone": ["rude", "polite"],
    "reading level": ["elementary", "intermediate", "advanced"],
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
    """A limited number of renderings of `Classify: ...`, and a draw among those that hold a given label.

    A third of the draws uses other words for the labels (`label_words.json`): those of another language, or others of
    the same meaning, so that a model reads the labels that it is given instead of knowing them by heart.
    """

    #: Share of the draws with other words, of sets that have any.
    OTHER_WORDS = 0.35
    #: Longest list of a set with more labels than that.
    MOST_LISTED = 9

    def __init__(self, table: InstructionTable, per_set: int = 40, seed: int = 7) -> None:
        self._rng, self._table = random.Random(seed), table
        #: By set and label: lists that hold the label, and the word that stands for it there.
        self._known: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._other: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._texts: dict[str, None] = {}
        words = json.loads(WORDS_PATH.read_text(encoding="utf-8"))
        for name, labels in (table.label_sets | EXTRA_SETS).items():
            self.add(name, labels, per_set)
            for other in words.get(name, []):
                self._add(self._other, name, labels, other, per_set // 3)

    @property
    def texts(self) -> list[str]:
        """Every instruction that can be drawn, once."""
        return list(self._texts)

    def add(self, name: str, labels: list[str], count: int) -> None:
        """Another set, with so many lists."""
        self._add(self._known, name, labels, {label: label for label in labels}, count)

    def draw(self, label_set: str, label: str, rng: random.Random) -> tuple[str, str]:
        """An instruction whose labels include `label`, and the word for it there. KeyError for an unknown label."""
        key = label_set, label
        if key in self._other and rng.random() < self.OTHER_WORDS:
            return rng.choice(self._other[key])
        return rng.choice(self._known[key])

    def _add(
        self,
        index: dict[tuple[str, str], list[tuple[str, str]]],
        name: str,
        labels: list[str],
        words: dict[str, str],
        count: int,
    ) -> None:
        for text, chosen in self._render(labels, words, count):
            self._texts[text] = None
            for label in chosen:
                index.setdefault((name, label), []).append((text, words[label]))

    def _render(self, labels: list[str], words: dict[str, str], count: int) -> list[tuple[str, list[str]]]:
        renderings: dict[str, list[str]] = {}

        def render(chosen: list[str]) -> None:
            renderings[self._table.labels([words[label] for label in chosen])] = chosen

        most = min(len(labels), self.MOST_LISTED)
        for attempt in range(count * 3):
            # Every third list is as long as can be; the others are subsets, or the labels would not need reading.
            render(self._rng.sample(labels, most if attempt % 3 == 0 else self._rng.randint(2, most)))
            if len(renderings) == count:
                break
        covered = {label for chosen in renderings.values() for label in chosen}
        missing = [label for label in labels if label not in covered]
        if missing and most == len(labels):
            render(labels)
        elif missing:
            for label in missing:
                render([label, *self._rng.sample([other for other in labels if other != label], most - 1)])
        return list(renderings.items())
