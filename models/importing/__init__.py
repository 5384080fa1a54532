"""Weights of public checkpoints under our parameter names."""
