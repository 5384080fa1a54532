"""``python -m models drafts-for-training``: drafts of training rows by tables that have not seen these rows.

A table made of a row translates that row too well. The rows of a pair fall into folds; the phrases for the rows of a
fold are counted in all other folds. Word alignment, vocabularies and weights are those of the whole.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.data.copy_tokens import protect_pair
from models.data.readers import DOMAINS
from models.drafts.align import Links
from models.drafts.build import make_language, read_text, read_weights
from models.drafts.decoder import Drafter
from models.drafts.diagonal import align_diagonal
from models.drafts.language import Language, load_language
from models.drafts.pair import load_pair
from models.drafts.phrases import Text, count_phrases
from models.drafts.select import make_table, select

#: Domains of the drafts; wiki rows are as few as to be left out.
_SHARES = {"general": 0.6, "ui": 0.2, "docs": 0.2}
#: Characters of a side; longer rows take long to translate.
_LONGEST = 220


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--work", type=Path, default=Path("models/work/drafts"), help="work folder of `drafts`")
    parser.add_argument("--tables", type=Path, default=Path("models/bundled/drafts"), help="languages and weights")
    parser.add_argument("--out", type=Path, default=Path("models/work/drafted"), help="folder for {pair}.jsonl")
    parser.add_argument("--pairs", default="de-en,en-fr,en-es,en-zh", help="pairs of languages, comma separated")
    parser.add_argument("--folds", type=int, default=2)
    parser.add_argument("--rows", type=int, default=4000, help="drafts of a direction")
    parser.add_argument("--size", type=int, default=500_000, help="phrase pairs of a table")
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    """Write the drafts of every pair; a pair whose file is there is left as it is."""
    args.out.mkdir(parents=True, exist_ok=True)
    for pair in args.pairs.split(","):
        path = args.out / f"{pair}.jsonl"
        if path.exists():
            continue
        a, b = (load_language(args.tables / f"{code}.draft") for code in pair.split("-"))
        records = list(pair_drafts(a, b, args))
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        path.write_text("".join(lines), encoding="utf-8")
        print(f"{pair}: {len(records)} drafts", flush=True)


def pair_drafts(a: Language, b: Language, args: argparse.Namespace) -> Iterator[dict[str, str]]:
    """Drafts of both directions of a pair: source, target, domain, text, reference and draft."""
    pair = f"{a.code}-{b.code}"
    for language in (a, b):
        make_language(language.code, args.work, args.tables, 0.0)
    texts = read_text(args.work, a, pair), read_text(args.work, b, pair)
    lines = (args.work / pair / "rows.tsv").read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines]
    links = align_diagonal(*texts)
    directions = load_pair(args.tables / f"{pair}.draft", a, b).directions
    weights = {name: tuned[:4] for name, tuned in read_weights(args.work / pair).items()}
    random = np.random.default_rng([args.seed, *pair.encode()])
    fold_of = random.integers(args.folds, size=len(rows))
    for fold in range(args.folds):
        drafters = _drafters((a, b), texts, links, fold_of != fold, directions, weights, args.size)
        for drafter in drafters:
            chosen = _sample(rows, np.flatnonzero(fold_of == fold), args.rows // args.folds, random)
            for name, first, second in chosen:
                text, reference = (first, second) if drafter.source is a else (second, first)
                protected = protect_pair(text, reference)
                if protected is not None:
                    yield {
                        "source": drafter.source.code,
                        "target": drafter.target.code,
                        "domain": DOMAINS.get(name, "general"),
                        "text": protected[0],
                        "reference": protected[1],
                        "draft": drafter.best(protected[0])[0].text,
                    }


def _sample(
    rows: list[tuple[str, ...]], members: NDArray[np.int64], count: int, random: np.random.Generator
) -> list[tuple[str, ...]]:
    """About `count` of the member rows, by the shares of the domains."""
    chosen: list[tuple[str, ...]] = []
    short = [row for row in members.tolist() if max(map(len, rows[row][1:])) <= _LONGEST]
    for domain, share in _SHARES.items():
        found = [row for row in short if DOMAINS.get(rows[row][0], "general") == domain]
        size = min(len(found), round(count * share))
        chosen += [rows[found[i]] for i in random.choice(len(found), size=size, replace=False)] if found else []
    return chosen


def _drafters(
    languages: tuple[Language, Language],
    texts: tuple[Text, Text],
    links: tuple[Links, Links],
    chosen: NDArray[np.bool_],
    directions: dict[str, dict[str, Any]],
    weights: dict[str, list[float]],
    size: int,
) -> list[Drafter]:
    """Both directions of a table of the chosen rows alone."""
    (a, b), (first, second) = languages, texts
    forward, backward = (_links_of(way, chosen) for way in links)
    phrases = count_phrases(_rows_of(first, chosen), _rows_of(second, chosen), forward, backward)
    rest = {"vocabularies": {"a": a.vocabulary, "b": b.vocabulary}, "directions": directions}
    table, _ = make_table(phrases, select(phrases, size), weights, (a.code, b.code), **rest)
    return [Drafter(table, a, b), Drafter(table, b, a)]


def _rows_of(text: Text, chosen: NDArray[np.bool_]) -> Text:
    sizes = np.diff(text.starts)
    return Text(text.ids[np.repeat(chosen, sizes)], np.concatenate([[0], np.cumsum(sizes[chosen])]), text.words)


def _links_of(links: Links, chosen: NDArray[np.bool_]) -> Links:
    pairs, starts = links
    sizes = np.diff(starts)
    return pairs[np.repeat(chosen, sizes)], np.concatenate([[0], np.cumsum(sizes[chosen])])
