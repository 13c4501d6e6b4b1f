"""An insurance number that somebody says is theirs, and what was tried with it."""

from __future__ import annotations

from benefits import lines, proofs
from benefits.cases import open_case
from benefits.function import Asked
from benefits.identity import Level


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
