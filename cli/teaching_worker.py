"""Carries out a run of teaching in a process of its own: `python -m cli.teaching_worker … NUMBER`.

The server starts it, with no key and no secret: it reads redacted sentences, and nothing else.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import structlog

from cli.trial import Place, Progress, trial
from intents.examples import catalogue, examined
from intents.wording import Lesson, extended, wordings
from storage.audit import Audit
from storage.change_sets import ChangeSets
from storage.database import Database
from storage.teaching_runs import DONE, FAILED, Run, Runs

NICE = 10
"""How far it stands back behind the calls."""
_EVERY_S = 0.5
_log = structlog.get_logger()


@click.command()
@click.option("--database", type=click.Path(path_type=Path), required=True)
@click.option("--data", type=click.Path(path_type=Path), required=True)
@click.option("--cache", type=click.Path(path_type=Path), required=True)
@click.option("--semantic", is_flag=True)
@click.argument("number", type=int)
def main(database: Path, data: Path, cache: Path, semantic: bool, number: int) -> None:
    """Carry out run NUMBER."""
    os.nice(NICE)
    only_what_fails()
    opened = Database(database)
    carry_out(opened, Place(data, cache, semantic), number, lambda *_: None)


def carry_out(database: Database, place: Place, number: int, told: Progress) -> dict[str, Any]:
    """Carry out a run, and keep what came of it. told: is told how far it is, too."""
    clock = _now
    runs = Runs(database, clock)
    run = runs.get(number)
    if run is None:
        raise ValueError(f"there is no run {number}")
    changes = ChangeSets(database, Audit(database, clock), clock)

    def keep(step: str, done: int, total: int) -> None:
        runs.progress(number, step, done, total)
        told(step, done, total)

    try:
        result = _result(run, changes, place, rarely(keep))
    except Exception as error:  # whatever goes wrong is shown to whoever wanted it
        _log.critical("a run of teaching failed", run=number, error=repr(error))
        result = {"error": f"{type(error).__name__}: {error}"}
        runs.end(number, FAILED, result)
        return result
    runs.end(number, DONE, result)
    return result


def _result(run: Run, changes: ChangeSets, place: Place, progress: Progress) -> dict[str, Any]:
    in_force = [Lesson(*one) for one in changes.lessons()]
    if run.kind == "report":
        return {"findings": _findings(in_force, progress)}
    proposed = [Lesson(*one.taught) for one in changes.proposals(run.change_set or 0)]
    return trial(place, in_force, proposed, progress)


def _findings(in_force: list[Lesson], progress: Progress) -> list[dict[str, Any]]:
    """All findings about the examples, those that were learnt among them."""
    found = []
    every = wordings()
    for number, wording in enumerate(every):
        progress("examined", number, len(every))
        found += [asdict(one) for one in examined(extended(wording, in_force), catalogue())]
    return found


def only_what_fails() -> None:
    """Cases let functions fail on purpose: what they write down is no news for the server's log."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def rarely(progress: Progress, clock: Callable[[], float] = time.monotonic) -> Progress:
    """Tells of another step at once, and else twice a second: each time is a write."""
    last: dict[str, float] = {}

    def told(step: str, done: int, total: int) -> None:
        if clock() - last.get(step, -_EVERY_S) >= _EVERY_S:
            last[step] = clock()
            progress(step, done, total)

    return told


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
