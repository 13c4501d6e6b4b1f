"""What is offered to whoever may help in a conversation, as it stands now."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import abort, render_template

from console.access import who
from console.desk import Desk
from console.help.desk import Help
from console.texts import language, text
from conversation.cannot_help import CannotHelp
from conversation.helping import Standing
from conversation.telling import sentences
from flows import Library


@dataclass(frozen=True)
class Option:
    """Something to choose: its value in a form, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Panel:
    """What the part of the page shows."""

    standing: Standing
    mine: bool
    """Does whoever looks have the conversation?"""
    known: list[str]
    place: str = ""
    """`flow.step` that a hint is for; empty where none can be given."""
    asks_words: bool = False
    """Can the answer be filled in? Not where it is private."""
    choices: list[Option] = field(default_factory=list)
    subjects: list[Option] = field(default_factory=list)
    flows: list[Option] = field(default_factory=list)
    reasons: list[Option] = field(default_factory=list)
    wrapped: str = ""
    """The reason for which it ended."""
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    """Names the next act: sent twice it counts once."""

    @property
    def seen(self) -> str:
        """A short name for what is shown, but for what somebody has typed."""
        one = self.standing
        holder = one.holder.staff if one.holder else ""
        shown = (one.status, holder, one.opted_out, self.place, self.known, self.wrapped)
        return hashlib.blake2b(repr(shown).encode(), digest_size=8).hexdigest()


def panel(desk: Desk, help_: Help, session_id: str) -> Panel:
    """What is offered now; the page for missing pages where there is no such conversation."""
    standing = help_.helping.standing(session_id)
    if standing is None:
        abort(404)
    reasons = help_.helping.reasons
    given = [Option(name, reasons.called(name, language())) for name in reasons.names]
    return Panel(
        standing,
        standing.holder is not None and standing.holder.staff_id == who().id,
        sentences(standing.known, language()) if standing.known else [],
        reasons=given,
        wrapped=reasons.called(standing.wrapped.reason, language()) if standing.wrapped else "",
        **_going_on(standing),
    )


def changed(desk: Desk, help_: Help, session_id: str, seen: str) -> Callable[[], str | None]:
    """What is offered, each time that it is no longer what was seen last."""

    def news() -> str | None:
        nonlocal seen
        shown = panel(desk, help_, session_id)
        before, seen = seen, shown.seen
        if seen == before:
            return None
        return render_template("console/help/panel.html", help=shown, session_id=session_id)

    return news


def refusal(error: CannotHelp) -> str:
    """Why it could not be done, in words."""
    return text(f"help.why.{error.why}", who=error.who)


def _going_on(standing: Standing) -> dict[str, Any]:
    """What can be hinted at, and what it can be given back to."""
    library, expects = standing.library, standing.expects
    if library is None:
        return {}
    offered: dict[str, Any] = {"flows": _titles(library)}
    if expects is None or standing.holder:
        return offered
    slot = expects.slot
    private = slot is not None and (slot.private or slot.keys_only)
    subjects = [
        Option(f"intent:{name}", library.called(name).template(language(), "voice"))
        for name in expects.intents
        if name in library.by_intent
    ]
    return offered | {
        "place": f"{expects.flow}.{expects.step}",
        "asks_words": slot is not None and not private,
        "choices": [Option(f"choice:{one.name}", one.label) for one in expects.choices],
        "subjects": sorted(subjects, key=lambda one: one.label.casefold()),
    }


def _titles(library: Library) -> list[Option]:
    """The flows that somebody can want, by their titles."""
    wanted = {flow.name: flow for flow in library.by_intent.values()}
    titles = [Option(name, one.title.template(language(), "sms")) for name, one in wanted.items()]
    return sorted(titles, key=lambda one: one.label.casefold())
