"""Utterances from festival's voices, when it is installed."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from audio_models.graph.phones import from_festival
from audio_models.train.corpus import Utterance, from_segments
from audio_models.train.flite import read_wave

VOICES = ("kal_diphone", "cmu_us_slt_arctic_hts")
HELD_OUT = "ked_diphone"  # a recorded speaker kept for choosing between models
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


def speak(texts: Sequence[str], voice: str, stretch: float) -> list[Utterance]:
    """Speak all texts in one run of festival; those it fails on are left out."""
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


def sample(texts: Sequence[str], voice: str, rng: random.Random) -> list[Utterance]:
    """Speak the texts in batches, each at its own speed."""
    batch = 100
    utterances: list[Utterance] = []
    for i in range(0, len(texts), batch):
        utterances += speak(texts[i : i + batch], voice, rng.uniform(0.8, 1.45))
    return utterances
