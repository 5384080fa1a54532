"""The words and tables of a model card."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.evaluation.report import earlier_of, from_json, markdown
from models.export.compare import Difference

ATTRIBUTION = Path(__file__).with_name("attribution.json")


@dataclass(frozen=True)
class Facts:
    """Parts of a card: the package's own files, the stored evaluation, and the run that trained it."""

    manifest: dict[str, Any]
    training: dict[str, Any]
    evaluation: dict[str, Any]
    dev: list[dict[str, Any]]
    rows: str
    device: str
    curves: bool
    int8: Difference | None


def card(facts: Facts) -> str:
    """The whole card, as Markdown."""
    sections = (_head, _architecture, _training, _quality, _limits, _data, _reproduction)
    return "\n\n".join(section(facts).strip() for section in sections) + "\n"


def _head(facts: Facts) -> str:
    manifest = facts.manifest
    names = [manifest["languageNames"][code]["en"][0] for code in manifest["languages"]]
    tasks = ", ".join(f"“{entry['canonical']}”" for entry in manifest["instructions"])
    return f"""# {manifest["name"]} {manifest["version"]}

{manifest["description"]} It answers these instructions, in {", ".join(names[:-1])} and {names[-1]}: {tasks}; and it
chooses among any labels that it is given. It writes the whole answer at once and refines it in at most
{manifest["defaults"]["iterations"]} passes (Mask-Predict), so that the same input always gets the same answer.

It is a small model, meant to be there at once on any machine. Read the measured quality below before you rely on it:
its translations in particular need checking by someone who knows both languages."""


def _architecture(facts: Facts) -> str:
    manifest = facts.manifest
    sizes, config = manifest["architecture"], facts.training["config"]
    files = "\n".join(f"| {entry['path']} | {entry['bytes']:,} |" for entry in manifest["files"])
    return f"""## Architecture

Encoder-only masked language model with dynamic mixed attention (Instruct-XMLR, Xiao et al., ICLR 2024), trained from
scratch: {sizes["layers"]} layers of {sizes["hiddenSize"]} units, {sizes["heads"]} heads, feed-forward
{config["feed_forward_size"]}, pre-LN, rotary positions that restart at the target, a vocabulary of
{sizes["vocabularySize"]:,} unigram pieces with byte fallback and {len(manifest["specialTokens"]["copy"])} copy-tokens,
{sizes["parameters"]:,} parameters. The length of the answer is predicted first, by a classifier over
{manifest["length"]["classes"]} differences from the text's length.

| file | bytes |
|---|--:|
{files}"""


def _training(facts: Facts) -> str:
    training, options = facts.training, facts.training.get("options", {})
    last = facts.dev[-1] if facts.dev else {}
    measured = (
        f"\nOn development rows, of the masked tokens of held-out pairs {last['accuracy/all']:.1%} were right at the"
        f" end of the run (mean negative log-likelihood {last['nll/all']:.2f} nats; of the length"
        f" {last['length_nll']:.2f}).\n"
        if last
        else ""
    )
    further = _origin(training) + _averaged(training) + _practice(options) + _spelling(facts)
    curves = "\n![Loss and development accuracy during training](curves.png)\n" if facts.curves else ""
    return f"""## Training

CMLM (a uniformly drawn number of target tokens is masked and predicted), {options.get("optimizer", "?")} with a peak
learning rate of {options.get("learning_rate", "?")}, label smoothing {options.get("label_smoothing", "?")},
{options.get("source_mask_rate", 0):.0%} of the text's tokens masked, {options.get("batch_tokens", 0):,} padded tokens
per step. {training.get("step", 0):,} steps and {training.get("tokens", 0):,} tokens in
{training.get("seconds", 0) / 60:.0f} minutes on {facts.device}.{further}
{measured}{curves}
{facts.rows}"""


def _origin(training: dict[str, Any]) -> str:
    origin = training.get("origin")
    if not origin:
        return ""
    return (
        f" The run went on from weights that had seen {origin['tokens']:,} tokens in {origin['steps']:,} steps and"
        f" {origin['seconds'] / 60:.0f} minutes."
    )


def _averaged(training: dict[str, Any]) -> str:
    parts = training.get("averaged")
    if not parts:
        return ""
    shares = " and ".join(f"{part['share']:.0%} after {part['steps']:,} steps of a run" for part in parts)
    return f" The weights are a mean: {shares}, the later of which went on from the earlier."


def _practice(options: dict[str, Any]) -> str:
    if not options.get("find"):
        return ""
    # Runs before 0.4 called it "mend".
    infill = options.get("infill", options.get("mend", 0))
    return f"""

Of the tasks whose answers share most of the text, {options["find"]:.0%} of the questions show the text itself,
unmasked, and the model is to predict the mask where a token cannot stay; {infill:.0%} mask what changed and
little else; of the texts that are to stay as they are, {options["fill"]:.0%} of the others have a gap to fill.\
{_demonstrations(options)}"""


def _demonstrations(options: dict[str, Any]) -> str:
    share = options.get("demonstrations")
    return f" In {share:.0%} of the batches, questions have solved examples with their instruction." if share else ""


def _spelling(facts: Facts) -> str:
    spelling = facts.manifest.get("spelling")
    if not spelling:
        return ""
    return f"""

`{spelling["lexicon"]}` holds the words of the training texts in lower case, by how often they stand there. Before the
instruction to fix is carried out, words that it does not know, or that others are taken for, are compared with words
that are like them: the model says which fits between its neighbours. Its numbers were chosen on development rows."""


def _quality(facts: Facts) -> str:
    evaluation = facts.evaluation
    agreement = ""
    if facts.int8 is not None:
        agreement = (
            f"\nThe int8 graph chose the same token as float32 at {facts.int8.equal_top:.1%} of {facts.int8.tokens}"
            f" masked positions of sample sentences, and the same length for {facts.int8.equal_length:.0%} of"
            f" {facts.int8.sources} texts.\n"
        )
    return f"""## Measured quality

All figures are of held-out text that was neither trained nor tuned on, through the command line that ships
(variant `{evaluation["variant"]}`), at the model's default settings, by
`{evaluation["command"]}`. chrF2: sacrebleu, `{evaluation["chrF2"]}`. NTREX, JFLEG and ASSET served for evaluation only.
{agreement}
{markdown(from_json(evaluation), earlier_of(evaluation))}"""


def _limits(facts: Facts) -> str:
    limits = facts.manifest["limits"]
    return f"""## Limits

* Trained on sentences of at most 96 tokens, in translation 64. Longer ones are accepted up to {limits["sourceTokens"]}
  tokens of source and {limits["targetTokens"]} of answer, but nothing was learned about them.
* It knows sentences, not documents: a pronoun whose noun stands in the sentence before is guessed.
* Facts, names and numbers may come out changed. Protected spans (code, links, placeholders) are brought through by the
  engine, whatever the model does.
* Formality: German, French and Spanish only, mostly by pronouns and verb endings. Simplification: English and German.
  Topics: trained on few headlines. Sentiment in German, French, Spanish and Chinese was learned from texts labelled
  with emotions.
* The training text holds what people wrote on the web, with its prejudices; some of the emotion and spam data is
  offensive. Do not let its labels decide about people."""


def _data(_facts: Facts) -> str:
    entries = json.loads(ATTRIBUTION.read_text(encoding="utf-8"))
    rows = "\n".join(
        f"| {e['name']} | {e['by']} | {e['licence']} | {'yes' if e['shareAlike'] else ''} | {e['used']} |"
        for e in entries
    )
    return f"""## Training data and attribution

None of the text is part of the package. Pairs, labels and synthetic errors were made from these sources, with thanks to
everyone who wrote and shared them. Some are under share-alike licences, marked below. Therefore the weights, the
lexicon and the tables for first translations are passed on under CC BY-SA 4.0
(https://creativecommons.org/licenses/by-sa/4.0/); the code of the project stays under MIT. Text under the GPL was not
used.

| source | by | licence | share-alike | used for |
|---|---|---|---|---|
{rows}

Changes made to them: normalised to Unicode NFC, de-duplicated, filtered by length and language, spans of code replaced
by copy-tokens, errors added to correct sentences, labels mapped to common sets."""


def _reproduction(facts: Facts) -> str:
    seed = facts.training.get("options", {}).get("seed", "?")
    return f"""## Made by

`python -m models tokenizer`, `data`, `train`, `export`, `verify`, `evaluate` and `card`, in this order; each explains
its options with `--help`. `training.json` holds the settings of the run (seed {seed})."""
