"""The second factor of staff: codes of an authenticator app (RFC 6238), and recovery codes."""

from __future__ import annotations

import base64
import secrets
import sqlite3
from collections.abc import Callable
from datetime import datetime

import pyotp
from pyotp.exceptions import OTPVerificationError

from storage.database import Database
from storage.staff import StaffError, StaffMember
from storage.vault import Vault

ISSUER = "Benefitline"
RECOVERY_CODES = 10
_DRIFT = 1
"""Steps of 30 seconds by which an app's clock may be wrong, either way."""
_RECOVERY_BYTES = 10


class SecondFactors:
    """The secrets of staff in the database, encrypted."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
        """clock: the time, with its zone."""
        self._database = database
        self._vault = vault
        self._clock = clock

    def offer(self, member: StaffMember) -> str:
        """A new secret (base32) that counts from its confirmation on."""
        secret = pyotp.random_base32()
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE staff SET totp_offered = ? WHERE id = ?",
                (self._vault.encrypt(secret), member.id),
            )
        return secret

    def offered(self, member: StaffMember) -> str:
        """The secret that waits for its confirmation; empty when none does."""
        return self._secret(member, "totp_offered")

    def uri(self, member: StaffMember, secret: str) -> str:
        """What an app reads from a QR code: `otpauth://totp/…`."""
        return pyotp.TOTP(secret).provisioning_uri(name=member.name, issuer_name=ISSUER)

    def confirm(self, member: StaffMember, code: str) -> list[str] | None:
        """Use the offered secret from now on, if the code is one of it.

        Gives recovery codes, which are kept as fingerprints alone; None for a wrong code. All
        logins from before end.
        """
        secret = self.offered(member)
        step = self._step(secret, code) if secret else None
        if step is None:
            return None
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE staff SET totp = ?, totp_offered = '', totp_step = ?, epoch = epoch + 1"
                " WHERE id = ?",
                (self._vault.encrypt(secret), step, member.id),
            )
            connection.execute("DELETE FROM staff_recovery WHERE staff_id = ?", (member.id,))
            connection.executemany(
                "INSERT INTO staff_recovery VALUES (?, ?)",
                [(member.id, self._print(member, one)) for one in codes],
            )
        return codes

    def check(self, member: StaffMember, code: str) -> bool:
        """Is it a code of theirs that was not used before? It is used up now."""
        return self._use_code(member, code) or self._use_recovery(member, code)

    def left(self, member: StaffMember) -> int:
        """How many recovery codes are not used yet."""
        count: int = self._database.connection.execute(
            "SELECT count(*) FROM staff_recovery WHERE staff_id = ?", (member.id,)
        ).fetchone()[0]
        return count

    def _use_code(self, member: StaffMember, code: str) -> bool:
        secret = self._secret(member, "totp")
        step = self._step(secret, code) if secret else None
        if step is None:
            return False
        with self._database.transaction() as connection:
            # Of two who send the same code at once, one finds it used.
            used = connection.execute(
                "UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ?",
                (step, member.id, step),
            )
            return used.rowcount == 1

    def _use_recovery(self, member: StaffMember, code: str) -> bool:
        with self._database.transaction() as connection:
            used = connection.execute(
                "DELETE FROM staff_recovery WHERE staff_id = ? AND code_print = ?",
                (member.id, self._print(member, code)),
            )
            return used.rowcount == 1

    def _step(self, secret: str, code: str) -> int | None:
        """The time step that the code belongs to, of those that count at the moment."""
        try:
            return pyotp.TOTP(secret).verify_and_get_timecode(
                "".join(code.split()), for_time=self._clock(), valid_window=_DRIFT
            )
        except OTPVerificationError:
            return None

    def _secret(self, member: StaffMember, column: str) -> str:
        row = self._database.connection.execute(
            f"SELECT {column} FROM staff WHERE id = ?", (member.id,)
        ).fetchone()
        return self._vault.decrypt(row[0]) if row else ""

    def _print(self, member: StaffMember, code: str) -> str:
        plain = "".join(sign for sign in code.lower() if sign.isalnum())
        return self._vault.fingerprint(f"recovery {member.id} {plain}")


def remove(connection: sqlite3.Connection, staff_id: int) -> None:
    """Take somebody's second factor away; their logins end. Raises StaffError without one."""
    removed = connection.execute(
        "UPDATE staff SET totp = '', totp_offered = '', epoch = epoch + 1"
        " WHERE id = ? AND totp <> ''",
        (staff_id,),
    )
    if removed.rowcount == 0:
        raise StaffError("there is no authenticator app to remove")
    connection.execute("DELETE FROM staff_recovery WHERE staff_id = ?", (staff_id,))


def _recovery_code() -> str:
    """80 random bits in groups of four: `k7qd-w2mx-…`."""
    plain = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
