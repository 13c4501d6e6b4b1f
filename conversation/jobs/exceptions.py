"""What could not be done by itself: shown to staff, and settled by them under four eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from conversation.jobs.runner import Registries
from storage.conversations import Overtaken
from storage.database import Database, Write
from storage.registry import SqlRegistry
from storage.rights import Right
from storage.staff import StaffMember

Row = Mapping[str, Any]
CATEGORY = "error"
_NEEDS = {"agent": Right.CASES, "supervisor": Right.DECIDE}


class NotSettled(Exception):
    """What cannot be done about an exception; the message says why."""


class Exceptions:
    """The exceptions, and what staff do about them."""

    def __init__(
        self, database: Database, registry: Registries, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._registry = registry
        self._clock = clock

    def waiting(self) -> list[Row]:
        """Those that nobody has settled, due first: code, about (job, key, to_do, who, …),
        priority, due_date and person_id."""
        return self._registry([], "", self._clock()).cases.waiting(CATEGORY)

    def file(self, code: str) -> Row:
        """One of them, with its `events`, and `decision`: what is proposed, or None. Raises
        NotSettled where there is none with this code."""
        registry = self._registry([], "", self._clock())
        found = registry.cases.file(code)
        if found is None or found["category"] != CATEGORY:
            raise NotSettled(f"there is no exception {code}")
        return {**found, "decision": _decision(registry, found)}

    def approve(self, code: str, by: StaffMember, note: str = "") -> None:
        """Put what is proposed in force; never one's own entry, and only what has an outcome."""
        case = self._open(code, by)
        decision = self._proposed(case)
        if (claim := self._claim(case)) and claim["status"] == "withdrawn":
            raise NotSettled("the claim has been taken back: return the decision")
        if decision["entered_by"] == by.name:
            raise NotSettled("you entered this decision: somebody else has to approve it")
        if decision["outcome"] not in ("granted", "refused"):
            raise NotSettled(
                f"the rules came to {decision['outcome']!r}, which is no decision: decide it"
            )

        def act(registry: SqlRegistry) -> None:
            # A second claim that is refused ends nothing; a review that refuses does.
            if decision["outcome"] == "granted" or "cause" in case["about"]:
                registry.decisions.supersede(decision["person_id"], decision["programme"])
            registry.decisions.settle(decision["id"], "in_force", by.name)
            if case["about"].get("reference"):
                registry.claims.examine(case["about"]["reference"], "decided")
            registry.cases.note(code, by.name, "RESOLVED", note or "approved")

        self._commit(act)

    def decide(
        self, code: str, by: StaffMember, outcome: str, amount: int | None, first_on: str, why: str
    ) -> None:
        """Propose another decision, or one after it was returned, with a reason; somebody else
        approves it.

        outcome: granted or refused. amount: cents a month. first_on: ISO date.
        """
        case = self._open(code, by)
        decision = self._proposed(case, returned=True)
        if not why.strip():
            raise NotSettled("a decision needs a reason")
        if outcome == "granted" and (not amount or not first_on):
            raise NotSettled("what is granted needs an amount and a first day")
        reference = case["about"].get("reference", "")
        row = {
            "cause": f"by hand:{decision['id']}",
            "claim_reference": reference,
            "person_id": decision["person_id"],
            "programme": decision["programme"],
            "outcome": outcome,
            "amount": amount if outcome == "granted" else None,
            "first_on": first_on if outcome == "granted" else "",
            "last_on": "",
            "ruleset_version": decision["ruleset_version"],
            "record": decision["record"],
            "status": "proposed",
            "automated": 0,
            "entered_by": by.name,
        }

        def act(registry: SqlRegistry) -> None:
            if decision["status"] == "proposed":
                registry.decisions.give_back(decision["id"], by.name)
            registry.decisions.add(row)
            registry.cases.note(code, by.name, "IN_PROGRESS", why)

        self._commit(act)

    def send_back(self, code: str, by: StaffMember, why: str) -> None:
        """Return what is proposed. A claim waits for documents then, and the exception for the
        decision that follows; where it was taken back, or in a review, nothing comes of it."""
        case = self._open(code, by)
        decision = self._proposed(case)
        if not why.strip():
            raise NotSettled("say why it is returned")
        claim = self._claim(case)
        waits = claim is not None and claim["status"] != "withdrawn"

        def act(registry: SqlRegistry) -> None:
            registry.decisions.give_back(decision["id"], by.name)
            if waits:
                registry.claims.examine(case["about"]["reference"], "documents_missing")
            registry.cases.note(code, by.name, "IN_PROGRESS" if waits else "RESOLVED", why)

        self._commit(act)

    def again(self, code: str, by: StaffMember, note: str = "") -> None:
        """Let the job try once more what it could not do."""
        case = self._open(code, by)
        if _decision(self._registry([], "", self._clock()), case) is not None:
            raise NotSettled("this has been decided: approve, return or decide it")
        if case["about"].get("payments"):
            raise NotSettled("approve or return the payment run")
        if case["about"].get("review"):
            raise NotSettled("a review looks at everybody once: decide it by hand, and say --done")

        def act(registry: SqlRegistry) -> None:
            registry.jobs.release(case["about"]["key"])
            registry.cases.note(code, by.name, "RESOLVED", note or "to be tried once more")

        self._commit(act)

    def done(self, code: str, by: StaffMember, note: str) -> None:
        """It has been done by hand; a decision that is proposed is not settled that way."""
        case = self._open(code, by)
        decision = _decision(self._registry([], "", self._clock()), case)
        if decision is not None and decision["status"] == "proposed":
            raise NotSettled("a decision is proposed: approve, return or decide it")
        if not note.strip():
            raise NotSettled("say what was done")
        self._commit(lambda registry: registry.cases.note(code, by.name, "RESOLVED", note))

    def _open(self, code: str, by: StaffMember) -> Row:
        case = self.file(code)
        if case["status"] in ("RESOLVED", "CLOSED"):
            raise NotSettled(f"exception {code} is resolved already")
        who = case["about"].get("who", "agent")
        if not by.may(_NEEDS[who]):
            raise NotSettled(f"this takes a {who}, and {by.name} is a {by.role}")
        return case

    def _claim(self, case: Row) -> Row | None:
        """The claim that an exception is about, if it is about one."""
        reference = case["about"].get("reference")
        return self._registry([], "", self._clock()).claim(reference) if reference else None

    def _proposed(self, case: Row, returned: bool = False) -> Row:
        """The decision that is proposed; returned: or was, and nothing has taken its place."""
        decision: Row | None = case["decision"]
        allowed = ("proposed", "returned") if returned else ("proposed",)
        if decision is None or decision["status"] not in allowed:
            raise NotSettled("no decision is proposed here; use --again or --done")
        return decision

    def _commit(self, act: Callable[[SqlRegistry], None]) -> None:
        commit(self._database, self._registry, self._clock(), act)


def commit(
    database: Database,
    registry: Registries,
    now: datetime,
    act: Callable[[SqlRegistry], None],
) -> None:
    """Do something to the registry, all of it or nothing. Raises NotSettled where somebody else
    was faster."""
    later: list[Write] = []
    act(registry(later, "", now))
    try:
        database.commit(later)
    except Overtaken:
        raise NotSettled("somebody else has settled this meanwhile: look at it again") from None


def _decision(registry: SqlRegistry, case: Row) -> Row | None:
    """What an exception is about: the latest decision on its claim, or of its cause."""
    about = case["about"]
    if about.get("reference"):
        return registry.decisions.of_claim(about["reference"])
    if about.get("cause"):
        found = registry.decisions.by_cause(about["cause"])
        while found and (by_hand := registry.decisions.by_cause(f"by hand:{found['id']}")):
            found = by_hand
        return found
    return None
