"""How long do all checks for errors and fraud take on the people of the demo country?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benefits import country, seed
from benefits.checks.running import run
from benefits.checks.table import LOOKS
from storage.country import load_country
from storage.database import Database, Write
from storage.registry import SqlRegistry
from storage.vault import Vault

NAMES = ("checks_seconds", "checks_again_seconds", "checks_found")
PEOPLE, FEW = 10_000, 500


def figures(quick: bool = False) -> Iterator[dict[str, Any]]:
    """Seconds for all checks, when everything is new and when nothing is. quick: fewer people."""
    count = FEW if quick else PEOPLE
    with TemporaryDirectory() as folder:
        database, vault = Database(Path(folder) / "checks.db"), Vault([Vault.new_key()])
        database.migrate()
        now = datetime.now(UTC)
        people = seed.people(count, today=now.date())
        load_country(database, vault, country.offices(), people)
        about = f"for {count} people"
        for name in NAMES[:2]:
            began = perf_counter()
            found = sum(_check(database, vault, now, check) for check in LOOKS)
            yield {"name": name, "value": round(perf_counter() - began, 2), "unit": f"s {about}"}
        yield {"name": "checks_found", "value": found, "unit": about}
        database.close()


def _check(database: Database, vault: Vault, now: datetime, check: str) -> int:
    later: list[Write] = []
    counts = run(SqlRegistry(database, vault, later, "", now), now, check)
    database.commit(later)
    return counts["found"]
