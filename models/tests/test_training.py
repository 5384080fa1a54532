"""The trainer on tiny synthetic shards: it learns, and it resumes to the bit."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
import torch

from models.__main__ import main
from models.architecture.config import mini_config
from models.architecture.instruct_model import InstructModel
from models.package.weights import save_weights
from models.tests.shard_folder import write_shards
from models.training import train
from models.training.build_source import DataOptions, build_source
from models.training.checkpoints import load_checkpoint, save_checkpoint
from models.training.dev import DevSet
from models.training.examples import ExampleStream, Shard
from models.training.group import Group
from models.training.optimizer import OptimizerPair
from models.training.options import TrainingOptions
from models.training.placement import weights_of
from models.training.schedule import Schedule
from models.training.trainer import Trainer

VOCABULARY = 60
CONFIG = mini_config(VOCABULARY, hidden_size=32, layers=2, heads=2, feed_forward_size=64)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic shards of two tasks."""
    return write_shards(tmp_path_factory.mktemp("shards"))


def trainer(shards: Path, out: Path, **options: Any) -> Trainer:
    """A trainer with quick settings; float32, so that the bits are comparable."""
    settings: dict[str, Any] = {
        "minutes": None,
        "steps": 6,
        "batch_tokens": 300,
        "pool_size": 64,
        "warmup_steps": 2,
        "learning_rate": 4e-3,
        "autocast": False,
        "log_every": 2,
    }
    start = options.pop("start_from", None)
    group, chosen = Group(), TrainingOptions(**{**settings, **options})
    source, dev = build_source(DataOptions(str(shards)), CONFIG, chosen, group)
    weights = None if start is None else weights_of(start)
    origin = None if start is None else train.history(start)
    return Trainer(CONFIG, chosen, group, out, source, dev=dev, weights=weights, origin=origin)


def test_loss_goes_down(shards: Path, tmp_path: Path) -> None:
    t = trainer(shards, tmp_path, steps=160)
    dev = DevSet.of_shard(Shard(shards, "dev"), per_group=30)
    before = dev.measure(t.model, CPU, autocast=False)
    t.run()
    after = dev.measure(t.model, CPU, autocast=False)
    assert after["nll/all"] < before["nll/all"] - 1
    assert after["accuracy/fix/copy"] > before["accuracy/fix/copy"] + 0.2
    assert after["length_nll"] < before["length_nll"] - 1


@pytest.mark.parametrize("optimizer", ["muon", "adamw"])
def test_resumed_run_equals_an_uninterrupted_one(shards: Path, tmp_path: Path, optimizer: str) -> None:
    whole = trainer(shards, tmp_path / "whole", optimizer=optimizer)
    whole.run()
    # Six steps were planned from the start; after three the process ends.
    first = trainer(shards, tmp_path / "parts", optimizer=optimizer)
    first.schedule = Schedule(2, decay_start=4, decay_steps=2)
    stop_after(first, 3)
    second = trainer(shards, tmp_path / "parts", optimizer=optimizer)
    assert different(second.state()["model"], whole.state()["model"])
    second.resume()
    assert second.step == 3
    second.run()
    assert second.step == whole.step == 6
    assert second.source.place() == whole.source.place()
    assert second.tokens == whole.tokens
    assert not different(second.state()["model"], whole.state()["model"])
    assert same_optimizer(second, whole)


def stop_after(run: Trainer, steps: int) -> None:
    """Run and checkpoint `steps` steps of a longer plan."""
    finished = run._finished
    run._finished = lambda: run.step >= steps or finished()  # type: ignore[method-assign]
    run.run()


def different(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> list[str]:
    """Names of tensors that are not equal bit for bit."""
    assert one.keys() == other.keys()
    return [name for name, tensor in one.items() if not torch.equal(tensor, other[name])]


def same_optimizer(one: Trainer, other: Trainer) -> bool:
    pairs = zip(one.optimizer.state_dict(), other.optimizer.state_dict(), strict=True)
    return all(
        torch.equal(value, b["state"][parameter][name])
        for a, b in pairs
        for parameter, state in a["state"].items()
        for name, value in state.items()
        if isinstance(value, torch.Tensor)
    )


def test_the_logged_history_survives_a_resumption(shards: Path, tmp_path: Path) -> None:
    first = trainer(shards, tmp_path)
    stop_after(first, 3)
    second = trainer(shards, tmp_path)
    second.resume()
    second.run()
    assert [e["step"] for e in second.log.entries if e["kind"] == "train"] == [2, 4, 6]
    written = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert written == second.log.entries
    assert (tmp_path / "curves.png").read_bytes()[:4] == b"\x89PNG"


def test_other_seeds_train_differently(shards: Path, tmp_path: Path) -> None:
    models = []
    for number, seed in enumerate((1, 1, 2)):
        t = trainer(shards, tmp_path / str(number), seed=seed, steps=2)
        t.run()
        models.append(t.state()["model"])
    assert not different(models[0], models[1])
    assert different(models[0], models[2])


def test_schedule_warms_up_stays_and_decays() -> None:
    schedule = Schedule(warmup_steps=10, floor=0.1, decay_start=50, decay_steps=20)
    factors = [schedule.factor(step) for step in range(90)]
    assert factors[0] == pytest.approx(0.1)
    assert factors[9] == factors[10] == factors[49] == 1
    assert factors[60] == pytest.approx(0.55)
    assert factors[70] == factors[89] == pytest.approx(0.1)
    assert all(a >= b for a, b in itertools.pairwise(factors[9:]))
    assert Schedule(warmup_steps=2).factor(10**6) == 1


def test_decay_fills_the_rest_of_the_steps(shards: Path, tmp_path: Path) -> None:
    t = trainer(shards, tmp_path, steps=8, stable_share=0.5)
    t.run()
    assert (t.schedule.decay_start, t.schedule.decay_steps) == (4, 4)


def test_a_time_budget_ends_the_run(shards: Path, tmp_path: Path) -> None:
    t = trainer(shards, tmp_path, steps=None, minutes=0.02)
    t.run()
    assert t.step > 1
    assert t.seconds >= 1.2
    assert t.schedule.decay_start is not None
    assert load_checkpoint(tmp_path / "state.pt")["step"] == t.step


def test_a_checkpoint_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.pt"
    save_checkpoint(path, {"step": 1})

    def interrupted(_state: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(torch, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_checkpoint(path, {"step": 2})
    monkeypatch.undo()
    assert load_checkpoint(path) == {"step": 1}
    save_checkpoint(path, {"step": 3})
    assert load_checkpoint(path) == {"step": 3}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["state.pt"]


def test_resuming_without_a_checkpoint_says_what_to_do(shards: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="train without --resume"):
        trainer(shards, tmp_path).resume()


def test_a_new_run_may_begin_with_the_weights_of_another(shards: Path, tmp_path: Path) -> None:
    first = trainer(shards, tmp_path / "a")
    first.run()
    second = trainer(shards, tmp_path / "b", seed=9, start_from=tmp_path / "a" / "state.pt")
    assert second.step == 0
    assert not different(first.state()["model"], second.state()["model"])
    assert second.origin == {"steps": first.step, "tokens": first.tokens, "seconds": first.seconds}
    second.run()
    for name in ("state.pt", "weights"):
        third = trainer(shards, tmp_path / "c", start_from=tmp_path / "b" / name)
        assert third.origin
        assert third.origin["tokens"] == first.tokens + second.tokens
        assert not different(second.state()["model"], third.state()["model"])
    again = trainer(shards, tmp_path / "b", seed=9)
    again.resume()
    assert again.origin == second.origin


def test_a_new_run_may_begin_with_a_model_package(shards: Path, tmp_path: Path) -> None:
    first = trainer(shards, tmp_path / "a")
    save_weights(first.model.model, tmp_path / "weights.safetensors")
    (tmp_path / "training.json").write_text(json.dumps({"config": CONFIG.to_json()}))
    assert different(first.state()["model"], trainer(shards, tmp_path / "b", seed=9).state()["model"])
    second = trainer(shards, tmp_path / "b", seed=9, start_from=tmp_path)
    for name, value in second.model.model.state_dict().items():
        assert torch.equal(value, first.model.model.state_dict()[name].half().float())


def test_weights_of_another_shape_are_refused(shards: Path, tmp_path: Path) -> None:
    other = InstructModel(mini_config(40, hidden_size=16, layers=1, heads=2, feed_forward_size=32))
    save_weights(other, tmp_path / "weights.safetensors")
    (tmp_path / "training.json").write_text(json.dumps({"config": other.config.to_json()}))
    with pytest.raises(ValueError, match="another shape"):
        trainer(shards, tmp_path / "run", start_from=tmp_path)


def test_batches_keep_to_the_token_budget_and_the_weights(shards: Path) -> None:
    shard = Shard(shards, "train")
    stream = ExampleStream(shard, batch_tokens=200, pool_size=600, seed=3)
    drawn: list[int] = []
    for rows in stream.pool(0):
        examples = [shard.example(int(row)) for row in rows]
        source = max(len(e.text) + len(e.instruction) + 3 for e in examples)
        assert len(examples) * (source + max(len(e.target) for e in examples)) <= 200
        drawn += [e.group for e in examples]
    assert len(drawn) == 600
    assert drawn.count(0) / 600 == pytest.approx(2 / 3, abs=0.08)


def test_the_stream_goes_on_from_any_place(shards: Path) -> None:
    stream = ExampleStream(Shard(shards, "train"), batch_tokens=300, pool_size=40, seed=3)
    walked = []
    for following, examples in stream.batches(0, 0):
        walked.append((following, [e.text.tolist() for e in examples]))
        if len(walked) == 12:
            break
    assert walked[-1][0][0] >= 1
    for place in (0, 4, 9):
        following, examples = next(stream.batches(*walked[place][0]))
        assert (following, [e.text.tolist() for e in examples]) == walked[place + 1]


def test_muon_serves_the_matrices_of_the_layers_alone() -> None:
    model = InstructModel(mini_config(40, hidden_size=16, layers=1, heads=2, feed_forward_size=32))
    pair = OptimizerPair(model, kind="muon", learning_rate=1e-3, weight_decay=0.1)
    served = [p for part in pair.parts for group in part.param_groups for p in group["params"]]
    assert len({id(p) for p in served}) == len(served) == len(list(model.parameters()))
    matrices = {id(p) for group in pair.parts[1].param_groups for p in group["params"]}
    assert matrices == {id(p) for p in model.backbone.layers.parameters() if p.ndim == 2}


def test_command_trains_and_says_what_it_lacks(
    shards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = "train --vocabulary 60 --hidden-size 32 --layers 1 --heads 2 --feed-forward-size 32 --no-autocast"
    words = [*sizes.split(), "--data", str(shards), "--out", str(tmp_path / "run")]
    assert main(words) == 2
    assert "--minutes, --steps or --tokens" in capsys.readouterr().err
    assert main([*words, "--steps", "2"]) == 0
    assert main([*words, "--steps", "4"]) == 2
    assert "--resume goes on with it" in capsys.readouterr().err
    assert main([*words, "--steps", "4", "--resume"]) == 0
    assert load_checkpoint(tmp_path / "run" / "state.pt")["step"] == 4
    assert main([*words, "--steps", "6", "--resume", "--seed", "2"]) == 2
    assert "goes on with the --seed" in capsys.readouterr().err
    assert main([*words[:-4], "--data", str(tmp_path), "--out", str(tmp_path / "other"), "--steps", "1"]) == 2
    assert "name the --tokenizer" in capsys.readouterr().err
