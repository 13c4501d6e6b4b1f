"""One conversation as it happens."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request

from console.access import asked_by_page, may, needs
from console.desk import Desk
from console.help.panel import panel
from console.texts import language
from console.unmasking import masked
from conversation.summary import Summary
from conversation.telling import sentences
from storage.rights import Right
from storage.watched import Conversation

UNCHANGED = 204
"""htmx leaves the page as it is on this status."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the page of one conversation, and the news that it asks for."""

    @pages.get("/conversations/<session_id>")
    @needs(Right.WATCH)
    def conversation(session_id: str) -> str:
        return page(desk, session_id, told=request.args.get("told", ""))

    @pages.get("/conversations/<session_id>/news")
    @needs(Right.WATCH)
    @asked_by_page
    def conversation_news(session_id: str) -> str | Response:
        one = desk.conversation(session_id)
        after = request.args.get("after", 0, type=int)
        if request.args.get("seen") == _tail(desk, one, after)["seen"] and one.turns <= after:
            return Response(status=UNCHANGED)
        turns = desk.watching.turns(session_id, after)
        tail = _tail(desk, one, _last(turns, after)) | _recorded(desk, one)
        return render_template("console/conversation_news.html", turns=turns, **tail)


def page(desk: Desk, session_id: str, **more: Any) -> str:
    """The page of one conversation. more: `told`, what has just been done in it; or `refused`, why
    it could not be, and `typed`, what was to be done."""
    one = desk.conversation(session_id)
    desk.looked("view_conversation", f"conversation {session_id}")
    # Read after the conversation: a turn committed in between is shown, and counted below.
    turns = desk.watching.turns(session_id)
    number = desk.watching.caller(session_id)
    caller = masked(desk, f"conversation {session_id}", "phone", number) if number else None
    values = _tail(desk, one, _last(turns)) | _recorded(desk, one) | {"caller": caller} | more
    if desk.help and may(Right.HELP):
        values |= {"help": panel(desk, desk.help, session_id), "session_id": session_id}
    return render_template("console/conversation.html", turns=turns, **values)


def _handed_over(desk: Desk, one: Conversation) -> list[str]:
    """What a person who takes the conversation over should know; empty when nobody is to."""
    stored = desk.watching.handoff(one.id)
    if stored is None:
        return []
    # How long it waits by now is counted on by the page, beside this.
    return sentences(Summary.from_json(stored.summary), language(), stored.waited_s)


def _tail(desk: Desk, one: Conversation, last: int) -> dict[str, object]:
    """What follows the last turn: the words of the next one, while it is spoken."""
    now = desk.clock()
    going_on = one.in_progress(now)
    speaking = desk.live.speaking(one.id) if going_on else ""
    return {
        "now": now,
        "one": one,
        "going_on": going_on,
        "partial": speaking,
        "last": last,
        "handed_over": _handed_over(desk, one),
        "assurance": desk.watching.assurance(one.id),
        "seen": _digest([(one.status, going_on, one.place, one.turns, speaking)]),
    }


def _recorded(desk: Desk, one: Conversation) -> dict[str, object]:
    """Whether the caller agreed to be recorded, and what was, by turn."""
    consent = desk.recordings.consent_of(one.id) if one.channel == "voice" else None
    return {
        "consent": consent,
        "recorded": desk.recordings.of_session(one.id) if consent else {},
    }


def _last(turns: Sequence[object], otherwise: int = 0) -> int:
    return getattr(turns[-1], "number", otherwise) if turns else otherwise


def _digest(values: Sequence[object]) -> str:
    """A short name for what the page shows; the waiting times are counted on by the page."""
    return hashlib.blake2b(repr(values).encode(), digest_size=8).hexdigest()
