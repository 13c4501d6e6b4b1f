"""What staff do to the registry: all of it or nothing, each time with its entry in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from conversation.jobs.runner import Registries
from storage.audit import Audit
from storage.conversations import Overtaken
from storage.database import Database, Write
from storage.refusals import Refused
from storage.registry import SqlRegistry
from storage.rights import Right
from storage.staff import StaffMember

Row = Mapping[str, Any]
Act = Callable[[SqlRegistry], None]
DONE = ("RESOLVED", "CLOSED")
"""The statuses of a case in which nothing is done about it any more."""


class NotSettled(Refused):
    """What cannot be done about a case, a decision or a payment; the message says why."""


def still_open(case: Row, done: str) -> None:
    """Raises NotSettled that names who has ended a case. done: "case 4711 is closed"."""
    if case["status"] in DONE:
        last = case["events"][-1]
        raise NotSettled(
            f"{done} already, by {last['actor']}", "resolved", who=last["actor"], at=last["at"]
        )


class Settling:
    """What every kind of work of the staff has in common."""

    def __init__(
        self, database: Database, registry: Registries, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._registry = registry
        self._clock = clock
        self._audit = Audit(database, clock)

    def reading(self) -> SqlRegistry:
        """The registry, to read from."""
        return self._registry([], "", self._clock())

    def commit(self, by: StaffMember, action: str, subject: str, act: Act, **detail: Any) -> None:
        """Do something, with its entry in the trail, in one transaction. Raises Overtaken where
        somebody else was faster; nothing is written then."""
        later: list[Write] = []
        act(self._registry(later, "", self._clock()))
        later.append(
            lambda connection: self._audit.write(connection, by, action, subject, **detail)
        )
        self._database.commit(later)

    def commit_case(self, case: Row, by: StaffMember, action: str, act: Act, **detail: Any) -> None:
        """The same for a case, as it was read: where anything has happened to it since, NotSettled
        says who did it."""
        code = case["code"]

        def acting(registry: SqlRegistry) -> None:
            registry.cases.unchanged(code, last_event(case))
            act(registry)

        try:
            self.commit(by, action, f"case {code}", acting, **detail)
        except Overtaken:
            raise changed(self.reading().cases.file(code)) from None


def commit(database: Database, registry: Registries, now: datetime, act: Act) -> None:
    """Do something to the registry, all of it or nothing. Raises NotSettled where somebody else
    was faster."""
    later: list[Write] = []
    act(registry(later, "", now))
    try:
        database.commit(later)
    except Overtaken:
        raise NotSettled(
            "somebody else has settled this meanwhile: look at it again", "overtaken"
        ) from None


def needs(by: StaffMember, right: Right) -> None:
    """Raises NotSettled for whoever lacks a right."""
    if not by.may(right):
        role = "supervisor" if right == Right.DECIDE else "agent"
        raise NotSettled(f"this takes a {role}, and {by.name} is a {by.role}", "right", role=role)


def reasoned(why: str, message: str) -> str:
    """A reason without the space around it. Raises NotSettled, with this message, for none."""
    if not why.strip():
        raise NotSettled(message, "reason")
    return why.strip()


def last_event(case: Row) -> int | None:
    """The number of the last thing that happened to a case, as `Cases.file` gives it."""
    return case["events"][-1]["id"] if case["events"] else None


def as_seen(case: Row, seen: int | None) -> None:
    """Raises NotSettled where a case is not as somebody saw it: seen is the number of the last
    event then, None where they did not say."""
    if seen is not None and seen != last_event(case):
        raise changed(case)


def changed(case: Row | None) -> NotSettled:
    """That somebody was faster, and who."""
    if case is None or not case["events"]:
        return NotSettled("somebody else has changed this meanwhile: look at it again", "overtaken")
    last = case["events"][-1]
    return NotSettled(
        f"{last['actor']} was faster ({last['what']}, {last['at'][:16].replace('T', ' ')}):"
        " look at it again",
        "faster",
        who=last["actor"],
        at=last["at"],
    )
