"""What people think of the service: one question after a call, and who would help to better it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from benefits.function import Asked, function

HELPED = ("yes", "partly", "no")
_BUCKETS = 1_000


class Feedback(Protocol):
    """The answers that are kept."""

    def add(self, row: Mapping[str, Any]) -> None:
        """Keep an answer: helped (yes, partly, no or empty), words, topic, panel_phone, channel,
        language."""


@function("feedback.wanted", gives=("ask",))
def wanted(asked: Asked) -> Mapping[str, Any]:
    """Is this one of the conversations after which a question is put? Of a call the answer is
    always the same, and over all calls it is so for the share that the operator wants."""
    bucket = int(asked.session_id or "0", 16) % _BUCKETS
    return {"ask": bucket < asked.survey * _BUCKETS}


@function("feedback.leave", optional=("helped", "words", "topic", "panel"), gives=("ok",))
def leave(
    asked: Asked,
    helped: str | None = None,
    words: str | None = None,
    topic: str | None = None,
    panel: bool | None = None,
) -> Mapping[str, Any]:
    """Keep what somebody thinks. panel: may we call them to try out new things?"""
    asked.registry.feedback.add(
        {
            "helped": helped if helped in HELPED else "",
            "words": words or "",
            "topic": topic or "",
            "panel_phone": asked.caller if panel else "",
            "channel": asked.channel,
            "language": asked.language,
        }
    )
    return {"ok": True}
