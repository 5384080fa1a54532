"""Revision: decoding that starts from the text itself, for tasks whose answers share most of it.

The arithmetic, which the product's engine repeats token for token in float32:

1. The draft is the text's tokens. Find: the draft stands unmasked in the target, and every token's score is the
   log-probability of the mask at its place, rounded to 1/1024. A token whose score reaches log(threshold) is to be
   worked on, and so is one beside such a token whose score reaches log(threshold · NEIGHBOUR). Neighbouring ones form a
   span. Without a span the draft is the answer.
2. Mend: each span is replaced by m masks, m from its length − SHORTER (at least 0) to its length + LONGER, while the other
   spans stay as they are; `FILL_PASSES` passes of Mask-Predict fill the masks. The candidates of all spans run as one batch.
3. Check: each candidate stands unmasked in the target once more. Its trouble is the sum of the mask's probabilities over the
   tokens of the span and one on either side; its score is the mean log-probability of the filled tokens (0 without any)
   − TROUBLE · trouble. The draft's own span competes with a fill score of `log(1 − threshold)`... 
"""
