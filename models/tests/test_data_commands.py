"""The dispatcher of `python -m models`."""

from __future__ import annotations

import argparse
import sys
import types

import pytest

from models.__main__ import COMMANDS, main


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    output = capsys.readouterr().out
    assert all(name in output for name in COMMANDS)


def test_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dance"]) == 2
    assert "dance" in capsys.readouterr().err


def test_a_command_gets_its_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    module = types.ModuleType("models_test_command")

    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--steps", type=int)

    def run(args: argparse.Namespace) -> int:
        seen.append(args.steps)
        return 3

    vars(module).update(add_arguments=add_arguments, run=run)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(COMMANDS, "walk", (module.__name__, "walk"))
    assert main(["walk", "--steps", "4"]) == 3
    assert seen == [4]
