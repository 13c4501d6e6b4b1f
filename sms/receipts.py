"""Delivery receipts: how far a text has come, and in plain words why it came no further."""

from __future__ import annotations

from datetime import datetime

from provider.sender import trouble
from storage.texts import Texts

STATUSES = (
    "accepted",
    "scheduled",
    "queued",
    "sending",
    "sent",
    "canceled",
    "failed",
    "undelivered",
    "partially_delivered",
    "delivered",
    "read",
)
"""In the order in which each outweighs those before it: once one part of the network has seen the
text arrive, an older report of failure no longer counts."""

RANK = {status: rank for rank, status in enumerate(STATUSES)}
OPTED_OUT = "21610"


def record(
    texts: Texts, message_id: str, status: str, error_code: str | None, now: datetime
) -> bool:
    """Keep a receipt; False when it says nothing new, or a status that we do not know."""
    if status not in RANK:
        return False
    return texts.record_delivery(message_id, status, RANK[status], error_code, now)


def why(error_code: str | None) -> str:
    """Why a text did not arrive, for staff; empty when there is no error."""
    if not error_code:
        return ""
    return trouble(int(error_code) if error_code.isdecimal() else None).sentence
