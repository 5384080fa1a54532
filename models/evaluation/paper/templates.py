"""PromptSource templates, read where they lie: their text is data and no part of this project."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

_FILE = Path("eval") / "promptsource_xp3mt_eval_templates.json"
_SEPARATOR = "|||"
#: Stands for the separator where a row's own text holds it.
_ESCAPED = "\ue0ff"
#: The paper's rule for answers of a fixed length: words that count as one token each.
_FIXED_LENGTH = {"True": "Yes", "False": "No"}
_FIXED_WORDS = re.compile(rf"\b({'|'.join(_FIXED_LENGTH)})\b")


class PromptError(ValueError):
    """A template cannot be read, or does not fit its rows."""


@dataclass(frozen=True)
class Rendered:
    """A prompt for one row: what is asked, the possible answers, and the one that the template calls right."""

    text: str
    labels: tuple[str, ...]
    target: str


class PromptTemplate:
    """One template. With `fixed_length` its own words True and False become Yes and No, in question and answers."""

    def __init__(self, name: str, jinja: str, choices: str, *, fixed_length: bool) -> None:
        """Raises PromptError for a template that is not valid Jinja."""
        self.name = name
        # The templates are data: sandboxed. A field that a row lacks is an error, not an empty string.
        self._environment = SandboxedEnvironment(undefined=StrictUndefined)
        try:
            self._prompt, self._choices = (
                self._environment.from_string(self._with_fixed_words(source) if fixed_length else source)
                for source in (jinja, choices)
            )
        except TemplateError as error:
            raise PromptError(f"the template {name!r} is not valid: {error}") from error

    def render(self, row: Mapping[str, Any]) -> Rendered:
        """The prompt of that row. Raises PromptError if the row lacks a field, or the answer is none of the labels."""
        fields = {k: v.replace(_SEPARATOR, _ESCAPED) if isinstance(v, str) else v for k, v in row.items()}
        try:
            choices = self._choices.render(fields).split(_SEPARATOR)
            labels = tuple(self._clean(choice) for choice in choices)
            text, *targets = self._prompt.render(fields, answer_choices=list(labels)).split(_SEPARATOR)
        except TemplateError as error:
            raise PromptError(f"the template {self.name!r} does not fit a row: {error}") from error
        target = self._clean(targets[0]) if targets else ""
        if target not in labels:
            raise PromptError(f"the answer of the template {self.name!r} is none of its {len(labels)} labels")
        return Rendered(self._clean(text), labels, target)

    @staticmethod
    def _clean(text: str) -> str:
        return text.replace(_ESCAPED, _SEPARATOR).strip()

    def _with_fixed_words(self, source: str) -> str:
        """Only the template's literal text is changed, never an expression in it or what a row brings."""
        return "".join(
            _FIXED_WORDS.sub(lambda match: _FIXED_LENGTH[match.group()], value) if kind == "data" else value
            for _, kind, value in self._environment.lex(source)
        )


def load_templates(data: Path, task: str, *, fixed_length: bool) -> list[PromptTemplate]:
    """The five English prompts by which xP3's authors evaluate `task`, in their order. Raises PromptError, OSError."""
    listed = json.loads((data / _FILE).read_text(encoding="utf-8"))
    if task not in listed:
        raise PromptError(f"no templates for {task}")
    by_name = {entry["name"]: entry for entry in listed[task]["by_config"]["en"]}
    names = listed[task]["eval_templates_used_by_xmtf"]
    if missing := [name for name in names if name not in by_name]:
        raise PromptError(f"{task} lacks the templates {', '.join(missing)}")
    return [
        PromptTemplate(name, by_name[name]["jinja"], by_name[name]["answer_choices"], fixed_length=fixed_length)
        for name in names
    ]
