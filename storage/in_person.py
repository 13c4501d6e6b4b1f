"""What is only done at an office, in person: a PIN is given, helpers are ended."""

from __future__ import annotations

from storage import pins
from storage.audit import Audit
from storage.database import Database, stamp
from storage.staff import StaffMember
from storage.vault import Vault

LENGTH = 8
_ROWS = "01234567890", "09876543210"


class InPersonError(Exception):
    """What cannot be done, in plain words; holds neither PIN nor number."""


def give_pin(
    database: Database, vault: Vault, number: str, pin: str, by: StaffMember, audit: Audit
) -> None:
    """Give a person a PIN, the first or a new one, and forget the failures before it.

    Raises InPersonError for a number of nobody and a PIN that is easily guessed.
    """
    if not (pin.isascii() and pin.isdigit() and len(pin) == LENGTH):
        raise InPersonError(f"a PIN has {LENGTH} digits")
    if len(set(pin)) < 4 or any(pin in row for row in _ROWS):
        raise InPersonError("that PIN is too easily guessed")
    person, print_ = _person(database, vault, number), vault.fingerprint(number)
    hash_ = vault.encrypt(pins.hashed(pin))
    with database.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO pin VALUES (?, ?, ?)", (person, hash_, stamp(audit.now()))
        )
        connection.execute("DELETE FROM failed_proof WHERE number_print = ?", (print_,))
        audit.write(connection, by, "give_pin", f"person {person}")


def end_helpers(
    database: Database, vault: Vault, number: str, by: StaffMember, audit: Audit
) -> int:
    """Nobody acts for this person any more; answers how many did. Raises InPersonError."""
    person = _person(database, vault, number)
    with database.transaction() as connection:
        ended = connection.execute(
            "UPDATE consent SET withdrawn_at = ? WHERE person_id = ? AND withdrawn_at IS NULL",
            (stamp(audit.now()), person),
        )
        audit.write(connection, by, "end_helpers", f"person {person}", count=ended.rowcount)
        return ended.rowcount


def _person(database: Database, vault: Vault, number: str) -> int:
    row = database.connection.execute(
        "SELECT id FROM person WHERE insurance_number_print = ?", (vault.fingerprint(number),)
    ).fetchone()
    if row is None:
        raise InPersonError("nobody has this insurance number")
    return int(row["id"])
