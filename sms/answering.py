"""What a text is answered: by what it asks of our texts as such, else by a turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

import structlog

from conversation.heard import Heard
from conversation.reply import Reply
from sms import consent
from sms.incoming import Incoming
from sms.sentences import sentence
from storage.texts import Texts

_log = structlog.get_logger(__name__)


class Turns(Protocol):
    """Takes turns; the same `provider_id` again gives the stored reply."""

    def take(self, heard: Heard) -> Reply:
        """The reply to what was heard."""


class Answering:
    """Answers texts in words. The same text again gets the same answer."""

    def __init__(
        self,
        turns: Turns,
        texts: Texts,
        language_of: Callable[[str], str | None] = lambda session: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """language_of: the language of a text conversation (`Incoming.session`), None when
        unknown."""
        self._turns = turns
        self._texts = texts
        self._language_of = language_of
        self._now = now

    def answer(self, message: Incoming) -> str:
        """The answer in words; empty for none."""
        heard = message.heard()
        kept = None if heard.stops else consent.answer(self._texts, message, self._now())
        if kept is not None:
            return kept
        try:
            if message.media and not message.body:
                return sentence("picture", self._language_of(message.session))
            answer = self._turns.take(heard).text
            # Whoever wants no texts can stop a change all the same, and gets no text for it.
            silent = heard.stops and self._texts.opted_out(message.ours, message.theirs)
            return "" if silent else answer
        except Exception:
            # The provider does not bring a text again, so an error page would lose it in silence.
            _log.exception("turn_failed", channel="sms", provider_id=message.id)
            return sentence("failed", None)
