"""Staff help from their page, on the whole application."""

import html
import re
import threading

import pytest

from storage.staff import Staff
from tests.conftest import OURS

PASSWORD = "a-password-of-staff"


@pytest.fixture(scope="module")
def door(make_door):
    door = make_door(secure_cookies=False)
    for name in ("Ann", "Ben"):
        Staff(door.app.extensions["benefitline"]["database"]).add(name, PASSWORD, "agent")
    Staff(door.app.extensions["benefitline"]["database"]).add("Aud", PASSWORD, "auditor")
    door.number = 0
    return door


class Clerk:
    """A browser without a screen, logged in."""

    def __init__(self, door, name):
        self.client = door.app.test_client()
        page = self.client.get("/console/login").text
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        form = {"name": name, "password": PASSWORD, "csrf_token": self.token}
        assert self.client.post("/console/login", data=form).status_code == 302
        page = self.client.get("/console/live").text
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    def page(self, session):
        return self.client.get(f"/console/conversations/{session}").text

    def does(self, session, act, **form):
        path = f"/console/conversations/{session}/help/{act}"
        return self.client.post(path, data=form | {"csrf_token": self.token})


@pytest.fixture(scope="module")
def ann(door):
    return Clerk(door, "Ann")


@pytest.fixture(scope="module")
def ben(door):
    return Clerk(door, "Ben")


class Texter:
    """Somebody with a telephone of their own."""

    def __init__(self, door, number):
        self.door, self.number = door, number

    def texts(self, body):
        self.door.number += 1
        sid = f"SM{self.door.number}"
        fields = {"MessageSid": sid, "From": self.number, "To": OURS, "NumMedia": "0"}
        answer = self.door.post("/sms/incoming", {**fields, "Body": body})
        return html.unescape("".join(re.findall(r"<Message[^>]*>(.*?)</Message>", answer.text)))

    @property
    def session(self):
        database = self.door.app.extensions["benefitline"]["database"]
        return database.connection.execute(
            "SELECT id FROM session ORDER BY rowid DESC LIMIT 1"
        ).fetchone()["id"]


@pytest.fixture
def texter(door):
    door.number += 1
    return Texter(door, f"+1555010{door.number:04}")


def trail(door):
    database = door.app.extensions["benefitline"]["database"]
    rows = database.connection.execute("SELECT staff, action, detail FROM audit ORDER BY id")
    return [tuple(row) for row in rows]


def test_a_clerk_takes_over_answers_and_gives_back(door, ann, texter):
    texter.texts("where is my claim")
    session = texter.session
    assert "Take over" in ann.page(session)
    taken = ann.does(session, "take")
    assert taken.status_code == 303
    assert "You have it now." in ann.client.get(taken.location).text
    assert texter.texts("is anybody there") == ""
    page = ann.page(session)
    assert "is anybody there" in page
    assert "Your answer" in page
    answer = "Yes: <b>Ann</b> & co. مرحبا"
    assert ann.does(session, "answer", text=answer, id="answer-one").status_code == 303
    assert ann.does(session, "answer", text=answer, id="answer-one").status_code == 303
    page = ann.page(session)
    assert page.count(html.escape(answer)) == 1
    assert "<b>Ann</b> &amp;" not in page
    assert ann.does(session, "back", id="back-one", flow="").status_code == 303
    page = ann.page(session)
    assert "The assistant has this conversation." in page
    assert "claim reference" in page.rsplit("Given back to the assistant", 1)[1]
    assert texter.texts("47110011") != ""
    acts = [action for staff, action, _ in trail(door) if staff == "Ann"]
    assert acts[-3:] == ["take_over", "answer_text", "give_back"]
    assert "مرحبا" not in str(trail(door))


def test_the_second_is_told_who_has_it(ann, ben, texter):
    texter.texts("where is my claim")
    session, start, came = texter.session, threading.Barrier(2), {}

    def take(clerk, name):
        start.wait()
        came[name] = clerk.does(session, "take")

    threads = [threading.Thread(target=take, args=each) for each in ((ann, "Ann"), (ben, "Ben"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = {name: answer.status_code for name, answer in came.items()}
    assert sorted(statuses.values()) == [303, 409]
    winner = next(name for name, status in statuses.items() if status == 303)
    loser = next(answer for answer in came.values() if answer.status_code == 409)
    assert f"{winner} has this conversation." in loser.text


def test_a_conversation_that_ends_while_it_is_answered_loses_nothing(ann, texter):
    texter.texts("where is my claim")
    session = texter.session
    ann.does(session, "take")
    texter.texts("STOP")
    page = ann.page(session)
    assert "They have texted STOP" in page
    refused = ann.does(session, "answer", text="A long <i>answer</i>", id="answer-x")
    assert refused.status_code == 409
    assert "A long &lt;i&gt;answer&lt;/i&gt;" in refused.text
    assert "nothing can be sent" in refused.text
    assert ann.does(session, "wrap-up", reason="solved", notes="<script>").status_code == 303
    refused = ann.does(session, "answer", text="A long <i>answer</i>", id="answer-y")
    assert refused.status_code == 409
    assert "This conversation is over" in refused.text
    assert "A long &lt;i&gt;answer&lt;/i&gt;" in refused.text
    page = ann.page(session)
    assert "Ann wrapped it up: Solved." in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page.split("</head>")[1]


def test_a_hint_is_in_the_transcript_and_on_the_trail(door, ann, texter):
    texter.texts("blargh frobnicate")
    session = texter.session
    page = ann.page(session)
    place = re.search(r'name="place" value="([^"]+)"', page)[1]
    given = ann.does(session, "hint", meant="intent:claim_status", place=place, id="hint-one")
    assert given.status_code == 303
    page = ann.page(session)
    assert "Ann whispered:" in page
    assert "claim status" in page
    late = ann.does(session, "hint", meant="intent:claim_status", place=place, id="hint-two")
    assert late.status_code == 409
    assert "has moved on" in late.text
    assert ("Ann", "whisper") in [each[:2] for each in trail(door)]


def test_bad_input_is_refused_in_words(ann, texter):
    texter.texts("where is my claim")
    session = texter.session
    ann.does(session, "take")
    for text in ("", "x" * 1601, "x" * 100_000):
        assert ann.does(session, "answer", text=text, id="answer-z").status_code == 409
    assert ann.does(session, "wrap-up", reason="'; DROP TABLE", notes="").status_code == 409
    assert ann.does(session, "wrap-up", reason="solved", notes="x" * 4001).status_code == 409
    assert ann.does("no-such-conversation", "take").status_code in (404, 409)
    assert ann.does(session, "back", flow="no_such_flow", id="back-zz").status_code == 303


def test_a_form_without_its_token_is_refused(ann, texter):
    texter.texts("where is my claim")
    path = f"/console/conversations/{texter.session}/help/take"
    assert ann.client.post(path, data={}).status_code == 400


def test_who_may_not_help_sees_nothing_of_it(door, texter):
    texter.texts("where is my claim")
    auditor = Clerk(door, "Aud")
    assert "Take over" not in auditor.page(texter.session)
    assert auditor.does(texter.session, "take").status_code == 403


def test_the_length_of_an_answer_is_counted_as_it_is_sent(ann):
    def length(text):
        form = {"text": text, "csrf_token": ann.token}
        return ann.client.post("/console/help/length", data=form).json

    assert length("x" * 160) == {"segments": 1, "used": 160, "room": 160}
    assert length("x" * 161) == {"segments": 2, "used": 161, "room": 306}
    assert length("你" * 71) == {"segments": 2, "used": 71, "room": 134}
    assert length("“" + "x" * 100 + "”") == {"segments": 1, "used": 102, "room": 160}


def test_an_answer_in_practice_reaches_the_practice_telephone_alone(door, ann):
    form = {"number": "+15550100001", "body": "where is my claim", "id": "practice-1"}
    sent = ann.client.post("/console/phone/texts", data=form | {"csrf_token": ann.token}).json
    session = sent["session"]
    ann.does(session, "take")
    assert (
        ann.does(session, "answer", text="Only practice.", id="practice-answer").status_code == 303
    )
    door.app.extensions["benefitline"]["outbound"].send_due()
    news = ann.client.get(f"/console/phone/texts/news?session={session}").json
    assert [(one["to"], one["segments"]) for one in news] == [("+15550100001", ["Only practice."])]
    database = door.app.extensions["benefitline"]["database"]
    kept = database.connection.execute("SELECT provider_id FROM outbox ORDER BY id").fetchall()
    assert kept[-1]["provider_id"] == "practice"
