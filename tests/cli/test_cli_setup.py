"""Setting the hotline up: init, seed, staff, and what is said when something is wrong."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cli.environment import Store, load
from cli.serve import Hotline


@pytest.fixture
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # the data goes to ./var
    return tmp_path / "var" / "benefitline.env"


def test_init_writes_secrets_seeds_and_lets_somebody_log_in(benefitline, env_file) -> None:
    result = benefitline("--env-file", env_file, "init", "--count", "3", "--port", "8099")
    assert result.exit_code == 0, result.output
    assert "password" in result.output
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600
    settings = load(env_file)
    assert settings.public_url == "http://127.0.0.1:8099"
    assert settings.auth_token not in result.output
    people = Store.open(settings).database.connection.execute("SELECT count(*) FROM person")
    assert people.fetchone()[0] > 3


def test_init_again_changes_nothing(benefitline, env_file) -> None:
    benefitline("--env-file", env_file, "init", "--count", "0")
    before = env_file.read_text()
    result = benefitline("--env-file", env_file, "init")
    assert result.exit_code == 0
    assert "has people already" in result.output
    assert "password" not in result.output
    assert env_file.read_text() == before


def test_seed_replaces_people_only_when_told(benefitline, env_file) -> None:
    benefitline("--env-file", env_file, "init", "--count", "0")
    refused = benefitline("--env-file", env_file, "seed", "--count", "2")
    assert refused.exit_code == 1
    assert "--fresh replaces them" in refused.output
    fresh = benefitline("--env-file", env_file, "seed", "--count", "2", "--fresh")
    assert fresh.exit_code == 0, fresh.output


def test_staff_are_added_once(benefitline, env_file) -> None:
    benefitline("--env-file", env_file, "init", "--count", "0")
    added = benefitline("--env-file", env_file, "staff", "add", "Ada", "--role", "supervisor")
    assert added.exit_code == 0
    assert "Ada may log in as supervisor" in added.output
    again = benefitline("--env-file", env_file, "staff", "add", "Ada")
    assert again.exit_code == 1
    assert "'Ada' is taken" in again.output
    short = benefitline(
        "--env-file", env_file, "staff", "add", "Bo", "--password-stdin", input="short\n"
    )
    assert short.exit_code == 1
    assert "8 to" in short.output


def test_a_missing_setting_is_named(benefitline, tmp_path: Path) -> None:
    result = benefitline("--env-file", tmp_path / "none.env", "chat", input="")
    assert result.exit_code == 1
    assert "BENEFITLINE_AUTH_TOKEN is not set" in result.output
    assert "Traceback" not in result.output


def test_help_names_every_command(benefitline) -> None:
    output = benefitline("--help").output
    for name in ("init", "seed", "serve", "staff", "check", "chat", "call", "demo"):
        assert name in output


def test_a_start_that_has_to_learn_says_so(benefitline, env_file, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BENEFITLINE_CACHE_DIR", str(tmp_path / "cache"))
    benefitline("--env-file", env_file, "init", "--count", "0")
    settings = load(env_file)

    def made(settings):
        raise InterruptedError  # far enough

    monkeypatch.setattr("app.create_app", made)
    monkeypatch.setattr("sys.setswitchinterval", lambda seconds: None)
    for says in (True, False):
        with pytest.raises(InterruptedError):
            Hotline(settings, "127.0.0.1", 0).load()
        assert ("The first start learns" in capsys.readouterr().out) is says
        (tmp_path / "cache" / "intents").mkdir(parents=True, exist_ok=True)
        (tmp_path / "cache" / "intents" / "intents-1.npz").touch()
