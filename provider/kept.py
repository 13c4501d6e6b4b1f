"""Takes the provider's place where there is none: texts end here, and no call is placed."""

from __future__ import annotations

import uuid

import structlog

from provider.sender import SendError

_log = structlog.get_logger()


class Kept:
    """What `Sender` is, for a demo whose people and numbers are invented."""

    def send_text(self, from_: str, to: str, body: str) -> str:
        """The id of a text that counts as sent and goes nowhere."""
        _log.info("text kept on this machine")
        return f"kept:{uuid.uuid4().hex}"

    def place_call(
        self, from_: str, to: str, url: str, status_callback_url: str, ring_s: int
    ) -> str:
        """Raises SendError: a call that nobody answers would only seem to have been one."""
        raise SendError(None, False, "Calls are not placed from here: there is no provider.")
