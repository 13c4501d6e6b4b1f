"""The figures of recordings, from the command line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from audio_models import bundled
from audio_models.espeak import synthesise
from audio_models.recordings import Recording, write
from audio_models.resample import resample


def spoken(text: str, voice: str, kind: str, meant: str | None = None, **more) -> Recording:
    speech = synthesise(text, voice, rate=140)
    pause = np.zeros(2400, dtype=np.int16)
    samples = np.concatenate((pause, resample(speech.samples, speech.sample_rate), pause))
    return Recording(samples, text if meant is None else meant, "en", voice, kind, **more)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.speech", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("corpus")
    yes_no = ("yes", "no", "quizzical")
    write(
        place,
        [
            spoken("four oh two", "en-us+f4", "digits"),
            spoken("seven one", "en-us+steph2", "digits"),
            spoken("yes", "en-us+f4", "phrase", grammar=yes_no),
            spoken("it rained in the mountains", "en-us+f4", "oov", "", grammar=yes_no),
        ],
    )
    return place


def test_every_model_is_measured_in_every_group(corpus, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(bundled("en"), copy)
    done = run("--corpus", corpus, "--model", bundled("en"), "--model", copy)
    assert done.returncode == 0, done.stderr
    assert "quizzical" in done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    keys = {"name", "value", "unit", "model", "corpus", "kind", "speaker"}
    assert all(line.keys() == keys for line in lines)
    by_model: dict[str, dict[tuple[str, ...], float]] = {}
    for line in lines:
        figures = by_model.setdefault(line["model"], {})
        figures[line["name"], line["kind"], line["speaker"]] = line["value"]
    assert by_model.keys() == {str(bundled("en")), str(copy)}
    first, second = by_model.values()
    assert first.keys() == second.keys()
    assert first["exact_match", "phrase", "en-us+f4"] == second["exact_match", "phrase", "all"] == 1
    assert ("word_error_rate", "oov", "all") not in first
    assert ("false_accept_rate", "oov", "all") in first
    for name in ("word_error_rate", "real_time_factor", "load_s", "rss_mb"):
        assert first[name, "all", "all"] >= 0


def test_digits_are_listened_for_alone(corpus):
    done = run("--corpus", corpus, "--grammar", "digits", "--no-unknown", "--lang", "en")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["model"] for line in lines} == {"bundled/en"}
    digits = {line["name"]: line["value"] for line in lines if line["kind"] == "digits"}
    assert digits["exact_match"] == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--corpus", "nowhere"], "nowhere/manifest.jsonl: is missing."),
        (["--corpus", "CORPUS", "--lang", "qq"], "no recording in the language 'qq'"),
        (["--corpus", "CORPUS", "--model", "nowhere"], "nowhere: is not a directory"),
    ],
)
def test_bad_input_is_a_sentence(corpus, arguments, problem):
    done = run(*(str(corpus) if each == "CORPUS" else each for each in arguments))
    assert done.returncode == 2
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
