"""Errors about a checkpoint, in words for the person who named it."""

from __future__ import annotations


class CheckpointError(ValueError):
    """A checkpoint that cannot be imported; the message names file, tensor and shapes, and what to do."""
