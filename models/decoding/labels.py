"""Label scoring: every label's words at fully masked targets, without a single pass of refinement.

The score of a label of n tokens is the mean of its tokens' rounded log-probabilities in a run over n masks. Where the
labels have different numbers of tokens, the same label's score on the empty text is taken off, because short words
are more probable whatever the text. Where all have the same number, the sum is compared, as it is. The probabilities
are the softmax of these scores, divided by a temperature that was fitted on development sets.
"""

from __future__ import annotations

import torch

from models.decoding.decoder import ReferenceDecoder
from models.decoding.encoded import EncodedSources, refine
from models.decoding.scores import mean, rounded, softmax


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
    if len({len(label) for label in labels}) == 1:
        scores = _token_scores(decoder, decoder.sources([(text, instruction)]), 0, labels)
        return softmax([sum(tokens) / temperature for tokens in scores])
    sources = decoder.sources([(text, instruction), ([], instruction)])
    given, empty = (_token_scores(decoder, sources, owner, labels) for owner in (0, 1))
    return softmax([(mean(a) - mean(b)) / temperature for a, b in zip(given, empty, strict=True)])


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
