"""The bare Vosk decoding loop: `python -m benchmarks.voice.bare FOLDER`.

Decodes the audio of calls that `keep` has left in a folder, piece by piece with the grammar of the
step that it was heard at, and nothing else: no sockets, no silence spared. Prints one JSON object:
`cpu_s`, `audio_s`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audio_models import bundled
from audio_models.grammar import fitting, pairs, with_unknown
from audio_models.symbols import vocabulary
from benchmarks.steps import expected
from benchmarks.voice import sounds
from benchmarks.voice.machine import pinned
from benchmarks.voice.phone import Ended
from intents import listening

_LANGUAGE = "en"
_BLOCK = 4000  # bytes handed over at once, as in Vosk's own examples: a quarter of a second


@dataclass(frozen=True)
class Cost:
    """CPU time and length of the audio, in seconds."""

    cpu_s: float
    audio_s: float


def decode(calls: Iterable[Ended], folder: Path, core: int | None) -> Cost:
    """What the audio of these calls costs in a process of its own, on one core."""
    names = {}
    for call in calls:
        for step, frames in call.audio:
            file = folder / f"{len(names)}.pcm"
            file.write_bytes(sounds.pcm(frames))
            names[file.name] = grammar(step)
    (folder / "pieces.json").write_text(json.dumps(names))
    command = [sys.executable, "-m", "benchmarks.voice.bare", str(folder)]
    with pinned(core):
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout))


@cache
def grammar(step: str) -> str:
    """The grammar of a step ("flow.step") as Vosk takes it; empty where nothing is listened for."""
    flow, _, name = step.partition(".")
    expects = expected(flow, name, _LANGUAGE) if name else None
    if expects is None:
        return ""
    phrases = listening(_LANGUAGE, expects, {})
    words = fitting(phrases, _words())
    if expects.slot and expects.slot.type not in ("yes_no", "part_of_day"):
        elsewhere = listening(_LANGUAGE, replace(expects, slot=None, also=()), {})
        own = [word for word in phrases if word not in elsewhere and " " not in word]
        words += pairs(fitting(own, _words()))
    return json.dumps(with_unknown(words, _words()))


@cache
def _words() -> frozenset[str]:
    return frozenset(vocabulary(bundled(_LANGUAGE)))


def main() -> None:
    import vosk

    vosk.SetLogLevel(-5)
    folder = Path(sys.argv[1])
    model = vosk.Model(str(bundled(_LANGUAGE)))
    cpu_s = audio_s = 0.0
    for name, phrases in json.loads((folder / "pieces.json").read_text()).items():
        pcm = (folder / name).read_bytes()
        if not phrases:
            continue
        began = time.process_time()
        recogniser = vosk.KaldiRecognizer(model, 8000.0, phrases)
        for at in range(0, len(pcm), _BLOCK):
            if recogniser.AcceptWaveform(pcm[at : at + _BLOCK]):
                recogniser.Result()
        recogniser.FinalResult()
        cpu_s += time.process_time() - began
        audio_s += len(pcm) / 16000
    print(json.dumps({"cpu_s": cpu_s, "audio_s": audio_s}))


if __name__ == "__main__":
    main()
