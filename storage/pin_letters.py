"""Codes that come by post, with which people choose a PIN; the shape of `benefits.pin_letters`."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from storage import pins
from storage.rows import Row, Rows

_DIGITS = 6


class PinLetters:
    """One code a person: a new one takes the place of any before it. No PIN is kept, but its hash;
    the code itself is in the letter alone, until that is printed."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def about(self, person_id: int) -> Row:
        """birth_date and address, empty where they are not known, and phones (E.164)."""
        person = self._rows.first(
            "SELECT birth_date, address FROM person WHERE id = ?", person_id
        ) or {"birth_date": "", "address": ""}
        open_ = self._rows.vault.decrypt
        phones = self._rows.column("SELECT number FROM phone WHERE person_id = ?", person_id)
        return {
            "birth_date": open_(person["birth_date"] or ""),
            "address": open_(person["address"] or ""),
            "phones": sorted(open_(phone) for phone in phones),
        }

    def new_code(self, person_id: int, lasts: timedelta) -> str:
        """A code of six digits for a letter."""
        code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
        salt = secrets.token_hex(16)
        self._end(person_id)
        self._rows.insert(
            "letter_code",
            {
                "person_id": person_id,
                "salt": salt,
                "code_print": self._rows.vault.fingerprint(f"{salt}:{code}"),
                "created_at": self._rows.now,
                "expires_at": (self._rows.at + lasts).isoformat(timespec="milliseconds"),
            },
        )
        return code

    def code_fits(self, person_id: int | None, code: str, most: int) -> str:
        """right, wrong (also after so many wrong tries, and for nobody) or expired, which is said
        of the right one only. A wrong one counts as a try."""
        row = self._open(person_id)
        salt, print_ = (row["salt"], row["code_print"]) if row else ("", "")
        same = hmac.compare_digest(self._rows.vault.fingerprint(f"{salt}:{code}"), print_)
        if row is None or row["tries"] >= most:
            return "wrong"
        if not same:
            self._rows.write("UPDATE letter_code SET tries = tries + 1 WHERE id = ?", row["id"])
            return "wrong"
        return "right" if row["expires_at"] > self._rows.now else "expired"

    def choose(self, person_id: int, pin: str) -> None:
        """Keep the hash of a PIN until it has been entered again."""
        self._rows.write(
            "UPDATE letter_code SET chosen = ? WHERE person_id = ? AND used_at IS NULL",
            self._rows.vault.encrypt(pins.hashed(pin)),
            person_id,
        )

    def chosen_fits(self, person_id: int, pin: str) -> bool:
        """Is it the PIN that was chosen before?"""
        row = self._open(person_id)
        return pins.fits(self._rows.vault.decrypt(row["chosen"]) or None if row else None, pin)

    def settle(self, person_id: int, number: str) -> None:
        """The chosen PIN counts from now on, the code no more, and failures of the insurance number
        are forgotten."""
        self._rows.write(
            "INSERT OR REPLACE INTO pin SELECT person_id, chosen, ? FROM letter_code"
            " WHERE person_id = ? AND used_at IS NULL AND chosen != ''",
            self._rows.now,
            person_id,
        )
        self._end(person_id)
        print_ = self._rows.vault.fingerprint(number)
        self._rows.write("DELETE FROM failed_proof WHERE number_print = ?", print_)

    def _end(self, person_id: int) -> None:
        self._rows.write(
            "UPDATE letter_code SET used_at = ?, chosen = ''"
            " WHERE person_id = ? AND used_at IS NULL",
            self._rows.now,
            person_id,
        )

    def _open(self, person_id: int | None) -> Row | None:
        return self._rows.first(
            "SELECT * FROM letter_code WHERE person_id = ? AND used_at IS NULL"
            " ORDER BY id DESC LIMIT 1",
            person_id,
        )
