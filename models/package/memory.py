"""The most memory that this process has held."""

from __future__ import annotations

import sys
from pathlib import Path


def peak_memory() -> int:
    """Bytes of the process's largest resident set, mapped files included; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def resident_memory() -> tuple[int, int]:
    """Bytes of the process that are in memory now, and how many of them are pages of files; 0 where nobody says."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0, 0
    entries = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    whole, files = (1024 * int(entries[key].split()[0]) for key in ("VmRSS", "RssFile"))
    return whole, files
