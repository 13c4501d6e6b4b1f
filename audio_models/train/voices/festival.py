"""Utterances from festival's voices, when it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from audio_models.graph.phones import from_festival
from audio_models.train.corpus import Utterance, from_segments
from audio_models.train.voices.flite import read_wave

VOICES = ("kal_diphone", "cmu_us_slt_arctic_hts")
HELD_OUT = "ked_diphone"  # a recorded speaker kept for choosing between models
_BATCH = 50
_FOLDER = Path("/usr/share/festival/voices")


def available(voice: str) -> bool:
    return shutil.which("festival") is not None and any(_FOLDER.glob(f"*/{voice}"))


def _script(texts: Sequence[str], voice: str, stretch: float, folder: Path) -> str:
    lines = [f"(voice_{voice})", f"(Parameter.set 'Duration_Stretch {stretch:.2f})"]
    lines += [
        f'(let ((u (Utterance Text "{text}"))) (utt.synth u)'
        f' (utt.save.wave u "{folder}/{i}.wav" \'riff) (utt.save.segs u "{folder}/{i}.seg"))'
        for i, text in enumerate(texts)
    ]
    return "\n".join(lines)


def _utterance(text: str, voice: str, wav: Path, segments_file: Path) -> Utterance | None:
    segments = []
    start = 0.0
    for line in segments_file.read_text().splitlines():
        fields = line.split()  # end time, a colour, the phone
        if len(fields) == 3 and fields[0] != "#":
            segments.append((from_festival(fields[2]), start, float(fields[0])))
            start = float(fields[0])
    return from_segments(text, f"festival {voice}", read_wave(wav), segments)


def speak(
    lines: Sequence[tuple[str, str]], rng: np.random.Generator, voice: str
) -> list[Utterance]:
    """Speak all texts in batches, each at its own pace; those it fails on are left out.

    The voices are American, whatever the lines' espeak-ng voice is.
    """
    spoken: list[Utterance] = []
    for begin in range(0, len(lines), _BATCH):
        texts = [text for text, _ in lines[begin : begin + _BATCH]]
        spoken += _batch(texts, voice, rng.uniform(0.8, 1.45))
    return spoken


def _batch(texts: Sequence[str], voice: str, stretch: float) -> list[Utterance]:
    """One run of festival; `stretch` lengthens every phone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = folder / "speak.scm"
        script.write_text(_script(texts, voice, stretch, folder))
        subprocess.run(["festival", "--batch", str(script)], capture_output=True, check=False)
        utterances = []
        for i, text in enumerate(texts):
            wav, segments = folder / f"{i}.wav", folder / f"{i}.seg"
            if wav.exists() and segments.exists():
                utterance = _utterance(text, voice, wav, segments)
                utterances += [utterance] if utterance else []
    return utterances
