"""Conversations as they happen: all of them, and one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request

from console.access import asked_by_page, needs
from console.desk import Desk
from console.texts import language
from console.unmasking import masked
from conversation.summary import Summary
from conversation.telling import sentences
from storage.rights import Right
from storage.watched import Conversation, InProgress
from storage.watching import MOST_AT_ONCE

UNCHANGED = 204
"""htmx leaves the page as it is on this status."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the live page, the page of one conversation, and the news that both ask for."""

    @pages.get("/live")
    @needs(Right.WATCH)
    def live() -> str:
        desk.looked("view_live", "live")
        return render_template("console/live.html", **_going_on(desk))

    @pages.get("/live/news")
    @needs(Right.WATCH)
    @asked_by_page
    def live_news() -> str | Response:
        going_on = _going_on(desk)
        if request.args.get("seen") == going_on["seen"]:
            return Response(status=UNCHANGED)
        return render_template("console/live_news.html", **going_on)

    @pages.get("/conversations/<session_id>")
    @needs(Right.WATCH)
    def conversation(session_id: str) -> str:
        one = desk.conversation(session_id)
        desk.looked("view_conversation", f"conversation {session_id}")
        # Read after the conversation: a turn committed in between is shown, and counted below.
        turns = desk.watching.turns(session_id)
        tail = _tail(desk, one, _last(turns)) | _recorded(desk, one)
        number = desk.watching.caller(session_id)
        caller = masked(desk, f"conversation {session_id}", "phone", number) if number else None
        return render_template("console/conversation.html", turns=turns, caller=caller, **tail)

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


def _going_on(desk: Desk) -> dict[str, object]:
    now = desk.clock()
    going_on = desk.watching.in_progress(now)
    speaking = {one.conversation.id: desk.live.speaking(one.conversation.id) for one in going_on}
    calls = sum(one.conversation.channel == "voice" for one in going_on)
    return {
        "now": now,
        "going_on": going_on,
        "speaking": speaking,
        "calls": calls,
        "texts": len(going_on) - calls,
        "most": MOST_AT_ONCE if len(going_on) == MOST_AT_ONCE else 0,
        "seen": _digest([(_state(one), speaking[one.conversation.id]) for one in going_on]),
    }


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


def _state(one: InProgress) -> tuple[object, ...]:
    conversation = one.conversation
    return conversation.id, conversation.turns, conversation.status, conversation.language


def _digest(values: Sequence[object]) -> str:
    """A short name for what the page shows; the waiting times are counted on by the page."""
    return hashlib.blake2b(repr(values).encode(), digest_size=8).hexdigest()
