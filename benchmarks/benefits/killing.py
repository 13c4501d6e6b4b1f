"""Is everybody decided about exactly once when the process is killed again and again?

A review is ended by SIGKILL at ten random points and run again each time, beside one that nobody
disturbs: every person has one decision, with the same record, and all figures are the same.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.benefits.reviewing import ON, PROGRAMME, QUICK, office_in, planted
from cli.back_office import BackOffice, utc_now
from cli.running import only_these_settings
from conversation.jobs.bulk import Review, Reviews
from settings import PREFIX

NAMES = ("decided_exactly_once",)
PEOPLE, KILLS = 100_000, 10


def figures(quick: bool = False) -> Iterator[dict[str, Any]]:
    """People about whom there is exactly one decision, the undisturbed one."""
    with tempfile.TemporaryDirectory() as folder, only_these_settings():
        yield killed(Path(folder), QUICK if quick else PEOPLE)


def killed(folder: Path, people: int, seed_: int = 1) -> dict[str, Any]:
    """A review that is killed at ten random points, beside one that nobody disturbs."""
    office = planted(folder / "a", people)
    office.store.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    office.store.database.close()
    shutil.copytree(folder / "a", folder / "b")
    other = office_in(folder / "b")
    seeded = other.store.database.connection.execute("SELECT max(id) FROM decision").fetchone()[0]
    random = Random(seed_)
    kills = 0
    for _ in range(KILLS):
        chunks = random.randrange(2 if people >= PEOPLE else 1)
        kills += _kill(folder / "a", chunks, random.uniform(0, 0.25))
    for env in (folder / "a", folder / "b"):
        subprocess.run(_command(env), check=True, stderr=subprocess.DEVNULL, stdout=sys.stderr)
    found, expected = decisions(office, seeded), decisions(other, seeded)
    people = office.store.database.connection.execute("SELECT count(*) FROM person").fetchone()[0]
    once = sum(
        len(mine) == 1 and mine == expected.get(person, []) for person, mine in found.items()
    )
    return {
        "name": "decided_exactly_once",
        "value": once if found.keys() == expected.keys() else 0,
        "unit": f"of {people} people",
        "kills": kills,
        "same_figures": _figures(office) == _figures(other),
    }


def decisions(office: BackOffice, after: int) -> dict[int, list[tuple[Any, ...]]]:
    """What was decided about each person after that decision, the record decrypted."""
    rows = office.store.database.connection.execute(
        "SELECT person_id, outcome, amount, first_on, last_on, ruleset_version, status, record"
        " FROM decision WHERE id > ? ORDER BY person_id, id",
        (after,),
    )
    found: dict[int, list[tuple[Any, ...]]] = {}
    for person, *rest, record in rows:
        found.setdefault(person, []).append((*rest, office.store.vault.decrypt(record)))
    return found


def _figures(office: BackOffice) -> Any:
    reviews = Reviews(office.store.database, office.registry, utc_now, office.locks)
    return reviews.figures(Review("killed", PROGRAMME, ON, False, "operator"))


def _command(folder: Path) -> list[str]:
    return [
        *("env", f"{PREFIX}DATA_DIR={folder}", sys.executable, "-m", "cli"),
        *("--env-file", str(folder / "b.env"), "adjudicate", PROGRAMME, "--people", "all"),
        *("--run", "killed", "--on", ON.isoformat()),
    ]


def _kill(folder: Path, chunks: int, after_s: float) -> bool:
    """Kill a review some time after so many chunks; was it still at work?"""
    child = subprocess.Popen(
        _command(folder), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert child.stderr is not None
    for _ in range(chunks + 1):
        child.stderr.readline()
    time.sleep(after_s)
    running = child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.wait()
    return running
