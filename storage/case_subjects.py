"""What a case is about, as a fingerprint that a decision or a payment run has, too."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.database import Database
from storage.rows import Row, Rows
from storage.vault import Vault

_AT_ONCE = 500


def subject_of(about: Row) -> str:
    """The claim, the cause of a decision, the held change or the payment run that a case is about;
    empty for none."""
    if about.get("payments"):
        return run_subject(about["programme"], about["due_on"])
    return str(about.get("reference") or about.get("cause") or "")


def run_subject(programme: str, due_on: str) -> str:
    """What the case of a payment run is about."""
    return f"payments:{programme}:{due_on}"


def read_old(database: Database, vault: Vault) -> int:
    """Work out what cases are about that were opened before this was kept; answers how many."""
    rows = Rows(database, vault, [], "", datetime.now(UTC))
    done = 0
    while found := rows.all(
        f"SELECT id, about FROM case_file WHERE subject_print IS NULL LIMIT {_AT_ONCE}"
    ):
        prints = [
            (vault.fingerprint(subject_of(rows.opened(row["about"]) or {})), row["id"])
            for row in found
        ]
        with database.transaction() as connection:
            connection.executemany("UPDATE case_file SET subject_print = ? WHERE id = ?", prints)
        done += len(found)
    return done
