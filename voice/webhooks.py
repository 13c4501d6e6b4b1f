"""Twilio's requests about calls, and the socket of the media stream."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from flask import Blueprint, Flask, Response, abort, request
from twilio.twiml.voice_response import VoiceResponse
from werkzeug.exceptions import HTTPException

from conversation.heard import Kind
from conversation.reply import Reply
from provider.signature import HEADER
from voice import connection, metrics, practice, recordings, twiml
from voice.handoff import HandoffDesk
from voice.keypad import KEYS, STAR
from voice.question import question_of
from voice.recogniser import Hypotheses
from voice.socket import Closed, Socket, Taken
from voice.switchboard import Caller, Switchboard, next_event
from voice.taking import Wait
from voice.web import caller, outbound, xml

_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_ROUNDS_A_FILLER = 3
_NUMBER = re.compile(r"[0-9]{1,18}")
_EVENT = re.compile(r"[0-9a-f]{0,8}-[0-9]{1,6}")
_log = structlog.get_logger()


def register_socket(
    app: Flask, board: Switchboard, admits: Callable[[], bool] = lambda: False
) -> None:
    """Serve the media stream at /voice/stream.

    admits: may the request at hand open a stream though the provider has not signed it? Asked for
    the practice telephone, whose browser can sign nothing; its ticket is asked for as well.
    """

    @app.route(practice.STREAM, websocket=True)
    def stream() -> Response:
        with suppress(Closed):
            socket = Socket(request.environ)
            signed = board.guard.accepts_socket(request.path, request.headers.get(HEADER))
            if signed or admits():
                connection.serve(socket, board)
            else:
                connection.refuse(socket, "signature")
        return Taken()


def blueprint(board: Switchboard) -> Blueprint:
    """All webhooks of calls. Every request needs the provider's signature.

    Form: CallSid, From, To, CallStatus, Direction; Digits; RecordingUrl; DialCallStatus or
    QueueResult. Whatever the provider sends twice is answered the same way twice.
    """
    webhooks = Blueprint("voice", __name__, url_prefix="/voice")
    webhooks.before_request(board.guard.require)
    desk = _Desk(board)
    handoff = desk.handoff
    for path, answer in {
        "/incoming": desk.incoming,
        "/after-stream": desk.after_stream,
        "/stream-status": desk.stream_status,
        "/fallback": desk.fallback,
        "/keys": desk.keys,
        "/recorded": desk.recorded,
        "/silence": desk.silence,
        "/waiting": desk.waiting,
        "/handoff-result": handoff.result,
        "/whisper": handoff.whisper,
        "/queue": handoff.queue,
        "/queue-key": handoff.queue_key,
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
        return xml(apology)

    return webhooks


class _Desk:
    """One method a webhook."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._config = board.config
        self.handoff = HandoffDesk(board, self.say)

    def incoming(self) -> Response:
        """A call comes in: a stream if there is one free, else turn by turn."""
        who = caller()
        purpose = request.args.get("for")
        if outbound() and purpose in ("code", "pin"):
            who = replace(who, begins="code" if purpose == "code" else "pin")
        if self._is_missed(who):
            return xml(twiml.reject())
        if not self._config.streams_enabled:
            return self._by_webhooks(who, "off")
        token = self._board.tickets.issue(who)
        if token is None:
            self._board.crowding.refuse(who.call_sid)
            return self._by_webhooks(who, "full")
        return xml(twiml.connect(self._config, token))

    def after_stream(self) -> Response:
        """The stream is closed: by us at the end or for a hand-off, otherwise it broke."""
        who = caller()
        reply = self._board.last(who.call_sid)
        if reply is None or reply.next == "listen":
            return self._by_webhooks(who, "broken")
        if reply.next == "handoff":
            return xml(self.handoff.begin(reply, announced=True))
        return xml(twiml.end())

    def stream_status(self) -> Response:
        """StreamEvent stream-started, stream-stopped or stream-error, for the log only."""
        event = request.form.get("StreamEvent", "")
        if event == "stream-error":
            metrics.FAILURES.labels(where="stream").inc()
            _log.warning("stream error", error=request.form.get("StreamError", "")[:200])
        return Response(status=204)

    def fallback(self) -> Response:
        """The whole conversation by webhooks, from where it stands."""
        return self._by_webhooks(caller(), "asked")

    def keys(self) -> Response:
        """Digits of a <Gather>; none when only the closing # was pressed."""
        pressed = _keys()
        if pressed == STAR and not _starred():
            return xml(twiml.after_star(self._config, _event()))
        return self._turn("keys", keys=_starred() + pressed or "#")

    def silence(self) -> Response:
        """Neither keys nor speech."""
        return self._turn("silence")

    def recorded(self) -> Response:
        """RecordingUrl of a <Record>; Digits is the key that ended it, or `hangup`."""
        if request.form.get("Digits") == "hangup":
            return xml(twiml.end())
        pressed = _keys()
        if pressed == STAR:
            return xml(twiml.after_star(self._config, _event()))
        if pressed and pressed != "#":
            return self._turn("keys", keys=pressed)
        return self._turn("speech", recording=request.form.get("RecordingUrl", ""))

    def status(self) -> Response:
        """CallStatus: the only place where a hang-up is known for certain."""
        who = caller()
        status = request.form.get("CallStatus", "")
        if status in _OVER:
            self._board.crowding.end(who.call_sid)
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
        if not ours or who.called != ours or outbound():
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
        return xml(self.say(self._board.current(who)))

    def _turn(self, kind: Any, keys: str = "", recording: str = "") -> Response:
        """One turn by webhook. A repeated or late request hears the last reply once more."""
        who, event = caller(), _event()
        last = self._board.last(who.call_sid)
        if last is None or event != next_event(last):
            return xml(self.say(self._board.current(who)))

        def take() -> Reply:
            if kind != "speech":
                return self._board.take(who, event, kind, keys)
            said = self._heard(last, recording)
            # A line on which nobody spoke is told so, and not that it was hard to understand.
            heard = said if said.speech else None
            what: Kind = "speech" if heard else "silence"
            return self._board.take(who, event, what, said=heard, keep=last.recording)

        return self._when_taken(self._board.wait(who, event, take), last, event)

    def waiting(self) -> Response:
        """The caller has waited for a slow back end; `round` counts how often."""
        who, event, rounds = caller(), _event(), _round()
        last = self._board.last(who.call_sid)
        wait = self._board.waiting(who, event)
        if wait is None or last is None:
            return xml(self.say(self._board.current(who)))
        return self._when_taken(wait, last, event, rounds)

    def _when_taken(self, wait: Wait, before: Reply, event: str, rounds: int = 0) -> Response:
        """The reply, or a word and a short pause after which the provider asks again: it would
        give up waiting itself, and a request that waits long holds a thread."""
        timing = self._board.timing
        reply = wait.reply(timing.filler)
        if reply is not None:
            return xml(self.say(reply))
        if rounds * (timing.filler + twiml.PAUSE_S) >= timing.longest_turn:
            raise TimeoutError("a turn takes too long")
        number, quiet = divmod(rounds, _ROUNDS_A_FILLER)
        filler = None if quiet else self._board.filler(before, number + 1)
        metrics.FILLERS.inc(0 if filler is None else 1)
        return xml(twiml.wait(self._config, event, rounds + 1, filler))

    def _heard(self, reply: Reply, recording: str) -> Hypotheses:
        data = recordings.fetch(recording, self._config)
        question = question_of(self._board.turns, reply)
        return recordings.recognise(data, self._board.models, question)

    def say(self, reply: Reply) -> VoiceResponse:
        """How a reply goes on by webhooks."""
        if reply.next == "end":
            return twiml.end(reply)
        if reply.next == "handoff":
            return self.handoff.begin(reply, announced=False)
        expects = reply.expects
        speech = (
            expects is not None
            and not expects.keys_only
            and reply.language in self._board.models.languages()
        )
        keys = self._board.turns.keys_expected(reply)
        return twiml.ask(self._config, reply, keys, speech, self._board.timing)


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
