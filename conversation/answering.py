"""What a turn comes to before anything is stored: understanding, flow and functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from benefits import Asked
from benefits.hours import Desk
from conversation import hearing
from conversation.functions import Called, carry_through
from conversation.heard import BEGINNINGS, Heard
from conversation.hints import Hint
from conversation.languages import Languages
from conversation.lists import Lists
from conversation.understanding import Understands
from flows import (
    EndlessTurn,
    Expects,
    Library,
    Meaning,
    Outcome,
    Prompt,
    State,
    advance,
    expecting,
)
from intents import Said, Situation, Understood, readings_wanted

_log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """What a turn came to. `understood` is None where there was nothing to understand."""

    outcome: Outcome
    says: tuple[Prompt, ...]
    understood: Understood | None = None
    asked: Expects | None = None
    """What was waited for when it was understood."""
    steps: tuple[str, ...] = ()
    """The steps that it went through, as `flow.step`."""
    calls: tuple[Called, ...] = ()
    """The functions that ran."""
    hint: Hint | None = None
    """What a clerk whispered, where it is that which was understood."""


class Answering:
    """Takes one turn from what was heard to its outcome; writes wait in the registry of `asked`."""

    def __init__(
        self,
        understander: Understands,
        lists: Lists,
        library: Library,
        asked: Asked,
        heard: Heard,
        hint: Hint | None = None,
    ) -> None:
        """hint: what a clerk has whispered, and waits."""
        self._understander = understander
        self._lists = lists
        self._library = library
        self._asked = asked
        self._heard = heard
        self._hint = hint

    def begin(self, state: State) -> Taken:
        """The first turn. A text both opens the conversation and says what is wanted."""
        opened = self._advance(state, Meaning("start", crowded=self._heard.crowded))
        if self._heard.kind != "text":
            return opened
        answered = self.go_on(opened.outcome.state)
        understood = answered.understood
        # Any answer to our text that a call broke off means that it is to go on.
        nothing = understood is None or (understood.empty and not understood.upset)
        if nothing and not self._heard.stops and not state.unfinished:
            return replace(opened, understood=understood)
        return replace(
            answered,
            steps=(*opened.steps, *answered.steps),
            calls=(*opened.calls, *answered.calls),
        )

    def go_on(self, state: State) -> Taken:
        """Any other turn."""
        heard = self._heard
        if heard.kind == "hangup":
            return self._advance(state, Meaning("hangup"))
        if heard.kind == "returned":
            return self._advance(state, Meaning("returned", flow=heard.text))
        whispered = None if heard.stops else self._whispered(state)
        if whispered:
            return whispered
        if heard.kind == "silence":
            return self._advance(state, Meaning("silence"))
        if heard.stops:
            return self._advance(state, Meaning("stop_change", slots={"reference": heard.stops}))
        if heard.kind == "crowded":
            return self._advance(state, Meaning("crowded"))
        if heard.kind in (*BEGINNINGS, "hint"):
            # The stream dropped and came back, or a hint came too late: the question is put again.
            return self._advance(state, Meaning("answer", command="repeat"))
        expects = self._expects(state)
        understood = self._understand(state, expects)
        foreign = Languages(self._understander, self._library.languages, heard)
        if foreign.to_switch_to(state, understood):
            state = self._switch(state, foreign.written)
            expects = self._expects(state)
            understood = self._understand(state, expects)
        understood = foreign.understood(understood, self._situation(state, expects))
        if self._hint and self._hint.fits(expects) and self._hint.counts(understood):
            return self._meant(state, expects, self._hint)
        meaning = hearing.meaning_of(heard, expects, understood)
        return replace(self._advance(state, meaning), understood=understood, asked=expects)

    def _whispered(self, state: State) -> Taken | None:
        """What a clerk's hint leads to where nothing was heard, or where it counts in any case."""
        hint = self._hint
        if hint is None or not (self._heard.kind in ("hint", "silence") or hint.kind == "person"):
            return None
        expects = self._expects(state)
        return self._meant(state, expects, hint) if hint.fits(expects) else None

    def _meant(self, state: State, expects: Expects, hint: Hint) -> Taken:
        """Go on as if what the hint says had been said."""
        if hint.kind == "person":
            # Somebody is there to take it, whatever the hours say.
            self._asked = replace(self._asked, desk=Desk())
        understood = hint.understood(lambda words: self.reads(state, expects, words))
        said = replace(self._heard, text=hint.value if hint.kind == "answer" else "")
        meaning = hearing.meaning_of(said, expects, understood)
        taken = self._advance(state, meaning)
        return replace(taken, understood=understood, asked=expects, hint=hint)

    def reads(self, state: State, expects: Expects, words: str) -> Understood:
        """What words that somebody wrote mean as an answer."""
        return self._understander.understand(Said(words), self._situation(state, expects))

    def _expects(self, state: State) -> Expects:
        return expecting(self._library, state, self._heard.speech_languages) or Expects("", "")

    def _understand(self, state: State, expects: Expects) -> Understood:
        situation = self._situation(state, expects)
        return self._understander.understand(hearing.said(self._heard), situation)

    def _situation(self, state: State, expects: Expects) -> Situation:
        now = self._asked.now
        if expects.slot and expects.slot.keys_only and self._heard.kind != "keys":
            # What is said or written there is no answer, however much it looks like one.
            expects = replace(expects, slot=None, also=())
        lists = self._lists.view(self._asked.registry, state.language, now)
        return Situation(state.language, expects, now.date(), lists, self._known(expects))

    def _known(self, expects: Expects) -> Mapping[str, frozenset[str]]:
        """The numbers of the caller that the registry knows, where they help to hear one."""
        slot = expects.slot
        if slot is None or not (self._heard.alternatives and readings_wanted(slot.type)):
            return {}
        numbers = self._asked.registry.numbers_of_phone(self._asked.caller)
        return {kind: frozenset(known) for kind, known in numbers.items()}

    def _switch(self, state: State, language: str) -> State:
        meaning = Meaning("answer", command="language", language=language)
        return advance(self._library, state, meaning, self._heard.speech_languages).state

    def _advance(self, state: State, meaning: Meaning) -> Taken:
        hears = self._heard.speech_languages
        asked = replace(self._asked, language=state.language)
        try:
            outcome = advance(self._library, state, meaning, hears)
            done = carry_through(self._library, outcome, asked, hears)
            return Taken(done.outcome, done.says, steps=done.steps, calls=done.calls)
        except EndlessTurn as error:
            _log.error("endless turn", error=str(error))
            outcome = advance(self._library, state, Meaning("failure"), hears)
            return Taken(outcome, outcome.says, steps=outcome.walked)
