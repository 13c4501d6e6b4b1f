"""PINs are given at an office, and helpers are ended there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from cli.environment import Store, load
from cli.staff import Office
from storage.audit import OPERATOR, Audit
from storage.lock_outs import MOST
from storage.registry import SqlRegistry
from storage.vault import Vault

TOBIN, PIN = "210000045", "46820193"
PASSWORD = "battery staple"
GIVE = ("office", "pin", "--as", "ann")


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, benefitline) -> Path:
    monkeypatch.chdir(tmp_path)  # the data goes to ./var
    env_file = tmp_path / "var" / "benefitline.env"
    benefitline("--env-file", env_file, "init", "--count", "0")
    for name, role in (("ann", "agent"), ("max", "author")):
        words = ("staff", "add", name, "--role", role, "--password-stdin")
        benefitline("--env-file", env_file, *words, input=f"{PASSWORD}\n")
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
    given = benefitline("--env-file", env_file, *GIVE, TOBIN, input=f"{PASSWORD}\n{PIN}\n{PIN}\n")
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
    result = benefitline("--env-file", env_file, *GIVE, number, input=f"{PASSWORD}\n{pin}\n{pin}\n")
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
    words = ("office", "end-helpers", TOBIN, "--as", "ann")
    result = benefitline("--env-file", env_file, *words, input=f"{PASSWORD}\n")
    assert "Helpers ended: 1." in result.output
    assert not one.consents.allows(me, other)


def test_it_stands_in_the_trail_who_did_it(benefitline, env_file) -> None:
    benefitline("--env-file", env_file, *GIVE, TOBIN, input=f"{PASSWORD}\n{PIN}\n{PIN}\n")
    audit = Audit(Store.open(load(env_file)).database, lambda: datetime.now(UTC))
    subject = f"person {registry(env_file, []).person(TOBIN)['id']}"
    given, login = audit.entries(limit=2)
    assert (given.staff, given.action, given.subject) == ("ann", "give_pin", subject)
    assert TOBIN not in str(audit.entries())
    assert (login.action, login.detail) == ("log_in", {"where": "main office pin"})


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("ann", "wrong password", "This name and password do not belong together."),
        ("zoe", PASSWORD, "This name and password do not belong together."),
        ("max", PASSWORD, "The role of max, author, does not allow it."),
    ],
)
def test_nobody_acts_in_another_name_or_beyond_their_role(
    benefitline, env_file, name, password, sentence
) -> None:
    words = ("office", "pin", TOBIN, "--as", name)
    result = benefitline("--env-file", env_file, *words, input=f"{password}\n{PIN}\n{PIN}\n")
    assert (result.exit_code, sentence in result.output) == (1, True)
    assert password not in result.output
    assert benefitline("--env-file", env_file, *words, input="").exit_code == 1
    one = registry(env_file, [])
    assert not one.identities.pin_fits(one.person(TOBIN)["id"], PIN)


def test_who_has_an_app_gives_its_code_too(benefitline, env_file) -> None:
    office = Office.open(env_file)
    ann = office.logins.staff.named("ann")
    app = pyotp.TOTP(office.logins.factors.offer(ann))
    codes = office.logins.factors.confirm(ann, app.now())
    words = ("office", "end-helpers", TOBIN, "--as", "ann")
    for code, sentence in (("000000", "This code is not right"), (codes[0], "Helpers ended: 0.")):
        result = benefitline("--env-file", env_file, *words, input=f"{PASSWORD}\n{code}\n")
        assert sentence in result.output
    given = {"BENEFITLINE_STAFF_PASSWORD": PASSWORD, "BENEFITLINE_STAFF_CODE": codes[1]}
    assert "Helpers ended: 0." in benefitline("--env-file", env_file, *words, env=given).output


def test_a_given_password_is_changed_in_the_console_first(benefitline, env_file) -> None:
    office = Office.open(env_file)
    password = office.staffing.add(OPERATOR, "kim", "agent")
    words = ("office", "end-helpers", TOBIN, "--as", "kim")
    result = benefitline("--env-file", env_file, *words, input=f"{password}\n")
    assert "Log in to the console first and choose your own password." in result.output


def test_wrong_passwords_lock_the_command_line_too(benefitline, env_file) -> None:
    words = ("office", "end-helpers", TOBIN, "--as", "ann")
    for _ in range(MOST):
        benefitline("--env-file", env_file, *words, input="wrong password\n")
    locked = benefitline("--env-file", env_file, *words, input=f"{PASSWORD}\n")
    assert "Too many wrong passwords or codes. Try again in " in locked.output
