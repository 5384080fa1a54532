"""A model from the folder of its weights."""

from __future__ import annotations

import json
from pathlib import Path

from models.architecture.config import ModelConfig
from models.architecture.instruct_model import InstructModel
from models.package.weights import TRAINING_FILE, WEIGHTS_FILE, load_weights


def load_model(directory: Path) -> InstructModel:
    """The model of a package folder, in float32 and ready to decode.

    Raises FileNotFoundError if the folder lacks `training.json` or the weights.
    """
    values = json.loads((directory / TRAINING_FILE).read_text(encoding="utf-8"))
    model = InstructModel(ModelConfig.from_json(values["config"]))
    model.load_state_dict(load_weights(directory / WEIGHTS_FILE))
    return model.eval()


def folder_config(folder: Path) -> ModelConfig:
    """The configuration of the model whose weights lie in a folder."""
    return ModelConfig.load(folder / TRAINING_FILE)
