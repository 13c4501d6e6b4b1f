"""The server runs jobs beside calls."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from storage.registry import SqlRegistry


def test_the_server_decides_a_claim(hotline, benefitline):
    store, facts = hotline.store, {"savings": 0}
    later = []
    registry = SqlRegistry(store.database, store.vault, later, "", datetime.now(UTC))
    reference = registry.claims.begin(7, "income_support", "voice")
    registry.claims.save(reference, facts, [])
    registry.claims.hand_in(reference, "2026-11-23", "2026-12-23")
    store.database.commit(later)
    env_file = hotline.settings.data_dir / "benefitline.env"
    assert benefitline("--env-file", env_file, "jobs", "start", "claims").exit_code == 0
    deadline = time.monotonic() + 20
    while registry.decisions.of_claim(reference) is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert registry.decisions.of_claim(reference)["status"] == "proposed"
    listed = benefitline("--env-file", env_file, "jobs", "list").output
    assert "1 exceptions wait" in listed
    assert "by operator" in listed
