"""``python -m models drafts``: vocabularies, language models and phrase tables from parallel text.

Every step keeps its result in the work folder and is skipped when that is there, so that a stopped run goes on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from models.data.heldout import HeldOut
from models.drafts.align import align
from models.drafts.corpus import LANGUAGES, pairs_of, read_rows, write_tokens
from models.drafts.decoder import DEFAULTS, Drafter, Reader
from models.drafts.diagonal import align_diagonal
from models.drafts.estimate import estimate
from models.drafts.extract import phrase_hash
from models.drafts.language import Language, load_language, save_language
from models.drafts.manifest import FOLDER, write_drafts
from models.drafts.pair import load_pair, save_pair
from models.drafts.phrases import Phrases, Text, count_phrases
from models.drafts.select import make_table, select
from models.drafts.truecase import language_text
from models.drafts.tune import START, Tuner, settings_of
from models.package.manifest import MANIFEST_FILE

#: Development sets whose even rows tune the weights; the odd ones are for reporting.
DOMAINS = ("general", "ui", "docs")
#: Tuned weights of a pair, in its work folder.
WEIGHTS = "weights.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", type=Path, required=True, help="folder with parallel/")
    parser.add_argument("--work", type=Path, default=Path("models/work/drafts"), help="folder for what is between")
    parser.add_argument("--out", type=Path, default=Path("models/bundled/drafts"), help="folder for the files")
    parser.add_argument("--pairs", default="de-en,en-fr,en-es,en-zh", help="pairs of languages, comma separated")
    parser.add_argument("--size", type=int, default=1_000_000, help="phrase pairs of a table")
    parser.add_argument("--keep", type=float, default=2.0, help="least gain of an n-gram, in nats of the text")
    parser.add_argument("--tune-rows", type=int, default=50, help="development rows of a domain to tune on")
    parser.add_argument("--eflomal", action="store_true", help="align with eflomal: minutes in place of seconds")
    parser.add_argument("--rounds", type=int, default=2, help="rounds of tuning; 0 keeps the start weights")


def run(args: argparse.Namespace) -> None:
    """Make all files."""
    pairs = [tuple(sorted(pair.split("-"))) for pair in args.pairs.split(",")]
    args.out.mkdir(parents=True, exist_ok=True)
    prepare(args.data, args.work, [pair for pair in pairs_of(LANGUAGES) if "en" in pair])
    wanted = [code for code in LANGUAGES if any(code in pair for pair in pairs)]
    languages = {code: make_language(code, args.work, args.out, args.keep) for code in wanted}
    for a, b in pairs:
        prepare(args.data, args.work, [(a, b)])
        make_pair(languages[a], languages[b], args)
    if args.out.name == FOLDER and (args.out.parent / MANIFEST_FILE).exists():
        write_drafts(args.out.parent)


def prepare(data: Path, work: Path, pairs: list[tuple[str, str]]) -> None:
    """Token files of pairs, without held-out rows."""
    missing = [(a, b) for a, b in pairs if not (work / f"{a}-{b}" / "rows.tsv").exists()]
    held_out = HeldOut.load(data) if missing else None
    for a, b in missing:
        assert held_out is not None
        print(f"{a}-{b}: {write_tokens(data, a, b, held_out, work / f'{a}-{b}')} rows", flush=True)


def _side(work: Path, code: str, pair: str) -> Path:
    return work / pair / ("a.txt" if pair.startswith(f"{code}-") else "b.txt")


def make_language(code: str, work: Path, out: Path, keep: float) -> Language:
    """Vocabulary and language model from all pairs with English; token files as ids."""
    path = out / f"{code}.draft"
    pairs = [f"{a}-{b}" for a, b in pairs_of(LANGUAGES) if "en" in (a, b) and code in (a, b)]
    files = [_side(work, code, pair) for pair in pairs]
    if path.exists() and all(file.with_suffix(".npz").exists() for file in files):
        return load_language(path)
    words, sides, stream = language_text(files, code == "zh")
    for file, (ids, starts) in sides.items():
        np.savez(file.with_suffix(".npz"), ids=ids, starts=starts)
    language = Language(code, words, estimate(stream, len(words), keep, keep))
    size = save_language(language, path)
    print(f"{code}: {len(words)} words, {len(language.model.trigram)} trigrams, {size / 1e6:.2f} MB", flush=True)
    return load_language(path)


def read_text(work: Path, language: Language, pair: str) -> Text:
    """One side of a pair as ids."""
    stored = np.load(_side(work, language.code, pair).with_suffix(".npz"))
    return Text(stored["ids"].astype(np.int64), stored["starts"].astype(np.int64), language.words)


def make_phrases(a: Language, b: Language, work: Path, fine: bool) -> Phrases:
    """Scored phrase pairs of a pair of languages; `fine` aligns with eflomal, which is slow and samples."""
    pair = f"{a.code}-{b.code}"
    texts = read_text(work, a, pair), read_text(work, b, pair)
    stored = work / pair / "phrases.npz"
    if not stored.exists():
        if fine:
            forward, backward = align(work / pair / "a.txt", work / pair / "b.txt", work / pair)
        else:
            forward, backward = align_diagonal(*texts)
        phrases = count_phrases(*texts, forward, backward)
        np.savez(stored, **{name: value for name, value in vars(phrases).items() if name not in ("a", "b")})
    with np.load(stored) as arrays:
        return Phrases(*texts, **{name: arrays[name] for name in arrays.files})


def rows_of(data: Path, source: str, target: str, split: str, domain: str) -> Iterator[tuple[str, str]]:
    """(source, target) of a held-out set."""
    a, b = sorted((source, target))
    for name, x, y in read_rows(data, a, b, split):
        if name == domain:
            yield (x, y) if source == a else (y, x)


def make_pair(a: Language, b: Language, args: argparse.Namespace) -> None:
    """Tune both directions, then write the file."""
    pair = f"{a.code}-{b.code}"
    phrases = make_phrases(a, b, args.work, args.eflomal)
    rows = select(phrases, args.size)
    rest = {"vocabularies": {"a": a.vocabulary, "b": b.vocabulary}}
    weights: dict[str, list[float]] = {}
    tuned_by_name: dict[str, list[float]] = {}
    directions: dict[str, dict[str, Any]] = {}
    for source, target in ((a, b), (b, a)):
        name = f"{source.code}-{target.code}"
        tuned = tuned_weights(phrases, rows, source, target, (a, b), args)
        weights[name] = tuned[:4].tolist()
        tuned_by_name[name] = [round(float(weight), 6) for weight in tuned]
        directions[name] = settings_of(tuned, DEFAULTS)
        print(name, np.round(tuned, 3).tolist(), flush=True)
    (args.work / pair / WEIGHTS).write_text(json.dumps(tuned_by_name), encoding="utf-8")
    table, _ = make_table(phrases, rows, weights, (a.code, b.code), directions=directions, **rest)
    path = args.out / f"{pair}.draft"
    size = save_pair(table, path)
    print(f"{pair}: {len(table)} pairs, {size / 1e6:.2f} MB", flush=True)
    load_pair(path, a, b)


def read_weights(folder: Path) -> dict[str, list[float]]:
    """Tuned weights of both directions of a pair, in the order of `tune.NAMES`. FileNotFoundError before `drafts`."""
    values: dict[str, list[float]] = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
    return values


def tuned_weights(
    phrases: Phrases,
    rows: Any,
    source: Language,
    target: Language,
    sides: tuple[Language, Language],
    args: argparse.Namespace,
) -> Any:
    """Weights of a direction, in the order of `tune.NAMES`."""
    start = np.array(START)
    if not args.rounds:
        return start
    text = [
        row
        for domain in DOMAINS
        for row in list(rows_of(args.data, source.code, target.code, "dev", domain))[::2][: args.tune_rows]
    ]
    a, b = sides
    even = {name: [1.0, 0.0, 0.0, 0.0] for name in (f"{a.code}-{b.code}", f"{b.code}-{a.code}")}
    directions = {name: settings_of(start, DEFAULTS) for name in even}
    needed = _needed(phrases, rows, source, source is a, [row[0] for row in text])
    table, order = make_table(phrases, needed, even, (a.code, b.code), directions=directions)
    features = phrases.features[order].astype(np.float64)
    if source is b:
        features = features[:, [1, 0, 3, 2]]
    tuner = Tuner(Drafter(table, source, target), features, text)
    return tuner.run(start, args.rounds, 40)


def _needed(phrases: Phrases, rows: Any, source: Language, first: bool, texts: list[str]) -> Any:
    """The rows whose source phrase occurs in one of the texts."""
    side, at, size = (phrases.a, phrases.a_at, phrases.a_size) if first else (phrases.b, phrases.b_at, phrases.b_size)
    reader = Reader(source)
    wanted = set()
    for text in texts:
        ids = np.array(reader(text).ids, np.int64)
        for i in range(len(ids)):
            for j in range(i + 1, min(len(ids), i + 6) + 1):
                wanted.add(int(phrase_hash(ids, i, j)))
    ids = side.canonical[side.ids]
    hashes = [int(phrase_hash(ids, x, x + n)) for x, n in zip(at[rows].tolist(), size[rows].tolist(), strict=True)]
    return rows[np.array([h in wanted for h in hashes])]
