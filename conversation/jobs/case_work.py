"""Working on cases: whose one is, by when it is done, what is noted, and how it ends."""

from __future__ import annotations

from datetime import date

from benefits.jobs.adjudication import HOLDING
from conversation.jobs.change_work import held_change
from conversation.jobs.settling import (
    DONE,
    NotSettled,
    Row,
    Settling,
    as_seen,
    needs,
    reasoned,
    still_open,
)
from storage.registry import SqlRegistry
from storage.rights import Right
from storage.staff import StaffMember

FARTHEST = 366
"""Days ahead that a case can be put off to."""


def right_to_close(case: Row) -> Right:
    """What it takes to end a case: a supervisor where it keeps money back while it is open, or
    where a job has put it to one."""
    holds = case["category"] in HOLDING or case["about"].get("who") == "supervisor"
    return Right.DECIDE if holds else Right.CASES


class CaseWork(Settling):
    """What staff do about any case.

    `seen` of each is the number of the last event that whoever acts has seen of it; where anything
    has happened since, NotSettled says who was first.
    """

    def file(self, code: str) -> Row:
        """A case as `storage.cases.Cases.file` has it. Raises NotSettled where there is none."""
        found = self.reading().cases.file(code)
        if found is None:
            raise NotSettled(f"there is no case {code}", "unknown", code=code)
        return found

    def take(self, code: str, by: StaffMember, seen: int | None = None) -> None:
        """Make a case one's own, and begin with it."""
        self._hand(self._open(code, by, seen), by, by.name, "", "take_case")

    def give(
        self, code: str, by: StaffMember, to: StaffMember | None, why: str, seen: int | None = None
    ) -> None:
        """Give a case to somebody who may work on it, or back to all with None."""
        if to is not None and not to.may(Right.CASES):
            raise NotSettled(f"{to.name} does not work on cases", "not_theirs", who=to.name)
        self._hand(self._open(code, by, seen), by, to.name if to else "", why, "give_case")

    def note(self, code: str, by: StaffMember, note: str) -> None:
        """Write something down; what others do meanwhile does not matter to it."""
        case = self._open(code, by, None)
        said = reasoned(note, "write something down")

        def act(registry: SqlRegistry) -> None:
            registry.cases.note(code, by.name, "note", said)

        self.commit(by, "note_case", f"case {case['code']}", act)

    def put_off(
        self, code: str, by: StaffMember, day: date, why: str, seen: int | None = None
    ) -> None:
        """Give a case another day by which it is done, with a reason."""
        case = self._open(code, by, seen)
        why = reasoned(why, "say why it is put off")
        if not 0 <= (day - self._clock().date()).days <= FARTHEST:
            raise NotSettled("the day must lie within a year from today", "day")

        def act(registry: SqlRegistry) -> None:
            registry.cases.move(code, day.isoformat())
            registry.cases.note(code, by.name, "due", f"{day.isoformat()}: {why}")

        self.commit_case(case, by, "put_case_off", act, due=day.isoformat())

    def close(
        self, code: str, by: StaffMember, status: str, why: str, seen: int | None = None
    ) -> None:
        """End a case with a reason: RESOLVED where it is done, CLOSED where nothing comes of it.

        A decision, change or payment run that waits for a person is settled first, as itself.
        """
        case = self._open(code, by, seen)
        needs(by, right_to_close(case))
        if status not in DONE:
            raise NotSettled("a case ends resolved or closed", "status")
        why = reasoned(why, "say how it ended")
        decision = self._decision(case)
        if decision is not None and decision["status"] == "proposed":
            raise NotSettled("a decision is proposed: approve, return or decide it", "proposed")
        if held_change(self.reading(), case) is not None:
            raise NotSettled("a change waits: let it take effect or stop it first", "change_waits")
        if case["about"].get("payments"):
            raise NotSettled("approve or return the payment run", "is_run")

        def act(registry: SqlRegistry) -> None:
            registry.cases.note(code, by.name, status, why)

        self.commit_case(case, by, "close_case", act, status=status)

    def _hand(self, case: Row, by: StaffMember, owner: str, why: str, action: str) -> None:
        code = case["code"]
        if owner == case["attending_staff"]:
            raise NotSettled("it is theirs already", "same_owner")
        began = bool(owner) and case["status"] in ("RECEIVED", "OPEN")

        def act(registry: SqlRegistry) -> None:
            registry.cases.give(code, owner)
            registry.cases.note(code, by.name, "owner", f"{owner or '-'} {why.strip()}".strip())
            if began:
                registry.cases.note(code, by.name, "IN_PROGRESS")

        self.commit_case(case, by, action, act, to=owner)

    def _open(self, code: str, by: StaffMember, seen: int | None) -> Row:
        case = self.file(code)
        needs(by, Right.CASES)
        still_open(case, f"case {code} is closed")
        as_seen(case, seen)
        return case

    def _decision(self, case: Row) -> Row | None:
        subject = case["subject_print"] if case["category"] == "error" else ""
        return self.reading().decisions.of_subject(subject) if subject else None
