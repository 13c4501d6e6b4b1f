"""Why something could not be done, in the reader's language; and times that stand in records."""

from __future__ import annotations

from datetime import datetime, tzinfo

from console import shown
from console.texts import FALLBACK, text, texts
from storage.refusals import Refused


def told(error: Refused, zone: tzinfo | None) -> str:
    """The refusal in words; as it stands where there are none of ours for it."""
    key = f"refused.{error.key}"
    if key not in texts(FALLBACK):
        return str(error)
    values = {**error.values}
    if "at" in values:
        values["at"] = when(values["at"], zone)
    if "role" in values:
        values["role"] = text(f"refused.role_{values['role']}")
    return text(key, **values)


def when(stamped: str, zone: tzinfo | None) -> str:
    """A stored moment (ISO 8601) as day and time; empty for none."""
    return shown.day_and_time(datetime.fromisoformat(stamped), zone) if stamped else ""
