"""``python -m models <command>``: one entry point, each command imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import sys

COMMANDS: dict[str, tuple[str, str]] = {
    "tokenizer": ("models.data.train_tokenizer", "train the SentencePiece model of the mini family"),
    "vocabulary": ("models.importing.vocabulary", "prune XLM-R's vocabulary to what the training text uses"),
    "data": ("models.data.build", "build the training and dev shards"),
    "import": ("models.importing.command", "public XLM-R weights as a folder for training and export"),
    "train": ("models.training.train", "train any backbone, on shards or streamed records, in one process or many"),
    "keep-state": ("models.training.keep", "an unfinished run's state in files for a repository, and back"),
    "average": ("models.training.average", "the mean of several checkpoints of one shape"),
    "project": ("models.evaluation.projection", "hours and memory of a training run on given GPUs, computed"),
    "export": ("models.export.export", "write the ONNX step graphs and model.json"),
    "verify": ("models.export.verify", "compare an exported model with the reference"),
    "measure": ("models.export.measure", "size, load time, memory and time per pass of the graphs"),
    "repository": ("models.serving.command", "write what a team serves of a package, for Triton and MLServer"),
    "serve": ("models.serving.serve", "run an inference server on a package, on this machine"),
    "measure-serving": ("models.serving.measure", "sentences and words per second through an inference server"),
    "drafts": ("models.drafts.build", "make phrase tables and language models for first translations"),
    "drafts-for-training": ("models.drafts.folds", "drafts of training rows, by tables that have not seen them"),
    "measure-drafts": ("models.drafts.measure", "measure first translations on held-out sets"),
    "tune-drafting": ("models.drafts.judge", "choose how much the model has to say about drafts"),
    "decode": ("models.decoding.decode", "decode JSON lines with the reference decoder"),
    "lexicon": ("models.data.lexicon", "count the words of the training texts, to correct spelling with"),
    "calibrate": ("models.evaluation.calibrate", "fit the temperatures of label scores on development sets"),
    "evaluate": ("models.evaluation.evaluate", "measure a model on the held-out sets"),
    "evaluate-paper": ("models.evaluation.paper.command", "the evaluation of the paper, peers in the same harness"),
    "evaluate-tokens": ("models.evaluation.paper.tokens", "quality by training tokens, of the checkpoints of a run"),
    "evaluate-fewshot": ("models.evaluation.fewshot", "demonstrations in the source, and long texts"),
    "evaluate-meaning": ("models.evaluation.meaning.command", "negation kept, and German verbs in their place"),
    "card": ("models.evaluation.card", "write the measured quality into a model's card and manifest"),
}


def usage() -> str:
    """The list of commands, for the help text."""
    lines = [f"  {name:<20} {summary}" for name, (_, summary) in COMMANDS.items()]
    return "usage: python -m models <command> [options]\n\ncommands:\n" + "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run one command. Returns the exit status: 0, or 2 for an unknown command.

    A command's module offers ``add_arguments(parser)`` and ``run(args)``; it is imported lazily, because
    PyTorch alone costs seconds that ``--help`` should not pay.
    """
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage())
        return 0
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"unknown command: {name}\n\n{usage()}", file=sys.stderr)
        return 2
    module_name, summary = COMMANDS[name]
    module = importlib.import_module(module_name)
    parser = argparse.ArgumentParser(prog=f"python -m models {name}", description=summary)
    module.add_arguments(parser)
    result = module.run(parser.parse_args(rest))
    return int(result) if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
