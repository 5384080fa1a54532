"""Label scoring: every label's words at fully masked targets, without a single pass of refinement.

The score of a label of n tokens is the sum of its tokens' rounded log-probabilities in a run over n masks. Where the
labels have different numbers of tokens, the rounded log-probability of the answer's length being n is added: together
they are the probability that the model itself gives to that answer. The probabilities are the softmax of these scores,
divided by a temperature that was fitted on development sets.
"""

from __future__ import annotations

import math

import torch

from models.architecture.config import ModelConfig
from models.decoding.decoder import ReferenceDecoder
from models.decoding.encoded import EncodedSources, refine
from models.decoding.scores import rounded, softmax


def label_probabilities(
    decoder: ReferenceDecoder,
    text: list[int],
    instruction: list[int],
    labels: list[list[int]],
    temperature: float = 1.0,
) -> list[float]:
    """Probability of each label (as token ids) for the text. Raises ValueError for fewer than two, or an empty one."""
    if len(labels) < 2 or not all(labels):
        raise ValueError("give at least two labels, none of them empty")
    sources = decoder.sources([(text, instruction)])
    scores = [sum(tokens) for tokens in _token_scores(decoder, sources, 0, labels)]
    if len({len(label) for label in labels}) > 1:
        lengths = softmax([float(logit) for logit in sources.length_logits[0]])
        classes = [length_class(decoder.model.config, len(label), len(text)) for label in labels]
        scores = [s + rounded(math.log(max(lengths[c], _LEAST))) for s, c in zip(scores, classes, strict=True)]
    return softmax([score / temperature for score in scores])


#: Below every probability that matters, so that a logarithm exists.
_LEAST = 1e-300


def length_class(config: ModelConfig, length: int, text_length: int) -> int:
    """The length class of an answer of `length` tokens; the nearest where none says so short or long a length."""
    place = length - config.length_minimum - (text_length if config.length_relative_to_text else 0)
    return min(max(place, 0), config.length_classes - 1)


@torch.no_grad()
def _token_scores(
    decoder: ReferenceDecoder, sources: EncodedSources, owner: int, labels: list[list[int]]
) -> list[list[float]]:
    """Rounded log-probabilities of the tokens of every label after source `owner`."""
    widths = sorted({len(label) for label in labels})
    masks = [[decoder.model.config.mask_id] * width for width in widths]
    tables = {
        width: torch.log_softmax(logits, dim=-1)
        for width, logits in zip(widths, refine(decoder.model, sources, [owner] * len(widths), masks), strict=True)
    }
    return [[rounded(float(tables[len(label)][i, t])) for i, t in enumerate(label)] for label in labels]
