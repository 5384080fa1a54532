"""Differences of a draft and its revision, token by token: what to find, and what to predict."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Edits:
    """`wrong` bool [text tokens]: tokens that cannot stay. `changed` bool [target tokens]: what replaces them.

    Where only something is missing, the token behind the gap counts as wrong (the last token at the end of the text),
    and its counterpart as changed: so every edit has a place in the text at which it can be found, and what is masked
    there is what a reviser predicts.
    """

    wrong: NDArray[np.bool_]
    changed: NDArray[np.bool_]

    @property
    def any(self) -> bool:
        """True where something differs."""
        return bool(self.wrong.any())


def find_edits(text: NDArray[np.integer], target: NDArray[np.integer]) -> Edits:
    """Compare two sequences of token ids."""
    wrong, changed = np.zeros(len(text), dtype=bool), np.zeros(len(target), dtype=bool)
    if len(text) == len(target) and bool((text == target).all()):
        return Edits(wrong, changed)
    matcher = SequenceMatcher(None, text.tolist(), target.tolist(), autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        if kind == "insert":
            place = min(i, len(text) - 1)
            wrong[place] = True
            changed[j:j_end] = True
            # The counterpart of the token behind the gap, or of the last one before it.
            changed[j_end if i < len(text) else j - 1] = True
        else:
            wrong[i:i_end] = True
            changed[j:j_end] = True
    return Edits(wrong, changed)
