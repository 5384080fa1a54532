"""Models as functions from lines of translation to answers: the shipped engine, and the reference decoder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from models.decoding.decode import TextDecoder
from models.evaluation.engine import answer_lines, command
from models.package.manifest import read_manifest
from models.text.tokenizer import Tokenizer, load_tokenizer

Line = dict[str, Any]


class Translator(Protocol):
    """Answers lines of `interlinear batch`; `longest`: most tokens of an answer."""

    tokenizer: Tokenizer
    longest: int
    manifest: dict[str, Any]

    def answer(self, lines: Sequence[Line]) -> list[Line]:
        """Answers in order; a line that cannot be answered has the key `error`."""
        ...


class EngineTranslator:
    """A package through `interlinear batch`. It stops early where nothing changes, as it does for a person."""

    def __init__(self, directory: Path, cli: Path) -> None:
        self.manifest = read_manifest(directory)
        self.tokenizer = load_tokenizer(directory, self.manifest)
        self.longest = self.manifest["limits"]["targetTokens"]
        self._argv = command(directory, cli)

    def answer(self, lines: Sequence[Line]) -> list[Line]:
        """Raises EngineError if the process fails."""
        return answer_lines(lines, self._argv, "translations")


class ReferenceTranslator:
    """A package through the reference decoder, with all iterations that are asked for."""

    def __init__(self, directory: Path) -> None:
        self._decoder = TextDecoder(directory)
        self.manifest, self.tokenizer = self._decoder.manifest, self._decoder.tokenizer
        self.longest = self.manifest["limits"]["targetTokens"]

    def answer(self, lines: Sequence[Line]) -> list[Line]:
        """One line at a time."""
        return [self._answer(line) for line in lines]

    def _answer(self, line: Line) -> Line:
        try:
            return {"id": line["id"], **self._decoder.answer({"stopConfidence": 1.0, **line})}
        except ValueError as error:
            return {"id": line["id"], "error": str(error)}


def open_translator(directory: Path, *, decoder: str, cli: Path) -> Translator:
    """`decoder`: `engine`, `reference`, or `auto`: the engine for a package that has graphs."""
    if decoder == "engine" or (decoder == "auto" and read_manifest(directory).get("variants")):
        return EngineTranslator(directory, cli)
    return ReferenceTranslator(directory)
