"""`benefitline calibrate` on calls that a server of this machine has held."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import create_app
from cli.environment import load
from conversation.heard import Heard
from conversation.turn import Turns


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, benefitline) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "var" / "benefitline.env"
    assert benefitline("--env-file", file, "init", "--count", "0").exit_code == 0
    return file


@pytest.fixture
def turns(env_file):
    app = create_app(load(env_file))
    yield app.extensions["benefitline"]["turns"]
    for worker in ("outbound", "calling"):
        app.extensions["benefitline"][worker].stop()


def call(turns: Turns, number: int, *answers: tuple[str, float]) -> None:
    """One call: a spoken answer after the other, with the recogniser's confidence."""
    for turn, (text, confidence) in enumerate([("", 1.0), *answers, ("", 1.0)]):
        last = turn == len(answers) + 1
        kind = "start" if turn == 0 else "hangup" if last else "speech"
        turns.take(
            Heard(
                f"CA{number}:{turn}", "voice", f"CA{number}", "+15559990000", "+15550100000", kind,
                text, confidence=confidence, language="en", speech_languages=frozenset({"en"}),
            )
        )  # fmt: skip


def test_without_calls_nothing_changes(benefitline, env_file) -> None:
    result = benefitline("--env-file", env_file, "calibrate", "--write")
    assert result.exit_code == 0, result.output
    assert "No spoken answers" in result.output
    assert not (env_file.parent / "limits.yaml").exists()


def test_too_few_calls_are_said_to_be_too_few(benefitline, env_file, turns) -> None:
    for number in range(3):
        call(turns, number, ("claim status", 0.9), ("go back", 1.0))
    result = benefitline("--env-file", env_file, "calibrate", "--write")
    assert "too few calls: 149 answers are needed" in result.output
    assert not (env_file.parent / "limits.yaml").exists()


def test_limits_are_found_written_and_used(benefitline, env_file, turns) -> None:
    for number in range(60):
        number_said = "two one zero zero zero zero zero one three"
        call(turns, number, ("my next payment", 0.9), (number_said, 1.0))
        wrong = ("go back" if number % 2 else "four seven one one zero zero one one", 1.0)
        call(turns, 100 + number, ("claim status", 0.72), wrong)
    shown = benefitline("--env-file", env_file, "calibrate", "--wrong", "5")
    assert shown.exit_code == 0, shown.output
    assert "welcome.choose" in shown.output
    assert "--write uses these limits" in shown.output
    file = env_file.parent / "limits.yaml"
    assert not file.exists()
    written = benefitline("--env-file", env_file, "calibrate", "--wrong", "5", "--write")
    assert "welcome.choose: {take: 0.8" in file.read_text(), written.output
    app = create_app(load(env_file))
    again = app.extensions["benefitline"]["turns"]
    heard = ("CB1", "voice", "CB1", "+15559990000", "+15550100000")
    opened = Heard("CB:0", *heard[1:], "start", language="en", speech_languages=frozenset({"en"}))
    again.take(opened)
    said = Heard("CB:1", *heard[1:], "speech", "claim status", confidence=0.72,
                 speech_languages=frozenset({"en"}))  # fmt: skip
    assert again.take(said).expects.doubt
    for worker in ("outbound", "calling"):
        app.extensions["benefitline"][worker].stop()


def test_a_file_that_cannot_be_used_is_named(benefitline, env_file) -> None:
    (env_file.parent / "limits.yaml").write_text("steps: {a.b: {take: 0.1, confirm: 0.9}}")
    result = benefitline("--env-file", env_file, "calibrate")
    assert result.exit_code == 1
    assert "limits.yaml: a.b: confirm and take lie between" in result.output
