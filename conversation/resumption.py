"""A call that broke off is gone on with: by the next call, or by a text that says nothing private.

Whether a line dropped or somebody hung up cannot be known. A call counts as broken off when it
ended while a question waited, in a subject in which one had been answered before; who hangs up at
the greeting, at the first question or after the answer has what they wanted, or nothing to lose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from benefits import FUNCTIONS
from benefits.country import local
from benefits.hours import Hours
from benefits.phones import may_be_mobile
from conversation.heard import Heard
from flows import Library, State, Unfinished, unfinished
from storage.broken_calls import Announcement, BrokenCall, BrokenCalls
from storage.database import Write
from storage.texts import Texts

TEXT_AFTER = timedelta(minutes=3)
"""Most people call again at once: then no text is needed."""
BEGINNINGS = ("start", "text", "silence")
"""What begins a conversation that may go on with another; silence is an empty text."""
_DAY = timedelta(days=1)
_UNFINISHED: TypeAdapter[Unfinished] = TypeAdapter(Unfinished)
_TEXT = {
    "en": "Your call to Benefitline broke off. Call again or answer this text to go on.",
    "zh": "您和Benefitline的电话断了。请再打来，或回复此短信，接着办。",
    "es": "Su llamada a Benefitline se cortó. Llame otra vez o conteste este mensaje para seguir.",
}


@dataclass(frozen=True)
class Resuming:
    """What an operator decides about calls that broke off."""

    within: timedelta = timedelta(hours=2)
    """How long one may be gone on with; zero: never."""
    texts: bool = True
    """May a text tell the caller?"""
    text_hours: Hours = field(default_factory=lambda: Hours.parse("mon-sun 08:00-21:00"))
    """When texts may arrive, on the country's clocks; later they would come too late."""


class Resumption:
    """Keeps what may be gone on with, and offers it once."""

    def __init__(self, calls: BrokenCalls, texts: Texts, rules: Resuming) -> None:
        self._calls = calls
        self._texts = texts
        self._rules = rules

    def open(self, heard: Heard, library: Library, now: datetime) -> BrokenCall | None:
        """What the conversation that begins with `heard` may go on with."""
        if heard.kind not in BEGINNINGS or not heard.caller:
            return None
        since, texted = now - self._rules.within, heard.channel == "sms"
        return self._calls.latest(heard.caller, library.version, since, texted)

    def offered(self, call: BrokenCall, caller: str, now: datetime) -> Write:
        """To be written with the turn that offers it."""
        return self._calls.offered(call, caller, now)

    @staticmethod
    def restored(call: BrokenCall) -> Unfinished:
        """What to go on with, for the state that a conversation begins with."""
        return _UNFINISHED.validate_json(call.unfinished)

    def broke_off(
        self, heard: Heard, session_id: str, library: Library, state: State, now: datetime
    ) -> Sequence[Write]:
        """To be written with the turn in which the line was gone; nothing for a mere goodbye."""
        if heard.kind != "hangup" or not heard.caller or not self._rules.within:
            return ()
        rest = unfinished(library, state)
        if rest is None or _is_personal(library, rest):
            return ()
        content = _UNFINISHED.dump_json(rest).decode()
        text = self._text(heard, state.language, now)
        return (
            self._calls.forget(now - self._rules.within),
            self._calls.add(session_id, heard.caller, library.version, content, now, text),
        )

    def _text(self, heard: Heard, language: str, now: datetime) -> Announcement | None:
        due = now + TEXT_AFTER
        wanted = (
            self._rules.texts
            and self._rules.text_hours.is_open(local(due))
            and may_be_mobile(heard.caller)
            and not self._texts.opted_out(heard.called, heard.caller)
            and not self._calls.texted_since(heard.caller, now - _DAY)
        )
        body = _TEXT.get(language, _TEXT["en"])
        return Announcement(body, language, due) if wanted else None


def _is_personal(library: Library, rest: Unfinished) -> bool:
    """Does it hold what was found out for somebody who had shown who they are?"""
    return any(
        FUNCTIONS[function].personal and frame.slots.get(slot) is not None
        for frame in rest.frames
        for function, slot in library.flow(frame.flow).results
        if function in FUNCTIONS
    )
