"""The practice telephone: calls and texts from the page, to the same line as everybody's."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request, session, url_for
from flask_login import current_user

from console import shown
from console.access import asked_by_page, needs
from console.desk import Desk
from console.line import Line, Step
from console.rate import Rate
from console.texts import text, texts_of
from storage.rights import Right
from storage.watched import Turn

MOST_CALLS = (12, 60.0)
MOST_TEXTS = (40, 60.0)
"""Times within seconds, from one telephone."""
_LONGEST_TEXT = 1600
_TEXT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def same_origin(public_url: str) -> bool:
    """Does the request at hand come from a page of ours that somebody logged in has opened?

    A browser lets any page open sockets to us, and sends our cookies along. What it does not let
    a page do is lie about its origin.
    """
    origin = urlsplit(request.headers.get("Origin", ""))
    ours = {request.host, urlsplit(public_url).netloc}
    return (
        origin.scheme in ("http", "https")
        and origin.netloc in ours
        and bool(current_user.is_authenticated)
    )


def add(pages: Blueprint, desk: Desk, line: Line) -> None:
    """Add the page and what it asks for."""
    calls, texts = Rate(*MOST_CALLS), Rate(*MOST_TEXTS)

    @pages.get("/phone")
    @needs(Right.PRACTISE)
    def phone() -> str:
        _telephone()  # before anything is asked for, so that no two answers give it different ones
        return render_template(
            "console/phone.html",
            people=line.people(),
            languages=line.languages,
            settings={
                "stream": request.script_root + line.calls.stream,
                "base": url_for("console.phone"),
                "words": texts_of("phone"),
            },
        )

    @pages.post("/phone/calls")
    @needs(Right.PRACTISE)
    def place_call() -> Response:
        number, language = _number(line), request.form.get("language", "")
        if language and language not in line.languages:
            abort(400)
        if wait := calls.wait(_telephone()):
            return _too_often(wait)
        speech = bool(request.form.get("speech"))
        placed = line.calls.place(_telephone(), number, language or None, speech)
        return jsonify(call=placed.call_sid, token=placed.token)

    def about_a_call(act: Callable[[str], Any]) -> Callable[[str], Response]:
        """A call that is not known any more is answered with 404."""

        @wraps(act)
        def answer(call: str) -> Response:
            try:
                return jsonify(act(call))
            except KeyError:
                return _answer(404)

        return answer

    @pages.post("/phone/calls/<call>/after")
    @needs(Right.PRACTISE)
    @about_a_call
    def after_stream(call: str) -> dict[str, Any]:
        return _step(line.calls.after_stream(call))

    @pages.post("/phone/calls/<call>/keys")
    @needs(Right.PRACTISE)
    @about_a_call
    def press(call: str) -> dict[str, Any]:
        event, keys = request.form.get("event", ""), request.form.get("keys", "")
        return _step(line.calls.keys(call, event, keys))

    @pages.post("/phone/calls/<call>/silence")
    @needs(Right.PRACTISE)
    @about_a_call
    def silence(call: str) -> dict[str, Any]:
        return _step(line.calls.silence(call, request.form.get("event", "")))

    @pages.post("/phone/calls/<call>/unanswered")
    @needs(Right.PRACTISE)
    @about_a_call
    def unanswered(call: str) -> dict[str, Any]:
        return _step(line.calls.unanswered(call))

    @pages.post("/phone/calls/<call>/hangup")
    @needs(Right.PRACTISE)
    @about_a_call
    def hang_up(call: str) -> dict[str, Any]:
        line.calls.hang_up(call)
        return {}

    @pages.get("/phone/calls/<call>/news")
    @needs(Right.PRACTISE)
    @asked_by_page
    @about_a_call
    def call_news(call: str) -> dict[str, Any]:
        return _news(desk, line, line.calls.session(call))

    @pages.post("/phone/texts")
    @needs(Right.PRACTISE)
    def send_text() -> Response:
        number, body = _number(line), request.form.get("body", "").strip()
        text_id = request.form.get("id", "")
        if not number or not body or len(body) > _LONGEST_TEXT or not _TEXT_ID.fullmatch(text_id):
            abort(400)
        if wait := texts.wait(_telephone()):
            return _too_often(wait)
        answer = line.texts.take(_telephone(), number, text_id, body)
        return jsonify(segments=answer.segments, session=answer.session_id)

    @pages.get("/phone/texts/news")
    @needs(Right.PRACTISE)
    @asked_by_page
    def text_news() -> Response:
        return jsonify(_texts(line, request.args.get("session", "")))


def _telephone() -> str:
    """Which telephone this is: each login has one of its own."""
    if "telephone" not in session:
        session["telephone"] = secrets.token_hex(4)
    telephone: str = session["telephone"]
    return telephone


def _number(line: Line) -> str:
    """The number that is borrowed, empty when withheld."""
    number = request.form.get("number", "").strip()
    if number and not line.may_borrow(number):
        abort(400)
    return number


def _step(step: Step) -> dict[str, Any]:
    said = [
        {"text": s.text, "language": s.language, "audio": base64.b64encode(s.audio).decode()}
        for s in step.says
    ]
    return {
        "next": step.next,
        "says": said,
        "event": step.event,
        "least": step.least_keys,
        "most": step.most_keys,
        "queue": shown.plain(step.queue) if step.queue else text("phone.call_centre"),
    }


def _news(desk: Desk, line: Line, session_id: str) -> dict[str, Any]:
    """What has been said since the turn `turn` of the conversation `session`, which the page
    knows; all of it where the call has another conversation by now."""
    conversation = desk.watching.conversation(session_id) if session_id else None
    if conversation is None:
        return {"session": "", "turns": [], "partial": "", "texts": []}
    known = request.args.get("session") == session_id
    after = request.args.get("turn", 0, type=int) if known else 0
    turns = desk.watching.turns(session_id, after)
    return {
        "session": session_id,
        "language": conversation.language,
        "turns": [_turn(turn) for turn in turns],
        "partial": desk.live.speaking(session_id),
        "texts": _texts(line, session_id),
    }


def _turn(turn: Turn) -> dict[str, Any]:
    sure = shown.sureness(turn.confidence) if turn.kind == "speech" else None
    return {
        "number": turn.number,
        "kind": turn.kind,
        "heard": turn.heard,
        "said": turn.said,
        "sure": f"{sure.word} {sure.share}" if sure else "",
    }


def _texts(line: Line, session_id: str) -> list[dict[str, Any]]:
    after = request.args.get("text", 0, type=int)
    return [
        {"id": one.id, "to": one.to, "segments": one.segments}
        for one in line.arrived(session_id, after)
    ]


def _too_often(wait: float) -> Response:
    response = _answer(429)
    response.headers["Retry-After"] = str(ceil(wait))
    return response


def _answer(status: int) -> Response:
    response = jsonify({})
    response.status_code = status
    return response
