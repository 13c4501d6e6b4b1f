"""PINs are given at an office, and helpers are ended there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.environment import Store, load
from storage.registry import SqlRegistry
from storage.vault import Vault

TOBIN, PIN = "210000045", "46820193"


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, benefitline) -> Path:
    monkeypatch.chdir(tmp_path)  # the data goes to ./var
    env_file = tmp_path / "var" / "benefitline.env"
    benefitline("--env-file", env_file, "init", "--count", "0")
    return env_file


def registry(env_file: Path, later: list) -> SqlRegistry:
    settings = load(env_file)
    vault = Vault(settings.encryption_keys)
    return SqlRegistry(Store.open(settings).database, vault, later, "s", datetime.now(UTC))


def test_a_pin_is_given_and_failures_are_forgotten(benefitline, env_file) -> None:
    later: list = []
    one = registry(env_file, later)
    one.identities.failed(TOBIN)
    with Store.open(load(env_file)).database.transaction() as connection:
        later[0](connection)
    assert one.identities.failures(TOBIN)["count"] == 1
    given = benefitline("--env-file", env_file, "office", "pin", TOBIN, input=f"{PIN}\n{PIN}\n")
    assert given.exit_code == 0, given.output
    assert PIN not in given.output
    assert one.identities.pin_fits(one.person(TOBIN)["id"], PIN)
    assert one.identities.failures(TOBIN)["count"] == 0


@pytest.mark.parametrize(
    ("number", "pin", "sentence"),
    [
        (TOBIN, "1234567", "A PIN has 8 digits."),
        (TOBIN, "12345678", "That PIN is too easily guessed."),
        (TOBIN, "11112222", "That PIN is too easily guessed."),
        ("219999991", PIN, "Nobody has this insurance number."),
    ],
)
def test_what_cannot_be_is_said(benefitline, env_file, number, pin, sentence) -> None:
    result = benefitline("--env-file", env_file, "office", "pin", number, input=f"{pin}\n{pin}\n")
    assert result.exit_code == 1
    assert sentence in result.output


def test_helpers_are_ended(benefitline, env_file) -> None:
    later: list = []
    one = registry(env_file, later)
    me, other = one.person(TOBIN)["id"], one.person("210000013")["id"]
    one.consents.give(me, other, "help", "all", "office")
    with Store.open(load(env_file)).database.transaction() as connection:
        later[0](connection)
    assert one.consents.allows(me, other)
    result = benefitline("--env-file", env_file, "office", "end-helpers", TOBIN)
    assert "Helpers ended: 1." in result.output
    assert not one.consents.allows(me, other)
