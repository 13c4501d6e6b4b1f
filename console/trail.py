"""The trail of what staff saw and did: found, verified, and taken along as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from console.access import asked_by_page, needs, who
from console.desk import Desk
from console.texts import texts_of
from storage.audit import Entry, Only
from storage.rights import Right

PAGE = 100
SLICE = 25_000
"""Entries that are verified at a time: a fifth of a second of a core."""
COLUMNS = ("id", "at", "staff", "role", "action", "subject", "detail", "hash")
_LONGEST = 200
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the list with its filters, the table to take along, and the verification."""

    @pages.get("/audit")
    @needs(Right.AUDIT)
    def audit() -> str:
        only, misread = _only()
        before = request.args.get("before", type=int)
        # One more than is shown says whether there are older ones.
        found = desk.audit.entries(_number(before), PAGE + 1, only)
        shown_ones, more = found[:PAGE], len(found) > PAGE
        desk.looked("view_audit", "audit")
        onward: dict[str, Any] = request.args.to_dict()
        return render_template(
            "console/access/audit.html",
            entries=shown_ones,
            only=only,
            misread=misread,
            actions=sorted(texts_of("action").items(), key=lambda one: one[1]),
            names=[one.member.name for one in desk.staff.all()],
            link=_link,
            older=url_for("console.audit", **{**onward, "before": found[PAGE - 1].id})
            if more
            else "",
            table=url_for("console.audit_table", **{**onward, "before": None}),
            now=desk.clock(),
        )

    @pages.get("/audit.csv")
    @needs(Right.AUDIT)
    def audit_table() -> Response:
        only, _ = _only()
        desk.audit.record(who(), "export_audit", "audit", only=_named(only))
        rows = _table(desk.audit.all(only))
        response = Response(rows, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = "attachment; filename=audit.csv"
        return response

    _verification(pages, desk)


def _verification(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/audit/verify")
    @needs(Right.AUDIT)
    def verify_audit() -> str:
        expect = request.args.get("expect", "").strip().lower()[:_LONGEST]
        begun = "begin" in request.args
        first = _signer().dumps([0, expect, not expect]) if begun else ""
        return render_template("console/access/verify.html", expect=expect, first=first)

    @pages.get("/audit/verify/step")
    @needs(Right.AUDIT)
    @asked_by_page
    def verify_step() -> str | tuple[str, int]:
        """The next piece. How far it is comes back signed: nobody leaves a piece out."""
        try:
            after, expect, found = _signer().loads(request.args.get("at", ""))
        except BadSignature:
            return "", 400
        piece = desk.audit.verified(after, SLICE, expect)
        found = found or piece.expected
        done = piece.broken is not None or piece.held - after < SLICE
        if done:
            holds = piece.broken is None and found
            desk.audit.record(
                who(), "verify_audit", "audit", entries=piece.held, holds=holds, hash=piece.hash
            )
        return render_template(
            "console/access/verify_step.html",
            piece=piece,
            found=found,
            done=done,
            newest=desk.audit.newest(),
            at=_signer().dumps([piece.held, expect, found]),
        )


def _only() -> tuple[Only, list[str]]:
    """The filters of the form, and the days that are none."""
    misread: list[str] = []

    def day(field: str) -> date | None:
        value = request.args.get(field, "").strip()
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            misread.append(value[:_LONGEST])
            return None

    def words(field: str) -> str:
        return request.args.get(field, "").strip()[:_LONGEST]

    only = Only(words("staff"), words("action"), words("subject"), day("first"), day("last"))
    return only, misread


def _named(only: Only) -> str:
    """The filters that narrow something, for the entry about an export."""
    return ", ".join(f"{name} {value}" for name, value in vars(only).items() if value)


def _table(entries: Iterator[Entry]) -> Iterator[str]:
    """Lines of CSV, as they are read."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    for entry in entries:
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        row = {**vars(entry), "detail": detail}
        writer.writerow([_harmless(str(row[column])) for column in COLUMNS])
        if line.tell() > 50_000:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


def _harmless(cell: str) -> str:
    """What a spreadsheet would take for a formula is a text."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def _link(subject: str) -> str:
    """The page of what an entry is about; empty where there is none."""
    kind, _, name = subject.partition(" ")
    if kind == "conversation" and name:
        return url_for("console.conversation", session_id=name)
    if kind == "recording" and name.isdecimal():
        return url_for("console.recording", number=int(name))
    return ""


def _number(value: int | None) -> int | None:
    """SQLite's integers end there; a larger one is before no entry."""
    return None if value is None else max(0, min(value, 2**62))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), "audit verification")
