"""Looking after the logins of staff. Each change and its entry in the trail are one transaction."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage import lock_outs, second_factor
from storage.audit import Audit
from storage.database import Database, stamp
from storage.lock_outs import LockOuts
from storage.rights import ROLES
from storage.staff import Staff, StaffError, StaffMember, insert, set_password


def random_password() -> str:
    """96 random bits as 16 characters."""
    return secrets.token_urlsafe(12)


class Staffing:
    """What administrators do. `by` is who does it; all raise StaffError in plain words."""

    def __init__(self, database: Database, staff: Staff, locks: LockOuts, audit: Audit) -> None:
        self._database = database
        self._staff = staff
        self._locks = locks
        self._audit = audit

    def add(self, by: StaffMember, name: str, role: str, password: str = "") -> str:
        """Let somebody log in; answers the password, a random one unless it is given.

        A random one must be changed at the first login.
        """
        given = password or random_password()
        hashed = self._staff.hashed(given, name)
        with self._database.transaction() as connection:
            insert(connection, name, hashed, role, temporary=not password)
            self._audit.write(connection, by, "add_staff", f"staff {name.strip()}", role=role)
        return given

    def change_role(self, by: StaffMember, staff_id: int, role: str) -> None:
        """Give somebody another role; their logins end."""
        if role not in ROLES:
            raise StaffError(f"the role {role!r} is none of {', '.join(ROLES)}")
        with self._change(by, staff_id, "change_role", role=role) as connection:
            connection.execute(
                "UPDATE staff SET role = ?, epoch = epoch + 1 WHERE id = ?", (role, staff_id)
            )

    def deactivate(self, by: StaffMember, staff_id: int) -> None:
        """Let somebody in no more, at once. The name stays, and stays taken."""
        with self._change(by, staff_id, "deactivate_staff") as connection:
            connection.execute(
                "UPDATE staff SET left_at = ?, epoch = epoch + 1 WHERE id = ?",
                (stamp(self._audit.now()), staff_id),
            )

    def activate(self, by: StaffMember, staff_id: int) -> str:
        """Let somebody in again who had left; answers a password, to be changed at once."""
        with self._new_password(by, staff_id, "activate_staff", left=True) as (connection, given):
            connection.execute("UPDATE staff SET left_at = NULL WHERE id = ?", (staff_id,))
        return given

    def reset_password(self, by: StaffMember, staff_id: int) -> str:
        """A new password for somebody, to be changed at once; their logins end."""
        with self._new_password(by, staff_id, "reset_password") as (_, given):
            return given

    def reset_factor(self, by: StaffMember, staff_id: int) -> None:
        """Take somebody's authenticator app away, who has lost it; their logins end."""
        with self._change(by, staff_id, "reset_factor") as connection:
            second_factor.remove(connection, staff_id)

    def unlock(self, by: StaffMember, staff_id: int) -> None:
        """Forget wrong passwords and codes."""
        name, _ = self._one(staff_id)
        print_ = self._locks.print_of(name)
        with self._change(by, staff_id, "unlock_staff") as connection:
            lock_outs.forget(connection, print_)

    @contextmanager
    def _new_password(
        self, by: StaffMember, staff_id: int, action: str, left: bool = False
    ) -> Iterator[tuple[sqlite3.Connection, str]]:
        given = random_password()
        hashed = self._staff.hashed(given, "")
        with self._change(by, staff_id, action, left=left) as connection:
            set_password(connection, staff_id, hashed, temporary=True)
            yield connection, given

    @contextmanager
    def _change(
        self, by: StaffMember, staff_id: int, action: str, left: bool = False, **detail: str
    ) -> Iterator[sqlite3.Connection]:
        """A transaction about somebody who is there (left: who has left), with its entry."""
        with self._database.transaction() as connection:
            name, has_left = self._one(staff_id)
            if has_left != left:
                raise StaffError(f"{name!r} is active" if left else f"{name!r} is deactivated")
            administered = _administrators(connection)
            yield connection
            if administered and not _administrators(connection):
                raise StaffError(
                    f"{name!r} is the last administrator: make somebody else one first"
                )
            self._audit.write(connection, by, action, f"staff {name}", **detail)

    def _one(self, staff_id: int) -> tuple[str, bool]:
        row = self._database.connection.execute(
            "SELECT name, left_at FROM staff WHERE id = ?", (staff_id,)
        ).fetchone()
        if row is None:
            raise StaffError("there is no such member of staff")
        return row["name"], row["left_at"] is not None


def _administrators(connection: sqlite3.Connection) -> int:
    count: int = connection.execute(
        "SELECT count(*) FROM staff WHERE role = 'administrator' AND left_at IS NULL"
    ).fetchone()[0]
    return count
