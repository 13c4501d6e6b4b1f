"""How fast everybody is decided about.

The people are those of the demo country, each with a claim in which they have told what the pension
depends on. A review runs in one process, on one core, with the trace of every decision kept.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from benefits import country, seed
from cli.back_office import BackOffice, utc_now
from cli.environment import fresh
from cli.running import only_these_settings
from conversation.jobs.bulk import Review, Reviews
from settings import PREFIX, Settings, load
from storage.country import load_country

NAMES = ("adjudications_per_s",)
PEOPLE, QUICK = 100_000, 6_000
PROGRAMME, ON = "old_age_pension", date(2026, 11, 27)


def figures(quick: bool = False) -> Iterator[dict[str, Any]]:
    """Decisions a second."""
    with tempfile.TemporaryDirectory() as folder, only_these_settings():
        yield speed(Path(folder) / "speed", QUICK if quick else PEOPLE)


def speed(folder: Path, people: int) -> dict[str, Any]:
    """Decisions a second, by the clock on the wall and by the time of the core."""
    office = planted(folder, people)
    review = Review("bench", PROGRAMME, ON, False, "bench")
    reviews = Reviews(office.store.database, office.registry, utc_now, office.locks)
    began, core = time.perf_counter(), time.process_time()
    done = reviews.run(review)
    took, core = time.perf_counter() - began, time.process_time() - core
    return {
        "name": "adjudications_per_s",
        "value": round(done["people"] / took),
        "unit": "decisions/s",
        "per_core_s": round(done["people"] / core),
        "figures": done,
    }


def planted(folder: Path, people: int) -> BackOffice:
    """A database with so many people who have applied for a pension."""
    folder.mkdir(parents=True)
    values = fresh(8080)
    (folder / "b.env").write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    office = office_in(folder)
    database, vault = office.store.database, office.store.vault
    load_country(database, vault, country.offices(), seed.people(people, today=ON))
    random = Random(2)
    with database.transaction() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM person")]
        connection.executemany(
            "INSERT INTO claim (person_id, reference, reference_print, programme, status,"
            " received_on, expected_by, facts, channel) VALUES (?, '', ?, ?, 'examining',"
            " '2026-11-01', '2026-12-01', ?, 'voice')",
            (
                (person, f"bench:{person}", PROGRAMME, vault.encrypt(json.dumps(_told(random))))
                for person in ids
            ),
        )
    return office


def _told(random: Random) -> dict[str, Any]:
    return {
        "children_raised": random.randrange(4),
        "child_care_months": random.choice((0, random.randrange(100))),
        "early": random.random() < 0.3,
    }


def office_in(folder: Path) -> BackOffice:
    os.environ[f"{PREFIX}DATA_DIR"] = str(folder)
    settings: Settings = load(folder / "b.env")
    return BackOffice.open(settings)
