"""Who a conversation is with, between two turns."""

from __future__ import annotations

from benefits import Identity
from flows import Assurance


def identity_of(assurance: Assurance) -> Identity:
    """What the functions of a turn begin with."""
    return Identity(
        assurance.level,
        assurance.person,
        assurance.helper,
        assurance.claimed,
        tuple(assurance.shown),
    )


def assurance_of(identity: Identity) -> Assurance:
    """What the conversation's state keeps of it."""
    return Assurance(
        int(identity.level), identity.person, identity.helper, identity.claimed, identity.shown
    )
