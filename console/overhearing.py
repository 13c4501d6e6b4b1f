"""Listening in on a call: by those who may, where the caller has agreed, and never unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request

from console.access import needs, who
from console.desk import Desk
from storage.rights import Right


@dataclass(frozen=True)
class Overhearing:
    """What listening takes: made by `app.py`, which knows calls."""

    same_origin: Callable[[], bool]
    """Does the request at hand come from a page of ours?"""
    hear: Callable[[Mapping[str, Any], str], Response]
    """Serves the socket that a WSGI request asks for, with the audio of a conversation."""


def add(pages: Blueprint, desk: Desk, overhearing: Overhearing) -> None:
    """Add the socket that the page of a call opens."""

    @pages.route("/conversations/<session_id>/sound", websocket=True)
    @needs(Right.LISTEN)
    def conversation_sound(session_id: str) -> Response:
        one = desk.conversation(session_id)
        consent = desk.recordings.consent_of(session_id)
        agreed = consent is not None and consent.ended_why is None
        is_call = one.channel == "voice" and one.in_progress(desk.clock())
        if not (overhearing.same_origin() and agreed and is_call):
            abort(403)
        desk.audit.record(who(), "listen_in", f"conversation {session_id}")
        return overhearing.hear(request.environ, session_id)
