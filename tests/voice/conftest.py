"""A line to test calls on: a short scripted conversation instead of the flows, all else real."""

import base64
import hashlib
import hmac
import json
import threading
import time
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
import simple_websocket
from flask import Flask
from werkzeug.serving import make_server

import audio_models
from audio_models.espeak import synthesise
from audio_models.resample import resample
from conversation.live import Live
from conversation.reply import Reply
from flows.expects import Choice, Expects, Slot
from flows.outcome import Handoff, Prompt
from intents import KeyEntry, pause_after
from provider.signature import Guard
from voice import mulaw
from voice.endpoint import FRAME_BYTES
from voice.prompts import Prompts
from voice.recogniser import Models
from voice.switchboard import Switchboard, VoiceConfig
from voice.webhooks import blueprint, register_socket

TOKEN = "test-token"
PUBLIC = "https://hotline.example.org"
CALL = "CA" + "0" * 32

MENU = Expects(
    "menu",
    "choose",
    choices=(Choice("claim", "1", "a claim"), Choice("payment", "2", "a payment")),
)
NUMBER = Expects("number", "ask", slot=Slot("number", "insurance_number"))
YES_NO = Expects("sure", "ask", slot=Slot("sure", "yes_no"))
PHRASES = {
    "menu": ("claim", "payment", "next payment", "person", "repeat", "goodbye"),
    "number": (
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        "person",
    ),
    "sure": ("yes", "no", "person"),
}
TEXTS = {
    "menu": "Welcome to the line. Say claim or payment, or press one or two.",
    "number": "Please say or enter your number. It has nine digits.",
    "sure": "Is that right?",
    "again": "Sorry, I did not understand. Say claim or payment.",
    "silence": "Are you there? Say claim or payment.",
    "end": "Thank you. Goodbye.",
    "handoff": "Please hold the line.",
}


class ScriptedTurns:
    """menu → (1, claim) number → nine digits → yes or no → end; `0` or person: hand-off."""

    def __init__(self):
        self.heard = []
        self.replies = {}
        self.lasts = {}
        self.sessions = 0
        self.pace = "normal"
        self.failing = False
        self.hear_out = False
        self._lock = threading.Lock()

    def take(self, heard):
        if self.failing:
            raise RuntimeError("the disk is full")
        with self._lock:
            if heard.provider_id not in self.replies:
                self.heard.append(heard)
                reply = self._next(heard)
                self.replies[heard.provider_id] = self.lasts[heard.session] = reply
            return self.replies[heard.provider_id]

    def last(self, channel, session):
        return self.lasts.get(session)

    def listening(self, reply):
        if reply.expects is None:
            return ()
        asked = reply.expects.slot or reply.expects.choices
        return PHRASES[reply.expects.flow] if asked else ("person", "repeat")

    def keys_expected(self, reply):
        number = reply.expects and reply.expects.flow == "number"
        return KeyEntry(9, 9) if number else KeyEntry(1, 1)

    def pause_after(self, reply, words):
        if reply.expects is None:
            return "usual"
        return pause_after(words, "en", reply.expects, date(2026, 3, 2), {})

    def readings_wanted(self, reply):
        return 100 if reply.expects and reply.expects.flow == "number" else 0

    def filler(self, language, number):
        return Prompt(f"One moment, number {number}.", language, f"locale.wait_{number}")

    def kinds(self):
        return [(heard.kind, heard.text) for heard in self.heard]

    def _next(self, heard):
        before = self.lasts.get(heard.session)
        if heard.kind in ("start", "unanswered") and (before is None or before.next != "listen"):
            self.sessions += 1
            return self._reply(f"{self.sessions:032x}"[::-1], 1, "menu", MENU)
        session, turn = before.session_id, before.turn + 1
        if heard.kind == "hangup":
            return self._reply(session, turn, "end", None)
        if heard.text in ("0", "person"):
            return self._reply(session, turn, "handoff", None)
        if heard.kind == "silence":
            return self._reply(session, turn, "silence", before.expects)
        if before.expects is MENU and heard.text in ("1", "claim"):
            return self._reply(session, turn, "number", NUMBER)
        if before.expects is NUMBER and len(heard.text) == 9:
            return self._reply(session, turn, "sure", YES_NO)
        if before.expects is YES_NO and heard.text in ("1", "yes"):
            return self._reply(session, turn, "end", None)
        return self._reply(session, turn, "again", before.expects)

    def _reply(self, session, turn, text, expects):
        return Reply(
            session_id=session,
            turn=turn,
            prompts=(Prompt(TEXTS[text], "en", text, hear_out=self.hear_out),),
            language="en",
            pace=self.pace,
            next="listen" if expects else text,
            expects=expects,
            handoff=Handoff("pensions", {}) if text == "handoff" else None,
        )


class NoModels(Models):
    """A server without speech models: everybody uses keys."""

    def languages(self, candidates=()):
        return frozenset()

    def recogniser(self, language, grammar, strings=(), readings=0):
        return None


def sign(url, form=None):
    signed = url + "".join(key + value for key, value in sorted((form or {}).items()))
    return base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest())


def post(client, path, **form):
    form = {"CallSid": CALL, "From": "+15005550006", "To": "+15005550001"} | form
    signature = sign(PUBLIC + path, form).decode()
    return client.post(path, data=form, headers={"X-Twilio-Signature": signature})


def spoken(text, voice="en-us", rate=150):
    """Somebody says a text: mu-law at 8000 Hz."""
    speech = synthesise(text, voice, rate)
    samples = resample(speech.samples, speech.sample_rate)
    return mulaw.encode((samples * 0.6).astype(np.int16))


def quiet(seconds, level=20, seed=1):
    """A line on which nobody speaks: faint noise, mu-law."""
    noise = np.random.default_rng(seed).normal(0, level, int(seconds * 8000))
    return mulaw.encode(noise.astype(np.int16))


class Phone:
    """The provider's side of a stream, played by a plain WebSocket client."""

    def __init__(self, url, token=None, call=CALL, signature=None, begin=True):
        signed = signature if signature is not None else sign("wss" + PUBLIC[5:] + "/voice/stream")
        self.socket = simple_websocket.Client.connect(
            url, headers={"X-Twilio-Signature": signed.decode()}
        )
        self.received = []
        self.marks = []
        self.played = 0
        self._sequence = self._chunk = 0
        self.closed = False
        self.send(event="connected", protocol="Call", version="1.0.0")
        if begin:
            parameters = {} if token is None else {"token": token}
            self.start(call, parameters)

    def start(self, call, parameters, encoding="audio/x-mulaw"):
        media = {"encoding": encoding, "sampleRate": 8000, "channels": 1}
        self.send(
            event="start",
            start={
                "accountSid": "AC" + "1" * 32,
                "streamSid": "MZ1",
                "callSid": call,
                "tracks": ["inbound"],
                "mediaFormat": media,
                "customParameters": parameters,
            },
        )

    def send(self, **message):
        self._sequence += 1
        self.send_text(json.dumps(message | {"sequenceNumber": str(self._sequence)}))

    def send_text(self, text):
        try:
            self.socket.send(text)
        except Exception:
            self.closed = True

    def say(self, audio, size=FRAME_BYTES):
        for start in range(0, len(audio), size):
            self._chunk += 1
            payload = base64.b64encode(audio[start : start + size]).decode()
            media = {"track": "inbound", "chunk": str(self._chunk), "payload": payload}
            self.send(event="media", streamSid="MZ1", media=media)

    def press(self, keys):
        for key in keys:
            dtmf = {"track": "inbound_track", "digit": key}
            self.send(event="dtmf", streamSid="MZ1", dtmf=dtmf)

    def next(self, timeout=3.0):
        try:
            text = self.socket.receive(timeout=timeout)
        except simple_websocket.ConnectionClosed:
            self.closed = True
            return None
        if text is None:
            return None
        message = json.loads(text)
        self.received.append(message)
        return message

    def until(self, event, timeout=5.0):
        """The next message of this kind; what comes before is kept in `received`."""
        end = time.monotonic() + timeout
        while not self.closed and time.monotonic() < end:
            message = self.next(max(0.01, end - time.monotonic()))
            if message and message["event"] == event:
                return message
        raise AssertionError(f"no {event} came; closed: {self.closed}")

    def hear(self):
        """Hear a whole reply, and say so."""
        name = self.until("mark")["mark"]["name"]
        self.mark(name)
        return name

    def mark(self, name):
        self.send(event="mark", streamSid="MZ1", mark={"name": name})

    def gone(self, timeout=5.0):
        """Wait until the server closes the socket; the close code."""
        end = time.monotonic() + timeout
        while not self.closed and time.monotonic() < end:
            self.next(max(0.01, end - time.monotonic()))
        assert self.closed
        return self.socket.close_reason

    def close(self):
        try:
            self.socket.close()
        except Exception:
            self.closed = True


@pytest.fixture(scope="session")
def prompt_cache(tmp_path_factory):
    return tmp_path_factory.mktemp("prompts")


@pytest.fixture
def line(prompt_cache):
    """A real server on 127.0.0.1, and ways to reach it."""
    turns = ScriptedTurns()
    has_model = audio_models.bundled("en") is not None

    def build(models=None, timing=None, **config):
        settings = {"public_url": PUBLIC, "auth_token": TOKEN, "account_sid": "AC" + "1" * 32}
        board = Switchboard(
            turns,
            Guard(TOKEN, PUBLIC),
            Live(),
            models or (Models() if has_model else NoModels()),
            Prompts(prompt_cache),
            VoiceConfig(**(settings | config)),
            timing,
        )
        app = Flask("line")
        register_socket(app, board)
        app.register_blueprint(blueprint(board))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        servers.append((server, thread, board))
        url = f"ws://127.0.0.1:{server.port}/voice/stream"

        def call(sid=CALL, **options):
            incoming = post(app.test_client(), "/voice/incoming", CallSid=sid)
            token = incoming.text.split('name="token" value="')[1].split('"')[0]
            phone = Phone(url, token, sid, **options)
            phones.append(phone)
            return phone

        return SimpleNamespace(
            turns=turns, board=board, app=app, url=url, call=call, client=app.test_client()
        )

    servers, phones = [], []
    before = set(threading.enumerate())
    yield build
    for phone in phones:
        phone.close()
    for server, thread, board in servers:
        server.shutdown()
        server.server_close()
        thread.join(5)
        board.taking.close()
    end = time.monotonic() + 5
    while (left := set(threading.enumerate()) - before) and time.monotonic() < end:
        time.sleep(0.01)
    assert not left, f"threads left: {left}"
    assert not any(board.models.lent for _, _, board in servers), "recognisers left"


@pytest.fixture
def tools():
    """Helpers, because test modules are not a package and cannot import one another."""
    return SimpleNamespace(
        Phone=Phone, post=post, sign=sign, spoken=spoken, quiet=quiet, NoModels=NoModels,
        CALL=CALL, PUBLIC=PUBLIC, TOKEN=TOKEN, TEXTS=TEXTS,
    )  # fmt: skip


@pytest.fixture
def model():
    if audio_models.bundled("en") is None:
        pytest.skip("the bundled English model is not there")
    return Models()
