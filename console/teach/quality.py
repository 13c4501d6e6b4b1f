"""The report on all examples, and the questions that no article answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.wrappers import Response
from werkzeug.wrappers import Response as BaseResponse

from benefits.knowledge import LIKELY
from console.access import asked_by_page, needs, who
from console.desk import Desk
from console.teach.naming import called
from console.texts import text
from conversation.review import Group, grouped
from conversation.teaching.running import Busy
from intents.examples import Finding, by_kind
from storage.rights import Right

MOST_QUESTIONS = 1000
"""The latest questions that are put together; more of them take longer than a page may."""
MOST_SHOWN = 50
"""Findings of a kind on the page; the JSON has all of them."""


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the report as a page and as JSON."""

    def about(notice: str = "") -> dict[str, Any]:
        run = desk.teaching.running.latest("report")
        findings = [Finding(**one) for one in run.result.get("findings", ())] if run else []
        return {
            "run": run,
            "kinds": by_kind(findings),
            "asked": questions(),
            "is_gap": is_gap,
            "called": called,
            "most": MOST_SHOWN,
            "notice": notice,
        }

    def questions() -> list[Group]:
        return grouped(desk.teaching.unanswered.all(desk.clock(), most=MOST_QUESTIONS))

    @pages.get("/teach/quality")
    @needs(Right.TEACH)
    def teach_quality() -> str:
        desk.audit.record(who(), "teach_view", "quality report")
        return render_template("console/teach/quality.html", **about())

    @pages.get("/teach/quality/run")
    @needs(Right.TEACH)
    @asked_by_page
    def teach_quality_run() -> str:
        return render_template("console/teach/findings.html", **about())

    @pages.get("/teach/quality.json")
    @needs(Right.TEACH)
    def teach_quality_json() -> Response:
        desk.audit.record(who(), "teach_view", "quality report")
        run = desk.teaching.running.latest("report")
        return jsonify(
            status=run.status if run else "none",
            made_at=run.ended_at if run else "",
            findings=run.result.get("findings", []) if run else [],
            questions=[_group(group) for group in questions()],
        )

    @pages.post("/teach/quality")
    @needs(Right.TEACH)
    def teach_report() -> BaseResponse | tuple[str, int]:
        try:
            run = desk.teaching.report(who())
        except Busy:
            notice = text("teach.refused.busy")
            return render_template("console/teach/quality.html", **about(notice)), 409
        desk.audit.record(who(), "teach_report", "quality report", run=run)
        return redirect(url_for("console.teach_quality"))


def is_gap(group: Group) -> bool:
    """Does the knowledge base have no article about it, so that one would have to be written?"""
    return not group.nearest or group.confidence < LIKELY


def _group(group: Group) -> dict[str, Any]:
    return {
        "count": len(group.questions),
        "nearest": group.nearest,
        "confidence": group.confidence,
        "gap": is_gap(group),
        "questions": [{**asdict(one), "at": one.at.isoformat()} for one in group.questions],
    }
