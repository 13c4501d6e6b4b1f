"""`benefitline figures`: what the page shows, in a terminal."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from cli.environment import Store, fresh, load
from storage.conversations import Interaction, Session


@pytest.fixture
def benefitline(tmp_path, monkeypatch):
    for name, value in (fresh(8080) | {"BENEFITLINE_DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)

    def run(*arguments):
        return CliRunner().invoke(main, [*arguments])

    return run


def test_figures_of_a_new_hotline_are_nought(benefitline):
    result = benefitline("figures")
    assert result.exit_code == 0, result.output
    lines = {line[:26].strip(): line[26:].split() for line in result.output.splitlines()}
    assert lines["Conversations"] == ["0"]
    assert lines["Without a person"] == ["–"]


def test_a_conversation_is_counted_and_exported(benefitline):
    now = datetime.now(UTC)
    conversations = Store.open(load(Path("no file"))).conversations
    conversations.keep_library("v1", {}, now)
    session = Session(
        "a" * 32, "sms", "k", "+15005550006", "+1", "v1", "{}", 1, 1, "open", now, now
    )
    turn = Interaction("SM1", "text", "hi", 1.0, {}, None, None, "a.b", "yes", "{}", 1.0)
    conversations.commit(session, "es", turn, [])
    rows = json.loads(benefitline("figures", "--span", "today", "--as", "json").output)
    begun = [one for one in rows if one["figure"] == "begun"]
    assert [(one["channel"], one["language"], one["value"]) for one in begun] == [("sms", "es", 1)]
    assert json.loads(benefitline("figures", "--channel", "voice", "--as", "json").output) == []


def test_a_file_has_a_head_also_without_figures(benefitline):
    result = benefitline("figures", "--as", "csv", "--from", "2026-01-01", "--until", "2026-01-31")
    assert next(csv.reader(io.StringIO(result.output)))[:3] == ["day", "channel", "language"]


@pytest.mark.parametrize(
    "arguments",
    [("--from", "yesterday"), ("--span", "decade"), ("--language", "xx"), ("--as", "exe")],
)
def test_what_is_no_choice_is_refused(benefitline, arguments):
    result = benefitline("figures", *arguments)
    assert result.exit_code != 0
    assert arguments[1] in result.output
