"""How each telephone is spoken with, from call to call, and what its last call was about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from storage.database import Database, Write, stamp
from storage.vault import Vault

KEPT = timedelta(days=365)
"""Since it was last needed: a telephone may be shared or change hands."""
_ANSWERS = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True)
class Telephone:
    """What is remembered; the defaults are those of a telephone of which nothing is."""

    wording: str = "full"
    keys_only: bool = False
    remember: bool | None = None
    """May its last topic be remembered? None: nobody was asked."""
    topic: str = ""
    """What its last call was about; empty unless it may be remembered."""


class Telephones:
    """By the fingerprint of the number; a row only where something differs from the defaults."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def of(self, caller: str, now: datetime) -> Telephone:
        """What is remembered of this number; nothing of a withheld one."""
        row = self._database.connection.execute(
            "SELECT wording, keys_only, remember, topic FROM telephone"
            " WHERE caller_print = ? AND at >= ?",
            (self._vault.fingerprint(caller), stamp(now - KEPT)),
        ).fetchone()
        if row is None or not caller:
            return Telephone()
        remember = {text: answer for answer, text in _ANSWERS.items()}[row["remember"]]
        return Telephone(row["wording"], bool(row["keys_only"]), remember, row["topic"])

    def remember(self, caller: str, telephone: Telephone, now: datetime) -> Write:
        """Keeps this in place of what was remembered, and lets go of what is too old."""
        print_ = self._vault.fingerprint(caller)
        values = (
            telephone.wording,
            telephone.keys_only,
            _ANSWERS[telephone.remember],
            telephone.topic,
            stamp(now),
        )

        def write(connection: Connection) -> None:
            connection.execute("DELETE FROM telephone WHERE at < ?", (stamp(now - KEPT),))
            if telephone == Telephone():
                connection.execute("DELETE FROM telephone WHERE caller_print = ?", (print_,))
            elif caller:
                connection.execute(
                    "INSERT OR REPLACE INTO telephone VALUES (?, ?, ?, ?, ?, ?)",
                    (print_, *values),
                )

        return write

    def has_called(self, caller: str) -> bool:
        """Has there been a conversation by voice with this number before?"""
        row = self._database.connection.execute(
            "SELECT 1 FROM session WHERE caller_print = ? AND channel = 'voice' LIMIT 1",
            (self._vault.fingerprint(caller),),
        ).fetchone()
        return row is not None and bool(caller)

    def is_shared(self, number: str) -> bool:
        """Is this number (E.164) registered for more than one person?"""
        row = self._database.connection.execute(
            "SELECT count(*) AS people FROM phone WHERE number_print = ?",
            (self._vault.fingerprint(number),),
        ).fetchone()
        return int(row["people"]) > 1
