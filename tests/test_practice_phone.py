"""The practice telephone on the whole application: who may use it, and what it reaches."""

import json
import re
import threading
from contextlib import suppress

import pytest
import simple_websocket
from werkzeug.serving import make_server

from storage.staff import Staff
from tests.conftest import PUBLIC_URL

PASSWORD = "a-password-of-staff"
EDDA = "+15550100001"
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def door(make_door):
    """An application with a member of staff."""
    door = make_door(secure_cookies=False)
    Staff(door.app.extensions["benefitline"]["database"]).add("clerk", PASSWORD, "agent")
    return door


class Desk:
    """A browser without a screen, logged in."""

    def __init__(self, app):
        self.client = app.test_client()
        page = self.client.get("/console/login").text
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        form = {"name": "clerk", "password": PASSWORD, "csrf_token": self.token}
        answer = self.client.post("/console/login", data=form | {"next": "/console/phone"})
        assert answer.location == "/console/phone"
        page = self.client.get("/console/phone").text
        self.token = re.search(r'data-token="([^"]+)"', page)[1]

    def post(self, path, **form):
        return self.client.post(
            f"/console/phone/{path}", data=form | {"csrf_token": self.token}, headers=JSON
        )

    def call(self, number=EDDA, speech="1", **form):
        return self.post("calls", number=number, speech=speech, **form).json

    def cookie(self):
        return self.client.get_cookie("benefitline_console").value


@pytest.fixture(scope="module")
def desk(door):
    return Desk(door.app)


@pytest.fixture(scope="module")
def server(door):
    """The application under a real server; its port."""
    server = make_server("127.0.0.1", 0, door.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def refused(socket):
    """Was it closed before anything was said?"""
    try:
        socket.receive(timeout=5)
    except simple_websocket.ConnectionClosed:
        return True
    return False


def over(socket):
    """Was it closed, after whatever was still to be said?"""
    try:
        while socket.receive(timeout=5) is not None:
            pass
    except simple_websocket.ConnectionClosed:
        return True
    return False


def start(socket, call, token):
    parameters = {"streamSid": "MZ1", "callSid": call, "customParameters": {"token": token}}
    # A socket that no call was told to open may be closed before it has said anything.
    with suppress(simple_websocket.ConnectionClosed, OSError):
        socket.send(json.dumps({"event": "connected"}))
        socket.send(json.dumps({"event": "start", "start": parameters}))


def opened(port, cookie, origin):
    headers = {"Cookie": f"benefitline_console={cookie}"} if cookie else {}
    if origin:
        headers["Origin"] = origin
    return simple_websocket.Client.connect(f"ws://127.0.0.1:{port}/voice/stream", headers=headers)


# Who may use it -----------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_the_login(door):
    stranger = door.app.test_client()
    assert stranger.get("/phone").location == "/console/phone"
    answer = stranger.get("/console/phone")
    assert answer.status_code == 302
    assert answer.location == "/console/login?next=/console/phone"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', stranger.get("/console/login").text)
    for path in ("calls", "texts", "calls/PR1/after", "calls/PR1/hangup"):
        form = {"csrf_token": token[1], "number": EDDA}
        answer = stranger.post(f"/console/phone/{path}", data=form, headers=JSON)
        assert answer.status_code == 401
    assert stranger.get("/console/phone/calls/PR1/news", headers=JSON).status_code == 401


def test_a_form_of_another_page_is_refused(desk):
    answer = desk.client.post("/console/phone/calls", data={"number": EDDA})
    assert answer.status_code == 400


def test_the_page_offers_those_of_the_demo_country(desk):
    page = desk.client.get("/console/phone")
    assert "Edda Millbrook · +15550100001" in page.text
    assert "47110011" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "<script>" not in page.text


@pytest.mark.parametrize("number", ["+14155550123", "555", "+1555", "+15550100001;x"])
def test_a_number_that_may_be_somebodys_is_not_borrowed(desk, number):
    assert desk.post("calls", number=number).status_code == 400
    assert desk.post("texts", number=number, body="hello", id="12345678").status_code == 400


def test_calling_without_end_is_slowed_down(door):
    eager = Desk(door.app)
    answers = [eager.post("calls", number="", speech="") for _ in range(14)]
    assert [answer.status_code for answer in answers[:12]] == [200] * 12
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


# The stream ---------------------------------------------------------------------------------------


def test_a_page_of_ours_opens_a_stream_with_its_ticket_once(desk, server):
    call = desk.call()
    socket = opened(server, desk.cookie(), PUBLIC_URL)
    start(socket, call["call"], call["token"])
    assert json.loads(socket.receive(timeout=10))["event"] == "media"
    again = opened(server, desk.cookie(), PUBLIC_URL)
    start(again, call["call"], call["token"])
    assert refused(again)
    socket.send(json.dumps({"event": "stop"}))
    assert over(socket)
    once_more = opened(server, desk.cookie(), PUBLIC_URL)
    start(once_more, call["call"], call["token"])
    assert refused(once_more)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", ""])
def test_a_page_of_others_opens_none(desk, server, origin):
    socket = opened(server, desk.cookie(), origin)
    assert refused(socket)


def test_nobody_opens_one_without_a_login(desk, server):
    call = desk.call()
    for cookie in ("", "made.up.cookie"):
        assert refused(opened(server, cookie, PUBLIC_URL))
    # It was not for the ticket: it still opens.
    socket = opened(server, desk.cookie(), PUBLIC_URL)
    start(socket, call["call"], call["token"])
    assert json.loads(socket.receive(timeout=10))["event"] == "media"
    socket.close()


@pytest.mark.parametrize("token", ["", "made up"])
def test_a_login_alone_is_not_enough(desk, server, token):
    socket = opened(server, desk.cookie(), PUBLIC_URL)
    start(socket, "PR1", token)
    assert refused(socket)


# A call without a stream --------------------------------------------------------------------------


def test_a_call_goes_on_by_keys(desk):
    call = desk.call(speech="")
    assert call["token"] is None
    sid = call["call"]
    step = desk.post(f"calls/{sid}/after").json
    assert step["next"] == "keys"
    assert "Hello, this is Benefitline" in step["says"][0]["text"]
    assert len(step["says"][0]["audio"]) > 10_000
    asked = desk.post(f"calls/{sid}/keys", event=step["event"], keys="1").json
    assert asked["most"] > 1
    late = desk.post(f"calls/{sid}/keys", event=step["event"], keys="2").json
    assert late["event"] == asked["event"]
    told = desk.post(f"calls/{sid}/keys", event=asked["event"], keys="47110011").json
    assert any("old-age pension" in said["text"] for said in told["says"])
    quiet = desk.post(f"calls/{sid}/silence", event=told["event"]).json
    assert quiet["next"] == "keys"
    news = desk.client.get(f"/console/phone/calls/{sid}/news").json
    kinds = [turn["kind"] for turn in news["turns"]]
    assert kinds == ["start", "keys", "keys", "silence"]
    turn = news["turns"][-1]["number"]
    path = f"/console/phone/calls/{sid}/news?session={news['session']}&turn={turn}"
    assert desk.client.get(path).json["turns"] == []


def test_a_hand_off_reaches_nobody_and_comes_back(desk):
    sid = desk.call(speech="")["call"]
    step = desk.post(f"calls/{sid}/after").json
    step = desk.post(f"calls/{sid}/keys", event=step["event"], keys="0").json
    assert step["next"] == "person"
    assert desk.post(f"calls/{sid}/after").json["says"] == []
    back = desk.post(f"calls/{sid}/unanswered").json
    assert "nobody could take your call" in back["says"][0]["text"]
    assert back["next"] == "keys"


def test_hanging_up_ends_the_conversation(desk):
    sid = desk.call(speech="")["call"]
    desk.post(f"calls/{sid}/after")
    assert desk.post(f"calls/{sid}/hangup").status_code == 200
    assert desk.post(f"calls/{sid}/hangup").status_code == 200
    news = desk.client.get(f"/console/phone/calls/{sid}/news").json
    assert [turn["kind"] for turn in news["turns"]] == ["start", "hangup"]
    assert desk.post(f"calls/{sid}/after").json["next"] == "end"


def test_a_call_begins_in_the_language_that_was_chosen(desk):
    sid = desk.call(speech="", language="es")["call"]
    assert desk.post(f"calls/{sid}/after").json["says"][0]["language"] == "es"
    assert desk.post("calls", number="", language="xx").status_code == 400


def test_a_call_that_nobody_placed_is_not_known(desk):
    for path in ("after", "keys", "silence", "unanswered", "hangup"):
        assert desk.post(f"calls/PRnone/{path}").status_code == 404
    assert desk.client.get("/console/phone/calls/PRnone/news").status_code == 404


# Texts --------------------------------------------------------------------------------------------


def test_texts_are_answered_once_and_marked(door, desk):
    first = desk.post("texts", number=EDDA, body="status of my claim", id="text-0001").json
    assert "claim reference" in "".join(first["segments"])
    again = desk.post("texts", number=EDDA, body="status of my claim", id="text-0001").json
    assert again == first
    told = desk.post("texts", number=EDDA, body="4711 0011", id="text-0002").json
    assert told["session"] == first["session"]
    assert "old-age pension" in "".join(told["segments"])
    assert "practice" in desk.client.get("/console/live").text
    page = desk.client.get(f"/console/conversations/{told['session']}").text
    assert '<b class="practice"' in page


def test_a_long_answer_is_shown_in_its_segments(desk):
    desk.post("texts", number=EDDA, body="menu", id="text-1000")
    answers = [
        desk.post("texts", number=EDDA, body=body, id=f"text-101{n}").json["segments"]
        for n, body in enumerate(["menu", "Which papers do I need for a maternity benefit?"])
    ]
    assert max(len(segments) for segments in answers) > 1
    assert all(len(segment) <= 160 for segments in answers for segment in segments)


def test_stop_is_practised_without_stopping_the_citizens_texts(door, desk):
    assert desk.post("texts", number=EDDA, body="STOP", id="text-2000").json["segments"]
    assert desk.post("texts", number=EDDA, body="hello", id="text-2001").json["segments"] == []
    fields = {"MessageSid": "SM1", "From": EDDA, "To": "+15550100000", "Body": "menu"}
    assert "<Message" in door.post("/sms/incoming", fields | {"NumMedia": "0"}).text
    assert desk.post("texts", number=EDDA, body="START", id="text-2002").json["segments"]


def test_a_promised_text_arrives_on_the_page_and_nowhere_else(door, desk, monkeypatch):
    outbound = door.app.extensions["benefitline"]["outbound"]

    def send_text(from_, to, body):
        raise AssertionError("a practice text left the machine")

    monkeypatch.setattr(outbound._sender, "send_text", send_text)
    sid = desk.call(speech="")["call"]
    step = desk.post(f"calls/{sid}/after").json
    for keys in ("6", "1", "1"):
        step = desk.post(f"calls/{sid}/keys", event=step["event"], keys=keys).json
    outbound.send_due()
    (text,) = desk.client.get(f"/console/phone/calls/{sid}/news").json["texts"]
    assert text["to"] == EDDA
    assert "we will call you back" in text["segments"][0]
    assert "Nobody waits to be called back" in desk.client.get("/console/callbacks").text


@pytest.mark.parametrize("form", [{}, {"body": "x"}, {"body": "x", "id": "short"}, {"id": "a" * 9}])
def test_a_text_that_is_none_is_refused(desk, form):
    assert desk.post("texts", number=EDDA, **form).status_code == 400
    assert desk.post("texts", number="", body="x", id="text-3000").status_code == 400
