"""Who changed what: one way into the history for everything that is changed by phone."""

from __future__ import annotations

from typing import Any

from benefits.function import Asked


def person_of(asked: Asked) -> int:
    """Whose data these are. Only functions with a level ask, which never run without a person."""
    if asked.identity.person is None:
        raise PermissionError("nobody is identified")
    return asked.identity.person


def write_down(asked: Asked, what: str, old: Any, new: Any) -> None:
    """Keep what something was before, who changed it, when, where and at which level."""
    asked.registry.personal.changed(
        {
            "person_id": person_of(asked),
            "what": what,
            "old": old,
            "new": new,
            "actor": "helper" if asked.identity.helper is not None else "person",
            "channel": asked.channel,
            "level": int(asked.identity.level),
        }
    )
