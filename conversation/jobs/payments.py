"""Payment runs and held payments, each under four eyes."""

from __future__ import annotations

from typing import Literal

from conversation.jobs.exceptions import CATEGORY
from conversation.jobs.settling import Act, NotSettled, Row, Settling, needs, reasoned
from storage.case_subjects import run_subject
from storage.conversations import Overtaken
from storage.registry import SqlRegistry
from storage.rights import Right
from storage.staff import StaffMember

What = Literal["release", "keep"]


class PaymentWork(Settling):
    """What staff do about payments before they are made."""

    # Runs -------------------------------------------------------------------------------------

    def run(self, number: int) -> Row:
        """A payment run. Raises NotSettled where there is none."""
        found = self.reading().payment_runs.by_id(number)
        if found is None:
            raise NotSettled(f"there is no payment run {number}", "no_run", number=number)
        return found

    def approve_run(self, number: int, by: StaffMember, note: str = "") -> Row:
        """Pay a run that somebody else has started; its totals are checked once more. Answers the
        run as it was. Raises `storage.payment_runs.NotApproved`, too."""
        needs(by, Right.DECIDE)
        run = self.run(number)

        def act(registry: SqlRegistry) -> None:
            registry.payment_runs.approve(number, by.name)
            _close_cases(registry, run, by, note or f"payment run {number}: approved")

        self.commit(by, "approve_run", f"payment run {number}", act)
        return run

    def return_run(self, number: int, by: StaffMember, why: str = "") -> Row:
        """Give a run up; the next one takes its people up."""
        needs(by, Right.DECIDE)
        run = self.run(number)

        def act(registry: SqlRegistry) -> None:
            registry.payment_runs.send_back(number, by.name)
            _close_cases(registry, run, by, why or f"payment run {number}: returned")

        self.commit(by, "return_run", f"payment run {number}", act)
        return run

    # Held payments ----------------------------------------------------------------------------

    def held(self, number: int) -> Row:
        """A payment that is or was held, with what was proposed and decided about it
        (`storage.held_payments`). Raises NotSettled where there is none."""
        found = self.reading().held_payments.one(number)
        if found is None:
            raise NotSettled(f"no payment {number} is held", "no_payment", number=number)
        return found

    def propose(self, number: int, what: What, by: StaffMember, why: str) -> None:
        """Propose to release a held payment, or to keep it on hold; somebody else approves it."""
        needs(by, Right.CASES)
        why = reasoned(why, "say why")
        payment = self.held(number)
        self._still_held(payment)
        if (open_ := proposal(payment)) is not None:
            raise _first(open_["proposed_by"], open_["proposed_at"])

        def act(registry: SqlRegistry) -> None:
            registry.held_payments.propose(number, what, why, by.name)

        self._commit(number, by, f"propose_{what}", act)

    def approve(
        self, number: int, by: StaffMember, note: str = "", review_id: int | None = None
    ) -> str:
        """Do what is proposed: a payment that is released is due again. Takes a supervisor, never
        who proposed it. review_id: the proposal that was read. Answers `release` or `keep`."""
        needs(by, Right.DECIDE)
        review = self._proposed(number, review_id)
        if review["proposed_by"] == by.name:
            raise NotSettled("you proposed this: somebody else has to approve it", "own_proposal")

        def act(registry: SqlRegistry) -> None:
            registry.held_payments.approve(review, by.name, note.strip())

        self._commit(number, by, f"approve_{review['what']}", act)
        return str(review["what"])

    def send_back(
        self, number: int, by: StaffMember, why: str, review_id: int | None = None
    ) -> None:
        """Nothing comes of what is proposed, and the payment stays held. Takes a supervisor, or
        who proposed it."""
        why = reasoned(why, "say why it is returned")
        review = self._proposed(number, review_id)
        if review["proposed_by"] != by.name:
            needs(by, Right.DECIDE)

        def act(registry: SqlRegistry) -> None:
            registry.held_payments.send_back(review, by.name, why)

        self._commit(number, by, f"return_{review['what']}", act)

    def _proposed(self, number: int, review_id: int | None) -> Row:
        payment = self.held(number)
        review = proposal(payment)
        if review is not None and review_id in (None, review["id"]):
            return review
        last = payment["reviews"][-1] if payment["reviews"] else None
        if last is not None and last["settled_by"]:
            raise _first(last["settled_by"], last["settled_at"])
        raise NotSettled("nothing is proposed here", "nothing_proposed")

    def _still_held(self, payment: Row) -> None:
        if payment["status"] != "held":
            last = payment["reviews"][-1]
            raise _first(last["settled_by"], last["settled_at"])

    def _commit(self, number: int, by: StaffMember, action: str, act: Act) -> None:
        try:
            self.commit(by, action, f"payment {number}", act)
        except Overtaken:
            last = self.held(number)["reviews"][-1]
            raise _first(
                last["settled_by"] or last["proposed_by"],
                last["settled_at"] or last["proposed_at"],
            ) from None


def proposal(payment: Row) -> Row | None:
    """What is proposed about a held payment and nobody has settled."""
    return next((one for one in payment["reviews"] if one["status"] == "proposed"), None)


def _first(who: str, at: str) -> NotSettled:
    told = f"{who} was faster ({at[:16].replace('T', ' ')}): look at it again"
    return NotSettled(told, "faster", who=who, at=at)


def _close_cases(registry: SqlRegistry, run: Row, by: StaffMember, note: str) -> None:
    """The case in which a run waits to be approved has come to its end."""
    for case in registry.cases.about(run_subject(run["programme"], run["due_on"]), CATEGORY):
        registry.cases.note(case["code"], by.name, "RESOLVED", note)
