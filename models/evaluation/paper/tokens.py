"""`python -m models evaluate-tokens`: quality by training tokens, of the checkpoints of one run."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import torch

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.data.instructions import InstructionTable
from models.evaluation.engine import CLI, EngineError
from models.evaluation.paper.accuracy import cells, mean_accuracy
from models.evaluation.paper.generation import Setting, directions, translate
from models.evaluation.paper.plots import TOKENS_PICTURE, draw_tokens
from models.evaluation.paper.scorers import open_scorer, training_tokens
from models.evaluation.paper.sections import write_section
from models.evaluation.paper.tables import table
from models.evaluation.paper.tasks import TASKS, questions
from models.evaluation.paper.templates import PromptError, load_templates
from models.evaluation.paper.translators import open_translator
from models.export.package import write_package
from models.package.manifest import MANIFEST_FILE
from models.training.checkpoints import load_checkpoint

SECTION = "evaluate-tokens"
_STEP = re.compile(r"(\d+)\.pt$")


@dataclass(frozen=True)
class Point:
    """`tokens`: all that the weights have been trained on. `quality`: by metric, in percent or points."""

    name: str
    tokens: int
    quality: dict[str, float]


#: Identity of a package that only measurements read.
_UNPUBLISHED = {"id": "checkpoint", "description": "", "license": "CC-BY-SA-4.0"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("origins", type=Path, nargs="+", help="run folders (every *.pt), checkpoints, or packages")
    parser.add_argument("--tokenizer", type=Path, help="of the checkpoints")
    parser.add_argument("--data", type=Path, required=True, help="folder with the collected data")
    parser.add_argument("--out", type=Path, default=Path("models/work/paper"), help="folder for JSON, table, picture")
    parser.add_argument("--results", type=Path, help="Markdown file whose section is written anew, picture beside it")
    parser.add_argument("--tasks", default="translate", help=f"comma-separated, of translate, {', '.join(TASKS)}")
    parser.add_argument("--pairs", type=int, default=25, help="most sentences per direction of translation")
    parser.add_argument("--limit", type=int, default=30, help="most rows per task and language")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="of translation")
    parser.add_argument("--iterations", type=int, default=6)
    parser.add_argument("--length-beam", type=int, default=5)
    parser.add_argument("--decoder", choices=("auto", "engine", "reference"), default="auto")
    parser.add_argument("--cli", type=Path, default=CLI, help="the built command line")


def run(arguments: argparse.Namespace) -> int:
    """Measure and write. Exit code 1 if a checkpoint or the data cannot be used, 2 for options that make no sense."""
    tasks = arguments.tasks.split(",")
    if unknown := [task for task in tasks if task not in (*TASKS, "translate")]:
        print(f"models evaluate-tokens: unknown task {', '.join(unknown)}", file=sys.stderr)
        return 2
    torch.set_num_threads(1)
    try:
        chosen = [path for origin in arguments.origins for path in checkpoints(origin)]
        if arguments.tokenizer is None and any(path.suffix == ".pt" for path in chosen):
            print("models evaluate-tokens: name the --tokenizer of the checkpoints", file=sys.stderr)
            return 2
        points = sorted((_measure(arguments, tasks, path) for path in chosen), key=lambda point: point.tokens)
    except (EngineError, PromptError, OSError) as error:
        print(f"models evaluate-tokens: {error}", file=sys.stderr)
        return 1
    _write(arguments, points)
    return 0


def checkpoints(origin: Path) -> list[Path]:
    """The checkpoints of a run in the order of their steps, the last state behind them; a file or package is itself.

    Raises FileNotFoundError where there is none.
    """
    if (origin / MANIFEST_FILE).is_file() or origin.is_file():
        return [origin]
    found = sorted(origin.glob("*.pt"), key=lambda path: int(m[1]) if (m := _STEP.search(path.name)) else sys.maxsize)
    if not found:
        raise FileNotFoundError(f"no checkpoint (*.pt) and no package in {origin}")
    return found


def _measure(arguments: argparse.Namespace, tasks: list[str], origin: Path) -> Point:
    quality: dict[str, float] = {}
    with _package(origin, arguments.tokenizer) as directory:
        if "translate" in tasks:
            translator = open_translator(directory, decoder=arguments.decoder, cli=arguments.cli)
            pairs = directions(arguments.data, InstructionTable.load(), split=arguments.split, limit=arguments.pairs)
            setting = Setting("predicted", arguments.length_beam, arguments.iterations)
            found = translate(translator, pairs, setting, split=arguments.split, start_up=0.0)
            quality["chrF2"] = fmean(entry.chrf for entry in found)
            quality["BLEU"] = fmean(entry.bleu for entry in found)
        for name in [task for task in tasks if task in TASKS]:
            scorer = open_scorer(directory, decoder=arguments.decoder, bare=False, cli=arguments.cli)
            templates = load_templates(arguments.data, TASKS[name].templates, fixed_length=scorer.fixed_length)
            asked = list(questions(arguments.data, name, templates, split="test", limit=arguments.limit))
            quality[name] = mean_accuracy(cells(asked, scorer.choose(asked)))
        return Point(origin.stem if origin.suffix == ".pt" else origin.name, training_tokens(directory) or 0, quality)


@contextmanager
def _package(origin: Path, tokenizer: Path) -> Iterator[Path]:
    """A package; of a checkpoint one is made for as long as it is needed."""
    if origin.is_dir():
        yield origin
        return
    state = load_checkpoint(origin)
    model = InstructModel(ModelConfig.from_json(state["config"]))
    model.load_state_dict(state["model"])
    longest = model.config.maximum_positions // 2
    with tempfile.TemporaryDirectory(prefix="interlinear-") as folder:
        write_package(
            model.eval(),
            Path(folder),
            tokenizer=tokenizer,
            variants=["int8"],
            identity={
                "id": "checkpoint",
                "version": str(state["step"]),
                "name": origin.stem,
                "description": "",
                "license": "MIT",
            },
            limits={"sourceTokens": min(320, longest), "targetTokens": min(256, longest)},
            defaults={"iterations": 6, "lengthBeam": 5, "stopConfidence": 0.98},
            training={key: state[key] for key in ("tokens", "origin") if key in state},
        )
        yield Path(folder)


def _write(arguments: argparse.Namespace, points: list[Point]) -> None:
    arguments.out.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {"command": _command(arguments), "points": [asdict(point) for point in points]}
    (arguments.out / "tokens.json").write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    folders = [arguments.out, *([arguments.results.parent / "figures"] if arguments.results else [])]
    for folder in folders:
        draw_tokens([(point.tokens, point.quality) for point in points], folder / TOKENS_PICTURE)
    print(markdown(points, _command(arguments), ""))
    if arguments.results:
        write_section(arguments.results, SECTION, markdown(points, _command(arguments), "figures/"))


def markdown(points: list[Point], command: str, pictures: str) -> str:
    """The section of RESULTS.md; `pictures` stands before the name of the picture."""
    metrics = list(points[0].quality)
    rows = [[p.name, f"{p.tokens / 1e6:.1f}", *(f"{p.quality[name]:.1f}" for name in metrics)] for p in points]
    return f"""## Quality by training tokens

```sh
{command}
```

Checkpoints of one run; tokens are all that the weights have seen, those of the run that they began with too.
Translation of everyday sentences, mean over the eight directions; XCOPA, XWinograd and XNLI: accuracy in percent on few
rows.

{table(["checkpoint", "million tokens", *metrics], rows)}
![Quality by training tokens]({pictures}{TOKENS_PICTURE})
"""


def _command(arguments: argparse.Namespace) -> str:
    origins = " ".join(origin.name for origin in arguments.origins)
    amounts = f"--pairs {arguments.pairs} --limit {arguments.limit} --split {arguments.split}"
    passes = f"--iterations {arguments.iterations} --length-beam {arguments.length_beam}"
    return f"python -m models evaluate-tokens {origins} --data D --tasks {arguments.tasks} {amounts} {passes}"
