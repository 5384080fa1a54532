"""The runtime of our models in MLServer. It is copied beside the graphs and needs numpy and onnxruntime only."""

import os

# onnxruntime otherwise reports usage over the network; it reads the variable when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
