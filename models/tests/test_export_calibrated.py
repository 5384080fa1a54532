"""Int8 with outlier channels in float32."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from models.export.calibrated import CalibratedInt8Format, input_ranges, outlier_channels, smoothing
from models.export.compare import compare
from models.export.graph_session import GraphSession
from models.export.linear import Int8Format
from models.export.random_model import random_config, random_model
from models.export.samples import random_batch
from models.export.step_graph import StepGraph


def test_outlier_channels_do_not_coarsen_the_others(tmp_path: Path) -> None:
    config = random_config("xlm-roberta", 200, hidden_size=64, layers=2, heads=4, feed_forward_size=128)
    model = random_model(config, 1).eval()
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, value in model.named_parameters():
            if name.endswith(".attention_norm.weight"):
                value[3] = 60.0
            elif name.endswith(".output.weight"):
                value.copy_(torch.randn(value.shape, generator=generator) * 0.1)
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    batch = random_batch(model.config, 3, size=4, source=12, target=12)
    errors = []
    for matrices in (Int8Format(), CalibratedInt8Format(input_ranges(model, batch), weights)):
        graph = StepGraph(weights, model.config, matrices).build("1")
        path = tmp_path / "compared.onnx"
        path.write_bytes(graph.SerializeToString())
        errors.append(compare(model, GraphSession(str(path), model.config), batch).mean_log_probability)
    plain, calibrated = errors
    assert calibrated < 0.7 * plain


def test_channels_far_above_the_median_are_outliers() -> None:
    largest = np.ones(100, dtype=np.float32)
    largest[[7, 50]] = 9, 30
    assert outlier_channels(largest).tolist() == [7, 50]
    assert not len(outlier_channels(np.ones(100, dtype=np.float32)))
    factor = smoothing(largest, np.ones(100, dtype=np.float32))
    assert factor[50] > factor[7] > factor[0]
    assert np.exp(np.log(factor).mean()) == pytest.approx(1.0, abs=1e-5)
