"""Where there is no provider, texts end on this machine, and nobody has to look into them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app import create_app
from cli.environment import fresh
from provider.kept import Kept
from provider.sender import SendError
from settings import PREFIX, load
from storage.registry import SqlRegistry
from storage.vault import Vault

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def test_texts_of_the_demo_end_as_sent(tmp_path, monkeypatch):
    for name, value in (fresh(8080) | {PREFIX + "DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    settings = load(None)
    app = create_app(settings, lambda: NOW)
    parts = app.extensions["benefitline"]
    later: list = []
    registry = SqlRegistry(parts["database"], Vault(settings.encryption_keys), later, "", NOW)
    for number in range(3):
        registry.add_text(f"+1555010900{number}", "Your appointment is tomorrow.", "en")
    parts["database"].commit(later)
    parts["outbound"].send_due()
    for worker in ("outbound", "calling", "retention"):
        parts[worker].stop()
    rows = parts["database"].connection.execute("SELECT * FROM outbox").fetchall()
    assert len(rows) == 3
    assert all(row["done_at"] and row["provider_id"].startswith("kept:") for row in rows)
    assert registry.undelivered(NOW - timedelta(days=7)) == []


def test_no_call_is_placed():
    with pytest.raises(SendError, match="no provider") as raised:
        Kept().place_call("+1", "+2", "", "", 20)
    assert not raised.value.retry
