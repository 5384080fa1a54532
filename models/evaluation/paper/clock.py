"""Processor time, which says how fast a decoder is even where others use the machine."""

from __future__ import annotations

import os
import time


class CpuClock:
    """Seconds of processor time of this process and of its children that have ended, from construction on."""

    def __init__(self) -> None:
        self._started = self._now()

    def seconds(self) -> float:
        """Processor seconds so far."""
        return self._now() - self._started

    @staticmethod
    def _now() -> float:
        times = os.times()
        # Of this process more finely than in the hundredths of a second that the system counts.
        return time.process_time() + times.children_user + times.children_system
