"""``python -m models tune-drafting``: by how much the model may rank, change and replace drafts, in minutes.

On even development rows the weights of the judge and the settings of the revision are chosen by chrF2; on odd rows each
step is reported: draft alone, judged, revised, with answers of the model's own. Test rows are never read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sacrebleu.metrics import CHRF

from models.drafts.build import DOMAINS, rows_of

#: Weights and margins that are tried.
WEIGHTS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.1, 1.5)
MARGINS = (-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 1000.0)
#: Threshold, rounds and acceptance of the revision that are compared.
TRIED = ((0.7, 1, -1.5), (0.5, 1, -1.5), (0.3, 1, -1.5), (0.5, 2, -1.0), (0.3, 2, -2.5))
REVISIONS: tuple[dict[str, float], ...] = tuple(
    {
        **{"threshold": threshold, "rounds": rounds, "acceptance": acceptance, "deletion": -1.5, "lengthWeight": 0.2},
        **{"shorter": 1, "longer": 2, "margin": 0, "ownLengths": 0, "ownMargin": 0},
    }
    for threshold, rounds, acceptance in TRIED
)
OWN = {**REVISIONS[0], "threshold": 0.999, "ownLengths": 1}


class Row(NamedTuple):
    """A development row; `set` names direction and domain, `fits`: it chooses weights and does not report."""

    set: str
    source: str
    target: str
    text: str
    reference: str
    fits: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", type=Path, required=True, help="folder with parallel/")
    parser.add_argument("--model", type=Path, required=True, help="folder of the model package")
    parser.add_argument("--tables", type=Path, help="folder of draft files; default: the model's")
    parser.add_argument("--directions", default="en-de,de-en,en-fr,fr-en,en-es,es-en,en-zh,zh-en")
    parser.add_argument("--domains", default=",".join(DOMAINS))
    parser.add_argument("--rows", type=int, default=30, help="development rows of a set, half of them to report")
    parser.add_argument("--best", type=int, default=8, help="drafts that are compared")
    parser.add_argument("--out", type=Path, help="JSON file for the settings")


def run(args: argparse.Namespace) -> None:
    """Choose, report, write."""
    rows = [row for direction in args.directions.split(",") for row in _rows(args, direction)]
    asked = [{"source": r.source, "target": r.target, "text": r.text, "count": args.best} for r in rows]
    lists = [answer["drafts"] for answer in ask(args, asked)]
    usable = [i for i, drafts in enumerate(lists) if drafts]
    rows, lists = [rows[i] for i in usable], [lists[i] for i in usable]
    alone = [drafts[0]["text"] for drafts in lists]
    pairs = [(a, b) for a in WEIGHTS for b in WEIGHTS]
    weights = max(pairs, key=lambda pair: (value(rows, judged(lists, pair), True), -sum(pair)))
    print("modelWeight", weights[0], "soundWeight", weights[1])
    singles = {"likely": max(WEIGHTS, key=lambda w: value(rows, judged(lists, (w, 0)), True))}
    singles["sound"] = max(WEIGHTS, key=lambda w: value(rows, judged(lists, (0, w)), True))
    print("alone:", singles)
    ranked = judged(lists, weights)
    columns = {"draft": alone, "likely": judged(lists, (singles["likely"], 0))}
    columns |= {"sound": judged(lists, (0, singles["sound"])), "judged": ranked}
    columns["oracle"] = [oracle(r.reference, drafts) for r, drafts in zip(rows, lists, strict=True)]
    settings = [*REVISIONS, OWN]
    asked = [
        {"target": r.target, "text": r.text, "draft": draft, "settings": settings}
        for r, draft in zip(rows, ranked, strict=True)
    ]
    proposed = [answer["proposals"] for answer in ask(args, asked)]
    choices = [(i, margin) for i in range(len(REVISIONS)) for margin in MARGINS]
    setting, margin = max(choices, key=lambda c: value(rows, accepted(ranked, proposed, *c), True))
    for i in range(len(REVISIONS)):
        best = max(MARGINS, key=lambda m: value(rows, accepted(ranked, proposed, i, m), True))
        answers = accepted(ranked, proposed, i, best)
        changed = sum(a != b for a, b in zip(answers, ranked, strict=True))
        kept = {key: REVISIONS[i][key] for key in ("threshold", "rounds", "acceptance")}
        print(kept, "margin", best, f"chrF2 {value(rows, answers, False):.2f}, {changed} changed")
    revised = accepted(ranked, proposed, setting, margin)
    own_margin = max(MARGINS, key=lambda m: value(rows, accepted(revised, proposed, len(REVISIONS), m), True))
    columns |= {"revised": revised, "own": accepted(revised, proposed, len(REVISIONS), own_margin)}
    chosen = {"modelWeight": weights[0], "soundWeight": weights[1], "best": args.best}
    revise = {**REVISIONS[setting], "margin": margin, "ownMargin": own_margin}
    print(json.dumps({**chosen, "revise": revise}))
    if args.out:
        args.out.write_text(json.dumps({**chosen, "revise": revise}, indent=1) + "\n", encoding="utf-8")
    report(rows, columns)


def ask(args: argparse.Namespace, lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers of the engine, in order."""
    tables = args.tables or args.model / "drafts"
    command = ["node", "--import", "tsx", "tools/draft-features.mts", str(args.model), str(tables)]
    given = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    found = subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in found.stdout.splitlines()]


def judged(lists: list[list[dict[str, Any]]], weights: tuple[float, float]) -> list[str]:
    """The best draft of each list with these weights of the model's two scores."""

    def score(draft: dict[str, Any]) -> float:
        return float(draft["score"] + weights[0] * draft["likely"] + weights[1] * draft["sound"])

    return [str(max(drafts, key=score)["text"]) for drafts in lists]


def accepted(drafts: list[str], proposed: list[list[dict[str, Any]]], setting: int, margin: float) -> list[str]:
    """What the model proposes with a setting, where its gain is at least `margin`; else the draft."""
    answers = []
    for draft, proposals in zip(drafts, proposed, strict=True):
        own = [p for p in proposals if p["setting"] == setting and p["gain"] >= margin]
        wanted = "own" if setting == len(REVISIONS) else "revised"
        own = [p for p in own if p["change"] == wanted]
        answers.append(str(own[0]["text"]) if own else draft)
    return answers


def oracle(reference: str, drafts: list[dict[str, Any]]) -> str:
    """The draft nearest to the reference: what a perfect judge would take."""
    metric: Any = CHRF()
    return str(max((d["text"] for d in drafts), key=lambda t: metric.sentence_score(t, [reference]).score))


def value(rows: list[Row], answers: list[str], fits: bool) -> float:
    """Mean chrF2 over the sets, of the rows to choose by or of the others."""
    names = sorted({row.set for row in rows})
    metric: Any = CHRF()
    found = []
    for name in names:
        pairs = [(a, r.reference) for a, r in zip(answers, rows, strict=True) if r.set == name and r.fits == fits]
        if pairs:
            found.append(metric.corpus_score([a for a, _ in pairs], [[r for _, r in pairs]]).score)
    return float(np.mean(found))


def report(rows: list[Row], columns: dict[str, list[str]]) -> None:
    """A line for each set of rows that chose nothing."""
    print("set".ljust(16), *(name.rjust(8) for name in columns))
    for name in sorted({row.set for row in rows}):
        places = [i for i, row in enumerate(rows) if row.set == name]
        own = [rows[i] for i in places]
        figures = [value(own, [answers[i] for i in places], False) for answers in columns.values()]
        print(name.ljust(16), *(f"{figure:8.1f}" for figure in figures))
    print("mean".ljust(16), *(f"{value(rows, answers, False):8.2f}" for answers in columns.values()))


def _rows(args: argparse.Namespace, direction: str) -> list[Row]:
    source, target = direction.split("-")
    rows = []
    for domain in args.domains.split(","):
        found = list(rows_of(args.data, source, target, "dev", domain))[: args.rows]
        rows += [Row(f"{direction} {domain}", source, target, *texts, i % 2 == 0) for i, texts in enumerate(found)]
    return rows
