"""`graph`: a new phrase of an author is heard, and what is wrong is said plainly."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
import vosk
from click.testing import CliRunner, Result

import audio_models
from audio_models.espeak import resample, synthesise
from cli.graph import graph
from flows.library import HERE
from voice.recogniser import fitting

PHRASE = "voucher for my greenhouse tomatoes"
MENU = """
flow: garden
title: {{en: the garden, es: el jardín, zh: 花园}}
steps:
  choose:
    menu:
      garden:
        key: 1
        label: {{en: the garden, es: el jardín, zh: 花园}}
        phrases: {{en: ["{en}"], zh: ["{zh}"]}}
        goto: choose
    text: {{en: a, es: b, zh: c}}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, with an empty data folder."""
    from cli.environment import fresh

    for name, value in fresh(8080).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BENEFITLINE_DATA_DIR", str(tmp_path / "data"))
    shutil.copytree(HERE / "library", tmp_path / "flows" / "library")
    (tmp_path / "data").mkdir()
    return tmp_path


def run(place: Path, *words: str | Path) -> Result:
    arguments = [str(word) for word in words]
    return CliRunner().invoke(graph, arguments, obj=place / "none.env")


def add_flow(place: Path, en: str = "the garden", zh: str = "花园") -> Path:
    file = place / "flows" / "library" / "garden.yaml"
    file.write_text(MENU.format(en=en, zh=zh), encoding="utf-8")
    return place / "flows"


def heard(model: Path, text: str, grammar: list[str] | None) -> str:
    vosk.SetLogLevel(-1)
    arguments = [json.dumps([*grammar, "[unk]"])] if grammar else []
    recogniser = vosk.KaldiRecognizer(vosk.Model(str(model)), 8000.0, *arguments)
    speech = synthesise(text, "en-us+f4", rate=140)
    quiet = np.zeros(3000, dtype=np.int16)
    samples = np.concatenate((quiet, resample(speech.samples, speech.sample_rate), quiet))
    recogniser.AcceptWaveform((samples // 2).astype(np.int16).tobytes())
    return json.loads(recogniser.FinalResult())["text"]


def test_a_new_phrase_is_heard(place):
    flows = add_flow(place, en=PHRASE)
    before = audio_models.vocabulary(audio_models.bundled("en"))
    assert not fitting([PHRASE], before)
    started = time.process_time()
    result = run(place, "en", "--flows", flows, "--all")
    assert result.exit_code == 0, result.output
    assert time.process_time() - started < 5  # authors wait for it
    assert "  greenhouse  G R IY N HH AW S" in result.output
    assert "(as the synthesiser says it)" in result.output
    model = place / "data" / "models" / "en"
    audio_models.check(model)
    assert fitting([PHRASE], audio_models.vocabulary(model)) == [PHRASE]
    assert heard(model, PHRASE, [PHRASE, "claim status", "a person"]) == PHRASE
    assert "greenhouse" in heard(model, PHRASE, None)
    again = run(place, "en")
    assert "gone:\n" in again.output
    assert "  greenhouse\n" in again.output


def test_an_authors_pronunciation_stands_in_place_of_the_synthesisers(place):
    flows = add_flow(place, en="xyloquay")
    own = place / "data" / "pronunciations.en.txt"
    own.write_text("# towns\nxyloquay = Z AY L OW K IY\nnewtown N UW T AH N\n", encoding="utf-8")
    more = place / "more.txt"
    more.write_text("xyloquay Z IH L OW K W EY\n", encoding="utf-8")
    result = run(place, "en", "--flows", flows, "--pronunciations", more, "--all")
    assert "  xyloquay  Z AY L OW K IY / Z IH L OW K W EY\n" in result.output
    (newtown,) = [line for line in result.output.splitlines() if line.startswith("  newtown")]
    assert newtown.endswith(" / N UW T AH N")  # after the synthesiser's own


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quay K IY QQ", "line 2: QQ is no phone of this language; they are AA AE AH"),
        ("quay =", "line 2: a word needs its phones after it"),
    ],
)
def test_a_wrong_pronunciation_is_named(place, line, said):
    file = place / "mine.txt"
    file.write_text(f"# mine\n{line}\n", encoding="utf-8")
    result = run(place, "en", "--pronunciations", file)
    assert result.exit_code == 1
    assert f"{file}, {said}" in result.output
    assert not list((place / "data").glob("**/*"))


def test_a_language_without_a_model_is_named(place):
    if audio_models.bundled("zh"):
        pytest.skip("a model is bundled")
    result = run(place, "zh")
    assert result.exit_code == 1
    assert "There is no speech model for zh" in result.output


def test_a_folder_without_flows_is_named(place):
    result = run(place, "en", "--flows", place / "data")
    assert result.exit_code == 1
    assert "holds no flows (library/*.yaml)" in result.output
