"""How `benefits/` offers a function to flows: its name, what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from benefits.hours import Desk
from benefits.identity import Identity, Level
from benefits.registry import Registry


@dataclass(frozen=True)
class Asked:
    """The circumstances in which a function runs."""

    registry: Registry
    now: datetime
    language: str
    caller: str
    """E.164 or empty: a hint, never proof."""
    channel: str
    session_id: str
    desk: Desk = field(default_factory=Desk)
    """When people can take over, and how long waiting for them may last."""
    identity: Identity = field(default_factory=Identity)
    """Who the conversation is with."""
    survey: float = 0.0
    """The share of calls after which a question is put, 0 to 1."""
    redacted: Callable[[str], str] = lambda text: ""
    """What may be kept of a text that somebody said; nothing, where nobody says otherwise."""
    called_back: bool = False
    """Have we placed this call, so that who speaks is at the caller's telephone?"""


@dataclass(frozen=True)
class Function:
    """A function that a flow may `call`."""

    name: str
    takes: tuple[str, ...]
    optional: tuple[str, ...]
    gives: tuple[str, ...]
    """Fields of the result; the linter checks flows against them."""
    run: Callable[..., Mapping[str, Any]]
    """run(asked, **arguments) -> result"""
    summary: str
    personal: bool
    """True when the result depends on who somebody is: nobody else may go on from there."""
    level: int
    """The assurance level that it takes to be run."""


FUNCTIONS: dict[str, Function] = {}


def function(
    name: str,
    *,
    takes: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    gives: tuple[str, ...],
    personal: bool = False,
    level: int = Level.NONE,
) -> Callable[[Callable[..., Mapping[str, Any]]], Callable[..., Mapping[str, Any]]]:
    """Offer the decorated function to flows under `name` ("claims.status").

    personal: its result depends on who somebody is, which a later caller from the same phone need
    not be; a call that breaks off after it is not taken up again. level: how surely it must be
    known who that is (`benefits.identity.Level`), which makes it personal; it runs only then, and
    finds the person in `asked.identity`.
    """

    def register(run: Callable[..., Mapping[str, Any]]) -> Callable[..., Mapping[str, Any]]:
        summary = (run.__doc__ or "").strip().splitlines()[0]
        FUNCTIONS[name] = Function(
            name, takes, optional, gives, run, summary, personal or level > Level.NONE, level
        )
        return run

    return register
