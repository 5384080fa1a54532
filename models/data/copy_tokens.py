"""Copy-tokens: private-use characters that stand for text which must come through unchanged."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict, deque

#: First of the COUNT consecutive code points that the tokenizer knows as whole pieces.
FIRST = 0xE000
COUNT = 32

# Order matters: the earlier alternative wins where two could start at one place.
SPAN = re.compile(
    r"""
    ``[^`\n]+?``|`[^`\n]+?`                                   # inline code
  | https?://[^\s<>()\[\]"'，。）]+[^\s<>()\[\]"'，。）.,;:!?]     # links
  | </?[A-Za-z][\w:-]*(?:\s[^<>\n]*)?/?>                      # tags
  | \{\{[^{}\n]*\}\}                                          # {{ name }}
  | \$\{[^{}\n]*\}                                            # ${name}
  | \{[\w.:,\#\-]*\}                                          # {name} {0} {0:d}
  | %\([A-Za-z_]\w*\)[sdifr]                                  # %(name)s
  | %(?:\d+\$)?[-+0\#]?\d*(?:\.\d+)?(?:l{1,2})?[sdifuxXc@](?![A-Za-z])  # %s %1$d %.2f
  | &(?:[a-z]+|\#\d+);                                        # entities
    """,
    re.VERBOSE,
)


def character(index: int) -> str:
    """The character of copy-token `index` (0-based)."""
    if not 0 <= index < COUNT:
        raise ValueError(f"there are {COUNT} copy-tokens, asked for number {index}")
    return chr(FIRST + index)


def has_copy_token(text: str) -> bool:
    """True if `text` holds a copy-token's character."""
    return any(FIRST <= ord(c) < FIRST + COUNT for c in text)


def protect_text(text: str) -> str:
    """`text` with its spans replaced in order; spans beyond the last copy-token stay as they are."""
    numbers = iter(range(COUNT))

    def replace(match: re.Match[str]) -> str:
        index = next(numbers, None)
        return match.group() if index is None else character(index)

    return SPAN.sub(replace, text)


def protect_pair(source: str, target: str, first: int = 0) -> tuple[str, str] | None:
    """Both sides with each span replaced by the copy-token of its order in the source.

    `first` is the number of the first copy-token. Where one span stands several times, occurrences are matched in
    order. None if the two sides do not hold the same spans, or more than there are copy-tokens.
    """
    source_spans = SPAN.findall(source)
    target_spans = SPAN.findall(target)
    if Counter(source_spans) != Counter(target_spans) or len(source_spans) > COUNT - first:
        return None
    if not source_spans:
        return source, target
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for index, span in enumerate(source_spans):
        waiting[span].append(character(first + index))
    numbers = iter(range(first, COUNT))
    protected = SPAN.sub(lambda _: character(next(numbers)), source)
    return protected, SPAN.sub(lambda match: waiting[match.group()].popleft(), target)


def replace_shared_words(
    source: str, target: str, rng: random.Random, most: int = 2, names_only: bool = False
) -> tuple[str, str] | None:
    """Replace up to `most` words that stand exactly once on both sides by copy-tokens.

    This is how everyday sentences teach copying: a word that both sides share becomes opaque. `names_only` keeps to
    capitalised words, which two languages share mostly as names. None if the sides share no such word.
    """
    source_words = re.findall(r"[^\W_]+", source)
    counts, target_counts = Counter(source_words), Counter(re.findall(r"[^\W_]+", target))
    shared = [
        word
        for word in source_words
        if counts[word] == 1 == target_counts[word] and (not names_only or (word[0].isupper() and len(word) > 2))
    ]
    if not shared:
        return None
    chosen = set(rng.sample(shared, min(len(shared), rng.randint(1, most))))
    # Most sentences start at copy-token 0, as the engine does; the rest make every copy-token a trained one.
    first = 0 if rng.random() < 0.7 else rng.randint(0, COUNT - len(chosen))
    order = [word for word in source_words if word in chosen]
    table = {word: character(first + i) for i, word in enumerate(order)}

    def swap(text: str) -> str:
        return re.sub(r"[^\W_]+", lambda match: table.get(match.group(), match.group()), text)

    return swap(source), swap(target)
