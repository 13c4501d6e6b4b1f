"""Reviews of many people: in chunks, each in one transaction with its figures, so that a run that
was killed goes on behind the last chunk that is whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import structlog

from benefits.jobs.adjudication import decision_row
from benefits.jobs.reviews import reviewed
from benefits.jobs.work import Item, Row, ToDo
from benefits.rules import ruleset
from conversation.jobs.lock import only_one
from conversation.jobs.runner import Registries, open_exception
from storage.database import Database, Write
from storage.job_records import AlreadyDone
from storage.registry import SqlRegistry

_log = structlog.get_logger()
CHUNK = 500
"""People in a transaction: it takes a quarter of a second, within which a call can wait."""


class CannotGoOn(Exception):
    """A review that cannot be begun or gone on with; the message says why."""


@dataclass(frozen=True)
class Review:
    """What is to be reviewed. The same name goes on with the same review."""

    name: str
    programme: str
    on: date
    drawing: bool
    """Only those who draw the benefit."""
    actor: str

    @property
    def job(self) -> str:
        return f"adjudicate {self.programme}"


class Reviews:
    """Carries reviews out."""

    def __init__(
        self,
        database: Database,
        registry: Registries,
        clock: Callable[[], datetime],
        folder: Path,
    ) -> None:
        """folder: for the locks."""
        self._database = database
        self._registry = registry
        self._clock = clock
        self._folder = folder

    def run(self, review: Review, told: Callable[[int], None] = lambda count: None) -> Row:
        """Do what is left of a review; answers the figures of all of it: people, amount (cents a
        month) and how many came to which outcome. told: takes how many are done. Raises CannotGoOn.
        """
        with only_one(self._folder / f"{review.job}.lock") as mine:
            if not mine:
                raise CannotGoOn(f"another review of {review.programme} is running")
            jobs = self._registry([], "", self._clock()).jobs
            basis = f"{review.on.isoformat()} {review.drawing:d} {ruleset().version}"
            run = jobs.begin(review.job, review.name, review.actor, basis)
            if run["basis"] != basis:
                raise CannotGoOn(
                    f"the review {review.name} was begun with another day, other people or other"
                    f" rules ({run['basis']}): begin a new one, with another name"
                )
            if run["status"] == "running":
                with self._database.writing_much():
                    self._all(review, run["id"], told)
                jobs = self._registry([], "", self._clock()).jobs
                jobs.end(run["id"], "done", self.figures(review))
            return self.figures(review)

    def begun_for(self, job: str, name: str) -> date | None:
        """The day that a review decides for; None where it has not been begun."""
        basis = self._registry([], "", self._clock()).jobs.basis(job, name)
        return date.fromisoformat(basis.split()[0]) if basis else None

    def figures(self, review: Review) -> Mapping[str, int]:
        """The figures of the chunks that are whole."""
        total: Counter[str] = Counter()
        for step in self._steps(review):
            total.update(step["inputs"]["figures"])
        return dict(sorted(total.items()))

    def _all(self, review: Review, run_id: int, told: Callable[[int], None]) -> None:
        steps = self._steps(review)
        last = steps[-1]["inputs"]["last"] if steps else 0
        done = sum(step["inputs"]["figures"]["people"] for step in steps)
        while people := self._registry([], "", self._clock()).bulk.after(
            last, CHUNK, review.programme, review.drawing
        ):
            self._chunk(review, run_id, last, people)
            last = people[-1]["id"]
            done += len(people)
            told(done)

    def _chunk(self, review: Review, run_id: int, after: int, people: list[Row]) -> None:
        later: list[Write] = []
        registry = self._registry(later, "", self._clock())
        figures: Counter[str] = Counter(people=len(people), amount=0)
        rows, to_dos = [], []
        for person in people:
            drawn = person["drawn"] is not None
            cases = sorted(registry.cases.open_categories(person["id"])) if drawn else ()
            cause = f"run:{review.name}:{review.programme}:{person['id']}"
            try:
                status, found = reviewed(review.programme, person, review.on, cases)
            except Exception as error:
                # One record that cannot be must not keep the others from being reviewed.
                _log.exception("somebody could not be reviewed", key=cause)
                figures["failed"] += 1
                to_dos.append((cause, person["id"], _failed(error)))
                continue
            rows.append(decision_row(found.decision, cause, "", person["id"], status))
            figures[found.decision.outcome] += 1
            figures["amount"] += found.decision.amount or 0
            if drawn:
                figures[status] += 1
            if status == "in_force":
                registry.decisions.supersede(person["id"], review.programme)
            if found.to_do:
                to_dos.append((cause, person["id"], found.to_do))
        writes, later[:] = list(later), []
        inputs = {"last": people[-1]["id"], "figures": figures}
        key = f"{_prefix(review)}{after}"
        registry.jobs.step(run_id, key, review.actor, ruleset().version, inputs, "decided")
        later += writes
        registry.decisions.add_all(rows)
        for cause, person_id, to_do in to_dos:
            self._put_to_person(registry, review, cause, person_id, to_do)
        with suppress(AlreadyDone):
            self._database.commit(later)

    def _put_to_person(
        self, registry: SqlRegistry, review: Review, cause: str, person_id: int, to_do: ToDo
    ) -> None:
        about = {**to_do.about, "cause": cause, "review": review.name}
        asked = ToDo(to_do.text, to_do.who, about, to_do.priority)
        open_exception(registry, self._clock(), review.job, Item(cause, person=person_id), asked)

    def _steps(self, review: Review) -> list[Row]:
        return self._registry([], "", self._clock()).jobs.steps_like(_prefix(review))


def _failed(error: Exception) -> ToDo:
    return ToDo(f"Could not be reviewed: {type(error).__name__}: {error}. Look at it by hand.")


def _prefix(review: Review) -> str:
    return f"{review.job}:{review.name}:"
