"""Hand models to Vosk, each in a process of its own, and say how that ended.

Run with folders as arguments; prints one word a folder: "heard", "raised", or "died" where Vosk
ended the process or never came back. Only processes that have done nothing else may be forked,
which is why this is no function of the tests.
"""

import json
import os
import signal
import sys

import numpy as np
import vosk

NOISE = np.random.default_rng(0).normal(0, 3000, 8000).astype("<i2").tobytes()


def hear(folder: str) -> None:
    model = vosk.Model(folder)
    recogniser = vosk.KaldiRecognizer(model, 8000.0, json.dumps(["yes", "two four", "[unk]"]))
    recogniser.SetWords(True)
    for start in range(0, len(NOISE), 3200):
        recogniser.AcceptWaveform(NOISE[start : start + 3200])
        recogniser.PartialResult()
    recogniser.FinalResult()


def fate(folder: str) -> str:
    child = os.fork()
    if not child:
        signal.alarm(20)  # ends the process: Vosk cannot be interrupted otherwise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            hear(folder)
        except Exception:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "died"
    return "raised" if os.WEXITSTATUS(status) else "heard"


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        print(fate(folder), flush=True)
