"""The call turn by turn, as signed requests, and what a stream's TwiML says."""

import threading
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import numpy as np
import pytest
from twilio.twiml.voice_response import VoiceResponse

from flows.marked import tongue, value
from flows.outcome import Prompt
from voice import mulaw, recordings
from voice.endpoint import Timing
from voice.switchboard import Caller, Tickets
from voice.twiml import say
from voice.waves import write_wave

NO_STREAM = {"streams_enabled": False}


def twiml(response):
    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    return ET.fromstring(response.text)


def verbs(response):
    return [verb.tag for verb in twiml(response)]


def path_of(url, tools):
    assert url.startswith(tools.PUBLIC)
    return url.removeprefix(tools.PUBLIC)


@pytest.fixture
def keypad_line(line, tools):
    """Without streams, and without a speech model."""
    here = line(models=tools.NoModels(), **NO_STREAM)
    here.post = lambda path, **form: tools.post(here.client, path, **form)
    return here


def test_a_call_is_connected_to_a_stream(line, tools):
    here = line(models=tools.NoModels())
    response = twiml(tools.post(here.client, "/voice/incoming"))
    stream = response.find("Connect/Stream")
    assert stream.get("url") == "wss://hotline.example.org/voice/stream"
    assert stream.get("statusCallback") == tools.PUBLIC + "/voice/stream-status"
    assert stream.find("Parameter").get("name") == "token"
    assert len(stream.find("Parameter").get("value")) < 500
    assert response.find("Redirect").text == tools.PUBLIC + "/voice/after-stream"
    assert here.turns.heard == []


def test_above_the_cap_calls_go_on_by_keypad(line, tools):
    here = line(models=tools.NoModels(), max_streams=1)
    assert "Connect" in verbs(tools.post(here.client, "/voice/incoming", CallSid="CA1"))
    assert "Connect" in verbs(tools.post(here.client, "/voice/incoming", CallSid="CA1"))
    assert "Gather" in verbs(tools.post(here.client, "/voice/incoming", CallSid="CA2"))


def test_tickets_expire_and_are_counted():
    tickets = Tickets(2)
    token = tickets.issue(Caller("CA1"))
    assert tickets.issue(Caller("CA2"))
    assert tickets.issue(Caller("CA3")) is None
    assert tickets.redeem(token, "CA2") is None
    assert tickets.redeem(token, "CA1") == Caller("CA1")
    assert tickets.redeem(token, "CA1") is None
    assert tickets.issue(Caller("CA3")) is None
    tickets.close("CA1")
    assert tickets.issue(Caller("CA3"))


def walk(here, tools, first="/voice/fallback"):
    """Follow the keypad path to a menu; the next address for keys and for silence."""
    response = twiml(here.post(first))
    gather = response.find("Gather")
    redirect = response.findall("Redirect")[-1].text
    return gather, path_of(gather.get("action"), tools), path_of(redirect, tools)


def test_a_whole_call_by_keypad(keypad_line, tools):
    gather, keys, _ = walk(keypad_line, tools, "/voice/incoming")
    assert gather.get("input") == "dtmf"
    assert gather.get("numDigits") == "1"
    assert gather.find("Say").text == tools.TEXTS["menu"]
    assert gather.find("Say").get("language") == "en-US"
    gather = twiml(keypad_line.post(keys, Digits="1")).find("Gather")
    assert gather.get("numDigits") == "9"
    assert gather.get("finishOnKey") == "#"
    keys = path_of(gather.get("action"), tools)
    gather = twiml(keypad_line.post(keys, Digits="123456789")).find("Gather")
    keys = path_of(gather.get("action"), tools)
    assert verbs(keypad_line.post(keys, Digits="1")) == ["Say", "Hangup"]
    keyed = [text for kind, text in keypad_line.turns.kinds() if kind == "keys"]
    assert keyed == ["1", "123456789", "1"]


def test_a_repeated_request_is_answered_the_same(keypad_line, tools):
    _, keys, silence = walk(keypad_line, tools)
    first = keypad_line.post(keys, Digits="1").text
    assert keypad_line.post(keys, Digits="1").text == first
    assert keypad_line.post(silence).text == first, "late silence of an answered question"
    assert keypad_line.turns.kinds() == [("start", ""), ("keys", "1")]


def test_the_same_request_twice_at_once_is_one_turn(keypad_line, tools):
    _, keys, _ = walk(keypad_line, tools)
    got = []
    threads = [
        threading.Thread(
            target=lambda: got.append(
                tools.post(keypad_line.app.test_client(), keys, Digits="1").text
            )
        )
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1
    assert len(keypad_line.turns.heard) == 2


def test_no_input_is_a_turn(keypad_line, tools):
    _, _, silence = walk(keypad_line, tools)
    response = twiml(keypad_line.post(silence))
    assert response.find("Gather/Say").text == tools.TEXTS["silence"]


def test_only_the_closing_key_is_passed_on(keypad_line, tools):
    _, keys, _ = walk(keypad_line, tools)
    keypad_line.post(keys, Digits="")
    assert keypad_line.turns.kinds()[-1] == ("keys", "#")


def test_a_star_waits_for_the_key_that_makes_it_a_command(keypad_line, tools):
    _, keys, _ = walk(keypad_line, tools)
    gather = twiml(keypad_line.post(keys, Digits="*")).find("Gather")
    assert gather.get("numDigits") == "1"
    assert keypad_line.turns.kinds() == [("start", "")]
    keypad_line.post(path_of(gather.get("action"), tools), Digits="5")
    assert keypad_line.turns.kinds()[-1] == ("keys", "*5")


def test_a_star_that_nothing_follows_is_passed_on(keypad_line, tools):
    _, keys, _ = walk(keypad_line, tools)
    gather = twiml(keypad_line.post(keys, Digits="*")).find("Gather")
    keypad_line.post(path_of(gather.get("action"), tools))
    assert keypad_line.turns.kinds()[-1] == ("keys", "*")


def test_a_slow_pace_is_slow(keypad_line, tools):
    keypad_line.turns.pace = "slow"
    prosody = twiml(keypad_line.post("/voice/fallback")).find("Gather/Say/prosody")
    assert float(prosody.get("rate").rstrip("%")) / 100 <= 1 / 1.25
    assert prosody.text == tools.TEXTS["menu"]


@pytest.mark.parametrize(("pace", "pause"), [("normal", "450ms"), ("slow", "900ms")])
def test_the_providers_voice_waits_for_the_pencil_too(pace, pause):
    number = value("5 5 5, 0 1 0, 0 0 0 1", "phone")
    prompts = (Prompt.of(f"I have {number}. Is that right?", "en", "a.b"),)
    response = VoiceResponse()
    say(response, prompts, pace)
    (said,) = ET.fromstring(str(response)).findall("Say")
    breaks = list(said.iter("break"))
    assert [one.get("time") for one in breaks] == [pause, pause]
    assert "".join(said.itertext()) == prompts[0].text
    assert breaks[0].tail.strip() == "0 1 0,"


def test_the_provider_says_each_language_in_its_own_voice():
    prompts = (Prompt.of(f"For {tongue('中文', 'zh')}, press 2.", "en", "a.b"),)
    response = VoiceResponse()
    say(response, prompts, "normal")
    said = ET.fromstring(str(response)).findall("Say")
    assert [(one.get("language"), one.text) for one in said] == [
        ("en-US", "For"), ("cmn-CN", "中文"), ("en-US", ", press 2."),
    ]  # fmt: skip


# Hand-off and the end ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["+15005550009", ""])
def test_a_call_is_handed_to_a_person(line, tools, number):
    here = line(models=tools.NoModels(), handoff_number=number, **NO_STREAM)
    here.post = lambda path, **form: tools.post(here.client, path, **form)
    _, keys, _ = walk(here, tools)
    response = twiml(here.post(keys, Digits="0"))
    assert response[0].text == tools.TEXTS["handoff"]
    assert response[1].tag == ("Dial" if number else "Enqueue")
    assert "".join(response[1].itertext()) == (number or "pensions")
    assert response[1].get("action") == tools.PUBLIC + "/voice/handoff-result"
    assert here.post("/voice/after-stream").text.count("<Say") == 0


def test_nobody_answers_and_the_call_comes_back(keypad_line, tools):
    _, keys, _ = walk(keypad_line, tools)
    keypad_line.post(keys, Digits="0")
    back = keypad_line.post("/voice/handoff-result", DialCallStatus="no-answer")
    assert verbs(back)[:2] == ["Say", "Gather"]
    assert keypad_line.post("/voice/handoff-result", DialCallStatus="no-answer").status_code == 200
    keys = path_of(twiml(back).find("Gather").get("action"), tools)
    assert twiml(keypad_line.post(keys, Digits="1")).find("Gather").get("numDigits") == "9"
    keypad_line.post(keys, Digits="1")
    kinds = [kind for kind, _ in keypad_line.turns.kinds()]
    assert kinds == ["start", "keys", "unanswered", "keys"]


def test_a_hand_off_that_took_place_ends_the_call(keypad_line, tools):
    _, keys, _ = walk(keypad_line, tools)
    keypad_line.post(keys, Digits="0")
    done = keypad_line.post("/voice/handoff-result", DialCallStatus="completed")
    assert verbs(done) == ["Hangup"]


def test_after_a_stream_the_call_goes_on_where_it_stopped(line, tools):
    here = line(models=tools.NoModels())
    assert "Gather" in verbs(tools.post(here.client, "/voice/after-stream", CallSid="CA7"))
    phone = here.call()
    phone.hear()
    phone.press("1")
    phone.hear()
    phone.close()
    response = twiml(tools.post(here.client, "/voice/after-stream"))
    assert response.find("Gather/Say").text == tools.TEXTS["number"]


def test_after_the_last_word_of_a_stream_the_call_ends(line, tools):
    here = line(models=tools.NoModels(), handoff_number="+15005550009")
    phone = here.call()
    phone.hear()
    phone.press("0")
    phone.hear()
    phone.gone()
    assert verbs(tools.post(here.client, "/voice/after-stream")) == ["Dial"]


def test_a_hangup_is_known_from_the_status_only(keypad_line, tools):
    walk(keypad_line, tools)
    for status in ("in-progress", "completed", "completed"):
        assert keypad_line.post("/voice/status", CallStatus=status).status_code == 204
    assert keypad_line.turns.kinds() == [("start", ""), ("hangup", "")]
    unknown = keypad_line.post("/voice/status", CallStatus="completed", CallSid="CA5")
    assert unknown.status_code == 204


# What must never be an error to the caller ------------------------------------------------------

PATHS = ("incoming", "after-stream", "fallback", "keys?n=-1", "recorded?n=-1", "silence?n=-1",
         "handoff-result", "status")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_address_needs_the_signature_and_a_call(keypad_line, tools, path):
    assert keypad_line.client.post("/voice/" + path, data={"CallSid": "CA1"}).status_code == 403
    response = keypad_line.post("/voice/" + path, CallSid="")
    assert response.status_code == 400
    assert response.text.startswith("CallSid is missing")
    assert keypad_line.client.get("/voice/" + path).status_code == 405
    assert keypad_line.post("/voice/" + path, CallSid="../'\"<").status_code == 400
    assert keypad_line.turns.heard == []


@pytest.mark.parametrize("event", ["", "x", "-", "start", "99999999999-1", "abc-1e9"])
def test_a_turn_without_a_name_is_refused(keypad_line, event):
    assert keypad_line.post(f"/voice/keys?n={event}", Digits="1").status_code == 400


def test_a_fault_of_ours_is_an_apology(keypad_line):
    keypad_line.turns.failing = True
    response = keypad_line.post("/voice/fallback")
    assert verbs(response) == ["Say", "Hangup"]


@pytest.mark.parametrize("number", ["", "anonymous", "Anonymous", "+266696687", "Restricted"])
def test_withheld_numbers_are_no_numbers(keypad_line, number):
    keypad_line.post("/voice/fallback", From=number)
    assert keypad_line.turns.heard[-1].caller == ""


def test_of_an_outbound_call_the_citizen_is_the_one_called(keypad_line):
    keypad_line.post("/voice/fallback", Direction="outbound-api")
    assert keypad_line.turns.heard[-1].caller == "+15005550001"


def test_stream_errors_are_noted(keypad_line):
    noted = keypad_line.post("/voice/stream-status", StreamEvent="stream-error", StreamError="x")
    assert noted.status_code == 204


# Recordings -------------------------------------------------------------------------------------


@pytest.fixture
def api():
    """Where recordings are: answers what the test puts there, 404 at first."""
    state = SimpleNamespace(files={}, misses=0, asked=[], redirect="")

    class Api(BaseHTTPRequestHandler):
        def do_GET(self):
            state.asked.append((self.path, self.headers.get("Authorization")))
            if state.redirect:
                self.send_response(302)
                self.send_header("Location", state.redirect)
                self.end_headers()
                return
            data = state.files.get(self.path)
            if data is None or state.misses > 0:
                state.misses -= 1
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def speech_line(line, tools, model, api):
    # However busy the machine is: what takes long is announced, and that is tested elsewhere.
    here = line(models=model, timing=Timing(filler=30), api_url=api.url, **NO_STREAM)
    here.post = lambda path, **form: tools.post(here.client, path, **form)
    return here


def recorded(here, tools):
    record = twiml(here.post("/voice/fallback")).find("Record")
    assert record.get("playBeep") == "true"
    return path_of(record.get("action"), tools)


def test_speech_is_recorded_fetched_and_recognised(speech_line, tools, api):
    path = recorded(speech_line, tools)
    audio = mulaw.decode(tools.quiet(0.4) + tools.spoken("claim") + tools.quiet(0.4))
    api.files["/Recordings/RE1.wav"] = write_wave(audio)
    api.misses = 2
    response = speech_line.post(path, RecordingUrl=api.url + "/Recordings/RE1", Digits="")
    assert twiml(response).find("Gather/Say").text == tools.TEXTS["number"]
    assert speech_line.turns.kinds()[-1] == ("speech", "claim")
    assert len(api.asked) == 3
    assert api.asked[0][1].startswith("Basic ")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "file:///etc/passwd", "", "{api}/x?y=1"])
def test_recordings_come_from_the_api_only(speech_line, tools, api, url):
    path = recorded(speech_line, tools)
    response = speech_line.post(path, RecordingUrl=url.replace("{api}", api.url))
    assert twiml(response).find("Gather") is not None
    assert api.asked == []
    assert speech_line.turns.kinds()[-1] == ("speech", "")


@pytest.mark.parametrize("data", [b"", b"<html>", write_wave(np.zeros(10, np.int16))[:30]])
def test_a_recording_that_cannot_be_used_was_not_understood(speech_line, tools, api, data):
    path = recorded(speech_line, tools)
    api.files["/x.wav"] = data
    speech_line.post(path, RecordingUrl=api.url + "/x")
    assert speech_line.turns.kinds()[-1] == ("speech", "")


def test_a_recording_in_which_nobody_speaks_is_silence(speech_line, tools, api):
    for number, sound in enumerate((tools.quiet(3.0), tools.quiet(3.0, level=200), b"\xff" * 10)):
        path = recorded(speech_line, tools)
        api.files[f"/{number}.wav"] = write_wave(mulaw.decode(sound))
        answer = twiml(speech_line.post(path, RecordingUrl=f"{api.url}/{number}"))
        assert answer.find("Gather/Say").text == tools.TEXTS["silence"]
        assert speech_line.turns.kinds()[-1] == ("silence", "")


def test_a_recording_of_other_words_was_not_understood(speech_line, tools, api):
    path = recorded(speech_line, tools)
    api.files["/x.wav"] = write_wave(mulaw.decode(tools.spoken("the blue bicycle in the garden")))
    answer = twiml(speech_line.post(path, RecordingUrl=api.url + "/x"))
    assert answer.find("Gather/Say").text == tools.TEXTS["again"]
    assert speech_line.turns.kinds()[-1][0] == "speech"


def test_a_key_ends_a_recording_and_counts(speech_line, tools, api):
    path = recorded(speech_line, tools)
    speech_line.post(path, RecordingUrl=api.url + "/x", Digits="2")
    assert speech_line.turns.kinds()[-1] == ("keys", "2")


def test_a_hangup_while_recording_is_no_answer(speech_line, tools, api):
    path = recorded(speech_line, tools)
    assert verbs(speech_line.post(path, RecordingUrl=api.url + "/x", Digits="hangup")) == ["Hangup"]
    assert len(speech_line.turns.heard) == 1


def test_fetching_is_bounded_in_time_and_size(speech_line, api, monkeypatch):
    config = speech_line.board.config
    assert recordings.fetch(api.url + "/never", config, patience_s=0.5) is None
    assert 1 <= len(api.asked) <= 3
    monkeypatch.setattr(recordings, "LARGEST_BYTES", 10)
    api.files["/big.wav"] = b"x" * 11
    assert recordings.fetch(api.url + "/big", config) is None


def test_the_password_does_not_follow_a_redirect(speech_line, api):
    seen = []

    class Storage(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.headers.get("Authorization"))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"audio")

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Storage) as storage:
        thread = threading.Thread(target=storage.handle_request)
        thread.start()
        api.redirect = f"http://127.0.0.1:{storage.server_port}/audio"
        assert recordings.fetch(api.url + "/x", speech_line.board.config) == b"audio"
        thread.join(5)
    assert seen == [None]
