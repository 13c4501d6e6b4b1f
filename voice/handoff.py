"""A call that goes to a person: the whisper to the clerk, the waiting, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable

import structlog
from flask import Response, abort, request
from twilio.twiml.voice_response import VoiceResponse

from conversation.reply import Reply
from voice import metrics, queueing, twiml
from voice.switchboard import Switchboard
from voice.web import caller, xml

_TAKEN = frozenset({"completed", "answered", "bridged"})
"""DialCallStatus and QueueResult of a call that a person has taken."""
_GONE = "hangup"
_LEFT = "leave"
_log = structlog.get_logger()
_SESSION = re.compile(r"[0-9a-f]{32}")


class HandoffDesk:
    """One method a webhook. All but the result are about a hand-off, `of` in the address."""

    def __init__(self, board: Switchboard, say: Callable[[Reply], VoiceResponse]) -> None:
        """say: how a reply goes on by webhooks."""
        self._board = board
        self._config = board.config
        self._say = say

    def begin(self, reply: Reply, announced: bool) -> VoiceResponse:
        """To a person: the call centre's number, else the queue. announced: already said."""
        response = VoiceResponse()
        if not announced:
            twiml.say(response, reply.prompts, reply.pace)
        handing_over = self._board.handing_over
        handover = handing_over.find(reply.session_id) if handing_over else None
        queue = reply.handoff.queue if reply.handoff else "general"
        if handing_over is None or handover is None:
            queueing.put_through(response, self._config, queue)
        else:
            task = queueing.Task(
                handover.session_id,
                queue,
                handover.summary.language,
                handover.summary.topic,
                " ".join(handing_over.told(handover)),
            )
            queueing.put_through(response, self._config, queue, task)
        return response

    def whisper(self) -> Response:
        """The clerk has picked up, and alone hears this; then both are connected."""
        caller()
        of, handing_over = _of(), self._board.handing_over
        try:
            handover = handing_over.find(of) if handing_over else None
            if handing_over and handover:
                handing_over.taken(handover)
                told = handing_over.told(handover)
                return xml(queueing.whisper(told, handing_over.staff_language))
        except Exception:
            # Both are on the line: they are connected all the same.
            metrics.FAILURES.labels(where="whisper").inc()
            _log.exception("a clerk could not be told", session=of)
        return xml(VoiceResponse())

    def queue(self) -> Response:
        """QueuePosition, QueueTime: what the caller hears who waits, again and again."""
        who, of = caller(), _of()
        reply = self._board.last(who.call_sid)
        language = reply.language if reply else self._config.default_language
        minutes = self._board.handing_over.minutes() if self._board.handing_over else 0
        # Who has waited longer than was promised is not promised anything again.
        left = max(0, minutes - _whole("QueueTime") // 60)
        position = _whole("QueuePosition")
        return xml(queueing.waiting(self._config, of, language, position, left))

    def queue_key(self) -> Response:
        """Digits of who waits: 1 leaves the queue to be called back."""
        caller()
        if request.form.get("Digits", "") == queueing.CALL_BACK_KEY:
            return xml(queueing.leave())
        return xml(queueing.on(self._config, _of()))

    def result(self) -> Response:
        """DialCallStatus or QueueResult: done, or nobody answered and the call comes back."""
        who = caller()
        result = request.form.get("DialCallStatus") or request.form.get("QueueResult", "")
        before = self._board.last(who.call_sid)
        if before is not None and before.next == "handoff":
            self._keep(before.session_id, result)
        if result in _TAKEN or result == _GONE:
            return xml(twiml.end())
        if before is None or before.next != "handoff":
            metrics.FALLBACKS.labels(reason="hand-off").inc()
            return xml(self._say(self._board.current(who)))
        event = f"back-{before.session_id[:8]}"
        reply = self._board.take(who, event, "unanswered", language=before.language)
        metrics.FALLBACKS.labels(reason="hand-off").inc()
        if result == _LEFT:
            return xml(self._say(reply))
        sorry = twiml.sorry(twiml.NOBODY_FREE, before.language)
        return xml(twiml.joined(sorry, self._say(reply)))

    def _keep(self, session_id: str, result: str) -> None:
        """How long the wait was, or why it was for nothing."""
        handing_over = self._board.handing_over
        handover = handing_over.find(session_id) if handing_over else None
        if handing_over is None or handover is None:
            return
        if result in _TAKEN:
            # A call that was put through directly was taken when the clerk picked up.
            if "QueueTime" in request.form:
                handing_over.taken(handover, _whole("QueueTime"))
        else:
            handing_over.ended(session_id, result)


def _of() -> str:
    session = request.args.get("of", "")
    if not _SESSION.fullmatch(session):
        abort(400, "of is missing or does not name a conversation.")
    return session


def _whole(name: str) -> int:
    """A whole number of the form; 0 for anything else."""
    text = request.form.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
