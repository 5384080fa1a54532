"""Many processes: the same losses in one, two and four, from shards or records, and after a worker was killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.__main__ import main
from models.architecture.load import load_model
from models.export.random_model import random_config, random_tokenizer
from models.tests.shard_folder import write_shards
from models.text.tokenizer import Tokenizer

STEPS = 5
_LETTERS = "abcdefghijklmnop"
_OPTIONS = (
    f"train --steps {STEPS} --packs 4 --pack-tokens 96 --log-every 1 --checkpoint-steps 2 --no-autocast "
    "--checkpointing --learning-rate 3e-3 --warmup-steps 2 --block-bytes 3000 --blocks-per-pool 4 "
    "--peak-teraflops 0.05 --average 0.9 --optimizer muon"
).split()


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data of three subsets, a tokenizer and a configuration."""
    folder, draw = tmp_path_factory.mktemp("given"), random.Random(1)
    tokenizer = random_tokenizer(folder, "mini", 600, 1)
    (folder / "data").mkdir()
    for language in ("en", "de", "fr"):
        rows = []
        for _ in range(150):
            text = " ".join("".join(draw.choices(_LETTERS, k=draw.randint(2, 6))) for _ in range(draw.randint(1, 6)))
            rows.append({"task": "fix", "lang": language, "instruction": "Fix.", "input": text, "output": text[::-1]})
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / "data" / f"{language}.jsonl").write_text(text, encoding="utf-8")
    sizes = {"hidden_size": 16, "layers": 2, "heads": 2, "feed_forward_size": 32}
    config = random_config("mini", Tokenizer(tokenizer).vocabulary_size, **sizes)
    (folder / "training.json").write_text(json.dumps({"config": config.to_json()}))
    return folder


def command(given: Path, out: Path) -> list[str]:
    origin = ["--config", str(given / "training.json"), "--data", str(given / "data")]
    return [*_OPTIONS, *origin, "--tokenizer", str(given / "tokenizer.model"), "--out", str(out)]


def losses(out: Path) -> list[float]:
    entries = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
    entries = [entry for entry in entries if entry["kind"] == "train"]
    assert [entry["step"] for entry in entries] == list(range(1, len(entries) + 1))
    assert all(entry["tokens_per_second"] > 0 and 0 < entry["utilisation"] < 1 for entry in entries)
    return [entry["token_nll"] for entry in entries]


def _worker(rank: int, count: int, port: int, arguments: list[str]) -> None:
    os.environ.update(WORLD_SIZE=str(count), RANK=str(rank), LOCAL_RANK=str(rank))
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    raise SystemExit(main(arguments))


def together(count: int, arguments: list[str]) -> None:
    """Run the command in `count` processes, which begin with PyTorch imported already."""
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["models.training.train", __name__])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    workers = [context.Process(target=_worker, args=(rank, count, port, arguments)) for rank in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * count


@pytest.fixture(scope="module")
def alone(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of one process, without interruption."""
    out = tmp_path_factory.mktemp("alone")
    together(1, command(given, out))
    return out


@pytest.mark.parametrize(("count", "more"), [(2, []), (4, ["--shards", "2", "--micro-packs", "2"])])
def test_the_number_of_processes_changes_nothing(
    given: Path, alone: Path, tmp_path: Path, count: int, more: list[str]
) -> None:
    """Two share a model; four hold two copies of two shards each."""
    together(count, [*command(given, tmp_path), *more])
    expected = losses(alone)
    assert len(expected) == STEPS
    assert expected[0] - expected[-1] > 0.03
    assert losses(tmp_path) == pytest.approx(expected, abs=1e-5)
    one, other = (load_model(folder / "weights").state_dict() for folder in (alone, tmp_path))
    assert all(float((one[name] - other[name]).abs().max()) < 1e-4 for name in one)


def test_a_run_goes_on_with_another_number_of_processes(given: Path, alone: Path, tmp_path: Path) -> None:
    """Begun by one, gone on with by three (two of them have one of the step's four packs), ended by one."""
    out = tmp_path / "run"
    words = command(given, out)
    for count, steps in ((1, 2), (3, 4), (1, STEPS)):
        # The schedule is planned for all the steps from the start.
        stop = ["--steps", str(STEPS), "--tokens", str(tokens_after(alone, steps))]
        together(count, [*words, *stop, *([] if count == 1 and steps == 2 else ["--resume"])])
        assert len(losses(out)) == steps
    assert losses(out) == pytest.approx(losses(alone), abs=1e-5)
    assert (out / "weights" / "weights.safetensors").is_file()


def tokens_after(out: Path, steps: int) -> int:
    return int(json.loads((out / "log.jsonl").read_text("utf-8").splitlines()[steps - 1])["tokens"])


def test_shards_are_shared_out_too(tmp_path: Path) -> None:
    """Two processes with one of a step's two batches each see what one process with both sees."""
    shards = tmp_path / "shards"
    shards.mkdir()
    write_shards(shards)
    words = "train --steps 4 --parts 2 --batch-tokens 300 --log-every 1 --no-autocast --warmup-steps 2 --vocabulary 60 "
    words += "--hidden-size 32 --layers 1 --heads 2 --feed-forward-size 32 --peak-teraflops 0.05 --demonstrations 0.5"
    for count in (1, 2):
        together(count, [*words.split(), "--data", str(shards), "--out", str(tmp_path / str(count))])
    one, two = (losses(tmp_path / str(count)) for count in (1, 2))
    assert len(one) == 4
    assert one == pytest.approx(two, abs=1e-5)


def test_a_run_is_not_overwritten(given: Path, alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = losses(alone)
    assert main(command(given, alone)) == 2
    assert "--resume goes on with it" in capsys.readouterr().err
    assert losses(alone) == before


def children(parent: int) -> Iterator[int]:
    """Processes that `parent` has started."""
    for file in Path(f"/proc/{parent}/task").glob("*/children"):
        yield from (int(child) for child in file.read_text().split())


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds a worker to kill in /proc")
def test_after_a_worker_was_killed_the_run_goes_on_as_if_nothing_had_been(
    given: Path, alone: Path, tmp_path: Path
) -> None:
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    launch += ["--max-restarts", "1", "--monitor-interval", "0.1", "-m", "models"]
    with (tmp_path / "output").open("w") as output:
        agent = subprocess.Popen([*launch, *command(given, tmp_path / "run")], stdout=output, stderr=output)
    log = tmp_path / "run" / "log.jsonl"
    try:
        # The checkpoint is that of step 2; step 3 is lost.
        deadline = time.monotonic() + 120
        while not (log.is_file() and len(log.read_text().splitlines()) > 2):
            assert time.monotonic() < deadline
            assert agent.poll() is None
            time.sleep(0.01)
        victim = max(children(agent.pid))
        os.kill(victim, signal.SIGKILL)
        assert agent.wait(120) == 0
    finally:
        agent.kill()
        agent.wait()
    assert "from step 2" in (tmp_path / "output").read_text()
    assert losses(tmp_path / "run") == pytest.approx(losses(alone), abs=1e-5)
