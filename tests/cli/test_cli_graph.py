"""`models graph`: a new phrase of an author is heard, and what is wrong is said plainly."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
import vosk
from click.testing import CliRunner, Result

import audio_models
from audio_models import Registry, RegistryError, description, own
from audio_models.espeak import resample, synthesise
from audio_models.grammar import fitting
from cli import main
from flows.library import HERE
from voice.recogniser import Models

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
    command = ["--env-file", str(place / "none.env"), "models"]
    return CliRunner().invoke(main, [*command, *arguments])


def add_flow(place: Path, en: str = "the garden", zh: str = "花园") -> Path:
    file = place / "flows" / "library" / "garden.yaml"
    file.write_text(MENU.format(en=en, zh=zh), encoding="utf-8")
    return place / "flows"


def line(text: str) -> bytes:
    """A voice on the telephone, as PCM."""
    speech = synthesise(text, "en-us+f4", rate=140)
    quiet = np.zeros(3000, dtype=np.int16)
    samples = np.concatenate((quiet, resample(speech.samples, speech.sample_rate), quiet))
    return (samples // 2).astype(np.int16).tobytes()


def heard(model: Path, text: str, grammar: list[str] | None) -> str:
    vosk.SetLogLevel(-1)
    arguments = [json.dumps([*grammar, "[unk]"])] if grammar else []
    recogniser = vosk.KaldiRecognizer(vosk.Model(str(model)), 8000.0, *arguments)
    recogniser.AcceptWaveform(line(text))
    return json.loads(recogniser.FinalResult())["text"]


def test_a_new_phrase_is_heard(place):
    flows = add_flow(place, en=PHRASE)
    before = audio_models.vocabulary(audio_models.bundled("en"))
    assert not fitting([PHRASE], before)
    started = time.process_time()
    result = run(place, "graph", "en", "--flows", flows, "--all")
    assert result.exit_code == 0, result.output
    assert time.process_time() - started < 5  # authors wait for it
    assert "  greenhouse  G R IY N HH AW S" in result.output
    assert "(as the synthesiser says it)" in result.output
    model = place / "data" / "models" / "own-en"
    audio_models.check(model)
    assert fitting([PHRASE], audio_models.vocabulary(model)) == [PHRASE]
    assert heard(model, PHRASE, [PHRASE, "claim status", "a person"]) == PHRASE
    assert "greenhouse" in heard(model, PHRASE, None)
    again = run(place, "graph", "en")
    assert "gone:\n" in again.output
    assert "  greenhouse\n" in again.output


def test_an_authors_pronunciation_stands_in_place_of_the_synthesisers(place):
    flows = add_flow(place, en="xyloquay")
    mine = place / "data" / "pronunciations.en.txt"
    mine.write_text("# towns\nxyloquay = Z AY L OW K IY\nnewtown N UW T AH N\n", encoding="utf-8")
    more = place / "more.txt"
    more.write_text("xyloquay Z IH L OW K W EY\n", encoding="utf-8")
    result = run(place, "graph", "en", "--flows", flows, "--pronunciations", more, "--all")
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
    result = run(place, "graph", "en", "--pronunciations", file)
    assert result.exit_code == 1
    assert f"{file}, {said}" in result.output
    assert not Registry(place / "data" / "models").installed()


def test_a_language_without_a_model_is_named(tmp_path):
    with pytest.raises(RegistryError, match="There is no speech model for 'fr' to start from"):
        own.source(Registry(tmp_path), "fr")


def test_a_folder_without_flows_is_named(place):
    result = run(place, "graph", "en", "--flows", place / "data")
    assert result.exit_code == 1
    assert "holds no flows (library/*.yaml)" in result.output


def test_a_running_server_hears_the_new_words_at_its_next_call(place):
    models = Models(place / "data" / "models")
    before = models.recogniser("en", [PHRASE, "yes", "no"])
    done = run(place, "graph", "en", "--flows", add_flow(place, en=PHRASE))
    assert "Calls in 'en' use it from the next one on." in done.output
    after = models.recogniser("en", [PHRASE, "yes", "no"])
    for recogniser, text in ((after, PHRASE), (before, "yes")):
        recogniser.accept(line(text))
        assert recogniser.finish().text == text
    before.reset([PHRASE, "yes", "no"])
    before.accept(line(PHRASE))
    assert "greenhouse" not in before.finish().text
    assert run(place, "verify").output == "own-en: fine\n"
    assert re.search(
        r"in use     own-en \(own, \d+ MB, rebuilt from bundled-en\)", run(place, "list").output
    )
    again = run(place, "graph", "en")  # from the one in use: itself
    assert again.exit_code == 0, again.output
    assert "rebuilt from bundled-en)" in run(place, "list").output
    assert run(place, "verify").output == "own-en: fine\n"


def test_an_own_model_is_not_lost_to_one_that_is_made_from_another(place):
    assert run(place, "graph", "en").exit_code == 0
    assert run(place, "use", "bundled-en").exit_code == 0
    refused = run(place, "graph", "en")
    assert refused.exit_code == 1
    assert "own-en would be lost, for the new model is made from bundled-en." in refused.output
    kept = place / "data" / "models" / "own-en"
    done = run(place, "graph", "en", "--model", kept)
    assert "bundled-en stays in use, because it was chosen" in done.output
    (kept / "graph" / "words.txt").write_text("yes 1\n")
    done = run(place, "graph", "en")
    assert done.exit_code == 0, done.output
    assert run(place, "verify").output == "own-en: fine\n"


def test_a_model_without_phones_is_refused_with_the_names_of_others(place):
    registry = Registry(place / "data" / "models")
    folder = registry.writable() / "vosk-model-small-en-us-0.15"
    shutil.copytree(audio_models.bundled("en"), folder)
    (folder / "phones.txt").unlink()
    facts = {"kind": "small", "files": description.record(folder)}
    description.Description(folder.name, "en", **facts).write(folder)
    refused = run(place, "graph", "en")
    assert refused.exit_code == 1
    assert "vosk-model-small-en-us-0.15 cannot be changed: it has no phones.txt" in refused.output
    assert "--model bundled-en" in refused.output
    done = run(place, "graph", "en", "--model", "bundled-en")
    assert done.exit_code == 0, done.output
    assert "in use     own-en" in run(place, "list").output


def test_another_folder_is_written_and_may_be_the_models_own(place):
    other = place / "other"
    for model in ("bundled-en", other):
        done = run(place, "graph", "en", "--model", model, "--out", other)
        assert f"{other}: " in done.output
        audio_models.check(other)
    assert not Registry(place / "data" / "models").installed()
    inside = place / "data" / "models" / "mine"
    refused = run(place, "graph", "en", "--out", inside)
    assert f"The folder {inside} is among the installed models" in refused.output


@pytest.mark.parametrize("command", ["graph", "adapt"])
def test_the_commands_explain_themselves(place, command):
    shown = run(place, command, "--help")
    assert shown.exit_code == 0
    assert "own-LANGUAGE" in shown.output
