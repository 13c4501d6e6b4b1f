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

_MEMBER = "id, name, role, epoch, temporary, totp <> '' AS enrolled"


class StaffError(Exception):
    """What cannot be done about a member of staff, said in plain words."""


@dataclass(frozen=True)
class StaffMember:
    """Somebody who may log in."""

    id: int
    name: str
    role: str
    """One of `storage.rights.ROLES`."""
    epoch: int = 1
    """Grows when password, role or second factor change: a login holds for one of them."""
    temporary: bool = False
    """The password was given by somebody else and has to be changed."""
    enrolled: bool = False
    """Has an authenticator app."""

    def may(self, right: Right) -> bool:
        """May they do this?"""
        return right in RIGHTS.get(self.role, ())


@dataclass(frozen=True)
class Listed:
    """A member of staff as administrators see them."""

    member: StaffMember
    created_at: str
    left_at: str
    """When they were deactivated; empty for who may log in."""


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
        hashed = self.hashed(password, name)
        with self._database.transaction() as connection:
            return insert(connection, name, hashed, role)

    def hashed(self, password: str, name: str) -> str:
        """The hash of a new password for `name`. Raises StaffError where it is no good one."""
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise StaffError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        if password.strip().casefold() == name.strip().casefold():
            raise StaffError("a password is not one's name")
        with self._verifying:
            return self._hasher.hash(password)

    def check(self, name: str, password: str) -> StaffMember | None:
        """The member of this name if the password is theirs, else None."""
        if len(password) > LONGEST_PASSWORD:
            return None
        row = self._database.connection.execute(
            f"SELECT {_MEMBER}, password, left_at FROM staff WHERE name = ?", (name.strip(),)
        ).fetchone()
        with self._verifying:
            right = self._verified(row["password"] if row else self._nobody, password)
        if row is None or not right or row["left_at"]:
            return None
        if self._hasher.check_needs_rehash(row["password"]):
            self._rehash(row["id"], password)
        return _member(row)

    def change_password(self, member: StaffMember, password: str) -> StaffMember:
        """Give somebody the password that they chose themselves; their logins end."""
        hashed = self.hashed(password, member.name)
        with self._database.transaction() as connection:
            set_password(connection, member.id, hashed, temporary=False)
        return self.named(member.name)

    def get(self, staff_id: int) -> StaffMember | None:
        """The member with this id, or None when there is none any more."""
        row = self._database.connection.execute(
            f"SELECT {_MEMBER} FROM staff WHERE id = ? AND left_at IS NULL", (staff_id,)
        ).fetchone()
        return _member(row) if row else None

    def named(self, name: str) -> StaffMember:
        """The member of this name. Raises StaffError where there is none."""
        row = self._database.connection.execute(
            f"SELECT {_MEMBER} FROM staff WHERE name = ? AND left_at IS NULL", (name.strip(),)
        ).fetchone()
        if row is None:
            raise StaffError(f"nobody of the staff is called {name!r}")
        return _member(row)

    def known(self, name: str) -> bool:
        """Is or was there somebody of this name?"""
        found = self._database.connection.execute(
            "SELECT 1 FROM staff WHERE name = ?", (name.strip(),)
        )
        return found.fetchone() is not None

    def all(self) -> list[Listed]:
        """Everybody, those who have left last."""
        rows = self._database.connection.execute(
            f"SELECT {_MEMBER}, created_at, left_at FROM staff ORDER BY left_at IS NOT NULL, name"
        )
        return [Listed(_member(row), row["created_at"], row["left_at"] or "") for row in rows]

    def who_may(self, right: Right) -> list[str]:
        """The names of all who may do this and have not left, in their order."""
        here = (one.member for one in self.all() if not one.left_at)
        return [member.name for member in here if member.may(right)]

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


def insert(
    connection: sqlite3.Connection, name: str, hashed: str, role: str, temporary: bool = False
) -> StaffMember:
    """Add a member with a hashed password. Raises StaffError."""
    name = name.strip()
    if not (1 <= len(name) <= LONGEST_NAME and name.isprintable()):
        raise StaffError(f"a name has 1 to {LONGEST_NAME} characters")
    if role not in ROLES:
        raise StaffError(f"the role {role!r} is none of {', '.join(ROLES)}")
    row = (name, hashed, role, datetime.now(UTC).isoformat(), int(temporary))
    try:
        added = connection.execute(
            "INSERT INTO staff (name, password, role, created_at, temporary)"
            " VALUES (?, ?, ?, ?, ?)",
            row,
        )
    except sqlite3.IntegrityError:
        raise StaffError(f"the name {name!r} is taken") from None
    return StaffMember(int(added.lastrowid or 0), name, role, temporary=temporary)


def set_password(
    connection: sqlite3.Connection, staff_id: int, hashed: str, *, temporary: bool
) -> None:
    """Store another password and end all logins with the one before."""
    connection.execute(
        "UPDATE staff SET password = ?, temporary = ?, epoch = epoch + 1 WHERE id = ?",
        (hashed, int(temporary), staff_id),
    )


def _member(row: sqlite3.Row) -> StaffMember:
    return StaffMember(
        row["id"],
        row["name"],
        row["role"],
        row["epoch"],
        bool(row["temporary"]),
        bool(row["enrolled"]),
    )


@cache
def _hash_of_nobody() -> str:
    return PasswordHasher().hash("nobody")
