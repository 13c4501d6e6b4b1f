"""Twilio's requests about calls, and the socket of the media stream."""

from __future__ import annotations

import re
from typing import Any

import flask_sock
import structlog
from flask import Blueprint, Response, abort, request
from twilio.twiml.voice_response import VoiceResponse
from werkzeug.exceptions import HTTPException

from conversation.reply import Reply
from provider.signature import HEADER
from voice import connection, metrics, recordings, twiml
from voice.keypad import KEYS, STAR
from voice.question import question_of
from voice.recogniser import Hypotheses
from voice.switchboard import Caller, Switchboard, next_event, shown
from voice.taking import Wait

SOCKET_OPTIONS = {"max_message_size": 256 * 1024}
"""For Flask's SOCK_SERVER_OPTIONS, bytes: a message above it ends the socket."""

_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_TAKEN_BY_PERSON = frozenset({"completed", "answered", "bridged", "hangup"})
_ROUNDS_A_FILLER = 3
_SID = re.compile(r"[A-Za-z0-9]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_EVENT = re.compile(r"[0-9a-f]{0,8}-[0-9]{1,6}")
_log = structlog.get_logger()


def register_socket(sock: flask_sock.Sock, board: Switchboard) -> None:
    """Serve the media stream at /voice/stream."""

    @sock.route("/voice/stream")
    def stream(socket: Any) -> None:
        if not board.guard.accepts_socket(request.path, request.headers.get(HEADER)):
            connection.refuse(socket, "signature")
            return
        connection.serve(socket, board)


def blueprint(board: Switchboard) -> Blueprint:
    """All webhooks of calls. Every request needs the provider's signature.

    Form: CallSid, From, To, CallStatus, Direction; Digits; RecordingUrl; DialCallStatus or
    QueueResult. Whatever the provider sends twice is answered the same way twice.
    """
    webhooks = Blueprint("voice", __name__, url_prefix="/voice")
    webhooks.before_request(board.guard.require)
    desk = _Desk(board)
    for path, answer in {
        "/incoming": desk.incoming,
        "/after-stream": desk.after_stream,
        "/stream-status": desk.stream_status,
        "/fallback": desk.fallback,
        "/keys": desk.keys,
        "/recorded": desk.recorded,
        "/silence": desk.silence,
        "/waiting": desk.waiting,
        "/handoff-result": desk.handoff_result,
        "/status": desk.status,
        "/called-back": desk.called_back,
    }.items():
        webhooks.add_url_rule(path, answer.__name__, answer, methods=["POST"])

    @webhooks.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        if isinstance(error, HTTPException):
            sentence = error.description or error.name
            return Response(f"{sentence}\n", error.code or 400, mimetype="text/plain")
        # An error status would make the caller hear the provider's own, in English.
        metrics.FAILURES.labels(where="webhook").inc()
        _log.exception("call webhook failed", path=request.path)
        apology = twiml.sorry(twiml.FAULT, board.config.default_language)
        apology.hangup()
        return _xml(apology)

    return webhooks


class _Desk:
    """One method a webhook."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._config = board.config

    def incoming(self) -> Response:
        """A call comes in: a stream if there is one free, else turn by turn."""
        who = _caller()
        if self._is_missed(who):
            return _xml(twiml.reject())
        if not self._config.streams_enabled:
            return self._by_webhooks(who, "off")
        token = self._board.tickets.issue(who)
        if token is None:
            return self._by_webhooks(who, "full")
        return _xml(twiml.connect(self._config, token))

    def after_stream(self) -> Response:
        """The stream is closed: by us at the end or for a hand-off, otherwise it broke."""
        who = _caller()
        reply = self._board.last(who.call_sid)
        if reply is None or reply.next == "listen":
            return self._by_webhooks(who, "broken")
        if reply.next == "handoff":
            return _xml(twiml.hand_off(self._config, reply, announced=True))
        return _xml(twiml.end())

    def stream_status(self) -> Response:
        """StreamEvent stream-started, stream-stopped or stream-error, for the log only."""
        event = request.form.get("StreamEvent", "")
        if event == "stream-error":
            metrics.FAILURES.labels(where="stream").inc()
            _log.warning("stream error", error=request.form.get("StreamError", "")[:200])
        return Response(status=204)

    def fallback(self) -> Response:
        """The whole conversation by webhooks, from where it stands."""
        return self._by_webhooks(_caller(), "asked")

    def keys(self) -> Response:
        """Digits of a <Gather>; none when only the closing # was pressed."""
        pressed = _keys()
        if pressed == STAR and not _starred():
            return _xml(twiml.after_star(self._config, _event()))
        return self._turn("keys", keys=_starred() + pressed or "#")

    def silence(self) -> Response:
        """Neither keys nor speech."""
        return self._turn("silence")

    def recorded(self) -> Response:
        """RecordingUrl of a <Record>; Digits is the key that ended it, or `hangup`."""
        if request.form.get("Digits") == "hangup":
            return _xml(twiml.end())
        pressed = _keys()
        if pressed == STAR:
            return _xml(twiml.after_star(self._config, _event()))
        if pressed and pressed != "#":
            return self._turn("keys", keys=pressed)
        return self._turn("speech", recording=request.form.get("RecordingUrl", ""))

    def handoff_result(self) -> Response:
        """DialCallStatus or QueueResult: done, or nobody answered and the call comes back."""
        who = _caller()
        result = request.form.get("DialCallStatus") or request.form.get("QueueResult", "")
        if result in _TAKEN_BY_PERSON:
            return _xml(twiml.end())
        before = self._board.last(who.call_sid)
        if before is None or before.next != "handoff":
            return self._by_webhooks(who, "hand-off")
        sorry = twiml.sorry(twiml.NOBODY_FREE, before.language)
        event = f"back-{before.session_id[:8]}"
        reply = self._board.take(who, event, "unanswered", language=before.language)
        metrics.FALLBACKS.labels(reason="hand-off").inc()
        return _xml(twiml.joined(sorry, self._say(reply)))

    def status(self) -> Response:
        """CallStatus: the only place where a hang-up is known for certain."""
        who = _caller()
        status = request.form.get("CallStatus", "")
        if status in _OVER:
            last = self._board.last(who.call_sid)
            if last is not None and last.next == "listen":
                reply = self._board.take(who, f"{status}-{last.session_id[:8]}", "hangup")
                self._board.live.hearing(reply.session_id, "")
        return Response(status=204)

    def called_back(self) -> Response:
        """CallStatus of a call that we have placed; `n` in the address is its number here."""
        number = request.args.get("n", "")
        if not _NUMBER.fullmatch(number):
            abort(400, "n is missing or is not the number of a call.")
        status = request.form.get("CallStatus", "")
        if self._board.call_backs and status in _OVER:
            self._board.call_backs.ended(int(number), status)
        return self.status()

    def _is_missed(self, who: Caller) -> bool:
        """Is it a call for nothing, which is to be refused and called back?"""
        board, ours = self._board, self._config.missed_call_number
        if not ours or who.called != ours or _outbound():
            return False
        try:
            due = board.call_backs and board.call_backs.ask(who.call_sid, ours, who.caller)
            metrics.MISSED.labels(answer="promised" if due else "none").inc()
        except Exception:
            # Even then it must not be taken: the caller would pay for it.
            metrics.FAILURES.labels(where="missed call").inc()
            _log.exception("no call back could be promised")
        return True

    def _by_webhooks(self, who: Caller, reason: str) -> Response:
        metrics.FALLBACKS.labels(reason=reason).inc()
        return _xml(self._say(self._board.current(who)))

    def _turn(self, kind: Any, keys: str = "", recording: str = "") -> Response:
        """One turn by webhook. A repeated or late request hears the last reply once more."""
        who, event = _caller(), _event()
        last = self._board.last(who.call_sid)
        if last is None or event != next_event(last):
            return _xml(self._say(self._board.current(who)))

        def take() -> Reply:
            said = self._heard(last, recording) if kind == "speech" else None
            return self._board.take(who, event, kind, keys, said)

        return self._when_taken(self._board.wait(who, event, take), last, event)

    def waiting(self) -> Response:
        """The caller has waited for a slow back end; `round` counts how often."""
        who, event, rounds = _caller(), _event(), _round()
        last = self._board.last(who.call_sid)
        wait = self._board.waiting(who, event)
        if wait is None or last is None:
            return _xml(self._say(self._board.current(who)))
        return self._when_taken(wait, last, event, rounds)

    def _when_taken(self, wait: Wait, before: Reply, event: str, rounds: int = 0) -> Response:
        """The reply, or a word and a short pause after which the provider asks again: it would
        give up waiting itself, and a request that waits long holds a thread."""
        timing = self._board.timing
        reply = wait.reply(timing.filler)
        if reply is not None:
            return _xml(self._say(reply))
        if rounds * (timing.filler + twiml.PAUSE_S) >= timing.longest_turn:
            raise TimeoutError("a turn takes too long")
        number, quiet = divmod(rounds, _ROUNDS_A_FILLER)
        filler = None if quiet else self._board.filler(before, number + 1)
        metrics.FILLERS.inc(0 if filler is None else 1)
        return _xml(twiml.wait(self._config, event, rounds + 1, filler))

    def _heard(self, reply: Reply, recording: str) -> Hypotheses:
        data = recordings.fetch(recording, self._config)
        question = question_of(self._board.turns, reply)
        return recordings.recognise(data, self._board.models, question)

    def _say(self, reply: Reply) -> VoiceResponse:
        if reply.next == "end":
            return twiml.end(reply)
        if reply.next == "handoff":
            return twiml.hand_off(self._config, reply, announced=False)
        expects = reply.expects
        speech = (
            expects is not None
            and not expects.keys_only
            and reply.language in self._board.models.languages()
        )
        keys = self._board.turns.keys_expected(reply)
        return twiml.ask(self._config, reply, keys, speech, self._board.timing)


def _caller() -> Caller:
    call_sid = request.form.get("CallSid", "")
    if not _SID.fullmatch(call_sid):
        abort(400, "CallSid is missing or is not the id of a call.")
    theirs, ours = "From", "To"
    if _outbound():
        theirs, ours = ours, theirs
    number = shown(request.form.get(theirs, "")[:32])
    return Caller(call_sid, number, request.form.get(ours, "")[:32].strip())


def _outbound() -> bool:
    """Is it a call that we have placed?"""
    return request.form.get("Direction", "").startswith("outbound")


def _event() -> str:
    event = request.args.get("n", "")
    if not _EVENT.fullmatch(event):
        abort(400, "n is missing or does not name a turn.")
    return event


def _round() -> int:
    number = request.args.get("round", "")
    if not re.fullmatch(r"[0-9]{1,3}", number):
        abort(400, "round is missing or is no number.")
    return int(number)


def _keys() -> str:
    digits = request.form.get("Digits", "")[:64]
    return "".join(key for key in digits if key in KEYS)


def _starred() -> str:
    """The star that was pressed before these keys, where they are the rest of a command."""
    return STAR if request.args.get("after") == "star" else ""


def _xml(response: VoiceResponse) -> Response:
    return Response(str(response), mimetype="text/xml")
