"""Changes of an account or telephone that looked like fraud: let through by two, stopped by one."""

from __future__ import annotations

from benefits.personal import holding
from conversation.jobs.settling import DONE, NotSettled, Row, Settling, as_seen, needs, reasoned
from storage.registry import SqlRegistry
from storage.rights import Right
from storage.staff import StaffMember

VOUCHED = "vouched"
"""What stands in the history of a case whose change somebody has found to be genuine."""


def held_change(registry: SqlRegistry, case: Row) -> Row | None:
    """The change that a case is about and that staff look at (`storage.held_changes`), or None."""
    about = case["about"]
    # The job that could not let a change take effect names its reference differently.
    reference = str(about.get("reference") or about.get("change") or "")
    change = registry.held.by_reference(reference) if reference.isdecimal() else None
    return change if change is not None and change["status"] == "review" else None


def voucher(case: Row) -> str:
    """Who has last found a change to be genuine; empty where nobody has."""
    return next((one["actor"] for one in reversed(case["events"]) if one["what"] == VOUCHED), "")


class ChangeWork(Settling):
    """What staff do about a change that waits for them. `seen` as in `CaseWork`."""

    def vouch(self, code: str, by: StaffMember, why: str, seen: int | None = None) -> None:
        """Say, with a reason, that the person wants the change; a supervisor lets it through."""
        case, _ = self._open(code, by, Right.CASES, seen)
        why = reasoned(why, "say how you know")

        def act(registry: SqlRegistry) -> None:
            registry.cases.note(code, by.name, VOUCHED, why)

        self.commit_case(case, by, "vouch_for_change", act)

    def let_through(self, code: str, by: StaffMember, note: str, seen: int | None = None) -> None:
        """Let a change take effect that somebody else has vouched for, and end the case."""
        case, change = self._open(code, by, Right.DECIDE, seen)
        vouched = voucher(case)
        if not vouched:
            raise NotSettled("nobody has said yet that the person wants this", "not_vouched")
        if vouched == by.name:
            raise NotSettled("you vouched for this: somebody else lets it through", "own_proposal")

        def act(registry: SqlRegistry) -> None:
            holding.apply(registry, change, "console")
            registry.cases.note(code, by.name, "RESOLVED", note.strip())

        self.commit_case(case, by, "let_change_through", act)

    def stop(self, code: str, by: StaffMember, why: str, seen: int | None = None) -> None:
        """Stop a change, which harms nobody and takes one person; the case stays open."""
        case, change = self._open(code, by, Right.CASES, seen)
        why = reasoned(why, "say why it is stopped")

        def act(registry: SqlRegistry) -> None:
            holding.stop_by_staff(registry, change, by.name, self._clock())
            registry.cases.note(code, by.name, "stopped", why)

        self.commit_case(case, by, "stop_change", act)

    def _open(self, code: str, by: StaffMember, right: Right, seen: int | None) -> tuple[Row, Row]:
        registry = self.reading()
        case = registry.cases.file(code)
        if case is None:
            raise NotSettled(f"there is no case {code}", "unknown", code=code)
        needs(by, right)
        as_seen(case, seen)
        change = held_change(registry, case) if case["status"] not in DONE else None
        if change is None:
            raise NotSettled("no change waits here", "no_change")
        return case, change
