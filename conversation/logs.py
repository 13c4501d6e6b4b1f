"""What goes to the log when something fails: where and why, and nothing that anybody said."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from conversation.redaction import redact


def configure() -> None:
    """Set up the log. Without this, structlog prints the local variables of every frame of a
    traceback, a PIN among them, where the library for it happens to be installed."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.processors.format_exc_info,
            _without_numbers,
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(),  # a file of a log is read by other programs
                exception_formatter=structlog.dev.plain_traceback,
            ),
        ]
    )


def _without_numbers(
    logger: Any, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The message of an error may quote what it could not use."""
    if "exception" in event:
        event["exception"] = redact(str(event["exception"]))
    return event
