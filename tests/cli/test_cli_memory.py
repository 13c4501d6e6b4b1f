"""Many threads share few pools of memory."""

import ctypes
import subprocess
import sys

import pytest

_POOLS = """
import ctypes, sys, threading
from cli import memory
if sys.argv[1] == "shared":
    memory.share()
c = ctypes.CDLL(None)
c.malloc.restype = c.fdopen.restype = ctypes.c_void_p
everybody = threading.Barrier(12)
def work():
    everybody.wait()  # nobody inherits the pool of a thread that has ended
    c.malloc(1000)
    everybody.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
out = ctypes.c_void_p(c.fdopen(1, b"w"))
c.malloc_info(0, out)
c.fflush(out)
"""


def pools(how):
    done = subprocess.run(
        [sys.executable, "-c", _POOLS, how], capture_output=True, text=True, check=True
    )
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="no GNU C library")
def test_threads_share_two_pools_of_memory():
    assert pools("shared") <= 2 < pools("usual")
