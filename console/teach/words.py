"""One row of the queue: what was said, what is meant, and whether something is learnt from it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.access import needs, who
from console.desk import Desk
from console.teach.naming import already, called, meanings
from console.texts import text
from conversation.teaching.misunderstanding import words_of
from conversation.teaching.sentences import LONGEST, Clash, NotAnExample, perhaps_names, sentence
from conversation.teaching.teaching import NoSuchIntent
from storage.misunderstood import Misunderstood
from storage.rights import Right
from storage.taught import AlreadyTaught, Taught

NONE_OF_OURS = "-"
"""The value of the form for a sentence of no intent: an empty one is none that was chosen."""
MOST_SHOWN = 500
"""Characters of a sentence that is refused, shown again."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the page of one row, and what can be done about it."""

    def row(number: int) -> Misunderstood:
        one = desk.teaching.queue.get(number) if number < 2**63 else None
        if one is None:
            abort(404)
        return one

    def page(one: Misunderstood, said: str, chosen: str, **notices: object) -> str:
        recorded = desk.recordings.of_session(one.session_id).get(one.turn)
        candidates = desk.teaching.queue.candidates(one)
        return render_template(
            "console/teach/words.html",
            one=one,
            said=said,
            chosen=chosen or (candidates[0] if candidates else ""),
            meanings=meanings(candidates),
            likely=len(candidates),
            recording=recorded if recorded and not recorded.private else None,
            names=perhaps_names(said, one.language),
            longest=LONGEST,
            **notices,
        )

    @pages.get("/teach/<int:number>")
    @needs(Right.TEACH)
    def teach_words(number: int) -> str:
        one = row(number)
        desk.audit.record(who(), "teach_view", f"misunderstood {number}")
        return page(one, _suggested(one), "")

    @pages.post("/teach/<int:number>")
    @needs(Right.TEACH)
    def teach_propose(number: int) -> str | Response | tuple[str, int]:
        one = row(number)
        said, chosen = request.form.get("said", ""), request.form.get("intent", "")
        shown = said[:MOST_SHOWN]
        if not chosen:
            return page(one, shown, "", notice=text("teach.not.chosen")), 400
        intent = "" if chosen == NONE_OF_OURS else chosen
        try:
            clash = desk.teaching.propose(
                who(), Taught(one.language, intent, said), number, bool(request.form.get("sure"))
            )
        except NotAnExample as error:
            reason = text(f"teach.not.{error.why}", most=LONGEST)
            return page(one, shown, chosen, notice=reason), 400
        except NoSuchIntent:
            abort(400)
        except AlreadyTaught as error:
            return page(row(number), shown, chosen, notice=already(error)), 409
        if clash and not request.form.get("sure"):
            return page(one, shown, chosen, clash=_clash(clash)), 409
        return redirect(url_for("console.teach", done=number))

    @pages.post("/teach/turns/<session_id>/<int:number>")
    @needs(Right.TEACH)
    def teach_turn(session_id: str, number: int) -> Response:
        one = desk.teaching.queue.hint(session_id, min(number, 2**31), desk.clock(), words_of)
        if one is None:
            abort(404)
        desk.audit.record(who(), "teach_hint", f"misunderstood {one.id}")
        return redirect(url_for("console.teach_words", number=one.id))

    @pages.post("/teach/<int:number>/ignore")
    @needs(Right.TEACH)
    def teach_ignore(number: int) -> Response | tuple[str, int]:
        one = row(number)
        try:
            desk.teaching.changes.ignore(who(), number)
        except AlreadyTaught as error:
            return page(row(number), _suggested(one), "", notice=already(error)), 409
        return redirect(url_for("console.teach"))


def _suggested(one: Misunderstood) -> str:
    """The sentence as an example, or as it was heard where it is none."""
    try:
        return sentence(one.heard, one.language)
    except NotAnExample:
        return one.heard


def _clash(clash: Clash) -> dict[str, str]:
    return {"called": called(clash.intent), "text": clash.text}
