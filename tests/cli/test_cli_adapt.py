"""`benefitline models adapt`, run as a person would."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from audio_models import Registry, bundled, recordings
from audio_models.espeak import synthesise
from audio_models.recordings import Recording
from audio_models.resample import resample
from audio_models.transcribe import DIGITS
from cli import main
from cli.environment import fresh
from voice.recogniser import Models

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None,
    reason="adapting needs the train extra: torch and scipy",
)


def spoken(count: int, voices: tuple[str, ...] = ("en-us",)) -> list[Recording]:
    rng = np.random.default_rng(0)
    pause = np.zeros(2400, dtype=np.int16)
    found = []
    for number in range(count):
        text = " ".join(rng.choice(DIGITS["en"], 4))
        speech = synthesise(text, voices[number % len(voices)], rate=150)
        samples = np.concatenate((pause, resample(speech.samples, speech.sample_rate), pause))
        rest = {"grammar": DIGITS["en"], "consent": number > 0}
        found.append(Recording(samples, text, "en", "s1", "digits", **rest))
    return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, with an empty data folder."""
    for name, value in fresh(8080).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BENEFITLINE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def little_is_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds to learn from beside the recordings, and not minutes, where nothing is gained."""
    monkeypatch.setattr("audio_models.train.learning._REHEARSED_AT_LEAST_S", 20.0)
    monkeypatch.setattr("audio_models.train.learning._REHEARSED", 0.5)
    monkeypatch.setattr("audio_models.train.adapt._SYNTHETIC", 40)


def run(place: Path, *words: str | Path) -> Result:
    command = ["--env-file", str(place / "none.env"), "models", *map(str, words)]
    return CliRunner().invoke(main, command)


def bend(folder: Path) -> None:
    """Copy the bundled model with its outputs disturbed, so that there is something to gain."""
    from audio_models.train import kaldi_reader

    shutil.copytree(bundled("en"), folder)
    file = folder / "am/final.mdl"
    acoustic = kaldi_reader.read(file)
    last = acoustic.layers[-1]
    rng = np.random.default_rng(1)
    bent = replace(last, bias=last.bias + rng.normal(0, 4, len(last.bias)))
    file.write_bytes(replace(acoustic, layers=[*acoustic.layers[:-1], bent]).to_bytes())


@needs_torch
def test_an_accepted_model_is_used_by_a_running_server(
    place: Path, monkeypatch: pytest.MonkeyPatch
):
    # A minute of other speech, and not two, is enough: learning takes longest.
    monkeypatch.setattr("audio_models.train.learning._REHEARSED_AT_LEAST_S", 60.0)
    monkeypatch.setattr("audio_models.train.learning._REHEARSED", 1.0)
    installed = Registry(place / "data" / "models")
    bend(installed.writable() / "en")
    recordings.write(place / "corpus", spoken(28, ("en-us+f4", "en+m6")))
    models = Models(installed.folder)
    before = models.recogniser("en", ["yes"])
    ran = run(place, "adapt", "--corpus", place / "corpus", "--epochs", "3")
    assert ran.exit_code == 0, ran.output
    assert "The new model is own-en.\nCalls in 'en' use it from the next one on.\n" in ran.output
    assert models.recogniser("en", ["yes"])._loaded is not before._loaded
    assert re.search(
        r"in use     own-en \(own, \d+ MB, adapted from en\)", run(place, "list").output
    )
    assert "own-en: fine\n" in run(place, "verify").output
    assert run(place, "graph", "en").exit_code == 0
    assert re.search(
        r"own-en \(own, \d+ MB, adapted from en, then rebuilt\)", run(place, "list").output
    )
    assert "own-en: fine\n" in run(place, "verify").output


@needs_torch
@pytest.mark.parametrize("elsewhere", [True, False])
def test_the_command_keeps_the_model_in_use_when_nothing_is_gained(
    place: Path, little_is_learnt: None, elsewhere: bool
):
    """The bundled model hears these few recordings well: there is nothing to be better at."""
    recordings.write(place / "corpus", spoken(25))
    out = ["--out", place / "new"] if elsewhere else []
    ran = run(place, "adapt", "--corpus", place / "corpus", "--epochs", "1", *out)
    assert ran.exit_code == 1, ran.output
    assert "1 recordings left out: no consent" in ran.output
    assert "The model in use stays. " in ran.output
    assert "Traceback" not in ran.output
    assert not (place / "new").exists()
    assert not Registry(place / "data" / "models").installed()
    assert not list(place.glob("data/models/.work-*"))


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
def test_the_command_says_plainly_what_is_wrong(place: Path, rows: list, sentence: str):
    recordings.write_wave(place / "a.wav", np.zeros(8000, dtype=np.int16))
    whole = {"audio": "a.wav", "text": "one", "lang": "en", "speaker": "s", "kind": "k"}
    lines = [row if isinstance(row, str) else json.dumps(whole | row) for row in rows]
    if lines:
        (place / "manifest.jsonl").write_text("\n".join(lines))
    ran = run(place, "adapt", "--corpus", place)
    assert ran.exit_code == 1
    assert sentence in ran.output


def test_without_the_libraries_a_sentence_names_them(tmp_path: Path):
    missing = "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')"
    (tmp_path / "torch.py").write_text(missing)
    code = "from cli import main; main()"
    arguments = ["models", "adapt", "--corpus", str(tmp_path), "--out", str(tmp_path / "new")]
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr == "Error: Adapting needs more libraries: pip install 'benefitline[train]'\n"
