"""Plays a case on the whole application over real HTTP and real sockets, as the provider would."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from pathlib import Path
from types import TracebackType
from unittest.mock import patch

from werkzeug.serving import make_server

from app import create_app
from cli.cases.hotline import DATABASE, KEY, code_in, letter_code, unseeded
from cli.cases.parts import Clock
from cli.cases.reading import CODE, LETTER, Case, Turn
from cli.cases.running import OURS, Seen, place
from cli.speech import spoken
from conversation.reply import Reply
from intents import Understander
from provider.standin import Server
from provider.standin.api import Api
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone
from settings import Settings
from sms.economy import economical
from voice.crowding import Crowding, Limits

FAST = 40.0
"""How much faster than real time a call without speech runs."""
SPOKEN, PROMPTS = 4.0, 16.0
"""The same for a call with speech, which has to be recognised meanwhile, and for its prompts."""
PATIENCE_S = 30.0
ACCOUNT, TOKEN = "AC" + "1" * 32, "2" * 32


class WholeServer:
    """The application on a free port, with the database of the case; gone after its `with`."""

    def __init__(
        self, case: Case, folder: Path, template: Path, understander: Understander
    ) -> None:
        self._case = case
        shutil.copy(template, folder / DATABASE)
        self.clock = Clock(case.today)
        # Only where a text is waited for; elsewhere nobody takes any, and they stay in the outbox.
        self.api = Api(ACCOUNT, TOKEN) if case.brings_codes else None
        settings = _settings(case, folder, self.api.url if self.api else "http://127.0.0.1:9")
        with patch.object(Understander, "load", lambda **_: understander):
            app = create_app(settings, self.clock)
        self._parts = app.extensions["benefitline"]
        # Calls run faster than the machine can hear: none of them moves to keys for that.
        self._parts["board"].crowding = Crowding(Limits(late=PATIENCE_S))
        self._http = make_server("127.0.0.1", settings.port, app, threaded=True)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self.server = Server(
            settings.public_url, settings.public_url, settings.account_sid, settings.auth_token
        )

    def last(self, channel: str, session: str) -> Reply | None:
        """The latest reply of a conversation."""
        reply: Reply | None = self._parts["turns"].last(channel, session)
        return reply

    def code(self) -> str:
        """The code of the last text that the provider was given."""
        self._parts["outbound"].send_due()  # a fast call would not wait for the worker
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if self.api.texts:  # the worker may have been faster, and still be at it
                return code_in(self.api.texts[-1].fields["Body"])
            time.sleep(0.005)
        raise TimeoutError("no text was sent")

    def told(self, words: str) -> str:
        """What is keyed, with what only a text or a letter tells put in."""
        if words == LETTER:
            return letter_code(self.rows("letter"))
        return words.replace(CODE, self.code()) if CODE in words else words

    def rows(self, table: str) -> list[dict[str, object]]:
        """Everything in a table, without what it was seeded with: that is of no session."""
        connection = self._parts["database"].connection
        return unseeded(table, connection.execute(f"SELECT * FROM {table}"))

    def __enter__(self) -> WholeServer:
        if self.api:
            self.api.__enter__()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._parts["outbound"].stop()
        self._parts["calling"].stop()
        self._parts["retention"].stop()
        self._parts["switching"].stop()
        self._http.shutdown()
        self._thread.join(timeout=10)
        self._http.server_close()
        if self.api:
            self.api.__exit__(None, None, None)


class ByText:
    """Takes the turns of a case as signed webhooks of incoming texts."""

    def __init__(self, case: Case, whole: WholeServer) -> None:
        self._whole = whole
        self._phone = TextPhone(whole.server, case.caller, OURS)
        self._session = f"{OURS}|{case.caller}"

    def take(self, turn: Turn) -> Seen:
        answer = self._phone.send(turn.words)
        reply = self._whole.last("sms", self._session)
        assert reply is not None
        # What is said is compared with its accents; what was sent is the same, made cheaper.
        assert answer == economical(reply.text)
        return Seen(reply.text, place(reply), language=reply.language)


class ByPhone:
    """Takes the turns of a case as a telephone does, with keys and with a voice."""

    def __init__(self, case: Case, whole: WholeServer) -> None:
        self._case, self._whole, self._turn = case, whole, 0
        self._texts = ByText(case, whole)
        self.phone: PhoneCall | None = None

    def _dial(self) -> None:
        """Call, once more after the line was put down."""
        self._turn = 0
        speeds = (SPOKEN, PROMPTS) if self._case.spoken else (FAST, FAST)
        clock = dict(zip(("clock_speed", "prompt_speed"), speeds, strict=True))
        self.phone = PhoneCall(self._whole.server, self._case.caller, OURS, **clock)
        self.phone.dial()

    def __enter__(self) -> ByPhone:
        return self

    def __exit__(self, *_: object) -> None:
        if self.phone:
            self.phone.hang_up()

    def take(self, turn: Turn) -> Seen:
        self._whole.clock.later(turn.after)
        if turn.way == "text":
            return self._texts.take(turn)
        match turn.way:
            case "start":
                self._dial()
            case "hangup":
                self.phone.hang_up()
                return Seen("", "ended")
            case "keys":
                self.phone.press(self._whole.told(turn.words))
            case "audio":
                self.phone.say(spoken(turn.words, self._case.language or "en"))
            case "silence":
                self.phone.silence()
            case way:
                raise ValueError(f"a call by webhook cannot {way}")
        reply = self._reply()
        return Seen(reply.text, place(reply), language=reply.language, pace=reply.pace)

    def _reply(self) -> Reply:
        """The reply of a new turn, once it has been said: silence takes its time to be noticed."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            self.phone.wait_for_prompt()
            reply = self._whole.last("voice", self.phone.sid)
            if reply and reply.turn > self._turn:
                self._turn = reply.turn
                return reply
            time.sleep(0.01)
        raise TimeoutError(f"no new turn after turn {self._turn}")


def _settings(case: Case, folder: Path, api_url: str) -> Settings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Settings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        public_url=f"http://127.0.0.1:{port}",
        phone_number=OURS,
        encryption_keys=[KEY],
        secret_key="3" * 32,
        data_dir=folder,
        port=port,
        default_language=case.language or "en",
        desk_hours=case.desk.hours.text,
        max_streams=2 if case.spoken else 0,  # a stream that was hung up may take a moment
        recording=case.recording,
        twilio_api_url=api_url,
    )
