"""Settings of all tests."""

from __future__ import annotations

import os

# Before PyTorch is imported. Sums of several threads have no fixed order, and on a busy machine threads that wait for
# each other make models this small ten times slower.
os.environ["OMP_NUM_THREADS"] = "1"

import torch

torch.set_num_threads(1)
