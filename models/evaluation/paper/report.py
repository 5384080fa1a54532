"""The section of RESULTS.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.evaluation.metrics import chrf_signature
from models.evaluation.paper.accuracy import Cell
from models.evaluation.paper.generation import Translation, bleu_signature
from models.evaluation.paper.plots import ITERATIONS_PICTURE, SIZE_PICTURE
from models.evaluation.paper.published import Published
from models.evaluation.paper.scorers import ModelFacts
from models.evaluation.paper.tables import (
    direction_table,
    iterations_table,
    language_table,
    prompt_table,
    summary_table,
)


@dataclass(frozen=True)
class Report:
    """Everything that was measured, and the command that measured it."""

    measured: Sequence[tuple[ModelFacts, Sequence[Cell]]]
    translations: Sequence[Translation]
    command: str
    split: str
    published: Published

    @property
    def dev(self) -> list[Translation]:
        """Rows of the development sets that were translated."""
        return [entry for entry in self.translations if entry.split == "dev"]

    def markdown(self, pictures: str) -> str:
        """The whole section; `pictures` stands before the names of the pictures."""
        parts = [f"## Evaluation as in the paper\n\n```sh\n{self.command}\n```\n"]
        if self.measured:
            parts.append(self._understanding(pictures))
        if self.translations:
            parts.append(self._translation(pictures))
        return "\n".join(parts)

    def _understanding(self, pictures: str) -> str:
        source = self.published.source
        text = f"""### Understanding: XCOPA, XWinograd, XNLI

Accuracy in percent on the {self.split} sets, the five English prompts of PromptSource each, mean over prompts and
languages, with the 95 % interval that so few rows leave. In our prompts True and False are Yes and No unless the
command says `--verbatim`; a label's words are scored at as many masks. Chance is a half, in XNLI a third. **Nothing
here was trained for these tasks**: a model that is not above chance by more than the interval has not learned them. A
prompt longer than the model reads loses its end, often the question: “cut”. Labels that leave no room for a prompt at
all are refused, and count as wrong.

{summary_table(self.measured, self.published)}
Published: {source["what"]}
{source["paper"]}; {source["table"]}.
Instruct-XMLR's own figures are left out: its paper's tables could not be read when this was written, and nothing is
quoted from memory.

![Accuracy by size]({pictures}{SIZE_PICTURE})
"""
        for facts, cells in self.measured:
            text += f"""
<details><summary>{facts.name}: languages and prompts</summary>

Scored by {facts.labels} ({facts.decoder}).

{language_table(facts, cells, self.published)}
{prompt_table(cells)}
</details>
"""
        return text

    def _translation(self, pictures: str) -> str:
        test = [entry for entry in self.translations if entry.split == "test"]
        first = self.dev[0]
        sentences = sum(e.size for e in self.dev if (e.policy, e.beam, e.iterations) == (first.policy, first.beam, 1))
        return f"""### Translation by iterations and length

Everyday sentences between English and German, French, Spanish, Chinese. Length *predicted* with K candidates, *fixed*
(as many tokens as the input) or *oracle* (as many as the reference). Development sets, {sentences} sentences; each
cell: chrF2 / BLEU / processor milliseconds per sentence. The engine stops before T where nothing changes any more.

{iterations_table(self.dev)}
![Quality by iterations and by time]({pictures}{ITERATIONS_PICTURE})

Test sets, chrF2 / BLEU:

{direction_table(test)}
`{chrf_signature()}`, `{bleu_signature("en")}` (into Chinese `tok:zh`)
"""
