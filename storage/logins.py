"""Proving who one is, for the console and the command line alike: counted and written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from storage.audit import NOBODY, Audit
from storage.database import Database
from storage.lock_outs import LockOuts
from storage.second_factor import SecondFactors
from storage.staff import Staff, StaffMember
from storage.vault import Vault

Policy = Literal["off", "optional", "required"]
"""Codes are asked of nobody, of those who have an app, or everybody must have one."""


_UNKNOWN = timedelta(minutes=1)
"""Within which failures of names that nobody has are one entry of the trail."""


class Logins:
    """Passwords, codes, and what comes of wrong ones."""

    def __init__(
        self,
        staff: Staff,
        factors: SecondFactors,
        lock_outs: LockOuts,
        audit: Audit,
        policy: Policy = "optional",
    ) -> None:
        self.staff = staff
        self.factors = factors
        self.lock_outs = lock_outs
        self.policy = policy
        self._audit = audit

    @staticmethod
    def of(
        database: Database,
        vault: Vault,
        audit: Audit,
        clock: Callable[[], datetime],
        policy: Policy = "optional",
    ) -> Logins:
        """On this database."""
        return Logins(
            Staff(database),
            SecondFactors(database, vault, clock),
            LockOuts(database, vault, clock),
            audit,
            policy,
        )

    def password(self, name: str, password: str) -> StaffMember | None:
        """Whose name and password these are; None where they do not belong together.

        Raises LockedOut, whatever the password is.
        """
        self.lock_outs.begin(name)
        member = self.staff.check(name, password)
        if member is None:
            self._failed(name, "password")
        elif self.asks_code(member):
            self.lock_outs.right(name)
        else:
            self.lock_outs.forget(name)
        return member

    def code(self, member: StaffMember, code: str) -> bool:
        """Is this a code of theirs, of the app or a recovery code? Raises LockedOut."""
        self.lock_outs.begin(member.name)
        right = self.factors.check(member, code)
        if right:
            self.lock_outs.forget(member.name)
        else:
            self._failed(member.name, "code")
        return right

    def asks_code(self, member: StaffMember) -> bool:
        """Does it take a code, too?"""
        return member.enrolled and self.policy != "off"

    def owes(self, member: StaffMember) -> Literal["", "password", "factor"]:
        """What somebody has to do before anything else: choose a password, or set up an app."""
        if member.temporary:
            return "password"
        return "factor" if self.policy == "required" and not member.enrolled else ""

    def entered(self, member: StaffMember, **detail: str) -> None:
        """Write down that somebody is in."""
        self._audit.record(member, "log_in", f"staff {member.name}", **detail)

    def _failed(self, name: str, what: str) -> None:
        if not self.staff.known(name):
            # It may be a password in the wrong field, and there is no end of such names: neither
            # they nor their number goes into the trail.
            self._audit.view(NOBODY, "log_in_failed", "staff ?", _UNKNOWN)
            return
        subject = f"staff {name.strip()}"
        self._audit.record(NOBODY, "log_in_failed", subject, wrong=what)
        if self.lock_outs.wait_s(name):
            self._audit.record(NOBODY, "lock_out", subject)
