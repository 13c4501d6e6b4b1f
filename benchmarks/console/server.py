"""The server that is measured, with a long history that can be kept for the next run."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.console.filling import fill
from benchmarks.texts import Texting, messages
from benefits.country import local
from cli.environment import Store
from cli.running import Running, running
from storage.figures import Folding
from storage.staff import Staff, StaffError
from storage.vault import Vault

PASSWORD = "correct horse 7"
PEOPLE = 500
CLERKS = 50
LIVE = 100
"""Conversations in progress."""
_KEY = "key.json"
_REAL_TURNS = 600


@contextmanager
def served(keep: Path | None, interactions: int) -> Iterator[Running]:
    """A server as `benefitline serve` starts it, with so many interactions of 90 days."""
    with _folder(keep) as folder, _running(folder) as hotline:
        _staff(hotline.store)
        missing = interactions - _stored(hotline.store)
        if missing > 0:
            _talk(hotline, _REAL_TURNS)
            began = time.monotonic()
            fill(hotline.store, missing)
            click.echo(f"filled in {time.monotonic() - began:.0f} s", err=True)
        began = time.monotonic()
        folding = Folding(hotline.store.database, hotline.store.vault, local)
        if turns := folding.fold(datetime.now(UTC)):
            click.echo(f"{turns} turns folded in {time.monotonic() - began:.0f} s", err=True)
        yield hotline


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="benefitline-bench-") as folder:
        yield Path(folder)


def _running(folder: Path) -> AbstractContextManager[Running]:
    people = None if (folder / "benefitline.db").exists() else PEOPLE
    return running(folder, people, encryption_keys=_key(folder))


def _key(folder: Path) -> str:
    """The key of the encrypted columns, kept beside them."""
    file = folder / _KEY
    if not file.exists():
        file.write_text(json.dumps(Vault.new_key()))
        file.chmod(0o600)
    key: str = json.loads(file.read_text())
    return key


def _staff(store: Store) -> None:
    """A supervisor, who may see all that is measured."""
    with suppress(StaffError):  # there since the last run
        Staff(store.database).add("supervisor", PASSWORD, "supervisor")


def _stored(store: Store) -> int:
    (count,) = store.database.connection.execute("SELECT count(*) FROM interaction").fetchone()
    return int(count)


def _talk(hotline: Running, turns: int) -> None:
    """Real turns, which the others are made like."""
    texting = Texting(hotline.server, hotline.settings.phone_number)
    for _, (number, body) in zip(range(turns), messages(), strict=False):
        texting.turn(number, body)


def go_on(hotline: Running) -> None:
    """Begin conversations, so that as many as are watched are in progress."""
    texting = Texting(hotline.server, hotline.settings.phone_number)
    wishes = (
        "What is the status of my claim?",
        "¿Cuál es el estado de mi solicitud?",
        "查申请进度",
    )
    for number in range(LIVE):
        texting.turn(f"+{15_550_800_000 + number}", wishes[number % len(wishes)])


def cpu_ms(hotline: Running) -> float:
    """What the server has taken of the cores so far, in ms: whatever else the machine does."""
    ticks = 0
    for process in _with_children(hotline.process.pid):
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def _with_children(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(each for child in children for each in _with_children(int(child)))]
