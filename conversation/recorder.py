"""What is kept of a caller's voice: nothing before a yes, nothing after a no, nothing private."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from prometheus_client import Counter

from conversation.answering import Taken
from conversation.heard import Heard
from conversation.privacy import is_private
from flows import Expects, State
from flows.state import RECORDING
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
        self, session: Session, heard: Heard, before: State, taken: Taken, now: datetime
    ) -> tuple[Taken, Sequence[Write]]:
        """The turn with what recording makes of it, and what is to be written with it.

        before: the state in which the turn began.
        """
        after, understood = taken.outcome.state, taken.understood
        stopped = understood is not None and understood.command == "stop_recording"
        if stopped or (before.recording and not after.recording):
            ended = self._recordings.ended(session.id, BY_CALLER, now)
            return taken, (ended, self._recordings.forget(session.id))
        if after.recording and not before.recording:
            consent = self._recordings.consent(session.id, session.library, after.language, now)
            return taken, (consent,)
        if not (before.recording and heard.audio):
            return taken, ()
        private = is_private(taken.asked, understood)
        try:
            return taken, (self._add(session, heard, taken.asked, private, before.language, now),)
        except OSError as error:
            return self._failed(session, taken, error, now)

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
        self, session: Session, taken: Taken, error: OSError, now: datetime
    ) -> tuple[Taken, Sequence[Write]]:
        """The disk is full or broken: the call matters more, and goes on without."""
        reason = os.strerror(error.errno) if error.errno else str(error)
        FAILED.labels(reason=reason).inc()
        _log.error("recording stopped", session=session.id, reason=reason)
        state = taken.outcome.state
        state = replace(state, shared={**state.shared, RECORDING: False})
        taken = replace(taken, outcome=replace(taken.outcome, state=state))
        return taken, (self._recordings.ended(session.id, reason, now),)
