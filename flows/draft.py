"""A conversation's state while one turn changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flows.expects import Expects
from flows.forms import fill
from flows.marked import value
from flows.outcome import Call, Handoff, Prompt
from flows.state import RECORDING, Frame, Resume, State, changed
from flows.text import Text

if TYPE_CHECKING:
    from flows.library import Library

SHARED = "session."
MANNERS = ("pace", "wording", "keys_only", "remember")
"""What is remembered of a telephone from one call to the next, and set like a slot."""


class Draft:
    """The working copy of a turn: steps read and write it, the engine makes an Outcome of it."""

    def __init__(self, library: Library, state: State, hears: frozenset[str] | None) -> None:
        self.library = library
        self.state = state
        self._hears = hears
        self.problem = ""
        """Why the question is put again: no_input, no_match or invalid."""
        self.problem_values: Mapping[str, Any] = {}
        self.says: list[Prompt] = []
        self.call: Call | None = None
        self.expects: Expects | None = None
        self.handoff: Handoff | None = None
        self.ended = False
        self.walked: list[str] = []
        """The steps that were entered, as `flow.step`."""

    @property
    def keys_only(self) -> bool:
        """Is this call not listened to: because it cannot be in the language of the conversation,
        or because the caller wants to use the keys?"""
        state = self.state
        deaf = self._hears is not None and state.language not in self._hears
        return state.channel == "voice" and (deaf or state.keys_only)

    @property
    def waiting(self) -> bool:
        """True when the turn is over, or must wait for a function."""
        return bool(self.call or self.expects or self.handoff or self.ended)

    # Slots ------------------------------------------------------------------------------------

    def get(self, path: str) -> Any:
        """The value at `slot`, `slot.field`, `session.slot`, `caller`, `channel` or `language`;
        `intent` and `said` are the intent and the words that led into the flow, `subject` what that
        is called; `assurance` is the level at which somebody is identified, `unfinished` whether
        there is a conversation that broke off, `may_record` whether there is something to ask for
        consent to; `pace`, `wording`, `keys_only` and `remember` are how the caller wants it,
        `may_remember` whether there is reason to ask for the last of these, and `recalled` what the
        last call was about."""
        if path in MANNERS or path == "may_remember":
            return getattr(self.state, path)
        if path == "recalled":
            return self._recalled()
        if path == "assurance":
            return self.state.assurance.level
        if path == "unfinished":
            return self.state.unfinished is not None
        if path == "may_record":
            # Asked once a call, and only where something is heard that could be recorded.
            asked = RECORDING in self.state.shared
            return self.state.may_record and not asked and not self.keys_only
        if path in ("caller", "channel", "language"):
            return getattr(self.state, path)
        if path in ("intent", "said"):
            return getattr(self.state.top, path)
        if path == "subject":
            return self.called(self.state.top)
        slots: Mapping[str, Any] = self.state.top.slots
        if path.startswith(SHARED):
            slots, path = self.state.shared, path.removeprefix(SHARED)
        value: Any = slots
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def put(self, values: Mapping[str, Any]) -> None:
        """Set slots of the current flow, of the conversation (`session.NAME`), `language`, or how
        the caller wants it (MANNERS)."""
        top = self.state.top
        manners = {name: values[name] for name in MANNERS if name in values}
        if language := values.get("language"):
            manners["language"] = language
        own = {
            name: value
            for name, value in values.items()
            if not name.startswith(SHARED) and name not in ("language", *MANNERS)
        }
        shared = {
            name.removeprefix(SHARED): value
            for name, value in values.items()
            if name.startswith(SHARED)
        }
        self.state = changed(
            self.state.with_top(changed(top, slots={**top.slots, **own})),
            shared={**self.state.shared, **shared},
            **manners,
        )

    def resolve(self, value: Any) -> Any:
        """A value of a flow file: `$path` is looked up, anything else is meant as it is."""
        return self.get(value[1:]) if isinstance(value, str) and value.startswith("$") else value

    # Moving -----------------------------------------------------------------------------------

    def goto(self, step: str) -> None:
        """Make `step` the current one of the current flow."""
        self.state = self.state.with_top(changed(self.state.top, step=step, doubt=()))

    def push(
        self,
        flow: str,
        slots: Mapping[str, Any],
        resume: Resume = "",
        intent: str = "",
        said: str = "",
    ) -> None:
        """Put a flow on top of the current one, with some of its slots filled.

        intent, said: which intent led there, and in which words.
        """
        below = changed(self.state.top, resume=resume, doubt=())
        frame = Frame(flow, self.library.flow(flow).start, dict(slots), intent=intent, said=said)
        self.state = changed(self.state, frames=(*self.state.frames[:-1], below, frame))

    def finish(self) -> None:
        """Leave the current flow for the one below; its interrupted question is asked again."""
        below = self.state.frames[-2]
        self.state = changed(self.state, frames=self.state.frames[:-1], failures=0)
        if self._next_wish():
            return
        if below.resume:
            self.state = self.state.with_top(changed(below, resume=""))
            if below.resume == "announced":
                self.phrase("resumed", title=self.called(below))
        else:
            self.library.step(below.flow, below.step).returned(self)

    def leave(self) -> None:
        """End the current flow, and the conversation with it where nothing is below."""
        if len(self.state.frames) == 1:
            self.ended = True
        else:
            self.finish()

    def leave_subject(self) -> None:
        """End the current subject: this flow with those that ran it."""
        below = len(self.state.below)
        self.state = changed(self.state, frames=self.state.frames[: below + 1])
        self.leave()

    def _next_wish(self) -> bool:
        """Begin what was asked for together with what is now done."""
        depth = len(self.state.frames)
        wish = next((wish for wish in self.state.wishes if wish.below == depth), None)
        if wish is None:
            return False
        wishes = tuple(each for each in self.state.wishes if each is not wish)
        self.state = changed(self.state, wishes=wishes)
        resume = self.state.top.resume
        flow = self.library.by_intent[wish.intent].name
        self.push(flow, wish.slots, resume, wish.intent, wish.said)
        self.phrase("next_wish", title=self.called(self.state.top))
        return True

    def take_up(self) -> bool:
        """Go on in the conversation that broke off; False when there is none."""
        earlier = self.state.unfinished
        if earlier is None:
            return False
        self.state = changed(
            self.state,
            frames=earlier.frames,
            shared={**self.state.shared, **earlier.shared},
            history=(),
            failures=0,
            unfinished=None,
        )
        return True

    def _recalled(self) -> str | None:
        """What the last call was about, as it is called; None where nothing is remembered."""
        if self.state.recalled not in self.library.by_intent:
            return None
        title = self.library.called(self.state.recalled)
        return title.template(self.state.language, self.state.channel)

    def recall(self) -> bool:
        """Begin what the last call was about; False where nothing is remembered."""
        flow = self.library.by_intent.get(self.state.recalled)
        if flow:
            self.push(flow.name, {}, intent=self.state.recalled)
        return flow is not None

    def called(self, frame: Frame) -> str:
        """What a flow in progress is about, in the language of the conversation."""
        title = self.library.title(frame)
        return title.template(self.state.language, self.state.channel)

    # Saying -----------------------------------------------------------------------------------

    def say(self, text: Text, step: str, language: str | None = None) -> None:
        """Say a text in the language of the conversation, or in another one."""
        template = self.template(text, language)
        self.say_plain(self.fill(template), step, language)

    def template(self, text: Text, language: str | None = None) -> str:
        """The wording of a text for this conversation."""
        channel = self.state.channel
        short = self.state.wording == "short"
        return text.template(language or self.state.language, channel, self.keys_only, short)

    def say_plain(self, text: str, step: str, language: str | None = None) -> None:
        """Say a text that is ready, perhaps with marks."""
        if text:
            hear_out = not self.state.failures and self.library.hears_out(step)
            self.says.append(Prompt.of(text, language or self.state.language, step, hear_out))

    def say_again(self, text: str, step: str, language: str) -> None:
        """Say what was said before; whoever has heard it may talk over it."""
        self.says.append(Prompt.of(text, language, step))

    def phrase(self, phrase: str, /, **values: Any) -> None:
        """Say one of the engine's own phrases (`flows/locales`)."""
        self.say_plain(self.phrase_text(phrase, **values), f"locale.{phrase}")

    def phrase_text(self, phrase: str, /, **values: Any) -> str:
        """One of the engine's own phrases, filled in; empty when the language has none."""
        locale = self.library.locale(self.state.language)
        wording = locale.get(phrase)
        return self.fill(wording.on(self.state.channel, self.keys_only), values) if wording else ""

    def fill(self, template: str, values: Mapping[str, Any] | None = None) -> str:
        """The template with placeholders filled from `values`, then from the slots; on a call with
        the marks of what was put in."""
        given = values or {}

        def look_up(path: str) -> Any:
            return given[path] if path in given else self.get(path)

        def mark(path: str, text: str, form: str) -> str:
            # What the engine puts in as it is (labels, titles) are an author's words too.
            return value(text, form) if form or path not in given else text

        if self.state.channel == "sms":
            return fill(template, look_up, self.state.language, "sms")
        return fill(template, look_up, self.state.language, "voice", mark)
