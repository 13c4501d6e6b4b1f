"""What a method costs: in a process of its own, on one core."""

from __future__ import annotations

import multiprocessing
import os
import re
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.intents.methods import METHODS
from benchmarks.intents.rows import Row

QUERIES = 1000
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def costs(method: str, train: Sequence[Row], texts: Sequence[str]) -> dict[str, float]:
    """`build_s`, `p50_ms` and `p99_ms` in CPU time, `rss_mb` above a process that did nothing."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, context) as pool:
            return pool.submit(_measured, method, train, texts[:QUERIES]).result()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _measured(method: str, train: Sequence[Row], texts: Sequence[str]) -> dict[str, float]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    memory, began = _most_memory(), time.process_time()
    model = METHODS[method](train)
    build = time.process_time() - began
    times = []
    for text in texts:
        # Time of the processor: what else the machine does is no property of the method.
        before = time.thread_time()
        model.answer(text)
        times.append((time.thread_time() - before) * 1000)
    p50, p99 = np.quantile(times, (0.5, 0.99))
    return {
        "p50_ms": float(p50),
        "p99_ms": float(p99),
        "build_s": build,
        "rss_mb": _most_memory() - memory,
    }


def _most_memory() -> float:
    """In MB, of this process only: what `getrusage` tells includes the process that began it."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return float("nan")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else float("nan")
