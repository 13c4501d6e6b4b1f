"""An insurance number that somebody says is theirs, and what was tried with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits import lines, proofs
from benefits.cases import open_case
from benefits.function import Asked
from benefits.identity import Level

GIVES = ("outcome", "minutes", "left")
"""minutes: to wait. left: how many more tries there are in this conversation."""


def claim(asked: Asked, number: str) -> lines.Line:
    """Take a number for that of who speaks, unless too many were tried on this line."""
    identity, identities = asked.identity, asked.registry.identities
    seen = identities.numbers_tried(asked.caller, asked.now - proofs.BLOCKED_FOR)
    print_ = identities.print_of(number)
    line = lines.judged(seen, print_, asked.now, withheld=not asked.caller)
    identities.tried(number, asked.caller, asked.channel, "number", line.verdict)
    if line.verdict == "open":
        # Whoever claims another number begins anew, with nothing of the first.
        identity.claimed, identity.shown = number, ()
        identity.level, identity.person = Level.NONE, None
    elif line.verdict == "blocked" and not any(row["outcome"] == "blocked" for row in seen):
        about = {"what": "many insurance numbers on one line", "numbers": len(seen) + 1}
        open_case(asked, "fraud", about, priority="high", flags=("numbers_on_one_line",))
    return line


def tried(asked: Asked, what: str, outcome: str) -> None:
    """Write down that something was tried for the number that is claimed."""
    identity = asked.identity
    asked.registry.identities.tried(identity.claimed, asked.caller, asked.channel, what, outcome)


def is_registered(asked: Asked, person: Mapping[str, Any] | None) -> bool:
    """Is the caller's phone registered for this person?"""
    # Looked up for a number of nobody too, so that it takes as long.
    phone = asked.caller or "withheld"
    return asked.registry.has_phone(person["id"] if person else 0, phone) and bool(asked.caller)


def refused(asked: Asked) -> Mapping[str, Any] | None:
    """Why no proof for this number is looked at now; None: it is."""
    failures = asked.registry.identities.failures(asked.identity.claimed)
    if failures["count"] >= proofs.MOST_FAILURES:
        return answer("disabled")
    wait = proofs.minutes_to_wait(failures, asked.now)
    return answer("wait", wait) if wait else None


def same_sim(asked: Asked) -> bool:
    """Is the SIM of the caller's phone, as the network says, not a new one? One that is new is put
    to staff."""
    sim_swaps = asked.registry.sim_swaps
    swapped = sim_swaps.swapped(asked.caller) if sim_swaps else None
    tried(asked, "sim", "unknown" if swapped is None else "swapped" if swapped else "same")
    if swapped:
        flags = ("sim_swapped",)
        person = asked.registry.person(asked.identity.claimed)
        whose = person["id"] if person else None
        about = {"what": "new SIM"}
        open_case(asked, "fraud", about, priority="high", flags=flags, person=whose)
    return swapped is False


def reached(asked: Asked, level: Level) -> None:
    """So surely is it known now who this is."""
    person = asked.registry.person(asked.identity.claimed)
    if person is not None:
        asked.identity.level, asked.identity.person = level, person["id"]
        tried(asked, "level", str(int(level)))


def answer(outcome: str, minutes: int = 0, left: int = 0) -> Mapping[str, Any]:
    """What most functions of identifying give."""
    return {"outcome": outcome, "minutes": minutes, "left": left}
