"""The most memory that this process has held."""

from __future__ import annotations

import sys


def peak_memory() -> int:
    """Bytes of the process's largest resident set, mapped files included; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
