"""Having somebody rung at once who is just being talked or written with."""

from __future__ import annotations

import secrets
from datetime import timedelta

from storage.rows import Rows


def ring(rows: Rows, cause: str, phone: str, after: timedelta) -> None:
    """Have this phone (E.164) rung, for one of the causes of `storage.calls_out`; from a practice
    telephone nobody is rung."""
    rows.write(
        "INSERT INTO call_out (cause, ours, phone, phone_print, created_at, due_at)"
        " SELECT ?, called, ?, ?, ?, ? FROM session WHERE id = ? AND NOT practice",
        cause + secrets.token_hex(8),
        *(rows.vault.encrypt(phone), rows.vault.fingerprint(phone), rows.now),
        (rows.at + after).isoformat(timespec="milliseconds"),
        rows.session_id,
    )
