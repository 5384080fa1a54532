"""Translation examples, both directions between English and the other languages."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.data.copy_tokens import COUNT, SPAN, protect_pair, replace_shared_words
from models.data.examples import Context, TextExample
from models.data.readers import LANGUAGES, read_pairs, training_pair_files

#: Most pairs per source (PHP and Python would drown the others) and per domain and language.
MOST_PER_SOURCE = {"docs": 14_000}
MOST_PER_DOMAIN = {"docs": 40_000}
#: Share of everyday pairs in which a name that both sides share becomes a copy-token.
NAMES_AS_COPY = 0.14
LONGEST = 260
#: Of pairs longer than this (in characters) half is left out: a small model learns more from short ones.
LONG = 150


def translation_examples(context: Context) -> Iterator[TextExample]:
    """All training pairs of the mini model's languages, capped per source and domain."""
    rng = context.rng("translate")
    pools: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for file in training_pair_files(context.data):
        if file.language not in LANGUAGES:
            continue
        pairs = []
        for pair in read_pairs(file.path):
            if max(map(len, pair)) <= (LONGEST if rng.random() < 0.5 else LONG):
                pairs.append(pair)
        rng.shuffle(pairs)
        pools.setdefault((file.language, file.domain), []).extend(pairs[: MOST_PER_SOURCE.get(file.domain)])
    for (language, domain), pairs in sorted(pools.items()):
        rng.shuffle(pairs)
        yield from directions(context, pairs[: MOST_PER_DOMAIN.get(domain)], language, domain, rng)


def translation_dev(context: Context, most: int) -> Iterator[TextExample]:
    """The first `most` pairs of each dev file, both directions. Names are left as they are."""
    for language in LANGUAGES[1:]:
        for domain in ("general", "ui", "docs"):
            path: Path = context.data / "parallel" / "dev" / f"{domain}.en-{language}.tsv.zst"
            yield from directions(context, list(read_pairs(path))[:most], language, domain, None)


def directions(
    context: Context, pairs: Iterable[tuple[str, str]], language: str, domain: str, rng: random.Random | None
) -> Iterator[TextExample]:
    """Two examples per pair whose protected spans agree; without `rng`, no chance is involved."""
    for english, other in pairs:
        for source, target, one, two in (("en", language, english, other), (language, "en", other, english)):
            protected = protect(one, two, domain, rng)
            if protected:
                group = f"translate/{source}-{target}/{domain}"
                yield TextExample(*protected, context.table.translate(target), group)


def protect(source: str, target: str, domain: str, rng: random.Random | None) -> tuple[str, str] | None:
    """Both sides with copy-tokens for their spans, now and then also for names, now and then from a later number."""
    spans = len(SPAN.findall(source))
    if rng and domain == "general" and not spans and rng.random() < NAMES_AS_COPY:
        return replace_shared_words(source, target, rng, names_only=True) or (source, target)
    first = rng.randint(0, COUNT - spans) if rng and 0 < spans <= COUNT and rng.random() < 0.1 else 0
    return protect_pair(source, target, first)
