"""`benefitline prompts`: the script for a studio, and what comes back from it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from audio_models.espeak import synthesise
from audio_models.resample import resample
from voice.recorded import mark_of
from voice.waves import write_wave

GREETING = "Hello, this is Benefitline, your social security line."
NAME = f"welcome.hello.1.{mark_of(GREETING, 'en')}.wav"


@pytest.fixture
def prompts(benefitline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BENEFITLINE_DATA_DIR", str(tmp_path / "data"))
    return lambda *arguments: benefitline("--env-file", tmp_path / "none", "prompts", *arguments)


def speech(text: str, loud: float = 0.5) -> np.ndarray:
    said = synthesise(text, "en-us", 150)
    return (resample(said.samples, said.sample_rate) * loud).astype(np.int16)


def put(folder: Path, name: str, samples: np.ndarray) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(write_wave(samples))
    return folder / name


def rows(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output)))


def test_the_script_says_what_to_read_and_how_to_call_it(prompts) -> None:
    found = {row["file"]: row for row in rows(prompts("list", "--format", "csv").output)}
    assert found[NAME]["read"] == GREETING
    assert "welcome.hello" in found[NAME]["said at"]
    (around,) = [row for row in found.values() if row["read"] == "I have …"]
    assert around["sentence"] == "I have [5 5 5, 0 1 0, 0 0 0 1]."
    assert len({row["language"] for row in found.values()}) == 3
    own = [row for row in found.values() if row["read"] == "中文"]
    assert [row["language"] for row in own] == ["zh"], "a language is named in its own"


def test_no_two_lines_share_a_file(prompts) -> None:
    found = rows(prompts("list", "--values", "--format", "csv").output)
    assert len({row["file"] for row in found}) == len(found) > 600


@pytest.mark.parametrize("form", ["plain", "markdown"])
def test_the_script_can_be_read_from_paper(prompts, form: str) -> None:
    output = prompts("list", "--language", "en", "--format", form).output
    assert NAME in output
    assert GREETING in output
    assert "您好" not in output


def test_words_of_values_are_listed_when_wanted(prompts) -> None:
    without = {row["read"] for row in rows(prompts("list", "--format", "csv").output)}
    more = {row["read"] for row in rows(prompts("list", "--values", "--format", "csv").output)}
    assert {"7", "twelfth", "November", "dollars", "noviembre", "veintiún", "幺", "元"} <= more
    assert not {"dollars", "幺"} & without


def test_what_comes_back_is_taken_in_and_no_longer_missing(prompts, tmp_path: Path) -> None:
    put(tmp_path / "studio", NAME, speech(GREETING))
    result = prompts("import", tmp_path / "studio")
    assert result.exit_code == 0, result.output
    assert "1 recordings taken in, 0 left out" in result.output
    assert (tmp_path / "data" / "recordings" / "en" / NAME).is_file()
    missing = prompts("list", "--missing", "--language", "en").output
    assert GREETING not in missing
    checked = prompts("check")
    assert checked.exit_code == 0
    assert "en: 1 of" in checked.output


def test_an_older_text_is_named_with_its_new_one(prompts, tmp_path: Path) -> None:
    old = f"welcome.hello.1.{mark_of('Hello, this is the hotline.', 'en')}.wav"
    put(tmp_path / "data" / "recordings" / "en", old, speech("Hello, this is the hotline."))
    result = prompts("check")
    assert result.exit_code == 1
    assert f"en/{old}: has an older text; now {NAME} says" in result.output


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("take 1.wav", b"", "has no mark in its name"),
        ("x.00000000.wav", b"", "has a text that is said nowhere any more"),
        (NAME, b"RIFF....WAVE", "cannot be read"),
        (NAME, b"", "cannot be read"),
        (NAME, write_wave(np.zeros(16_000, np.int16)), "is too quiet"),
        (NAME, write_wave(speech("Hello.", 0.001)), "is too quiet"),
        (NAME, write_wave(np.tile([32767, -32768], 20_000).astype(np.int16)), "is distorted"),
        (NAME, write_wave(speech(GREETING * 4)), "lasts"),
    ],
)
def test_what_cannot_be_used_is_said_and_left_out(
    prompts, tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    (tmp_path / "studio").mkdir()
    (tmp_path / "studio" / name).write_bytes(content)
    result = prompts("import", tmp_path / "studio")
    assert result.exit_code == 1
    assert problem in result.output
    assert "0 recordings taken in, 1 left out" in result.output
    assert not (tmp_path / "data" / "recordings").exists()
    placed = tmp_path / "data" / "recordings" / "en"
    placed.mkdir(parents=True)
    (placed / name).write_bytes(content)
    checked = prompts("check")
    assert checked.exit_code == 1
    assert problem in checked.output


def test_an_empty_installation_has_nothing_wrong(prompts) -> None:
    assert prompts("check").exit_code == 0
