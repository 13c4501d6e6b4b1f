"""What is said in another language than the conversation's, or in two at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from conversation import hearing
from conversation.heard import Heard
from conversation.understanding import Understands
from flows import State
from intents import OTHER, Situation, Understood, language_of, wholly


class Languages:
    """Looks at one utterance. `written`: the language it is in, empty where that is unclear."""

    def __init__(
        self, understander: Understands, spoken_here: Collection[str], heard: Heard
    ) -> None:
        self._understander = understander
        self._spoken_here = spoken_here
        self._heard = heard
        words = heard.kind in ("text", "speech")
        self.written = (language_of(heard.text) if words else None) or ""

    def to_switch_to(self, state: State, understood: Understood) -> bool:
        """Is it a text in another language of ours, which goes on in that one without asking?"""
        if self._heard.kind != "text" or not understood.empty:
            return False
        return self._whole() not in (None, state.language)

    def understood(self, found: Understood, situation: Situation) -> Understood:
        """What was understood, or else what another language makes of it.

        Whoever mixes languages is answered in the conversation's. At an open question a caller who
        spoke another one is offered it, and a texter who wrote one that nobody here speaks is told
        which we do.
        """
        text, is_open = self._heard.kind == "text", situation.expects.open
        if text and is_open and self.written == OTHER and not (found.command or found.slots):
            return Understood(command="language", language=OTHER, upset=found.upset)
        if not found.empty or self._heard.kind not in ("text", "speech"):
            return found
        elsewhere = self._understander.elsewhere(hearing.said(self._heard), situation)
        language = self._whole()
        several = language == "zh" or " " in self._heard.text.strip()  # one word may be misheard
        if is_open and not text and several and language not in (None, situation.language):
            then = elsewhere if elsewhere.intent else None
            offer = Understood(command="language", language=language, then=then, confidence=1.0)
            return replace(found, maybe=(offer,))
        return found if elsewhere.empty else replace(elsewhere, upset=found.upset)

    def _whole(self) -> str | None:
        """The language of ours that all of it is in."""
        language = wholly(self._heard.text)
        return language if language in self._spoken_here else None
