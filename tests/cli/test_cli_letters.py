"""Letters are listed without what they say, printed one by one, and gone when they are done."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.environment import Store, load
from storage.registry import SqlRegistry

TOBIN = "210000045"


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, benefitline) -> Path:
    monkeypatch.chdir(tmp_path)  # the data goes to ./var
    env_file = tmp_path / "var" / "benefitline.env"
    benefitline("--env-file", env_file, "init", "--count", "0")
    store, later = Store.open(load(env_file)), []
    registry = SqlRegistry(store.database, store.vault, later, "s", datetime.now(UTC))
    person = registry.person(TOBIN)["id"]
    registry.personal.send_letter(person, "pin_code", "es", {"code": "402719", "to": "9 Mill St"})
    registry.personal.send_letter(person, "card", "en", {"reason": "lost", "to": "9 Mill St"})
    store.database.commit(later)
    return env_file


def test_letters_are_listed_printed_and_done(benefitline, env_file) -> None:
    def letters(*words: object):
        return benefitline("--env-file", env_file, "letters", *words)

    listed = letters("list")
    assert listed.exit_code == 0, listed.output
    assert "2 letters wait" in listed.output
    assert "9 Mill St" in listed.output
    assert "402719" not in listed.output
    printed = letters("print", 1).output
    assert "4 0 2 7 1 9" in printed
    assert "Con este código" in printed
    assert printed.startswith("Tobin Harrowdale\n9 Mill St\n")
    assert "reason: lost" in letters("print", 2).output
    assert "1 letters have gone" in letters("done", 1).output
    assert "1 letters wait" in letters("list").output


@pytest.mark.parametrize("words", [("print", 9), ("done", 9)])
def test_a_letter_that_does_not_wait_is_refused(benefitline, env_file, words) -> None:
    result = benefitline("--env-file", env_file, "letters", *words)
    assert result.exit_code == 1
    assert "No letter 9 waits" in result.output
