"""What people have shown of who they are, as one turn sees it; nothing here keeps a secret."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from storage import pins
from storage.calls_out import CODE_CALL, PROOF_CALL
from storage.ringing import ring
from storage.rows import Row, Rows

_DIGITS = 6
"""Of a code that is good once."""


class Identities:
    """PINs, codes and what was tried; the shape of `benefits.identifying.Identities`."""

    def __init__(self, rows: Rows, exempt: Collection[str] = ()) -> None:
        """exempt: the phones (E.164) of places where many people show who they are."""
        self._rows = rows
        self._exempt = exempt

    def tried(self, number: str, line: str, channel: str, what: str, outcome: str) -> None:
        """Write down what was tried. number: as it was claimed. line: E.164, or empty."""
        print_ = self._rows.vault.fingerprint(number)
        self._rows.write(
            "INSERT INTO identification (at, session_id, channel, line_print, number_print,"
            " person_id, what, outcome) VALUES (?, ?, ?, ?, ?,"
            " (SELECT id FROM person WHERE insurance_number_print = ?), ?, ?)",
            *(self._rows.now, self._rows.session_id, channel, self._rows.vault.fingerprint(line)),
            *(print_, print_, what, outcome),
        )

    def numbers_tried(self, line: str, since: datetime) -> list[Row]:
        """The numbers that were claimed on this line since then, oldest first: print, at
        (datetime) and outcome. Of a line that is exempt none are known."""
        if line in self._exempt:
            return []
        found = self._rows.all(
            "SELECT number_print, at, outcome FROM identification"
            " WHERE line_print = ? AND at >= ? AND what = 'number' ORDER BY id",
            self._rows.vault.fingerprint(line),
            since.isoformat(timespec="milliseconds"),
        )
        return [
            {
                "print": row["number_print"],
                "at": datetime.fromisoformat(row["at"]),
                "outcome": row["outcome"],
            }
            for row in found
        ]

    def print_of(self, number: str) -> str:
        """The fingerprint of a number."""
        return self._rows.vault.fingerprint(number)

    def tries(self) -> int:
        """How often a proof was wrong in this conversation."""
        row = self._rows.first(
            "SELECT count(*) AS wrong FROM identification WHERE session_id = ? AND what IN"
            " ('pin', 'code', 'letter_code') AND outcome = 'wrong'",
            self._rows.session_id,
        )
        return int(row["wrong"]) if row else 0

    # Failures in a row ------------------------------------------------------------------------

    def failures(self, number: str) -> Row:
        """How often in a row proofs for this number were wrong, in any conversation: count, at
        (None for never) and here (was the last one in this conversation?)."""
        row = self._rows.first(
            "SELECT failures, failed_at, session_id FROM failed_proof WHERE number_print = ?",
            self._rows.vault.fingerprint(number),
        )
        if row is None:
            return {"count": 0, "at": None, "here": False}
        here = row["session_id"] == self._rows.session_id
        at = datetime.fromisoformat(row["failed_at"])
        return {"count": row["failures"], "at": at, "here": here}

    def failed(self, number: str) -> None:
        """One more."""
        self._rows.write(
            "INSERT INTO failed_proof (number_print, failures, failed_at, session_id)"
            " VALUES (?, 1, ?, ?) ON CONFLICT (number_print) DO UPDATE SET"
            " failures = failures + 1, failed_at = excluded.failed_at,"
            " session_id = excluded.session_id",
            self._rows.vault.fingerprint(number),
            self._rows.now,
            self._rows.session_id,
        )

    def succeeded(self, number: str) -> None:
        """The row of failures is over."""
        print_ = self._rows.vault.fingerprint(number)
        self._rows.write("DELETE FROM failed_proof WHERE number_print = ?", print_)

    # PINs and codes ---------------------------------------------------------------------------

    def pin_fits(self, person_id: int | None, pin: str) -> bool:
        """Is it this person's PIN? Takes as long for nobody, and for somebody without one."""
        row = self._rows.first("SELECT hash FROM pin WHERE person_id = ?", person_id)
        return pins.fits(self._rows.vault.decrypt(row["hash"]) if row else None, pin)

    def phones(self, person_id: int) -> list[str]:
        """The registered numbers, E.164."""
        found = self._rows.column(
            "SELECT number FROM phone WHERE person_id = ? ORDER BY number_print", person_id
        )
        return [self._rows.vault.decrypt(secret) for secret in found]

    def codes_since(self, person_id: int, since: datetime) -> int:
        """How many codes were sent to this person since then, or were to be brought
        by a call, and how often a call was to ask for a PIN."""
        about = person_id, since.isoformat(timespec="milliseconds")
        return sum(
            self._rows.column(
                "SELECT count(*) FROM one_time_code"
                " WHERE person_id = ? AND created_at >= ? AND via = 'text'"
                " UNION ALL SELECT count(*) FROM code_call WHERE person_id = ? AND created_at >= ?"
                " UNION ALL SELECT count(*) FROM pin_call WHERE person_id = ? AND created_at >= ?",
                *about,
                *about,
                *about,
            )
        )

    def new_code(self, person_id: int, lasts: timedelta, via: str) -> str:
        """A code of six digits, which takes the place of any before it. via: text or call."""
        code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
        salt = secrets.token_hex(16)
        self._rows.insert(
            "one_time_code",
            {
                "person_id": person_id,
                "session_id": self._rows.session_id,
                "via": via,
                "salt": salt,
                "code_print": self._rows.vault.fingerprint(f"{salt}:{code}"),
                "created_at": self._rows.now,
                "expires_at": (self._rows.at + lasts).isoformat(timespec="milliseconds"),
            },
        )
        return code

    def code_waits(self, person_id: int) -> bool:
        """Is there a code that is still good?"""
        row = self._newest_code(person_id)
        return row is not None and self._is_good(row)

    def code_fits(self, person_id: int, code: str) -> str:
        """ "right", "wrong" or "expired" (it was the right one); the right one is good no more."""
        row = self._newest_code(person_id)
        if row is None:
            return "wrong"
        print_ = self._rows.vault.fingerprint(f"{row['salt']}:{code}")
        if not hmac.compare_digest(print_, row["code_print"]) or row["used_at"]:
            return "wrong"
        if not self._is_good(row):
            return "expired"
        self._rows.write(
            "UPDATE one_time_code SET used_at = ? WHERE id = ?", self._rows.now, row["id"]
        )
        return "right"

    # Calls that bring a code ------------------------------------------------------------------

    def call_with_code(self, person_id: int, phone: str) -> None:
        """Have this phone rung, to read out a code to whoever presses a key there. From a practice
        telephone nobody is rung."""
        print_, now = self._rows.vault.fingerprint(phone), self._rows.now
        self._rows.insert(
            "code_call", {"person_id": person_id, "phone_print": print_, "created_at": now}
        )
        ring(self._rows, CODE_CALL, phone, timedelta())

    def call_back(self, phone: str, after: timedelta) -> None:
        """Have this phone rung, so that whoever speaks there is at it."""
        ring(self._rows, PROOF_CALL, phone, after)

    def wanted_code(self, phone: str, since: datetime) -> int | None:
        """For whom a code is to be read out on this phone; None for nobody (any more)."""
        row = self._wanted(phone, since)
        return int(row["person_id"]) if row else None

    def code_was_read(self, phone: str, since: datetime) -> None:
        """It has been."""
        row = self._wanted(phone, since)
        if row:
            self._rows.write(
                "UPDATE code_call SET read_at = ? WHERE id = ?", self._rows.now, row["id"]
            )

    def _wanted(self, phone: str, since: datetime) -> Row | None:
        return self._rows.first(
            "SELECT id, person_id FROM code_call WHERE phone_print = ? AND read_at IS NULL"
            " AND created_at >= ? ORDER BY id LIMIT 1",
            self._rows.vault.fingerprint(phone),
            since.isoformat(timespec="milliseconds"),
        )

    def _newest_code(self, person_id: int) -> Row | None:
        return self._rows.first(
            "SELECT * FROM one_time_code WHERE person_id = ? ORDER BY id DESC LIMIT 1", person_id
        )

    def _is_good(self, row: Row) -> bool:
        return row["used_at"] is None and row["expires_at"] > self._rows.now
