"""`python -m models decode`: the reference decoder on JSON lines.

In, one segment per line, already protected and not segmented further:
  {"id", "instruction" (canonical wording), "input", "iterations"?, "lengthBeam"?, "targetLength"?, "lengthFactor"?,
   "lengthRelativeTo"? ("answer" or "text"), "stopConfidence"?, "pinned"? ([[position, token id], ...])}  or
  {"id", "labels": [...], "input"}  or
  {"id", "instruction", "before", "after" (token ids), "gaps": [number of tokens, ...], "iterations"?}  or
  {"id", "instruction", "input", "drafts": [{"text", "score"}, ...] (best first), "settings"? (`drafts` of a manifest)}
Out:
  {"id", "ids", "output", "score", "scores", "tokens", "iterations", "lengths", "candidates"}  or
  {"id", "label", "scores": [{"label", "probability"}, ...]}  or
  {"id", "fills": [{"ids", "score"}, ...] (best first)}  or
  {"id", "translations": [{"ids", "score", "change" ("", "revised" or "own")}, ...] (best first)}  or  {"id", "error"}
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from models.architecture.load import load_model
from models.decoding.decoder import ReferenceDecoder, Request
from models.decoding.drafting import DraftSettings, Judged
from models.decoding.labels import label_probabilities
from models.decoding.revise import RevisionSettings
from models.decoding.spelling import Speller, SpellingSettings
from models.package.manifest import read_manifest
from models.text.lexicon import load_lexicons
from models.text.tokenizer import load_tokenizer


class TextDecoder:
    """A model package as a function from text to text."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.manifest = read_manifest(directory)
        self.tokenizer = load_tokenizer(directory, self.manifest)
        limits = self.manifest["limits"]
        self.decoder = ReferenceDecoder(
            load_model(directory), source_tokens=limits["sourceTokens"], target_tokens=limits["targetTokens"]
        )

    def request(self, line: dict[str, Any]) -> Request:
        """The request of a parsed line, with the manifest's defaults."""
        defaults = self.manifest["defaults"]
        return Request(
            text=self.tokenizer.encode(line["input"]),
            instruction=self.tokenizer.encode(line["instruction"]),
            iterations=line.get("iterations", defaults["iterations"]),
            length_beam=line.get("lengthBeam", defaults["lengthBeam"]),
            stop_confidence=line.get("stopConfidence", defaults["stopConfidence"]),
            target_length=line.get("targetLength"),
            length_factor=line.get("lengthFactor", 1.0),
            relative_to_text=line.get("lengthRelativeTo") == "text",
            pinned={int(position): int(token) for position, token in line.get("pinned", [])},
        )

    def answer(self, line: dict[str, Any]) -> dict[str, Any]:
        """The result of a parsed line, without its id. Raises ValueError for a request that cannot be answered."""
        if "labels" in line:
            return self._classify(line["labels"], line["input"])
        if "gaps" in line:
            return self._fill(line)
        if "drafts" in line:
            return self._edit(line)
        request = self.request(line)
        if self._revises(line) and 0 < len(request.text) <= self.decoder.target_tokens:
            placeholders = frozenset(self.manifest["specialTokens"]["copy"])
            speller = self.speller if self._task(line) in self.manifest.get("spelling", {}).get("tasks", []) else None
            answer = self.decoder.revise(request, self.revision, placeholders, speller)
        else:
            answer = self.decoder.rewrite([request])[0]
        return {
            "ids": answer.ids,
            "output": self.tokenizer.decode(answer.ids),
            "score": answer.score,
            "scores": answer.scores,
            "tokens": len(answer.ids),
            "iterations": answer.iterations,
            "lengths": [candidate.length for candidate in answer.candidates],
            "candidates": [{"ids": c.ids, "score": c.score, "passes": c.passes} for c in answer.candidates],
        }

    def _task(self, line: dict[str, Any]) -> str:
        """The task of the line's instruction; empty for one that is none of the manifest's."""
        asked = [entry["task"] for entry in self.manifest["instructions"] if entry["canonical"] == line["instruction"]]
        return str(asked[0]) if asked else ""

    def _revises(self, line: dict[str, Any]) -> bool:
        """True if the line's task starts from the text. One whose length or tokens are given is written anew."""
        dialled = line.get("lengthFactor", 1) != 1 or line.get("lengthRelativeTo") == "text"
        sized = "targetLength" in line or dialled
        revised = self._task(line) in self.manifest.get("revision", {}).get("tasks", [])
        return revised and not sized and not line.get("pinned")

    @cached_property
    def speller(self) -> Speller:
        """Settings with which the package corrects spelling. KeyError if it does not."""
        given = self.manifest["spelling"]
        settings = SpellingSettings(
            margin=given["margin"],
            known_margin=given["knownMargin"],
            frequency_weight=given["frequencyWeight"],
            accents=given["accents"],
            ending=given["ending"],
            capital=given["capital"],
            confused=given["confused"],
            repeated=given["repeated"],
        )
        lexicons = load_lexicons(self.directory / given["lexicon"])
        encode, decode = self.tokenizer.encode, self.tokenizer.decode
        longest = self.decoder.target_tokens
        return Speller(self.decoder.model, settings, lexicons, encode, decode, longest=longest)

    @property
    def revision(self) -> RevisionSettings:
        """Settings with which the package's revision tasks are decoded. KeyError if it has none."""
        return RevisionSettings.of(self.manifest["revision"])

    def _fill(self, line: dict[str, Any]) -> dict[str, Any]:
        before, after = line["before"], line["after"]
        iterations = line.get("iterations", self.manifest["defaults"]["iterations"])
        instruction = self.tokenizer.encode(line["instruction"])
        found = self.decoder.fill(before, after, instruction, line["gaps"], iterations)
        end = len(after)
        fills = [{"ids": c.ids[len(before) : c.length - end], "score": c.free_score} for c in found]
        return {"fills": fills}

    def _edit(self, line: dict[str, Any]) -> dict[str, Any]:
        settings = DraftSettings.of(line["settings"] if "settings" in line else self.manifest["drafts"])
        request = self.request({**line, "lengthBeam": max(1, settings.own_lengths)})
        drafts = [Judged(self.tokenizer.encode(draft["text"]), draft["score"]) for draft in line["drafts"]]
        placeholders = frozenset(self.manifest["specialTokens"]["copy"])
        found = self.decoder.edit(request, drafts, settings, placeholders)
        return {"translations": [{"ids": d.ids, "score": d.score, "change": d.change} for d in found]}

    def label_instruction(self, labels: list[str]) -> str:
        """The wording a known set of labels was trained with, whatever the order asked, or the general one."""
        for known in self.manifest["labelSets"]:
            if sorted(known["labels"]) == sorted(labels):
                for instruction in self.manifest["instructions"]:
                    if instruction.get("labelSet") == known["id"]:
                        return str(instruction["canonical"])
        return str(self.manifest["labelInstruction"]).replace("{labels}", ", ".join(labels))

    def temperature(self, labels: list[str], *, equal: bool) -> float:
        """Temperature that divides the scores of these labels; `equal`: they have the same number of tokens."""
        calibration = self.manifest.get("calibration")
        if calibration is None:
            return 1.0
        for known in self.manifest["labelSets"]:
            if sorted(known["labels"]) == sorted(labels) and known["id"] in calibration["labelSets"]:
                return float(calibration["labelSets"][known["id"]])
        return float(calibration["equalLengths" if equal else "unequalLengths"])

    def _classify(self, labels: list[str], text: str) -> dict[str, Any]:
        encode = self.tokenizer.encode
        instruction = encode(self.label_instruction(labels))
        words = [encode(label) for label in labels]
        temperature = self.temperature(labels, equal=len({len(word) for word in words}) == 1)
        probabilities = label_probabilities(self.decoder, encode(text), instruction, words, temperature)
        best = max(range(len(labels)), key=lambda i: probabilities[i])
        scores = [{"label": n, "probability": p} for n, p in zip(labels, probabilities, strict=True)]
        return {"label": labels[best], "scores": scores}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> int:
    """Answer every line of standard input; a line that cannot be answered yields its error, and the rest goes on."""
    torch.set_num_threads(arguments.threads)
    decoder = TextDecoder(arguments.model)
    for text in sys.stdin:
        if not text.strip():
            continue
        identifier: Any = None
        try:
            line = json.loads(text)
            identifier = line.get("id")
            result = decoder.answer(line)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": identifier, **result}, ensure_ascii=False), flush=True)
    return 0
