"""What staff do in a conversation; each act is a post, written to the trail with what it does."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.access import asked_by_page, needs, who
from console.desk import Desk
from console.help.desk import Help
from console.help.panel import changed, refusal
from conversation.cannot_help import CannotHelp
from conversation.helping import LONGEST_TEXT
from conversation.hints import Hint
from storage.database import Write
from storage.rights import Right

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_FLOW = re.compile(r"[a-z_]{1,64}")
_UNCHANGED = 204
Page = Callable[..., str]


def add(pages: Blueprint, desk: Desk, help_: Help, page: Page) -> None:
    """Add what can be done. page: renders the page of a conversation, with more values."""
    helping, whispering = help_.helping, help_.whispering
    route = "/conversations/<session_id>/help"

    def act(session_id: str, done: str, do: Callable[[], None], **typed: str) -> Any:
        """Do it, and say so; or say why not on the same page, with what was typed kept."""
        try:
            do()
        except CannotHelp as error:
            return page(session_id, refused=refusal(error), typed=typed), 409
        address = url_for("console.conversation", session_id=session_id, told=done)
        return redirect(f"{address}#help", 303)

    def trail(action: str, session_id: str, **detail: Any) -> Write:
        """To be written with the act."""
        return desk.audit.written(who(), action, f"conversation {session_id}", **detail)

    @pages.get(f"{route}/news")
    @needs(Right.HELP)
    @asked_by_page
    def help_news(session_id: str) -> str | Response:
        news = changed(desk, help_, session_id, request.args.get("seen", ""))()
        return Response(status=_UNCHANGED) if news is None else news

    @pages.post(f"{route}/take")
    @needs(Right.HELP)
    def take_over(session_id: str) -> Any:
        note = trail("take_over", session_id)
        return act(session_id, "taken", partial(helping.take, session_id, who(), note))

    @pages.post(f"{route}/answer")
    @needs(Right.HELP)
    def answer(session_id: str) -> Any:
        said = request.form.get("text", "").replace("\r\n", "\n")
        note = trail("answer_text", session_id, characters=len(said.strip()))
        send = partial(helping.answer, session_id, who(), _id(), said, note)
        return act(session_id, "answered", send, text=said[: 10 * LONGEST_TEXT])

    @pages.post(f"{route}/back")
    @needs(Right.HELP)
    def give_back(session_id: str) -> Any:
        flow = request.form.get("flow", "")
        flow = flow if _FLOW.fullmatch(flow) else ""
        note = trail("give_back", session_id, flow=flow)
        back = partial(helping.give_back, session_id, who(), _id(), flow, note)
        return act(session_id, "given_back", back)

    @pages.post(f"{route}/hint")
    @needs(Right.HELP)
    def whisper(session_id: str) -> Any:
        kind, _, value = request.form.get("meant", "").partition(":")
        words = request.form.get("words", "").strip()
        place = request.form.get("place", "")[:200]
        if kind == "intent":
            hint = Hint(who().name, "intent", value, place)
        elif kind == "choice":
            hint = Hint(who().name, "choice", value, place)
        else:
            hint = Hint(who().name, "answer", words, place)
        note = trail("whisper", session_id, kind=hint.kind, place=place)
        do = partial(whispering.whisper, session_id, hint, _id(), note)
        return act(session_id, "whispered", do, words=words[:1000])

    @pages.post(f"{route}/person")
    @needs(Right.HELP)
    def send_to_person(session_id: str) -> Any:
        note = trail("send_to_person", session_id)
        do = partial(whispering.to_a_person, session_id, who().name, note)
        return act(session_id, "sent_on", do)

    @pages.post(f"{route}/wrap-up")
    @needs(Right.HELP)
    def wrap_up(session_id: str) -> Any:
        reason, notes = request.form.get("reason", ""), request.form.get("notes", "")
        note = trail("wrap_up", session_id, reason=reason[:64])
        do = partial(helping.wrap_up, session_id, who(), reason, notes, note)
        return act(session_id, "wrapped_up", do, notes=notes[:10_000])

    @pages.post("/help/length")
    @needs(Right.HELP)
    @asked_by_page
    def text_length() -> Response | BaseResponse:
        length = help_.measure(request.form.get("text", "")[: 2 * LONGEST_TEXT])
        return jsonify(segments=length.segments, used=length.used, room=length.room)


def _id() -> str:
    """Which act it is; one without a name counts each time."""
    given = request.form.get("id", "")
    return given if _ID.fullmatch(given) else secrets.token_hex(8)
