"""What could not be done by itself: shown to staff, and settled by them under four eyes."""

from __future__ import annotations

from typing import Any

from conversation.jobs.settling import (
    NotSettled,
    Row,
    Settling,
    as_seen,
    commit,
    needs,
    reasoned,
    still_open,
)
from storage.registry import SqlRegistry
from storage.rights import Right
from storage.staff import StaffMember

__all__ = ["Exceptions", "NotSettled", "commit"]

CATEGORY = "error"
_NEEDS = {"agent": Right.CASES, "supervisor": Right.DECIDE}


class Exceptions(Settling):
    """The exceptions, and what staff do about them.

    `seen` of each is the number of the last event that whoever acts has seen of the case: where
    anything has happened since, NotSettled says who did it. `decision_id` is what they have read.
    """

    def waiting(self) -> list[Row]:
        """Those that nobody has settled, due first: code, about (job, key, to_do, who, …),
        priority, due_date and person_id."""
        return self.reading().cases.waiting(CATEGORY)

    def file(self, code: str) -> Row:
        """One of them, with its `events`, and `decision`: what is proposed, or None. Raises
        NotSettled where there is none with this code."""
        registry = self.reading()
        found = registry.cases.file(code)
        if found is None or found["category"] != CATEGORY:
            raise NotSettled(f"there is no exception {code}", "unknown", code=code)
        return {**found, "decision": _decision(registry, found)}

    def approve(
        self,
        code: str,
        by: StaffMember,
        note: str = "",
        seen: int | None = None,
        decision_id: int | None = None,
    ) -> None:
        """Put what is proposed in force; takes a supervisor, never one's own entry, and only what
        has an outcome."""
        case = self._open(code, by, seen)
        decision = self._proposed(case)
        if decision["entered_by"] == by.name:
            raise NotSettled(
                "you entered this decision: somebody else has to approve it", "own_decision"
            )
        needs(by, Right.DECIDE)
        if decision_id is not None and decision["id"] != decision_id:
            raise NotSettled("another decision is proposed by now: look at it again", "other")
        if (claim := self._claim(case)) and claim["status"] == "withdrawn":
            raise NotSettled("the claim has been taken back: return the decision", "withdrawn")
        if decision["outcome"] not in ("granted", "refused"):
            raise NotSettled(
                f"the rules came to {decision['outcome']!r}, which is no decision: decide it",
                "no_outcome",
            )

        def act(registry: SqlRegistry) -> None:
            # A second claim that is refused ends nothing; a review that refuses does.
            if decision["outcome"] == "granted" or "cause" in case["about"]:
                registry.decisions.supersede(decision["person_id"], decision["programme"])
            registry.decisions.settle(decision["id"], "in_force", by.name)
            if case["about"].get("reference"):
                registry.claims.examine(case["about"]["reference"], "decided")
            registry.cases.note(code, by.name, "RESOLVED", note or "approved")

        self.commit_case(case, by, "approve_decision", act, decision=decision["id"])

    def decide(
        self,
        code: str,
        by: StaffMember,
        outcome: str,
        amount: int | None,
        first_on: str,
        why: str,
        seen: int | None = None,
    ) -> None:
        """Propose another decision, or one after it was returned, with a reason; somebody else
        approves it.

        outcome: granted or refused. amount: cents a month. first_on: ISO date.
        """
        case = self._open(code, by, seen)
        decision = self._proposed(case, returned=True)
        why = reasoned(why, "a decision needs a reason")
        if outcome not in ("granted", "refused"):
            raise NotSettled("a decision grants or refuses", "no_outcome")
        if outcome == "granted" and (not amount or not first_on):
            raise NotSettled("what is granted needs an amount and a first day", "amount")
        row = _by_hand(case, decision, by) | {
            "outcome": outcome,
            "amount": amount if outcome == "granted" else None,
            "first_on": first_on if outcome == "granted" else "",
        }

        def act(registry: SqlRegistry) -> None:
            if decision["status"] == "proposed":
                registry.decisions.give_back(decision["id"], by.name)
            registry.decisions.add(row)
            registry.cases.note(code, by.name, "IN_PROGRESS", why)

        self.commit_case(case, by, "propose_decision", act, instead_of=decision["id"])

    def send_back(self, code: str, by: StaffMember, why: str, seen: int | None = None) -> None:
        """Return what is proposed. A claim waits for documents then, and the exception for the
        decision that follows; where it was taken back, or in a review, nothing comes of it."""
        case = self._open(code, by, seen)
        decision = self._proposed(case)
        why = reasoned(why, "say why it is returned")
        claim = self._claim(case)
        waits = claim is not None and claim["status"] != "withdrawn"

        def act(registry: SqlRegistry) -> None:
            registry.decisions.give_back(decision["id"], by.name)
            if waits:
                registry.claims.examine(case["about"]["reference"], "documents_missing")
            registry.cases.note(code, by.name, "IN_PROGRESS" if waits else "RESOLVED", why)

        self.commit_case(case, by, "return_decision", act, decision=decision["id"])

    def again(self, code: str, by: StaffMember, note: str = "", seen: int | None = None) -> None:
        """Let the job try once more what it could not do."""
        case = self._open(code, by, seen)
        if _decision(self.reading(), case) is not None:
            raise NotSettled("this has been decided: approve, return or decide it", "decided")
        if case["about"].get("payments"):
            raise NotSettled("approve or return the payment run", "is_run")
        if case["about"].get("review"):
            raise NotSettled(
                "a review looks at everybody once: decide it by hand, and say --done", "review"
            )

        def act(registry: SqlRegistry) -> None:
            registry.jobs.release(case["about"]["key"])
            registry.cases.note(code, by.name, "RESOLVED", note or "to be tried once more")

        self.commit_case(case, by, "try_again", act)

    def done(self, code: str, by: StaffMember, note: str, seen: int | None = None) -> None:
        """It has been done by hand; a decision that is proposed is not settled that way."""
        case = self._open(code, by, seen)
        decision = _decision(self.reading(), case)
        if decision is not None and decision["status"] == "proposed":
            raise NotSettled("a decision is proposed: approve, return or decide it", "proposed")
        note = reasoned(note, "say what was done")

        def act(registry: SqlRegistry) -> None:
            registry.cases.note(code, by.name, "RESOLVED", note)

        self.commit_case(case, by, "done_by_hand", act)

    def _open(self, code: str, by: StaffMember, seen: int | None) -> Row:
        case = self.file(code)
        still_open(case, f"exception {code} is resolved")
        needs(by, _NEEDS[case["about"].get("who", "agent")])
        as_seen(case, seen)
        return case

    def _claim(self, case: Row) -> Row | None:
        """The claim that an exception is about, if it is about one."""
        reference = case["about"].get("reference")
        return self.reading().claim(reference) if reference else None

    def _proposed(self, case: Row, returned: bool = False) -> Row:
        """The decision that is proposed; returned: or was, and nothing has taken its place."""
        decision: Row | None = case["decision"]
        allowed = ("proposed", "returned") if returned else ("proposed",)
        if decision is None or decision["status"] not in allowed:
            code = case["code"]  # somebody may have been quicker just now
            still_open(self.file(code), f"exception {code} is resolved")
            raise NotSettled("no decision is proposed here; use --again or --done", "none_proposed")
        return decision


def _by_hand(case: Row, decision: Row, by: StaffMember) -> dict[str, Any]:
    """A decision that somebody proposes in place of another, without its outcome."""
    return {
        "cause": f"by hand:{decision['id']}",
        "claim_reference": case["about"].get("reference", ""),
        "subject": case["about"].get("cause", ""),
        "person_id": decision["person_id"],
        "programme": decision["programme"],
        "last_on": "",
        "ruleset_version": decision["ruleset_version"],
        "record": decision["record"],
        "status": "proposed",
        "automated": 0,
        "entered_by": by.name,
    }


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
