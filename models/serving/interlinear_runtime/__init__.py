"""The runtime of our models in MLServer. It is copied beside the graphs and needs numpy and onnxruntime only."""
