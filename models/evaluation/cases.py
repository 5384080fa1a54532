"""Test sets: what is asked and what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["translate", "fix", "clean", "simplify", "formality", "classify"]


@dataclass(frozen=True)
class Case:
    """One input. `references`: acceptable answers, or the right label alone."""

    input: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class TestSet:
    """Cases with one instruction, or one list of labels. `name` like `translate/en-de/ui`; language of the input."""

    # pytest would collect it as a class of tests.
    __test__ = False

    kind: Kind
    name: str
    language: str
    cases: list[Case]
    instruction: str = ""
    labels: tuple[str, ...] = ()
    target: str = ""
    group: str = field(default="")

    def lines(self) -> list[dict[str, object]]:
        """The set as lines for the engine."""
        ask: dict[str, object] = {"labels": list(self.labels)} if self.labels else {"instruction": self.instruction}
        return [{"id": f"{self.name}#{i}", **ask, "input": case.input} for i, case in enumerate(self.cases)]
