"""Try a model in a process of its own: what ends that process does not end ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from audio_models.errors import ModelError

_ROOT = Path(__file__).parent.parent
_LONGEST_S = 600  # big models take minutes to load from a slow disk


def probe(model_dir: Path) -> None:
    """Load the model with Vosk and let it hear a second; raises ModelError if that goes wrong.

    Finds what `check` cannot, at the price of loading the model once more.
    """
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        tried = subprocess.run(
            [sys.executable, "-m", "audio_models.probe", str(model_dir)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError(model_dir, "keeps Vosk busy for ever") from error
    if tried.returncode != 0:
        lines = tried.stderr.decode("utf-8", "replace").strip().splitlines()
        why = next((line for line in lines if "ERROR" in line or "ASSERT" in line), "it died")
        raise ModelError(model_dir, f"cannot be used by Vosk: {why.partition(') ')[2] or why}")


def _try(model_dir: Path) -> None:
    import json

    import numpy as np
    import vosk

    from audio_models.layout import sample_rate

    rate = sample_rate(model_dir)
    model = vosk.Model(str(model_dir))
    noise = np.random.default_rng(1).normal(0, 2000, rate).astype("<i2").tobytes()
    recogniser = vosk.KaldiRecognizer(model, float(rate), json.dumps(["[unk]"]))
    recogniser.SetWords(True)
    recogniser.AcceptWaveform(noise)
    recogniser.FinalResult()


if __name__ == "__main__":
    _try(Path(sys.argv[1]))
