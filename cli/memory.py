"""Keep the memory of a server with many threads from creeping up.

The GNU C library gives threads pools of memory of their own, eight a processor, and each keeps the
largest that its calls ever needed: over thousands of calls that looks like a leak of 10 kB a call.
With two pools a server of 50 threads stays at what it has after its first thousand calls
(`python -m benchmarks.voice --only rss_per_call_mb`). Elsewhere nothing is done.
"""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8  # a parameter of mallopt()
_POOLS = 2


def share() -> None:
    """For this process, before it starts threads, and those that it forks."""
    try:
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _POOLS)
    except (AttributeError, OSError, TypeError):
        return
