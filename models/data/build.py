"""``python -m models data``: build the training and dev shards of the mini model."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from models.data.classify import classification_dev, classification_examples
from models.data.contrast import contrast_examples
from models.data.drafted import drafted_examples
from models.data.examples import Context, TextExample, clean_sentences
from models.data.heldout import HeldOut
from models.data.instructions import InstructionTable, LabelLists
from models.data.paraphrase import paraphrase_examples
from models.data.rewrite import fix_examples, formality_examples, rewrite_dev, simplify_examples
from models.data.shards import GroupCount, Limits, Numbering, ShardWriter, write_lists
from models.data.shorten import shorten_examples
from models.data.stats import statistics
from models.data.translate import translation_dev, translation_examples
from models.data.weights import group_weights
from models.text.tokenizer import Tokenizer

TASKS = (
    translation_examples,
    fix_examples,
    simplify_examples,
    shorten_examples,
    formality_examples,
    paraphrase_examples,
    classification_examples,
    contrast_examples,
)
DEV_TASKS = (translation_dev, rewrite_dev, classification_dev)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected text")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.model of the mini family")
    parser.add_argument("--out", type=Path, required=True, help="folder for the shards")
    parser.add_argument("--drafted", type=Path, help="folder of drafts-for-training: translations from drafts")
    parser.add_argument("--dev-rows", type=int, default=200, help="most dev rows per group")
    parser.add_argument("--seed", type=int, default=1)


def training_examples(context: Context, drafted: Path | None, started: float) -> Iterator[TextExample]:
    """The examples of every task, with one progress line that is overwritten."""
    count = 0
    tasks = {task.__name__: task for task in TASKS} | {"drafted_examples": partial(drafted_examples, folder=drafted)}
    for name, task in tasks.items():
        for example in task(context):
            count += 1
            if count % 20_000 == 0:
                seconds = time.monotonic() - started
                print(
                    f"\r{name}: {count:,} examples, {seconds:.0f} s   ",
                    end="",
                    file=sys.stderr,
                )
            yield example
    print(file=sys.stderr)


def run(args: argparse.Namespace) -> None:
    """Write train and dev shards, the lists they point into, and `stats.md`."""
    started = time.monotonic()
    table = InstructionTable.load()
    context = Context(args.data, table, LabelLists(table), args.seed, clean_sentences(args.data))
    tokenizer, numbering, limits = Tokenizer(args.tokenizer), Numbering(fill=table.fill), Limits()
    for text in table.canonical_texts():
        numbering.instructions[text] = len(numbering.instructions)

    train = ShardWriter(args.out, "train", tokenizer, numbering, limits)
    rows = train.write(training_examples(context, args.drafted, started), HeldOut.load(args.data))
    dev = ShardWriter(args.out, "dev", tokenizer, numbering, limits)
    dev_rows = dev.write(
        (example for task in DEV_TASKS for example in task(context, args.dev_rows)), None, args.dev_rows
    )

    weights = group_weights({name: train.counts.get(name, GroupCount()).rows for name in numbering.groups})
    groups: list[dict[str, object]] = []
    for name in numbering.groups:
        count = train.counts.get(name, GroupCount())
        tokens = count.text_tokens + count.target_tokens + count.draft_tokens
        groups.append({"name": name, "rows": count.rows, "tokens": tokens, "weight": weights[name]})
    write_lists(args.out, tokenizer, numbering, groups)
    report = statistics(train.counts, dev.counts, weights, train.dropped)
    (args.out / "stats.md").write_text(report, encoding="utf-8")
    print(f"{rows:,} training and {dev_rows:,} dev rows, {time.monotonic() - started:.0f} s", file=sys.stderr)
