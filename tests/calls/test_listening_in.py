"""Staff listen in on real calls with real audio, over a real socket."""

import base64
import json
import socket
import threading
import time

import numpy as np
import pytest
import simple_websocket

from cli.speech import spoken
from tests.calls.clerks import Clerk
from voice import mulaw
from voice.listening_in import MOST, Listeners
from voice.recogniser import Models

pytestmark = pytest.mark.skipif("en" not in Models().languages(), reason="no English model is here")


@pytest.fixture
def line(make_whole):
    return make_whole(recording="ask", max_streams=2, secure_cookies=False)


class Listener(threading.Thread):
    """A page that listens; `heard` by voice, mu-law."""

    def __init__(self, line, clerk, session, origin=None):
        super().__init__(daemon=True)
        cookie = clerk.client.get_cookie("benefitline_console").value if clerk else "none"
        headers = {
            "Cookie": f"benefitline_console={cookie}",
            "Origin": f"http://127.0.0.1:{line.http.port}" if origin is None else origin,
        }
        url = f"ws://127.0.0.1:{line.http.port}/console/conversations/{session}/sound"
        self.socket = simple_websocket.Client.connect(url, headers=headers)
        self.heard, self.cleared, self.over = {"caller": b"", "us": b""}, 0, False
        self.start()

    def run(self):
        try:
            while True:
                message = json.loads(self.socket.receive())
                if message["event"] == "media":
                    audio = base64.b64decode(message["media"]["payload"])
                    self.heard[message["streamSid"]] += audio
                self.cleared += message["event"] == "clear"
        except simple_websocket.ConnectionClosed:
            self.over = True


def loudness(audio):
    """Root mean square of mu-law audio, 0 for silence."""
    samples = mulaw.decode(audio).astype(float)
    return float(np.sqrt((samples**2).mean())) if len(samples) else 0.0


def refused(line, clerk, session, origin=None):
    with pytest.raises(simple_websocket.ConnectionError) as error:
        Listener(line, clerk, session, origin)
    return error.value.status_code


def agreed(line, call, clerk):
    """A call whose caller has agreed to being recorded, at the question for a town."""
    assert call.wait_for_prompt()
    for keys in ("3", "1"):
        turns = len(line.rows("SELECT id FROM interaction"))
        call.press(keys)
        line.wait(lambda turns=turns: len(line.rows("SELECT id FROM interaction")) > turns)
        assert call.wait_for_prompt()


def test_both_sides_are_heard_once_the_caller_has_agreed(line):
    boss = Clerk(line, "Sue", "supervisor")
    with line.speaking() as call:
        assert call.wait_for_prompt()
        session = boss.session
        assert refused(line, boss, session) == 403  # nobody has agreed to anything yet
        agreed(line, call, boss)
        listener = Listener(line, boss, session)
        time.sleep(0.3)
        said = spoken("well that is nothing")
        call.say(said)
        line.wait(lambda: len(listener.heard["us"]) > 8000, timeout=20)
        assert loudness(listener.heard["us"]) > 200
        at = listener.heard["caller"].find(said[4000:5600])
        assert at >= 0  # the very audio that was spoken
        assert loudness(said) > 200
        assert not listener.over
    line.wait(lambda: listener.over)
    (entry,) = line.rows("SELECT staff, subject FROM audit WHERE action = 'listen_in'")
    assert tuple(entry) == ("Sue", f"conversation {session}")


def test_a_consent_that_is_taken_back_ends_what_is_heard(line):
    boss = Clerk(line, "Sue", "supervisor")
    with line.speaking() as call:
        agreed(line, call, boss)
        listener = Listener(line, boss, boss.session)
        call.press("*7")
        line.wait(lambda: line.rows("SELECT ended_why FROM recording_consent")[0]["ended_why"])
        assert call.wait_for_prompt()
        time.sleep(0.5)
        before = len(listener.heard["caller"])
        call.say(spoken("hello again there"))
        time.sleep(1.0)
        assert len(listener.heard["caller"]) == before
        assert refused(line, boss, boss.session) == 403


def test_only_those_may_listen_who_may_from_our_pages(line):
    boss, agent = Clerk(line, "Sue", "supervisor"), Clerk(line, "Ann", "agent")
    with line.speaking() as call:
        agreed(line, call, boss)
        session = boss.session
        assert refused(line, agent, session) == 403
        assert refused(line, None, session) == 302
        assert refused(line, boss, session, "https://elsewhere.example") == 403
        assert refused(line, boss, session, "") == 403
        assert refused(line, boss, "no-such-conversation") == 404
        assert "listen.js" in boss.page()
        assert "listen.js" not in agent.page()
    line.wait(lambda: line.rows("SELECT status FROM session")[0]["status"] == "ended")
    assert refused(line, boss, session) == 403


def test_who_takes_nothing_does_not_hold_the_call_up(line):
    """A listener whose socket is never read: the call's turns take as long as ever."""
    boss = Clerk(line, "Sue", "supervisor")
    with line.speaking() as call:
        agreed(line, call, boss)
        deaf = never_read(line, boss)
        line.wait(lambda: line.parts["board"].listeners.hears(boss.session))
        for _ in range(2):
            began, turns = time.monotonic(), len(line.rows("SELECT id FROM interaction"))
            call.say(spoken("well that is nothing"))
            line.wait(lambda turns=turns: len(line.rows("SELECT id FROM interaction")) > turns)
            assert time.monotonic() - began < 8
            assert call.wait_for_prompt()
        assert not call.line.complaints
    deaf.close()


def never_read(line, clerk):
    """A socket that is opened to listen, with the smallest of buffers, and never read."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    deaf.connect(("127.0.0.1", line.http.port))
    cookie = clerk.client.get_cookie("benefitline_console").value
    deaf.sendall(
        f"GET /console/conversations/{clerk.session}/sound HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{line.http.port}\r\nOrigin: http://127.0.0.1:{line.http.port}\r\n"
        f"Cookie: benefitline_console={cookie}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    return deaf


class Asking:
    """A reply, as far as listening goes."""

    def __init__(self, recording=True, expects=None):
        self.session_id, self.recording, self.expects = "S1", recording, expects


def test_a_slow_ear_loses_the_oldest_and_fills_no_memory():
    listeners = Listeners()
    with listeners.listening("S1") as ear:
        for number in range(60_000):  # twenty minutes that nobody takes
            listeners.hear(Asking(), "caller", bytes([number % 250]) * 160)
        (message,) = ear.take()
        assert len(message.payload) == 20 * 8000
        assert message.payload[-1] == 59_999 % 250
        assert ear.take() == []


def test_no_more_listen_than_threads_can_be_spared_for():
    listeners = Listeners()
    kept = [listeners.listening(f"S{n}") for n in range(MOST)]
    assert all(one.__enter__() for one in kept)
    with listeners.listening("S9") as ear:
        assert ear is None
    kept[0].__exit__(None, None, None)
    with listeners.listening("S9") as ear:
        assert ear


def test_nothing_is_heard_of_a_private_answer():
    class Private:
        private = True

    listeners = Listeners()
    with listeners.listening("S1") as ear:
        listeners.hear(Asking(expects=Private()), "caller", b"\x10" * 160)
        assert set(ear.take()[0].payload) == {0xFF}
        listeners.hear(Asking(recording=False), "caller", b"\x10" * 160)
        assert ear.take() == []
