"""`benefitline models adapt`, run as a person would."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from audio_models import recordings
from audio_models.espeak import synthesise
from audio_models.recordings import Recording
from audio_models.resample import resample
from audio_models.transcribe import DIGITS
from cli.adapt import adapt

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None,
    reason="adapting needs the train extra: torch and scipy",
)


def spoken(count: int) -> list[Recording]:
    rng = np.random.default_rng(0)
    pause = np.zeros(2400, dtype=np.int16)
    found = []
    for number in range(count):
        text = " ".join(rng.choice(DIGITS["en"], 4))
        speech = synthesise(text, "en-us", rate=150)
        samples = np.concatenate((pause, resample(speech.samples, speech.sample_rate), pause))
        rest = {"grammar": DIGITS["en"], "consent": number > 0}
        found.append(Recording(samples, text, "en", "s1", "digits", **rest))
    return found


@needs_torch
def test_the_command_keeps_the_model_in_use_when_nothing_is_gained(tmp_path: Path):
    """The bundled model hears these few recordings well: there is nothing to be better at."""
    recordings.write(tmp_path / "corpus", spoken(25))
    arguments = ["--corpus", str(tmp_path / "corpus"), "--out", str(tmp_path / "new")]
    ran = CliRunner().invoke(adapt, [*arguments, "--epochs", "1"])
    assert ran.exit_code == 1, ran.output
    assert "1 recordings left out: no consent" in ran.output
    assert "The model in use stays. " in ran.output
    assert "Traceback" not in ran.output
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@needs_torch
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "manifest.jsonl: is missing."),
        (["{}"], "line 1: lacks the text 'audio'."),
        ([{"consent": "yes"}], "line 1: 'consent' is neither true nor false."),
        ([{}], "0 recordings in 'en' can be used; at least 20"),
    ],
)
def test_the_command_says_plainly_what_is_wrong(tmp_path: Path, rows: list, sentence: str):
    recordings.write_wave(tmp_path / "a.wav", np.zeros(8000, dtype=np.int16))
    whole = {"audio": "a.wav", "text": "one", "lang": "en", "speaker": "s", "kind": "k"}
    lines = [row if isinstance(row, str) else json.dumps(whole | row) for row in rows]
    if lines:
        (tmp_path / "manifest.jsonl").write_text("\n".join(lines))
    arguments = ["--corpus", str(tmp_path), "--out", str(tmp_path / "new")]
    ran = CliRunner().invoke(adapt, arguments)
    assert ran.exit_code == 1
    assert sentence in ran.output


def test_without_the_libraries_a_sentence_names_them(tmp_path: Path):
    missing = "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')"
    (tmp_path / "torch.py").write_text(missing)
    code = "from cli.adapt import adapt; adapt()"
    arguments = ["--corpus", str(tmp_path), "--out", str(tmp_path / "new")]
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr == "Error: Adapting needs more libraries: pip install 'benefitline[train]'\n"
