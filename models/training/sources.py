"""Sources of the documents of a step: token shards on disk, or lanes of streamed records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np

from models.training.batch import Document
from models.training.demonstrations import DemonstrationMaker
from models.training.examples import Example, ExampleStream
from models.training.group import Group
from models.training.lanes import Lane, LanePlace
from models.training.questions import QuestionMaker

Rows = list[list[Document]]


class Source(Protocol):
    """Documents by step. What a step holds does not depend on the number of processes that share it out."""

    @property
    def width(self) -> int | None:
        """Columns of a row; None where each row holds one document."""

    def take(self, step: int) -> list[Rows]:
        """This process's rows of the next step, by batches; every process has as many batches."""

    def place(self) -> Any:
        """The place in the data, for a checkpoint: goes through JSON. All processes call this together."""

    def restore(self, place: Any) -> None:
        """Go on from a place; raises ValueError for that of another source or of other sizes."""


class ShardSource:
    """`parts` batches of the stream a step, in turn for the processes, each with its own random numbers."""

    width: int | None = None

    def __init__(
        self,
        stream: ExampleStream,
        questions: QuestionMaker,
        demonstrations: DemonstrationMaker,
        group: Group,
        parts: int = 1,
    ) -> None:
        self._stream, self._questions, self._demonstrations = stream, questions, demonstrations
        self._group, self.parts = group, parts
        self._place = (0, 0)
        self._batches: Iterator[tuple[tuple[int, int], list[Example]]] = stream.batches(0, 0)

    def take(self, step: int) -> list[Rows]:
        taken = [next(self._batches) for _ in range(self.parts)]
        self._place = taken[-1][0]
        batches: list[Rows] = []
        for part in range(self._group.rank, self.parts, self._group.count):
            random = np.random.default_rng([self._stream.seed, 7, step, *([part] * part)])
            examples = self._demonstrations.batch(taken[part][1], random)
            batches.append([[document] for document in self._questions.documents(examples, random)])
        return batches + [[]] * (-(-self.parts // self._group.count) - len(batches))

    def place(self) -> list[int]:
        return list(self._place)

    def restore(self, place: Any) -> None:
        if not isinstance(place, list):
            raise ValueError("the run was trained on streamed records: it goes on with those")
        self._place = (place[0], place[1])
        self._batches = self._stream.batches(*self._place)


class LaneSource:
    """One pack of every lane a step, `micro_packs` of them in a batch."""

    def __init__(self, lanes: list[Lane], group: Group, *, packs: int, width: int, micro_packs: int = 1) -> None:
        """`lanes`: those of this process."""
        self._lanes, self._group, self._packs, self._micro_packs = lanes, group, packs, micro_packs
        self.width: int | None = width

    def take(self, step: int) -> list[Rows]:
        taken = [lane.next() for lane in self._lanes]
        most = -(-self._packs // self._group.count)
        taken += [[] for _ in range(most - len(taken))]
        return [taken[start : start + self._micro_packs] for start in range(0, most, self._micro_packs)]

    def place(self) -> dict[str, Any]:
        places = self._group.gather({str(lane.number): lane.place.to_json() for lane in self._lanes})
        return {number: place for part in places for number, place in part.items()}

    def restore(self, place: Any) -> None:
        if not isinstance(place, dict) or len(place) != self._packs:
            raise ValueError("a run goes on with the data and the --packs that it began with")
        for lane in self._lanes:
            lane.restore(LanePlace(**place[str(lane.number)]))
