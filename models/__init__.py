"""The model workshop: data, training, export and evaluation of the models that Interlinear runs."""

import os

# onnxruntime otherwise reports usage over the network; it reads the variable when it is loaded, after this package.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
