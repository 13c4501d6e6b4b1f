"""How a caller wants to be spoken with: remembered by telephone, told, and forgotten on request.

Pace, wording and keys need no consent: they say nothing of anybody. What the last call was about is
remembered only after a yes, asked once of whoever calls again on a phone that is not several
people's; it is kept as a topic that gives nothing away (`recalled.yaml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml

from conversation.practice import borrowed
from flows import Library, State
from storage.conversations import Session
from storage.database import Write
from storage.telephones import Telephone, Telephones


class Personalisation:
    """What a call begins with, and what it leaves to the next one."""

    def __init__(self, telephones: Telephones) -> None:
        self._telephones = telephones

    def began(self, state: State, caller: str, library: Library, now: datetime) -> State:
        """The first state of a conversation, as this caller wants it."""
        if not caller:
            return state
        known = self._telephones.of(caller, now)
        shared = self._telephones.is_shared(borrowed(caller))
        recalled = "" if shared or not known.remember else known.topic
        return replace(
            state,
            wording="short" if known.wording == "short" else "full",
            keys_only=known.keys_only,
            remember=known.remember,
            may_remember=state.channel == "voice"
            and known.remember is None
            and not shared
            and self._telephones.has_called(caller),
            recalled=recalled if recalled in library.by_intent else "",
        )

    def left(self, session: Session, before: State, after: State, now: datetime) -> list[Write]:
        """What is to be remembered after a turn, where it differs from before."""
        if not session.caller:
            return []
        was, topic = _telephone(before, before.recalled), _topic(after) or before.recalled
        now_is = _telephone(after, topic)
        again = session.version == 0 and now_is != Telephone()
        if was == now_is and not again:
            return []
        return [self._telephones.remember(session.caller, now_is, now)]


def _telephone(state: State, topic: str) -> Telephone:
    kept = topic if state.remember else ""
    return Telephone(state.wording, state.keys_only, state.remember, kept)


def _topic(state: State) -> str:
    """The intent of what the call is about, where it may be remembered."""
    return recalled().get(str(state.shared.get("topic")), "")


@cache
def recalled() -> Mapping[str, str]:
    """By topic of the flows, the intent that the next call may be asked about."""
    path = Path(__file__).parent / "recalled.yaml"
    found: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
