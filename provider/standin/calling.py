"""A telephone that places calls."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from provider.standin import twiml
from provider.standin.api import Sent
from provider.standin.clock import FRAME_S, Clock
from provider.standin.errors import StandinError
from provider.standin.line import HungUp, KeepRecording, Line, Place
from provider.standin.server import Server
from provider.standin.verbs import VERBS, Finished, Goto

_MOST_DOCUMENTS = 500  # a server that redirects in circles is cut off


class PhoneCall:
    """One call from `number` to `to` (E.164): dial, wait for prompts, answer, hang up.

    The call runs in a thread of its own by its own clock; the methods here only say what the
    caller does next, and may be used from any thread. As a context manager it dials on entry
    and hangs up on exit.
    """

    def __init__(
        self,
        server: Server,
        number: str,
        to: str,
        clock_speed: float = 1.0,
        keep_recording: KeepRecording | None = None,
        incoming: str = "/voice/incoming",
        status: str | None = "/voice/status",
        prompt_speed: float | None = None,
    ) -> None:
        """clock_speed: 1.0 is real time; a faster clock also delivers audio faster. A server that
        cannot follow it (recognising speech takes a tenth of real time or more) answers late.

        prompt_speed: that of the clock while the caller only listens to a prompt, in which there
        is nothing to recognise; the same without it.

        status: where the call's end is reported; None when no such callback is configured.
        """
        self.line = Line(server, number, to, Clock(clock_speed, prompt_speed), keep_recording)
        self.failure: str | None = None
        """Why the provider broke off the call, where the caller hears "application error"."""
        self._incoming, self._status = incoming, status
        self._thread = threading.Thread(target=self._run, daemon=True)

    @classmethod
    def answering(
        cls,
        server: Server,
        asked: Sent,
        clock_speed: float = 1.0,
        keep_recording: KeepRecording | None = None,
    ) -> PhoneCall:
        """The other end of a call that the server has asked the API for (`Api.calls`): `dial`
        takes the receiver off, and the server is asked what to say."""
        fields = asked.fields
        call = cls(
            server,
            fields["To"],
            fields["From"],
            clock_speed,
            keep_recording,
            incoming=fields["Url"],
            status=fields.get("StatusCallback"),
        )
        call.line.outbound, call.line.sid = True, asked.sid
        return call

    def dial(self) -> PhoneCall:
        """Place the call."""
        self._thread.start()
        return self

    def say(self, audio: bytes) -> None:
        """Speak mu-law audio at 8 kHz."""
        self.line.acting()
        self.line.caller.say(audio)

    def press(self, keys: str) -> None:
        """Press keys (0-9, * and #)."""
        self.line.acting()
        self.line.caller.press(keys)

    def silence(self, seconds: float = 0.0) -> None:
        """Answer with nothing, for at least some seconds of the call's clock."""
        self.line.caller.finished_at = time.monotonic()
        time.sleep(seconds * self.line.clock.frame_s / FRAME_S)

    def wait_for_prompt(self, timeout_s: float = 60.0, *, interrupt: bool = False) -> bool:
        """Wait until the server has said its piece and listens.

        interrupt: only until it begins to speak, as people do who know what comes. False when it
        will not listen any more: the call has ended or is with a person. Raises StandinError when
        the provider broke the call off, or after `timeout_s` real seconds.
        """
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if self.failure:
                raise StandinError(self.failure)
            if self.place in ("ended", "queue", "dial"):
                return False
            if self.line.speaks() if interrupt else self.line.listens():
                return True
            time.sleep(0.003)
        raise StandinError(f"The server did not come to listen within {timeout_s:g} seconds.")

    def person_leaves(self, result: str = "") -> None:
        """The person or queue that the call was handed to lets go of it.

        result: QueueResult or DialCallStatus; by default that all went well.
        """
        self.line.person_result = result
        self.line.person.set()

    def person_answers(self) -> None:
        """The person takes the receiver off, hears what is whispered, and is put through."""
        self.line.picked_up.set()

    def drop_stream(self) -> None:
        """The socket breaks; the call goes on with the next instruction."""
        if self.line.stream is not None:
            self.line.stream.break_off()

    def hang_up(self) -> None:
        """Put the receiver down and wait until the server knows. Never raises."""
        self.line.hung_up.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=30)

    @property
    def sid(self) -> str:
        return self.line.sid

    @property
    def place(self) -> Place:
        """Where in TwiML the call stands."""
        return self.line.place

    @property
    def heard(self) -> bytes:
        """All audio of the stream that the caller heard, mu-law at 8 kHz."""
        return bytes(self.line.stream.play_out.heard) if self.line.stream else b""

    @property
    def whispered(self) -> list[str]:
        """What the person who took the call heard before it was put through."""
        return self.line.whispered

    @property
    def words(self) -> list[str]:
        """What the provider's own voice said."""
        return self.line.words

    def __enter__(self) -> PhoneCall:
        return self.dial()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def _run(self) -> None:
        status = "completed"
        try:
            state = "in-progress" if self.line.outbound else "ringing"
            self._walk(Goto(self.line.server.absolute(self._incoming), {"CallStatus": state}))
        except Finished as finished:
            status = finished.status
        except HungUp:
            pass
        except StandinError as error:
            self.failure, status = str(error), "failed"
        finally:
            if self._status:
                self.line.notify(self._status, CallStatus=status, CallDuration="1")
            self.line.settle()
            self.line.place = "ended"

    def _walk(self, step: Goto) -> None:
        """Fetch and carry out documents until one of them is at its end."""
        for _ in range(_MOST_DOCUMENTS):
            answer = self.line.post(step.url, **step.fields)
            self.line.place = "talking"
            onward = self._carry_out(twiml.verbs(answer, step.url), step.url)
            if onward is None:
                return  # no instruction is left: the provider hangs up
            step = onward
        raise StandinError("The server redirects in circles.")

    def _carry_out(self, document: list[twiml.Verb], url: str) -> Goto | None:
        for verb in document:
            if verb.tag not in VERBS:
                raise StandinError(f"{url} answered <{verb.tag}>, which is not an instruction.")
            self.line.place = "talking"
            self.line.answered |= verb.tag != "Reject"
            if onward := VERBS[verb.tag](self.line, verb, url):
                return onward
        return None
