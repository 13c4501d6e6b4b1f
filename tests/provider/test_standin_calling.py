"""The stand-in's calls, against a small real server with real sockets."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
import urllib.request
import wave
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, Response, request
from flask_sock import Sock
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

from provider.standin import Server, StandinError
from provider.standin.api import Api
from provider.standin.calling import PhoneCall

TOKEN, ACCOUNT, PUBLIC = "a-token", "AC" + "0" * 32, "https://line.example"
STREAM = (
    f'<Connect><Stream url="wss://line.example/stream" statusCallback="{PUBLIC}/stream-status">'
    '<Parameter name="token" value="once"/></Stream></Connect>'
    f"<Redirect>{PUBLIC}/after</Redirect>"
)


class Socket:
    """The server's end of a stream, with what came in."""

    def __init__(self, ws: Any) -> None:
        self.ws, self.got = ws, []
        self.stream = ""

    def receive(self, event: str) -> dict[str, Any]:
        """The next message of this kind; others are kept in `got` too."""
        while True:
            message = json.loads(self.ws.receive(timeout=5))
            self.got.append(message)
            if message["event"] == "start":
                self.stream = message["streamSid"]
            if message["event"] == event:
                return message

    def send(self, event: str, **content: Any) -> None:
        self.ws.send(json.dumps({"event": event, "streamSid": self.stream, **content}))

    def audio(self, count: int, byte: bytes = b"\x55") -> None:
        self.send("media", media={"payload": base64.b64encode(byte * count).decode()})

    def mark(self, name: str) -> None:
        self.send("mark", mark={"name": name})


class Calls:
    """Answers webhooks with the documents it was given, and runs `talk` on a stream."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {"/after": "<Hangup/>"}
        self.got: list[tuple[str, dict[str, str]]] = []
        self.talk: Callable[[Socket], None] = lambda socket: None
        self.socket_signature = False
        app = Flask(__name__)
        app.post("/<path:path>")(self.hook)
        Sock(app).route("/stream")(self.stream)
        self.http = make_server("127.0.0.1", 0, app, threaded=True)
        self.server = Server(f"http://127.0.0.1:{self.http.port}", PUBLIC, ACCOUNT, TOKEN)

    def hook(self, path: str) -> Response:
        signature, url = request.headers["X-Twilio-Signature"], PUBLIC + request.path
        assert RequestValidator(TOKEN).validate(url, request.form, signature)
        self.got.append((request.path, request.form.to_dict()))
        document = self.documents.get(request.path, "")
        return Response(f"<Response>{document}</Response>", content_type="text/xml")

    def stream(self, ws: Any) -> None:
        signature = request.headers["X-Twilio-Signature"]
        self.socket_signature = RequestValidator(TOKEN).validate(
            "wss://line.example/stream", {}, signature
        )
        self.talk(Socket(ws))

    def call(self, **more: Any) -> PhoneCall:
        more = {"clock_speed": 10.0} | more
        return PhoneCall(self.server, "+15550100001", "+15550100000", **more)

    def requests(self, path: str) -> list[dict[str, str]]:
        return [fields for at, fields in self.got if at == path]


@pytest.fixture
def calls() -> Iterator[Calls]:
    calls = Calls()
    threading.Thread(target=calls.http.serve_forever, args=(0.05,), daemon=True).start()
    yield calls
    calls.http.shutdown()


def test_a_stream_is_signed_introduced_and_followed_by_the_next_verb(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = STREAM
    sockets: list[Socket] = []

    def talk(socket: Socket) -> None:
        sockets.append(socket)
        socket.receive("start")
        socket.audio(800)
        socket.mark("p1")
        socket.receive("mark")

    calls.talk = talk
    with calls.call() as call:
        wait(lambda: call.place == "ended")
    connected, start = sockets[0].got[:2]
    assert calls.socket_signature
    assert connected == {"event": "connected", "protocol": "Call", "version": "1.0.0"}
    assert start["start"]["customParameters"] == {"token": "once"}
    assert start["start"]["callSid"] == call.sid
    assert call.heard == b"\x55" * 800
    assert [event["StreamEvent"] for event in calls.requests("/stream-status")] == [
        "stream-started",
        "stream-stopped",
    ]
    assert calls.requests("/after")[0]["CallSid"] == call.sid
    assert calls.requests("/voice/status")[0]["CallStatus"] == "completed"
    assert not call.failure


def test_marks_come_back_when_played_and_at_once_when_cleared(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = STREAM
    frames: dict[str, int] = {}

    def talk(socket: Socket) -> None:
        socket.receive("start")
        for name, count in (("first", 1600), ("second", 80000)):
            socket.audio(count)
            socket.mark(name)
        frames["first"] = _frames_until_mark(socket)
        socket.send("clear")
        frames["second"] = _frames_until_mark(socket)

    calls.talk = talk
    with calls.call() as call:
        wait(lambda: call.place == "ended")
    assert 9 <= frames["first"] <= 40  # ten frames of audio, and what was on its way
    assert frames["second"] < 100  # of five hundred
    assert len(call.heard) < 40000


def test_words_and_keys_arrive_and_a_prompt_is_waited_for(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = STREAM
    keys: list[str] = []
    spoken = bytearray()

    def talk(socket: Socket) -> None:
        socket.receive("start")
        socket.audio(1600)
        while len(keys) < 2:
            keys.append(socket.receive("dtmf")["dtmf"]["digit"])
        socket.audio(1600)
        while len(spoken) < 480:
            payload = base64.b64decode(socket.receive("media")["media"]["payload"])
            assert len(payload) == 160
            spoken.extend(payload.strip(b"\xff"))
        socket.audio(1600)
        socket.receive("stop")

    calls.talk = talk
    with calls.call() as call:
        assert call.wait_for_prompt(5)
        call.press("4#")
        assert call.wait_for_prompt(5)
        call.say(b"\x11" * 480)
        assert call.wait_for_prompt(5)
    assert keys == ["4", "#"]
    assert bytes(spoken) == b"\x11" * 480
    assert len(call.heard) == 4800
    assert not call.failure


def test_a_broken_stream_goes_on_with_the_next_verb(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = STREAM
    calls.documents["/after"] = (
        '<Gather input="dtmf" numDigits="1" action="/keys"><Say>Press one</Say></Gather>'
        "<Redirect>/nothing</Redirect>"
    )

    def talk(socket: Socket) -> None:
        socket.receive("start")
        socket.audio(160)
        while True:  # until the socket breaks under it
            socket.receive("mark")

    calls.talk = talk
    with calls.call() as call:
        assert call.wait_for_prompt(5)
        call.drop_stream()
        wait(lambda: call.place == "gather")
        assert call.wait_for_prompt(5)
        call.press("1")
        wait(lambda: call.place == "ended")
    assert call.words == ["Press one"]
    assert calls.requests("/stream-status")[-1]["StreamEvent"] == "stream-error"
    assert calls.requests("/keys")[0]["Digits"] == "1"
    assert not calls.requests("/nothing")


def test_a_gather_without_keys_falls_through(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = (
        '<Gather timeout="2" action="/keys"/><Redirect>/nothing</Redirect>'
    )
    with calls.call() as call:
        wait(lambda: call.place == "ended")
    assert not calls.requests("/keys")
    assert calls.requests("/nothing")


def test_a_recording_is_kept_behind_a_password(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = (
        '<Record timeout="1" action="/recorded"/><Redirect>/nothing</Redirect>'
    )
    with Api(ACCOUNT, TOKEN, decode=lambda audio: bytes(2 * len(audio))) as api:
        with calls.call(keep_recording=api.keep_recording) as call:
            assert call.wait_for_prompt(5)
            call.say(b"\x11" * 8000)
            wait(lambda: call.place == "ended")
        recorded = calls.requests("/recorded")[0]
        assert recorded["RecordingDuration"] == "1"
        asked = urllib.request.Request(recorded["RecordingUrl"] + ".wav")
        asked.add_header("Authorization", api.authorization)
        with wave.open(io.BytesIO(urllib.request.urlopen(asked).read())) as file:
            assert (file.getframerate(), file.getnframes()) == (8000, 8000)
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(recorded["RecordingUrl"] + ".wav")
    assert not calls.requests("/nothing")


def test_an_empty_recording_falls_through(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = (
        '<Record timeout="1" action="/recorded"/><Redirect>/nothing</Redirect>'
    )
    with calls.call() as call:
        wait(lambda: call.place == "ended")
    assert calls.requests("/nothing")
    assert not calls.requests("/recorded")


def test_a_person_takes_the_call_and_gives_it_back(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = '<Enqueue action="/queued" waitUrl="/wait">help</Enqueue>'
    calls.documents["/wait"] = "<Say>Please wait</Say>"
    calls.documents["/queued"] = '<Dial action="/dialled"><Number>+15550100009</Number></Dial>'
    with calls.call() as call:
        assert not call.wait_for_prompt(5)
        wait(lambda: call.words[:1] == ["Please wait"])
        call.person_leaves("leave")
        wait(lambda: call.place == "dial")
        call.person_leaves("busy")
        wait(lambda: call.place == "ended")
    assert calls.requests("/queued")[0]["QueueResult"] == "leave"
    assert calls.requests("/dialled")[0]["DialCallStatus"] == "busy"


def test_in_a_queue_the_place_is_told_and_a_key_leaves_it(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = (
        '<Enqueue action="/queued" waitUrl="/wait">help</Enqueue><Say>never</Say>'
    )
    calls.documents["/wait"] = '<Gather numDigits="1" timeout="1" action="/key"/><Pause/>'
    calls.documents["/key"] = "<Leave/>"
    with calls.call() as call:
        call.line.queue_position = 3
        # The first of them may be on its way already when the line grows.
        wait(lambda: "3" in [asked["QueuePosition"] for asked in calls.requests("/wait")[1:]])
        call.press("1")
        wait(lambda: call.place == "ended")
    assert int(calls.requests("/wait")[1]["QueueTime"]) >= 1
    assert calls.requests("/key")[0]["Digits"] == "1"
    assert [done["QueueResult"] for done in calls.requests("/queued")] == ["leave"]
    assert call.words == []


def test_hanging_up_in_a_queue_is_told_to_its_action(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = '<Enqueue action="/queued" waitUrl="/wait">help</Enqueue>'
    calls.documents["/wait"] = "<Pause/>"
    with calls.call() as call:
        wait(lambda: calls.requests("/wait"))
        call.hang_up()
    assert [done["QueueResult"] for done in calls.requests("/queued")] == ["hangup"]


def test_only_the_person_hears_what_is_whispered(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = (
        '<Dial action="/dialled"><Number url="/whisper">+15550100009</Number></Dial>'
    )
    calls.documents["/whisper"] = "<Say>a caller</Say>"
    with calls.call() as call:
        wait(lambda: call.place == "dial")
        assert not calls.requests("/whisper")
        call.person_answers()
        wait(lambda: call.whispered)
        call.person_leaves()
        wait(lambda: call.place == "ended")
    (whispered,) = calls.requests("/whisper")
    assert whispered["ParentCallSid"] == call.sid != whispered["CallSid"]
    assert (call.whispered, call.words) == (["a caller"], [])


def test_a_call_that_is_refused_first_is_never_answered(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = '<Reject reason="busy"/>'
    with calls.call() as call:
        wait(lambda: call.place == "ended")
    assert not call.line.answered
    assert calls.requests("/voice/status")[0]["CallStatus"] == "busy"


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ('<Enqueue workflowSid="WW1"><Task>no</Task></Enqueue>', "no JSON"),
        ('<Enqueue workflowSid="WW1"><Task>[]</Task></Enqueue>', "no JSON"),
        ("<Enqueue/>", "names no queue"),
        ("<Dance/>", "not an instruction"),
        ("<Redirect>/voice/incoming</Redirect>", "in circles"),
        ("<Redirect>https://elsewhere.example/</Redirect>", "not under"),
        ("<Say>unclosed", "not XML"),
    ],
)
def test_what_the_provider_cannot_do_is_a_plain_sentence(
    calls: Calls, document: str, complaint: str
) -> None:
    calls.documents["/voice/incoming"] = document
    with calls.call() as call, pytest.raises(StandinError, match=complaint):
        call.wait_for_prompt(10)


def test_the_clock_runs_as_fast_as_it_is_told(calls: Calls) -> None:
    calls.documents["/voice/incoming"] = '<Pause length="4"/>'
    started = time.monotonic()
    with calls.call(clock_speed=20.0) as call:
        wait(lambda: call.place == "ended")
    assert 0.19 < time.monotonic() - started < 1.5


def wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within ten seconds"
        time.sleep(0.005)


def _frames_until_mark(socket: Socket) -> int:
    before = len(socket.got)
    socket.receive("mark")
    return sum(message["event"] == "media" for message in socket.got[before:])
