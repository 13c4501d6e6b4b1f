"""What a caller agreed to have kept: heard, and its transcript corrected, by those who may."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from console.access import may, needs, who
from console.desk import Desk
from console.texts import text
from conversation.learning import NotWords, wave, words
from storage.audio_files import AudioGone
from storage.recordings import Recording
from storage.rights import Right

LONGEST_GROUP = 60
"""Characters of what a speaker has in common with others."""
_log = structlog.get_logger()


def may_hear() -> bool:
    """May whoever is logged in hear recordings?"""
    return may(Right.LISTEN)


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the page of a recording, its audio, and the correction of its transcript."""

    def asked(number: int, done: str) -> Recording:
        """The recording, for those who may hear it; that it was asked for is written down."""
        found = desk.recordings.get(number) if number < 2**63 else None
        if found is None or found.private:
            abort(404)
        _log.info(f"recording {done}", recording=number, staff=current_user.name)
        return found

    def page(one: Recording, said: str, group: str, notice: str = "") -> str:
        return render_template(
            "console/recording.html",
            one=one,
            said=said,
            group=group,
            notice=notice,
            longest=LONGEST_GROUP,
            now=desk.clock(),
        )

    @pages.get("/recordings/<int:number>")
    @needs(Right.LISTEN)
    def recording(number: int) -> str:
        one = asked(number, "opened")
        desk.looked("view_recording", f"recording {number}")
        try:
            kept = desk.recordings.files.read(one.file)
        except AudioGone:
            abort(404)
        said = kept.heard if kept.corrected is None else kept.corrected
        return page(one, said, kept.group or "")

    @pages.get("/recordings/<int:number>.wav")
    @needs(Right.LISTEN)
    def recording_audio(number: int) -> Response:
        one = asked(number, "heard")
        desk.looked("hear_recording", f"recording {number}")
        try:
            return Response(wave(desk.recordings, one), mimetype="audio/wav")
        except AudioGone:
            abort(404)

    @pages.post("/recordings/<int:number>")
    @needs(Right.LISTEN)
    def correct_recording(number: int) -> str | BaseResponse | tuple[str, int]:
        one = asked(number, "corrected")
        said = request.form.get("said", "")
        group = request.form.get("group", "").strip()[:LONGEST_GROUP]
        try:
            desk.recordings.correct(one, words(said), group or None, current_user.name)
        except NotWords:
            return page(one, said, group, text("recording.not_words")), 400
        except AudioGone:
            abort(404)
        desk.audit.record(who(), "correct_recording", f"recording {number}")
        address = url_for("console.conversation", session_id=one.session_id)
        return redirect(f"{address}#turn-{one.turn}")
