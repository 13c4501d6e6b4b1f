import threading
from xml.etree import ElementTree

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from conversation.reply import Reply
from flows.outcome import Prompt
from provider.signature import Guard
from sms.answering import Answering
from sms.economy import economical
from sms.keywords import find
from sms.sentences import sentence
from sms.webhooks import blueprint
from storage.database import Database
from storage.texts import Texts
from storage.vault import Vault

TOKEN, URL = "f" * 32, "https://hotline.example.org"
OURS, THEIRS = "+15005550006", "+15005550001"
SILENCE: list[str] = []


class Echo:
    """Turns that say back what was heard, and the same again for the same id."""

    def __init__(self):
        self.heard = {}
        self.broken = False
        self._lock = threading.Lock()

    def take(self, heard):
        if self.broken:
            raise RuntimeError("broken")
        with self._lock:
            heard = self.heard.setdefault(heard.provider_id, heard)
        said = Prompt(f"{heard.kind}: {heard.text}", "en", "test.echo")
        return Reply("s", 1, (said,), "en", "normal", "listen")


class Phone:
    """Brings texts as the provider does, signed."""

    def __init__(self, client):
        self._client = client
        self._number = 0

    def post(self, path, form, signed_form=None):
        signature = RequestValidator(TOKEN).compute_signature(URL + path, signed_form or form)
        return self._client.post(path, data=form, headers={"X-Twilio-Signature": signature})

    def text(self, body, id_=None, **fields):
        self._number += 1
        form = {"MessageSid": id_ or f"SM{self._number}", "From": THEIRS, "To": OURS, "Body": body}
        answer = self.post("/sms/incoming", {**form, **fields})
        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        return [message.text for message in ElementTree.fromstring(answer.data).iter("Message")]

    def receipt(self, **fields):
        return self.post("/sms/status", {"From": OURS, "To": THEIRS, **fields}).status_code


@pytest.fixture
def turns():
    return Echo()


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "texts.db")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def texts(database):
    return Texts(database, Vault([Fernet.generate_key().decode()]))


def client(turns, texts, language_of=lambda session: None, **options):
    app = Flask(__name__)
    answering = Answering(turns, texts, language_of)
    app.register_blueprint(blueprint(answering, Guard(TOKEN, URL), texts, **options))
    return app.test_client()


@pytest.fixture
def phone(turns, texts):
    return Phone(client(turns, texts))


def test_a_text_is_a_turn(phone, turns):
    assert phone.text("where is my claim?", "SM9") == ["text: where is my claim?"]
    heard = turns.heard["SM9"]
    assert (heard.channel, heard.session) == ("sms", f"{OURS}|{THEIRS}")
    assert (heard.caller, heard.called, heard.kind) == (THEIRS, OURS, "text")


def test_the_same_message_again_gets_the_same_answer(phone, turns):
    assert phone.text("hello", "SM9") == phone.text("hello", "SM9")
    assert len(turns.heard) == 1


@pytest.mark.parametrize("word", ["STOP", "alto", "退订"])
def test_stop_is_confirmed_once_and_then_silence(phone, turns, texts, word):
    assert phone.text(word) == [economical(find(word).answer)]
    assert texts.opted_out(OURS, THEIRS)
    for body in ("hello", "HELP", "stop", "", "1"):
        assert phone.text(body) == SILENCE
    assert phone.text("", NumMedia="1") == SILENCE
    assert turns.heard == {}


def test_a_stop_with_a_reference_is_a_turn_and_no_opt_out(phone, turns, texts):
    assert phone.text("STOP 2123 4567", "SM9") == ["text: STOP 2123 4567"]
    assert turns.heard["SM9"].stops == "21234567"
    assert not texts.opted_out(OURS, THEIRS)


def test_who_wants_no_texts_stops_a_change_in_silence(phone, turns, texts):
    phone.text("STOP")
    assert phone.text("STOP 2123 4567", "SM9") == SILENCE
    assert turns.heard["SM9"].stops == "21234567"
    assert texts.opted_out(OURS, THEIRS)


@pytest.mark.parametrize("word", ["START", "alta", "恢复", "Yes"])
def test_start_opts_in_and_answers(phone, texts, turns, word):
    phone.text("STOP")
    assert len(phone.text(word)) == 1
    assert not texts.opted_out(OURS, THEIRS)
    assert phone.text("hello") == ["text: hello"]


def test_words_that_mean_something_else_before_a_stop_are_turns(phone):
    assert phone.text("alta") == ["text: alta"]
    assert phone.text("恢复") == ["text: 恢复"]
    assert phone.text("cancel") == ["text: cancel"]


def test_keyword_messages_sent_again_change_nothing(phone, texts):
    stopped = phone.text("STOP", "SM1")
    assert phone.text("STOP", "SM1") == stopped != SILENCE
    back = phone.text("alta", "SM2")
    assert phone.text("alta", "SM2") == back != SILENCE
    assert phone.text("STOP", "SM1") == stopped
    assert not texts.opted_out(OURS, THEIRS)
    helped = phone.text("HELP", "SM3")
    phone.text("STOP", "SM4")
    assert phone.text("HELP", "SM3") == helped != SILENCE
    assert phone.text("alta", "SM2") == back
    assert texts.opted_out(OURS, THEIRS)


def test_help_answers_in_its_language(phone, turns):
    for word in ("HELP", "帮助"):
        assert phone.text(word) == [find(word).answer]
    assert phone.text("ayuda")[0].startswith("Pregunte")
    assert turns.heard == {}


def test_what_the_provider_answered_is_not_answered_again(phone, texts, turns):
    assert phone.text("STOP", OptOutType="STOP") == SILENCE
    assert texts.opted_out(OURS, THEIRS)
    assert phone.text("YES", OptOutType="START") == SILENCE
    assert not texts.opted_out(OURS, THEIRS)
    assert phone.text("HELP", OptOutType="HELP") == SILENCE
    assert phone.text("cancel", OptOutType="STOP") == SILENCE
    assert texts.opted_out(OURS, THEIRS)
    assert turns.heard == {}


def test_yes_of_somebody_who_never_stopped_is_an_answer(phone):
    assert phone.text("YES", OptOutType="START") == ["text: YES"]
    assert phone.text("yes") == ["text: yes"]


def test_opt_out_is_per_pair(phone):
    phone.text("STOP")
    assert phone.text("hello", From="+15005550002") == ["text: hello"]
    assert phone.text("hello", To="+15005550007") == ["text: hello"]


@pytest.mark.parametrize("sender", ["12345", "BANCO", "+15005550002"])
def test_any_sort_of_sender(phone, sender):
    assert phone.text("hello", From=sender) == ["text: hello"]


def test_pictures(turns, texts):
    phone = Phone(client(turns, texts))
    assert phone.text("", NumMedia="1", MediaUrl0="https://x")[0].count("\n") == 2
    assert phone.text("see this", NumMedia="2") == ["text: see this"]
    spanish = Phone(client(turns, texts, language_of=lambda session: "es"))
    assert spanish.text("", NumMedia="1") == [sentence("picture", "es")]


def test_an_empty_text_is_a_silence(phone):
    assert phone.text(" \n") == ["silence:"]


def test_long_texts_are_cut_before_they_are_understood(phone, turns):
    phone.text("x" * 5000, "SM9")
    assert len(turns.heard["SM9"].text) == 1600


def test_emoji_and_what_xml_cannot_hold(phone):
    assert phone.text("😀" * 1600)[0].startswith("text: 😀")
    assert phone.text("a\x00\x0b\ufffe\x1bb") == ["text: ab"]


def test_a_form_too_large_for_a_text_is_413(phone):
    form = {"MessageSid": "SM1", "From": THEIRS, "To": OURS, "Body": "x" * 100_000}
    assert phone.post("/sms/incoming", form).status_code == 413


def test_digits_of_other_scripts_pass(phone):
    assert phone.text("１２３ ٤٥٦") == ["text: １２３ ٤٥٦"]


@pytest.mark.parametrize("missing", ["MessageSid", "From", "To"])
def test_a_form_without_its_ends_is_400(phone, missing):
    form = {"MessageSid": "SM1", "From": THEIRS, "To": OURS, "Body": "STOP"}
    del form[missing]
    answer = phone.post("/sms/incoming", form)
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


def test_a_fault_of_ours_is_said_and_not_thrown(phone, turns):
    turns.broken = True
    assert phone.text("hello")[0].startswith("Something went wrong")


def test_replies_name_where_their_receipts_go(turns, texts):
    phone = Phone(client(turns, texts, status_url=URL + "/sms/status"))
    form = {"MessageSid": "SM1", "From": THEIRS, "To": OURS, "Body": "hello"}
    message = ElementTree.fromstring(phone.post("/sms/incoming", form).data).find("Message")
    assert message.get("action") == URL + "/sms/status"


def test_receipts(phone, texts):
    assert phone.receipt(MessageSid="SM1", MessageStatus="delivered") == 204
    assert phone.receipt(MessageSid="SM1", MessageStatus="sent") == 204
    assert texts.delivery("SM1") == ("delivered", None)
    assert phone.receipt(MessageSid="SM2", MessageStatus="undelivered", ErrorCode="30003") == 204
    assert texts.delivery("SM2") == ("undelivered", "30003")
    assert phone.receipt(MessageSid="SM3", MessageStatus="new-status") == 204
    assert phone.receipt(MessageSid="SM3") == 400
    assert phone.receipt(MessageStatus="sent") == 400


def test_a_refused_reply_tells_of_an_opt_out_that_we_did_not_see(phone, texts):
    receipt = {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "21610"}
    phone.receipt(**receipt)
    assert texts.opted_out(OURS, THEIRS)
    phone.text("START")
    phone.receipt(**receipt)  # sent again: it is the same refusal
    assert not texts.opted_out(OURS, THEIRS)


def test_concurrent_copies_of_a_stop_get_one_answer(turns, texts):
    answers = []
    one = client(turns, texts)

    def send():
        answers.append(tuple(Phone(one.application.test_client()).text("STOP", "SM1")))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert set(answers) == {(find("stop").answer,)}


# Forged and broken requests


def rows(database):
    tables = ("opt_out", "delivery", "session", "interaction")
    return sum(
        database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in tables
    )


field = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
names = st.sampled_from(
    ["Body", "From", "To", "NumMedia", "OptOutType", "MessageStatus", "ErrorCode", "SmsSid", "X"]
)
bodies = field | st.sampled_from(["STOP", "START", "HELP", "😀" * 9, "１２", "\x00\x0b\ufffe"])
forms = st.dictionaries(names, bodies, max_size=8)
paths = st.sampled_from(["/sms/incoming", "/sms/status"])
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@shared
@given(paths, forms)
def test_any_signed_form_gets_an_answer_that_can_be_read(phone, path, form):
    complete = {"MessageSid": "SM1", "From": THEIRS, "To": OURS, "MessageStatus": "sent"}
    for fields in (form, {**complete, **form}):
        answer = phone.post(path, fields)
        assert answer.status_code in (200, 204, 400)
        if answer.status_code == 200:
            assert len(ElementTree.fromstring(answer.data)) <= 1


@shared
@given(paths, forms, st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])))
def test_forgeries_are_refused_and_leave_nothing(turns, texts, database, path, form, signature):
    forger = client(turns, texts)
    for headers in ({}, {"X-Twilio-Signature": signature}):
        answer = forger.post(path, data=form, headers=headers)
        assert answer.status_code in (403, 413)
    assert rows(database) == 0
    assert turns.heard == {}


@shared
@given(bodies)
def test_a_signature_does_not_cover_another_body(phone, turns, database, body):
    form = {"MessageSid": "SM1", "From": THEIRS, "To": OURS, "Body": "my claim"}
    changed = {**form, "Body": body + "!"}
    assert phone.post("/sms/incoming", changed, signed_form=form).status_code == 403
    assert rows(database) == 0
    assert turns.heard == {}


@pytest.mark.parametrize(
    "body", [b"", b"Body=%ff%fe&From=%c3", b"\xff\x00&=&&", b"%", b"a" * 10**5]
)
@pytest.mark.parametrize("path", ["/sms/incoming", "/sms/status"])
def test_broken_bodies(turns, texts, database, path, body):
    raw = client(turns, texts)
    for headers in ({}, {"X-Twilio-Signature": "x" * 28}):
        answer = raw.post(
            path, data=body, headers=headers, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in (403, 413)
    assert rows(database) == 0


def test_every_route_asks_for_a_signature(turns, texts):
    open_door = client(turns, texts)
    rules = [rule for rule in open_door.application.url_map.iter_rules() if "sms" in rule.endpoint]
    assert {rule.rule for rule in rules} == {"/sms/incoming", "/sms/status"}
    for rule in rules:
        assert open_door.post(rule.rule).status_code == 403
