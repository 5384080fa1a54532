"""From a checkpoint to a model package: ONNX step graphs, weights and manifest (DESIGN §3)."""
