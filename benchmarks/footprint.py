"""What a model costs a process that has nothing else: `python -m benchmarks.footprint MODEL`.

Prints one JSON object: `load_s`, and `rss_mb`, the resident memory (MB) after loading the model and
recognising a second of audio, less that of the process with Vosk imported and no model.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

LOADS = 3


def footprint(folder: Path, loads: int = LOADS) -> Mapping[str, float]:
    """The medians of a few fresh processes."""
    command = [sys.executable, "-m", "benchmarks.footprint", str(folder)]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(loads)
    ]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    import numpy as np
    import vosk

    from audio_models.transcribe import Model

    vosk.SetLogLevel(-1)
    noise = np.random.default_rng(0).normal(0, 1000, 8000).astype(np.int16)
    before, began = _resident_mb(), time.perf_counter()
    model = Model(Path(sys.argv[1]))
    took = time.perf_counter() - began
    model.transcribe(noise)
    print(json.dumps({"load_s": took, "rss_mb": _resident_mb() - before}))


if __name__ == "__main__":
    main()
