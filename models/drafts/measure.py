"""``python -m models measure-drafts``: chrF2 and BLEU of drafts on held-out sets, with the reference search."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from sacrebleu.metrics import BLEU, CHRF

from models.drafts.build import rows_of
from models.drafts.decoder import Drafter
from models.drafts.language import load_language
from models.drafts.pair import load_pair


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", type=Path, required=True, help="folder with parallel/")
    parser.add_argument("--tables", type=Path, default=Path("models/bundled/drafts"))
    parser.add_argument("--directions", required=True, help="such as de-en,en-de")
    parser.add_argument("--domains", default="general,ui,docs,ntrex")
    parser.add_argument("--split", default="test", choices=("dev", "test"))
    parser.add_argument("--rows", type=int, default=300, help="sentences of a set; of dev only odd rows")
    parser.add_argument("--show", type=int, default=0, help="print so many translations of a set")
    parser.add_argument("--settings", type=json.loads, default={}, help="search settings to change, as JSON")


def run(args: argparse.Namespace) -> None:
    """Print a line for every set."""
    for direction in args.directions.split(","):
        source, target = direction.split("-")
        drafter = open_drafter(args.tables, source, target)
        drafter.settings = {**drafter.settings, **args.settings}
        for domain in args.domains.split(","):
            rows = list(rows_of(args.data, source, target, args.split, domain))
            rows = (rows[1::2] if args.split == "dev" else rows)[: args.rows]
            if not rows:
                continue
            start = time.process_time()
            answers = [drafter.best(text)[0].text for text, _ in rows]
            spent = (time.process_time() - start) / len(rows)
            chrf, bleu = scores(answers, [reference for _, reference in rows], target)
            figures = f"chrF2 {chrf:.1f} BLEU {bleu:.1f} {spent * 1000:.0f} ms"
            print(f"{direction} {domain} n={len(rows)} {figures}", flush=True)
            for (text, reference), answer in list(zip(rows, answers, strict=True))[: args.show]:
                print(f"    {text}\n  > {answer}\n  = {reference}", flush=True)


def open_drafter(tables: Path, source: str, target: str) -> Drafter:
    """The drafter of a direction from the folder of its files."""
    languages = {code: load_language(tables / f"{code}.draft") for code in (source, target)}
    a, b = sorted(languages)
    table = load_pair(tables / f"{a}-{b}.draft", languages[a], languages[b])
    return Drafter(table, languages[source], languages[target])


def scores(answers: list[str], references: list[str], target: str) -> tuple[float, float]:
    """Corpus chrF2 and BLEU."""
    tokens: Any = "zh" if target == "zh" else "13a"
    bleu = BLEU(tokenize=tokens).corpus_score(answers, [references])
    return CHRF().corpus_score(answers, [references]).score, bleu.score
