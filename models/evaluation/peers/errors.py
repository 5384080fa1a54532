"""Errors about a peer."""

from __future__ import annotations


class PeerError(RuntimeError):
    """A peer cannot be loaded; the message says what to do."""
