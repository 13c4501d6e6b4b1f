"""Logins of staff, from the command line of the server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.staff import Office
from storage.lock_outs import MOST


@pytest.fixture
def staff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, benefitline):
    """Runs `benefitline staff`; the last administrator there is called administrator."""
    monkeypatch.chdir(tmp_path)  # the data goes to ./var
    env_file = tmp_path / "var" / "benefitline.env"
    benefitline("--env-file", env_file, "init", "--count", "0")

    def run(*words, **more):
        return benefitline("--env-file", env_file, "staff", *words, **more)

    run.office = Office.open(env_file)
    return run


def test_somebody_comes_changes_and_goes(staff) -> None:
    added = staff("add", "Ada", "--role", "agent").output
    given = re.search(r"The password is (\S+) ", added)[1]
    assert staff.office.logins.password("Ada", given).temporary
    assert staff("role", "Ada", "auditor").output == "Ada is now auditor.\n"
    assert "active, has yet to choose a password" in staff("list").output
    assert staff("deactivate", "Ada").output == "Ada is deactivated.\n"
    assert staff.office.logins.password("Ada", given) is None
    assert re.search(r"Ada +auditor +deactivated on 20", staff("list").output)
    assert "'Ada' is deactivated" in staff("reset", "Ada").output
    again = re.search(r"The password is (\S+) ", staff("activate", "Ada").output)[1]
    assert staff.office.logins.password("Ada", again)
    new = re.search(r"The password is (\S+) ", staff("reset", "Ada").output)[1]
    assert staff.office.logins.password("Ada", new)


def test_a_given_password_stays(staff) -> None:
    added = staff("add", "Ada", "--password-stdin", input="battery staple\n")
    assert "password" not in added.output
    assert not staff.office.logins.password("Ada", "battery staple").temporary
    none = staff("add", "Bo", "--password-stdin", input="")
    assert (none.exit_code, "no password on standard input" in none.output) == (1, True)


def test_who_is_locked_out_is_unlocked(staff) -> None:
    staff("add", "Ada", "--password-stdin", input="battery staple\n")
    for _ in range(MOST):
        staff.office.logins.password("Ada", "wrong password")
    assert re.search(r"locked for \d\d min", staff("list").output)
    assert staff("unlock", "Ada").output == "Ada may try again.\n"
    assert staff.office.logins.password("Ada", "battery staple")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("deactivate", "administrator"), "'administrator' is the last administrator"),
        (("role", "administrator", "agent"), "'administrator' is the last administrator"),
        (("unlock", "Zoe"), "Nobody of the staff is called 'Zoe'"),
        (("reset", "agent", "--app"), "There is no authenticator app to remove"),
        (("activate", "agent"), "'agent' is active"),
    ],
)
def test_what_cannot_be_done_is_said(staff, words, why) -> None:
    refused = staff(*words)
    assert refused.exit_code == 1
    assert why in refused.output
