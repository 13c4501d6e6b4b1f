"""Who may search the registry, from the command line."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from cli.environment import Store, load
from storage.institution.clients import Clients


@pytest.fixture
def registry(benefitline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    env_file = tmp_path / "var" / "benefitline.env"
    benefitline("--env-file", env_file, "init", "--count", "0")

    def run(*words: str):
        return benefitline("--env-file", env_file, "registry", *words)

    run.env_file = env_file
    return run


def test_clients_are_added_listed_and_revoked(registry) -> None:
    added = registry(
        *("clients", "add", "mis.example.org", "--name", "Ministry"),
        *("--records", "claim", "--records", "payment", "--per-minute", "30"),
    )
    assert added.exit_code == 0, added.output
    assert "mis.example.org may search claim, payment." in added.output
    secret = added.output.split("The secret is ")[1].split()[0]
    clients = Clients(Store.open(load(registry.env_file)).database)
    assert clients.check("mis.example.org", secret).per_minute == 30
    assert clients.check("mis.example.org", secret + "x") is None
    listed = registry("clients", "list").output
    assert listed == "mis.example.org  may search: claim, payment; 30 a minute\n"
    assert secret not in listed
    other = registry("clients", "secret", "mis.example.org").output.split()[3]
    assert clients.check("mis.example.org", secret) is None
    secret = other
    assert clients.check("mis.example.org", secret)
    assert registry("clients", "revoke", "mis.example.org").exit_code == 0
    assert clients.check("mis.example.org", secret) is None
    assert "revoked 20" in registry("clients", "list").output


def test_what_cannot_be_is_said_in_one_sentence(registry) -> None:
    again = ("clients", "add", "mis.example.org", "--records", "person")
    registry(*again)
    for words, sentence in (
        (again, "The client mis.example.org is there already."),
        (("clients", "secret", "nobody"), "There is no client nobody that may search."),
        (("clients", "revoke", "nobody"), "There is no client nobody that could be revoked."),
        ((*again[:2], "a b", *again[3:]), "An identifier has 3 to 99"),
        ((*again[:2], "other", *again[3:], "--public-key", "x"), "must be the 32 bytes"),
        ((*again[:2], "other", "--records", "cats"), "'cats' is not one of"),
    ):
        result = registry(*words)
        assert result.exit_code != 0
        assert sentence in result.output
        assert "Traceback" not in result.output


def test_the_key_stays_the_same(registry) -> None:
    key = registry("key").output.strip()
    assert len(base64.b64decode(key)) == 32
    assert registry("key").output.strip() == key
