"""What each role of the staff may do. Nobody may do all: whoever manages logins decides nothing."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """Something that not everybody may do."""

    WATCH = "watch"
    """Read conversations, with what is personal in them masked."""
    HELP = "help"
    """Take over, whisper, wrap up, keep call-backs."""
    LISTEN = "listen"
    """Hear calls in progress and recordings."""
    UNMASK = "unmask"
    """See personal data, for a reason that is kept."""
    CASES = "cases"
    """Work on cases, and propose how a decision should be."""
    DECIDE = "decide"
    """Approve or refuse what somebody else proposed."""
    TEACH = "teach"
    """Correct what was misunderstood, and add examples."""
    UNDERSTAND = "understand"
    """See figures of the service."""
    READ_FLOWS = "read_flows"
    WRITE_FLOWS = "write_flows"
    PUBLISH_FLOWS = "publish_flows"
    AUDIT = "audit"
    """Read and verify the trail of what staff saw and did."""
    ADMINISTER = "administer"
    """Manage the logins of staff."""
    PRACTISE = "practise"
    """Use the practice telephone."""


_AGENT = {Right.WATCH, Right.HELP, Right.CASES, Right.READ_FLOWS, Right.PRACTISE, Right.UNMASK}
_SUPERVISOR = {*_AGENT, Right.LISTEN, Right.DECIDE, Right.TEACH, Right.UNDERSTAND}

RIGHTS: dict[str, frozenset[Right]] = {
    "agent": frozenset(_AGENT),
    "supervisor": frozenset({*_SUPERVISOR, Right.PUBLISH_FLOWS}),
    "author": frozenset(
        {Right.READ_FLOWS, Right.WRITE_FLOWS, Right.PUBLISH_FLOWS, Right.TEACH}
        | {Right.UNDERSTAND, Right.PRACTISE, Right.WATCH}
    ),
    "auditor": frozenset(
        {Right.WATCH, Right.LISTEN, Right.UNMASK, Right.AUDIT, Right.UNDERSTAND, Right.READ_FLOWS}
    ),
    "administrator": frozenset({Right.ADMINISTER, Right.PRACTISE}),
}
"""By role."""

ROLES = tuple(RIGHTS)
