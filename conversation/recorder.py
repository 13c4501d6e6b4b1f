"""What is kept of a caller's voice: nothing before a yes, nothing after a no, nothing private."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from prometheus_client import Counter

from conversation.heard import Heard
from conversation.privacy import is_private
from flows import Expects, State
from flows.state import RECORDING
from intents import Understood
from storage.audio_files import Utterance
from storage.conversations import Session
from storage.database import Write
from storage.recordings import Recordings

SILENCE = b"\xff"
"""Mu-law of the sample 0, written in the place of what is private."""
BY_CALLER = "caller"
FAILED = Counter(
    "benefitline_recording_failures_total", "Recordings that had to stop", labelnames=["reason"]
)
_log = structlog.get_logger()


class Recorder:
    """Decides in the turn itself, where both what was asked and what was meant are known."""

    def __init__(self, recordings: Recordings, asks: bool) -> None:
        """asks: whether callers are asked for consent; what was kept earlier can always go."""
        self._recordings = recordings
        self._asks = asks

    def may_ask(self, heard: Heard) -> bool:
        """May the call that begins here be recorded, if the caller agrees? A call that comes back
        from a person was asked already."""
        can_hear = bool(heard.speech_languages)
        return self._asks and heard.channel == "voice" and heard.kind == "start" and can_hear

    def turn(
        self,
        session: Session,
        heard: Heard,
        asked: Expects | None,
        understood: Understood | None,
        before: State,
        after: State,
        now: datetime,
    ) -> tuple[State, Sequence[Write]]:
        """What a turn changes, to be written with it; the state in which it leaves the call.

        asked: what was waited for. before, after: the state around the turn.
        """
        stopped = understood is not None and understood.command == "stop_recording"
        if stopped or (before.recording and not after.recording):
            ended = self._recordings.ended(session.id, BY_CALLER, now)
            return after, (ended, self._recordings.forget(session.id))
        if after.recording and not before.recording:
            consent = self._recordings.consent(session.id, session.library, after.language, now)
            return after, (consent,)
        if not (before.recording and heard.audio):
            return after, ()
        private = is_private(asked, understood)
        try:
            return after, (self._add(session, heard, asked, private, before.language, now),)
        except OSError as error:
            return self._failed(session, after, error, now)

    def _add(
        self,
        session: Session,
        heard: Heard,
        asked: Expects | None,
        private: bool,
        language: str,
        now: datetime,
    ) -> Write:
        place = f"{asked.flow}.{asked.step}" if asked else ""
        kind = asked.slot.type if asked and asked.slot else "choice"
        words = tuple((word.text, word.confidence, word.start, word.end) for word in heard.words)
        utterance = Utterance(heard.audio, heard.text, words)
        if private:
            utterance = Utterance(SILENCE * len(heard.audio))
        turn = session.turns + 1
        about = language, place, kind
        return self._recordings.add(session.id, turn, now, about, utterance, private)

    def _failed(
        self, session: Session, after: State, error: OSError, now: datetime
    ) -> tuple[State, Sequence[Write]]:
        """The disk is full or broken: the call matters more, and goes on without."""
        reason = os.strerror(error.errno) if error.errno else str(error)
        FAILED.labels(reason=reason).inc()
        _log.error("recording stopped", session=session.id, reason=reason)
        state = replace(after, shared={**after.shared, RECORDING: False})
        return state, (self._recordings.ended(session.id, reason, now),)
