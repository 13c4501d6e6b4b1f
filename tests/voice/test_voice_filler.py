"""A back end takes its time: the caller is told to wait, and the line stays alive meanwhile."""

import socket
import threading
import time
import xml.etree.ElementTree as ET
from concurrent.futures import Future
from datetime import date
from unittest.mock import patch

import pytest
from werkzeug.serving import make_server

from app import create_app
from benefits import country, seed
from flows.outcome import Prompt
from provider.standin import Server
from provider.standin.calling import PhoneCall
from settings import Settings
from storage.country import load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault
from voice.endpoint import Timing
from voice.prompts import Prompts
from voice.taking import Taking, Wait

QUICK = Timing(filler=0.15, between_fillers=0.15, longest_turn=30)


class Held:
    """Holds back turns until they are let go."""

    def __init__(self, turns):
        self._take = turns.take
        self._go = threading.Event()
        self.begun = threading.Event()
        self.count = 0
        turns.take = self.take

    def take(self, heard):
        if heard.kind != "start":
            self.count += 1
            self.begun.set()
            assert self._go.wait(20)
        return self._take(heard)

    def let_go(self):
        self._go.set()


@pytest.fixture
def slow_line(line, tools):
    here = line(models=tools.NoModels(), timing=QUICK)
    here.held = Held(here.turns)
    yield here
    here.held.let_go()


def test_a_quick_turn_is_not_announced(line, tools):
    here = line(models=tools.NoModels(), timing=Timing(filler=5))
    here.turns.filler = None  # would fail the call
    phone = here.call()
    phone.hear()
    phone.press("1")
    phone.hear()
    assert here.turns.last("voice", tools.CALL).expects.flow == "number"
    phone.press("123456789")
    phone.hear()


def test_a_slow_turn_is_announced_again_and_again_and_then_answered(slow_line, tools):
    phone = slow_line.call()
    phone.hear()
    phone.press("1")
    assert [phone.hear() for _ in range(3)] == ["reply-2", "reply-3", "reply-4"]
    phone.say(tools.quiet(30))  # the caller's audio goes on being taken, and means nothing
    assert slow_line.turns.kinds() == [("start", "")]
    slow_line.held.let_go()
    while slow_line.turns.last("voice", tools.CALL).expects.flow != "number":
        phone.hear()
    assert slow_line.turns.kinds() == [("start", ""), ("keys", "1")]


def test_keys_pressed_meanwhile_answer_the_next_question(slow_line):
    phone = slow_line.call()
    phone.hear()
    phone.press("1")
    phone.hear()
    phone.press("123456789")
    slow_line.held.let_go()
    phone.until("mark")
    until = time.monotonic() + 5
    while len(slow_line.turns.heard) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    assert slow_line.turns.kinds()[1:] == [("keys", "1"), ("keys", "123456789")]


def test_a_hang_up_meanwhile_ends_the_stream_at_once(slow_line, tools):
    phone = slow_line.call()
    phone.hear()
    phone.press("1")
    phone.hear()
    phone.send(event="stop", streamSid="MZ1", stop={"callSid": tools.CALL})
    assert phone.gone() == 1000
    assert slow_line.board.tickets.open == 0
    slow_line.held.let_go()
    slow_line.board.taking.close()
    assert slow_line.turns.kinds()[-1] == ("keys", "1"), "what was begun is carried out"


def test_a_turn_that_never_ends_gives_the_call_back(line, tools):
    here = line(models=tools.NoModels(), timing=Timing(filler=0.1, longest_turn=2))
    held = Held(here.turns)
    phone = here.call()
    phone.hear()
    phone.press("1")
    assert phone.gone() == 1000
    held.let_go()


# By webhooks ------------------------------------------------------------------------------------


@pytest.fixture
def slow_desk(line, tools):
    here = line(models=tools.NoModels(), timing=QUICK, streams_enabled=False)
    here.held = Held(here.turns)

    def post(address, **form):
        response = tools.post(here.client, address.removeprefix(tools.PUBLIC), **form)
        assert response.status_code == 200
        return ET.fromstring(response.text)

    here.post = post
    here.keys = here.post("/voice/incoming").find("Gather").get("action")
    yield here
    here.held.let_go()


def test_a_webhook_says_to_wait_and_asks_again(slow_desk, tools):
    answer = slow_desk.post(slow_desk.keys, Digits="1")
    assert [verb.tag for verb in answer] == ["Say", "Pause", "Redirect"]
    assert answer.find("Say").text == "One moment, number 1."
    said = []
    for _ in range(6):
        answer = slow_desk.post(answer.find("Redirect").text)
        said += [verb.text for verb in answer.findall("Say")]
    assert said == ["One moment, number 2.", "One moment, number 3."]
    slow_desk.held.let_go()
    slow_desk.board.taking.close()
    answer = slow_desk.post(answer.find("Redirect").text)
    assert answer.find("Gather/Say").text == tools.TEXTS["number"]
    assert slow_desk.held.count == 1


def test_a_repeated_request_joins_the_turn_that_is_being_taken(slow_desk):
    first = slow_desk.post(slow_desk.keys, Digits="1")
    again = slow_desk.post(slow_desk.keys, Digits="1")
    assert ET.tostring(first) == ET.tostring(again)
    slow_desk.held.let_go()
    slow_desk.board.taking.close()
    assert slow_desk.held.count == 1


def test_a_webhook_gives_up_before_the_provider_goes_round_for_ever(slow_desk):
    slow_desk.board.timing = Timing(filler=0.1, longest_turn=5)
    answer = slow_desk.post(slow_desk.keys, Digits="1")
    rounds = 0
    while answer.find("Redirect") is not None:
        answer = slow_desk.post(answer.find("Redirect").text)
        rounds += 1
    assert [verb.tag for verb in answer] == ["Say", "Hangup"]
    assert rounds == 5


@pytest.mark.parametrize("query", ["", "?n=x", "?n=abc-1", "?n=abc-1&round=", "?n=abc-1&round=-1"])
def test_a_wait_for_nothing_known_is_refused(slow_desk, tools, query):
    assert tools.post(slow_desk.client, "/voice/waiting" + query).status_code == 400


def test_a_wait_for_a_turn_that_was_never_begun_hears_the_question(slow_desk, tools):
    answer = slow_desk.post("/voice/waiting?n=abc-7&round=1")
    assert answer.find("Gather/Say").text == tools.TEXTS["menu"]


# The parts --------------------------------------------------------------------------------------


def test_an_event_is_taken_once_while_it_is_under_way():
    taking, go = Taking(2), threading.Event()
    first = taking.begin("a", lambda: go.wait(5))
    assert taking.begin("a", lambda: 1) is first
    assert taking.under_way("a") is first
    assert taking.begin("b", lambda: 2).result(5) == 2
    go.set()
    assert first.result(5)
    taking.close()
    assert taking.under_way("a") is None


def test_what_a_turn_raises_is_raised_where_it_is_waited_for():
    turn = Future()
    turn.set_exception(RuntimeError("the disk is full"))
    with pytest.raises(RuntimeError, match="disk"):
        Wait(turn, 1, 1, 1).reply()


# With a registry that is really slow ----------------------------------------------------------


@pytest.fixture
def slow_registry():
    """Looking up a claim takes three seconds."""
    claim = SqlRegistry.claim

    def slowly(registry, reference):
        time.sleep(3)
        return claim(registry, reference)

    with patch.object(SqlRegistry, "claim", slowly):
        yield


@pytest.fixture
def hotline(tmp_path, slow_registry):
    """The whole application; calls it with a telephone."""

    def build(max_streams):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        settings = Settings(
            account_sid="AC" + "1" * 32, auth_token="2" * 32, public_url=url, port=port,
            phone_number="+15550100000", encryption_keys=[Vault.new_key()], secret_key="3" * 32,
            data_dir=tmp_path, max_streams=max_streams, twilio_api_url="http://127.0.0.1:9",
        )  # fmt: skip
        database = Database(settings.database)
        database.migrate()
        vault = Vault(settings.encryption_keys)
        load_country(database, vault, country.offices(), seed.people(0, today=date.today()))
        app = create_app(settings)
        http = make_server("127.0.0.1", port, app, threaded=True)
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        started.append((app, http, thread))
        return Server(url, url, settings.account_sid, settings.auth_token)

    started = []
    yield build
    for app, http, thread in started:
        app.extensions["benefitline"]["outbound"].stop()
        http.shutdown()
        thread.join(10)
        http.server_close()


def to_the_claim(phone):
    """Key in the reference of a claim, without hearing the questions out."""
    phone.wait_for_prompt(interrupt=True)
    phone.press("1")
    phone.wait_for_prompt(interrupt=True)
    phone.press("47110011")


def heard_within(phone, audio, seconds):
    until = time.monotonic() + seconds
    while audio not in phone.heard:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_a_caller_hears_the_filler_and_then_the_claim(hotline, tmp_path):
    prompts = Prompts(tmp_path / "prompts")  # the server's own: no synthesis is like another
    filler, claim = (
        prompts.audio(prompts.pieces(Prompt(text, "en", ""))[0], "normal")
        for text in ("One moment, please.", "We are working on it.")
    )
    server = hotline(max_streams=1)
    with PhoneCall(server, "+15550100001", "+15550100000") as phone:
        to_the_claim(phone)
        assert heard_within(phone, filler, 10)
        assert heard_within(phone, claim, 20)
        assert phone.heard.index(filler) < phone.heard.index(claim)
        assert phone.heard.count(filler) == 1
        assert phone.place == "stream"


def test_a_caller_by_webhooks_hears_the_same(hotline):
    server = hotline(max_streams=0)
    with PhoneCall(server, "+15550100001", "+15550100000", clock_speed=20) as phone:
        to_the_claim(phone)
        until = time.monotonic() + 20
        while not any("working on it" in words for words in phone.words):
            assert time.monotonic() < until
            assert phone.failure is None
            time.sleep(0.05)
        assert phone.words.count("One moment, please.") == 1
