"""Who may use the staff's page: names, roles and hashed passwords."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from storage.database import Database
from storage.rights import RIGHTS, ROLES, Right

LONGEST_NAME = 100
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000


class StaffError(Exception):
    """A member of staff that cannot be added, said in plain words."""


@dataclass(frozen=True)
class StaffMember:
    """Somebody who may log in."""

    id: int
    name: str
    role: str
    """One of `storage.rights.ROLES`."""

    def may(self, right: Right) -> bool:
        """May they do this?"""
        return right in RIGHTS[self.role]


class Staff:
    """The members of staff in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()
        # Verified for names that do not exist, so that a wrong name takes as long as a wrong
        # password and names cannot be found out by the clock.
        self._nobody = _hash_of_nobody()
        # A verification takes 64 MB: many at once must queue, not exhaust the machine.
        self._verifying = threading.BoundedSemaphore(2)

    def add(self, name: str, password: str, role: str) -> StaffMember:
        """Let somebody log in. Raises StaffError in plain words when that cannot be."""
        name = name.strip()
        if not 1 <= len(name) <= LONGEST_NAME:
            raise StaffError(f"a name has 1 to {LONGEST_NAME} characters")
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise StaffError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        if role not in ROLES:
            raise StaffError(f"the role {role!r} is none of {', '.join(ROLES)}")
        row = (name, self._hasher.hash(password), role, datetime.now(UTC).isoformat())
        try:
            with self._database.transaction() as connection:
                added = connection.execute(
                    "INSERT INTO staff (name, password, role, created_at) VALUES (?, ?, ?, ?)", row
                )
        except sqlite3.IntegrityError:
            raise StaffError(f"the name {name!r} is taken") from None
        return StaffMember(int(added.lastrowid or 0), name, role)

    def check(self, name: str, password: str) -> StaffMember | None:
        """The member of this name if the password is theirs, else None."""
        if len(password) > LONGEST_PASSWORD:
            return None
        row = self._database.connection.execute(
            "SELECT id, name, role, password FROM staff WHERE name = ?", (name.strip(),)
        ).fetchone()
        with self._verifying:
            right = self._verified(row["password"] if row else self._nobody, password)
        if row is None or not right:
            return None
        if self._hasher.check_needs_rehash(row["password"]):
            self._rehash(row["id"], password)
        return StaffMember(row["id"], row["name"], row["role"])

    def get(self, staff_id: int) -> StaffMember | None:
        """The member with this id, or None when there is none any more."""
        row = self._database.connection.execute(
            "SELECT id, name, role FROM staff WHERE id = ?", (staff_id,)
        ).fetchone()
        return StaffMember(row["id"], row["name"], row["role"]) if row else None

    def named(self, name: str) -> StaffMember:
        """The member of this name. Raises StaffError where there is none."""
        row = self._database.connection.execute(
            "SELECT id, name, role FROM staff WHERE name = ?", (name.strip(),)
        ).fetchone()
        if row is None:
            raise StaffError(f"nobody of the staff is called {name!r}")
        return StaffMember(row["id"], row["name"], row["role"])

    def who_may(self, right: Right) -> list[str]:
        """The names of all who may do this, in their order."""
        rows = self._database.connection.execute("SELECT name, role FROM staff ORDER BY name")
        return [row["name"] for row in rows if right in RIGHTS.get(row["role"], ())]

    def _verified(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def _rehash(self, staff_id: int, password: str) -> None:
        """Store the password with today's parameters of the hash."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE staff SET password = ? WHERE id = ?",
                (self._hasher.hash(password), staff_id),
            )


@cache
def _hash_of_nobody() -> str:
    return PasswordHasher().hash("nobody")
