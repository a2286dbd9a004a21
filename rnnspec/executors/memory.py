"""How much memory this process holds.

In: nothing. Out: bytes. Linux tells what is resident now; elsewhere the peak stands for it.
"""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/statm")


def resident_memory() -> int:
    """The bytes of this process that are in memory."""
    try:
        return int(_STATUS.read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
