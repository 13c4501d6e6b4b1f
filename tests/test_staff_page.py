"""Staff see, on the whole application, what citizens write and say."""

import re

import pytest

from storage.staff import Staff
from tests.conftest import OURS, THEIRS

PASSWORD = "a-password-of-staff"


@pytest.fixture
def desk(make_door):
    """The application, with a clerk logged in."""
    door = make_door(secure_cookies=False)
    Staff(door.app.extensions["benefitline"]["database"]).add("clerk", PASSWORD, "agent")
    page = door.client.get("/console/login").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    form = {"name": "clerk", "password": PASSWORD, "csrf_token": token}
    assert door.client.post("/console/login", data=form).status_code == 302
    return door


def texted(door, body, number):
    fields = {"MessageSid": f"SM{number}", "From": THEIRS, "To": OURS, "NumMedia": "0"}
    return door.post("/sms/incoming", {**fields, "Body": body})


def test_nobody_is_in_progress_at_first(desk):
    assert desk.client.get("/console/live").status_code == 200


def test_a_conversation_is_seen_understood_and_found(desk):
    texted(desk, "where is the nearest office", 1)
    texted(desk, "Milton", 2)
    live = desk.client.get("/console/live")
    assert live.status_code == 200
    assert "Milton" in live.text
    link = re.search(r"/console/conversations/[0-9a-f]+", live.text)[0]
    transcript = desk.client.get(link).text
    assert "where is the nearest office" in transcript
    assert "nearest office" in transcript
    assert "Church Road" in transcript
    found = desk.client.get("/console/search?words=nearest")
    assert found.status_code == 200
    assert link in found.text
    assert desk.client.get("/console/search?words=zeppelin").text.count(link) == 0


def test_a_call_back_is_listed(desk):
    for number, body in enumerate(["call me back", "yes", "morning"], 10):
        texted(desk, body, number)
    assert desk.client.get("/console/callbacks").status_code == 200
    assert desk.client.get("/console/callbacks/1").status_code == 200
