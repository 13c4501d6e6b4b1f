"""One conversation as it happens."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template, request

from console.access import asked_by_page, may, needs
from console.desk import Desk
from console.going_on import GoingOnNow
from console.help.panel import changed, panel
from console.telling import Source
from console.texts import language
from console.unmasking import masked
from conversation.summary import Summary
from conversation.telling import sentences
from storage.rights import Right
from storage.watched import Conversation

UNCHANGED = 204
"""htmx leaves the page as it is on this status."""
_ELSE_EVERY_S = 4.0


def add(pages: Blueprint, desk: Desk, now: GoingOnNow) -> None:
    """Add the page of one conversation, and the news that it asks for."""

    @pages.get("/conversations/<session_id>")
    @needs(Right.WATCH)
    def conversation(session_id: str) -> str:
        return page(desk, session_id, told=request.args.get("told", ""))

    @pages.get("/conversations/<session_id>/news")
    @needs(Right.WATCH)
    @asked_by_page
    def conversation_news(session_id: str) -> str | Response:
        shown = _Shown(request.args.get("after", 0, type=int), request.args.get("seen", ""))
        news = _news(desk, session_id, shown)
        return Response(status=UNCHANGED) if news is None else news

    @pages.get("/conversations/<session_id>/told")
    @needs(Right.WATCH)
    @asked_by_page
    def conversation_told(session_id: str) -> Response:
        desk.conversation(session_id)
        parts: dict[str, Source] = {}
        if tail := request.args.get("tail"):
            parts["tail"] = partial(_news, desk, session_id, _Shown.named(tail))
        if desk.help and may(Right.HELP):
            parts["help"] = changed(desk, desk.help, session_id, request.args.get("help", ""))
        return desk.tell({name: _noticed(now, session_id, part) for name, part in parts.items()})


@dataclass
class _Shown:
    """What a page shows of a conversation: its turns up to `after`, and what follows them."""

    after: int
    seen: str

    @staticmethod
    def named(name: str) -> _Shown:
        """As a page names it: `12.abcdef`."""
        after, _, seen = name.partition(".")
        return _Shown(int(after) if after.isdecimal() else 0, seen)


def _news(desk: Desk, session_id: str, shown: _Shown) -> str | None:
    """What is new in a conversation, which is shown then."""
    one = desk.conversation(session_id)
    if one.turns <= shown.after and _seen(desk, one) == shown.seen:
        return None
    turns = desk.watching.turns(session_id, shown.after)
    shown.after = _last(turns, shown.after)
    tail = _tail(desk, one, shown.after)
    shown.seen = str(tail["seen"])
    values = tail | _recorded(desk, one)
    return render_template("console/conversation_news.html", turns=turns, **values)


def _noticed(now: GoingOnNow, session_id: str, part: Source) -> Source:
    """The part of a page, looked at once the list of what goes on, which everybody shares, has the
    conversation otherwise; and now and then, as it does not hold everything."""
    last: object = None
    at = 0.0

    def looked() -> str | None:
        nonlocal last, at
        row = now.snapshot().by_id.get(session_id)
        key = row.key if row else None
        if key == last and time.monotonic() - at < _ELSE_EVERY_S:
            return None
        last, at = key, time.monotonic()
        return part()

    return looked


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
    return {
        "now": now,
        "one": one,
        "going_on": going_on,
        "partial": _speaking(desk, one),
        "last": last,
        "handed_over": _handed_over(desk, one),
        "assurance": desk.watching.assurance(one.id),
        "seen": _seen(desk, one),
    }


def _speaking(desk: Desk, one: Conversation) -> str:
    """The words of the next turn, while it is spoken."""
    return desk.live.speaking(one.id) if one.in_progress(desk.clock()) else ""


def _seen(desk: Desk, one: Conversation) -> str:
    """A short name for what the page shows; the waiting times are counted on by the page."""
    going_on = one.in_progress(desk.clock())
    shown = (one.status, going_on, one.place, one.turns, _speaking(desk, one))
    return hashlib.blake2b(repr(shown).encode(), digest_size=8).hexdigest()


def _recorded(desk: Desk, one: Conversation) -> dict[str, object]:
    """Whether the caller agreed to be recorded, and what was, by turn."""
    consent = desk.recordings.consent_of(one.id) if one.channel == "voice" else None
    return {
        "consent": consent,
        "recorded": desk.recordings.of_session(one.id) if consent else {},
    }


def _last(turns: Sequence[object], otherwise: int = 0) -> int:
    return getattr(turns[-1], "number", otherwise) if turns else otherwise
