"""Writing a text in all its languages, with what it takes to say and send it while typing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from console.access import asked_by_page, needs, who
from console.desk import Desk
from console.flow_bench import Bench
from console.flow_remarks import told
from console.texts import text
from conversation.authoring import LONGEST, NotNow, TextAt, Wrong, spoken, written_wrong
from conversation.authoring.texts import cleaned
from flows.library import Library
from flows.overrides import KINDS, Place
from flows.rehearsal import Said
from storage.flow_changes import DraftText
from storage.rights import Right

Typed = Mapping[str, Mapping[str, str]]
"""Wordings by kind, by language."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the form of a text, what it shows while somebody types, and the sample to listen to."""
    bench = desk.flows
    assert bench is not None

    @pages.get("/flows/<flow>/text")
    @needs(Right.WRITE_FLOWS)
    def flow_text(flow: str) -> str:
        one = bench.text(flow, request.args.get("path", ""))
        drafts = bench.drafted(who().name, one)
        typed = {**one.languages, **{lang: draft.now for lang, draft in drafts.items()}}
        return _form(bench, one, typed, drafts)

    @pages.post("/flows/<flow>/text")
    @needs(Right.WRITE_FLOWS)
    def save_flow_text(flow: str) -> BaseResponse | tuple[str, int]:
        one = bench.text(flow, request.args.get("path", ""))
        typed, drafts = _typed(one), bench.drafted(who().name, one)
        revisions = {
            lang: request.form.get(f"revision.{lang}", 0, type=int) for lang in one.languages
        }
        try:
            faults = bench.authoring.put(who(), one, typed, revisions)
        except NotNow as error:
            # What was typed stays in the form, beside what is in the draft by now.
            notice = text(f"flows.why.{error.why}")
            return _form(bench, one, typed, drafts, notice=notice, beside=drafts), 409
        if faults:
            return _form(bench, one, typed, drafts, faults=faults), 400
        address = url_for("console.flow_text", flow=flow, path=one.path, saved=1)
        return redirect(address)

    @pages.post("/flows/<flow>/measure")
    @needs(Right.WRITE_FLOWS)
    @asked_by_page
    def measure_flow_text(flow: str) -> str:
        one = bench.text(flow, request.args.get("path", ""))
        session["active"] = int(time.time())  # whoever types is there: the login does not end
        return render_template("console/flows/measured.html", **_measured(bench, one, _typed(one)))

    @pages.get("/flows/<flow>/sample.wav")
    @needs(Right.READ_FLOWS)
    def flow_sample(flow: str) -> Response:
        one = bench.text(flow, request.args.get("path", ""))
        language, number = request.args.get("language", ""), request.args.get("change", 0, type=int)
        library = bench.library
        if number:
            library = bench.authoring.library_of(bench.change(number))
        said = spoken(library, one, language) if language in one.languages else {}
        found = said.get(request.args.get("way", "voice"))
        if found is None or found.way == "sms" or not found.text:
            abort(404)
        return Response(bench.measures.wave(found.prompts), mimetype="audio/wav")


def _typed(one: TextAt) -> dict[str, dict[str, str]]:
    return {
        language: cleaned({kind: request.form.get(f"{kind}.{language}", "") for kind in KINDS}, was)
        for language, was in one.languages.items()
    }


def _form(
    bench: Bench,
    one: TextAt,
    typed: Typed,
    drafts: Mapping[str, DraftText],
    notice: str = "",
    faults: list[Wrong] | None = None,
    beside: Mapping[str, DraftText] | None = None,
) -> str:
    draft = bench.authoring.changes.draft_of(who().name)
    moved = {place.place: product for place, product in bench.authoring.moved_below()}
    return render_template(
        "console/flows/text.html",
        one=one,
        typed=typed,
        drafts=drafts,
        draft=draft,
        stale=bool(draft and bench.authoring.is_stale(draft)),
        notice=notice,
        faults={(fault.language, fault.kind): fault.why for fault in faults or ()},
        beside=beside or {},
        elsewhere=bench.authoring.changes.elsewhere(one.file, one.path, who().name),
        moved={lang: moved.get(one.place(lang)) for lang in one.languages},
        longest=LONGEST,
        values=_values(bench, one),
        **_measured(bench, one, typed),
    )


def _values(bench: Bench, one: TextAt) -> list[str]:
    """What the texts of the flow put in, as it is written; a text can use what another does."""
    texts = (text for step in bench.flow(one.flow).steps.values() for _, text in step.texts())
    found = {value for text in texts for value in text.placeholders()}
    return sorted(f"{{{path}:{form}}}" if form else f"{{{path}}}" for path, form in found)


def _measured(bench: Bench, one: TextAt, typed: Typed) -> dict[str, Any]:
    """What the wordings take, and what is wrong with them."""
    faults = [
        fault
        for language, wordings in typed.items()
        for fault in written_wrong(language, wordings, one.languages[language])
    ]
    if faults:
        return {"told": told, "said": {}, "remarks": [], "unsayable": faults}
    library = _with(bench, one, typed)
    said = {language: _ways(library, one, language) for language in one.languages}
    problems = sorted({s.problem for ways in said.values() for s in ways.values() if s.problem})
    return {
        "told": told,
        "said": said,
        "measures": bench.measures,
        "remarks": bench.authoring.checks.at_once(library, bench.library, [one.flow]),
        "problems": problems,
        "unsayable": [],
    }


def _ways(library: Library, one: TextAt, language: str) -> dict[str, Said]:
    """What is said, without the ways that have no words of their own."""
    said = spoken(library, one, language)
    voice = said["voice"].text if "voice" in said else ""
    return {
        way: found
        for way, found in said.items()
        if found.problem or (found.text and (way in ("voice", "sms") or found.text != voice))
    }


def _with(bench: Bench, one: TextAt, typed: Typed) -> Library:
    place = {language: one.place(language) for language in typed}
    texts = [
        DraftText(0, *_key(place[lang]), dict(one.languages[lang]), dict(wordings), 0)
        for lang, wordings in typed.items()
        if dict(wordings) != one.languages[lang]
    ]
    return bench.authoring.with_texts(texts)


def _key(place: Place) -> tuple[str, str, str]:
    return place.file, place.path, place.language
