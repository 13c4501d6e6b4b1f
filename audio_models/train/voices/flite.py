"""Utterances from flite, when it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from audio_models.graph.phones import from_festival
from audio_models.resample import resample
from audio_models.train.corpus import SAMPLE_RATE, Utterance, from_segments

# Voice -> mean pitches to ask for, Hz; None leaves the speaker's own.
VOICES: dict[str, tuple[int | None, ...]] = {
    "awb": (None, None, 110, 150),
    "rms": (None, None, 85, 115),
    "slt": (None, None, 150, 200),
    "kal16": (None, 95, 125),
}


def available() -> bool:
    return shutil.which("flite") is not None


def read_wave(path: Path) -> npt.NDArray[np.int16]:
    """A mono 16-bit WAV file at telephone rate."""
    with wave.open(str(path), "rb") as audio:
        rate = audio.getframerate()
        samples = np.frombuffer(audio.readframes(audio.getnframes()), dtype="<i2")
    return resample(samples.astype(np.int16), rate, SAMPLE_RATE)


def speak(text: str, espeak_voice: str, rng: np.random.Generator) -> Utterance | None:
    """The text in any of the voices; None when flite fails or uses a phone without an equivalent.

    They are all American, whatever `espeak_voice` is.
    """
    voice = str(rng.choice(list(VOICES)))
    pitch = VOICES[voice][int(rng.integers(len(VOICES[voice])))]
    stretch = rng.uniform(0.75, 1.55)
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        command = ["flite", "-voice", voice, "-psdur", "-t", text, "-o", file.name]
        command += ["--setf", f"duration_stretch={stretch:.2f}"]
        if pitch is not None:
            command += ["--setf", f"int_f0_target_mean={pitch}"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            return None
        samples = read_wave(Path(file.name))
    segments = []
    start = 0.0
    for item in result.stdout.split():
        name, _, end = item.rpartition(":")
        segments.append((from_festival(name), start, float(end)))
        start = float(end)
    return from_segments(text, f"flite {voice}", samples, segments)
