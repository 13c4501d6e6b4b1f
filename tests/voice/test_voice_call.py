"""Whole calls over a real socket: prompts, keys, speech, silence, endings, and bad lines.

The caller's audio is sent faster than it would be spoken: the server's timers follow the audio.
"""

import base64
import threading
import time

import numpy as np
import pytest

from flows.expects import Expects
from voice import connection, mulaw, socket

REFUSED = {1008, 1005}
"""Close codes; 1005 when the close came in one packet with the answer to the upgrade, which the
client library then does not read."""


@pytest.fixture
def keypad_line(line, tools):
    return line(models=tools.NoModels())


def test_keys_lead_to_the_end_and_the_socket_closes(keypad_line):
    here, phone = keypad_line, keypad_line.call()
    first = phone.until("media")
    assert len(base64.b64decode(first["media"]["payload"])) == 8000  # a second at once
    phone.hear()
    phone.press("1")
    phone.hear()
    phone.press("123456789#")
    phone.hear()
    phone.press("1")
    phone.hear()
    assert phone.gone() == 1000
    heard = [("start", ""), ("keys", "1"), ("keys", "123456789"), ("keys", "1")]
    assert here.turns.kinds() == heard
    assert here.turns.heard[0].caller == "+15005550006"
    assert len({heard.provider_id for heard in here.turns.heard}) == 4
    assert here.board.tickets.open == 0


def test_a_key_stops_the_prompt(keypad_line):
    phone = keypad_line.call()
    phone.until("media")
    phone.press("1")
    phone.until("clear")
    phone.hear()
    assert keypad_line.turns.kinds()[-1] == ("keys", "1")


def test_keys_typed_ahead_answer_questions_unasked(keypad_line):
    phone = keypad_line.call()
    phone.until("media")
    phone.press("1123456789")
    phone.until("clear")
    while phone.hear() != "reply-3":
        pass
    heard = [("start", ""), ("keys", "1"), ("keys", "123456789")]
    assert keypad_line.turns.kinds() == heard


def test_silence_is_asked_about_on_audio_time(keypad_line, tools):
    phone = keypad_line.call()
    phone.hear()
    phone.say(tools.quiet(5.8))
    assert phone.next(0.3) is None
    phone.say(tools.quiet(0.4))
    phone.hear()
    assert keypad_line.turns.kinds() == [("start", ""), ("silence", "")]


def test_a_slow_caller_is_given_more_time(keypad_line, tools):
    keypad_line.turns.pace = "slow"
    phone = keypad_line.call()
    phone.hear()
    phone.say(tools.quiet(8.2))
    assert phone.next(0.3) is None
    phone.say(tools.quiet(0.4))
    phone.hear()
    assert keypad_line.turns.kinds() == [("start", ""), ("silence", "")]


def test_audio_during_a_prompt_is_not_silence(keypad_line, tools):
    phone = keypad_line.call()
    name = phone.until("mark")["mark"]["name"]
    phone.say(tools.quiet(3.5))
    phone.mark(name)
    phone.say(tools.quiet(5))
    assert phone.next(0.3) is None
    assert keypad_line.turns.kinds() == [("start", "")]


def test_a_mark_that_never_comes_back_is_waited_for_in_audio_time(keypad_line, tools):
    phone = keypad_line.call()
    phone.until("mark")
    phone.press("0")
    phone.until("mark")
    phone.say(tools.quiet(6))
    assert phone.gone() == 1000
    assert keypad_line.turns.kinds()[-1] == ("keys", "0")


def test_an_entry_ends_when_no_key_follows(keypad_line, tools):
    phone = keypad_line.call()
    phone.hear()
    phone.press("1")
    phone.hear()
    phone.press("123")
    phone.say(tools.quiet(5.1))
    phone.hear()
    assert keypad_line.turns.kinds()[-1] == ("keys", "123")


def test_the_first_audio_comes_at_once(keypad_line):
    keypad_line.call().hear()
    began = time.perf_counter()
    keypad_line.call("CA" + "2" * 32).until("media")
    assert time.perf_counter() - began < 0.3


def freed(line, seconds=5.0):
    """Wait until the server has noticed that the stream is gone: a call has one at a time."""
    until = time.monotonic() + seconds
    while line.board.tickets.open:
        assert time.monotonic() < until, "the server still holds the stream"
        time.sleep(0.01)


def test_a_stream_that_comes_back_is_asked_again(keypad_line):
    phone = keypad_line.call()
    phone.hear()
    phone.press("1")
    phone.hear()
    phone.close()
    freed(keypad_line)
    again = keypad_line.call()
    again.hear()
    again.press("123456789")
    again.hear()
    assert keypad_line.turns.kinds()[-1] == ("keys", "123456789")
    assert keypad_line.turns.kinds().count(("start", "")) == 1


def test_a_stop_closes_the_stream_but_is_no_hangup(keypad_line):
    phone = keypad_line.call()
    phone.hear()
    phone.send(event="stop", streamSid="MZ1", stop={"callSid": "x"})
    assert phone.gone() == 1000
    assert keypad_line.turns.kinds() == [("start", "")]


def test_nonsense_on_the_line_is_skipped(keypad_line, tools):
    phone = keypad_line.call()
    phone.hear()
    for text in ("", "{", '{"event":"media","media":{"payload":"***"}}', '{"event":"new"}', "[]"):
        phone.send_text(text)
    phone.send_text('{"event":"media","media":{"payload":"' + "A" * 70_000 + '"}}')
    phone.say(tools.quiet(1), size=333)
    phone.say(tools.quiet(1)[:77])
    phone.press("x1")
    phone.hear()
    assert keypad_line.turns.kinds()[-1] == ("keys", "1")


def test_a_fault_of_ours_closes_the_stream_so_that_the_call_goes_on(keypad_line):
    phone = keypad_line.call()
    phone.hear()
    keypad_line.turns.failing = True
    phone.press("1")
    assert phone.gone() == 1000
    assert keypad_line.board.tickets.open == 0


def test_a_dead_socket_is_closed(line, tools, monkeypatch):
    monkeypatch.setattr(connection, "DEAD_S", 0.3)
    here = line(models=tools.NoModels())
    phone = here.call()
    phone.until("mark")
    phone.gone(3)
    assert here.board.tickets.open == 0


def test_a_caller_who_takes_no_audio_does_not_hold_the_thread(line, tools, monkeypatch):
    monkeypatch.setattr(connection, "DEAD_S", 0.3)
    monkeypatch.setattr(socket, "SEND_S", 1)
    here = line(models=tools.NoModels())
    phone = here.call()
    phone.close()
    end = time.monotonic() + 4
    while here.board.tickets.open and time.monotonic() < end:
        time.sleep(0.02)
    assert here.board.tickets.open == 0


# Who may open a stream --------------------------------------------------------------------------


def test_a_socket_needs_the_signature(keypad_line, tools):
    for signature in (b"", b"AAAA", tools.sign(tools.PUBLIC + "/voice/incoming")):
        phone = tools.Phone(keypad_line.url, "x", signature=signature)
        assert phone.gone() in REFUSED
    assert keypad_line.turns.heard == []


@pytest.mark.parametrize("token", [None, "", "wrong", "é" * 400])
def test_a_socket_needs_a_token(keypad_line, tools, token):
    phone = tools.Phone(keypad_line.url, token)
    assert phone.gone() in REFUSED
    assert keypad_line.turns.heard == []


def test_a_token_works_once_and_for_its_call_only(keypad_line, tools):
    incoming = tools.post(keypad_line.client, "/voice/incoming").text
    token = incoming.split('name="token" value="')[1].split('"')[0]
    assert tools.Phone(keypad_line.url, token, "CA" + "9" * 32).gone() in REFUSED
    first = tools.Phone(keypad_line.url, token)
    first.until("media")
    assert tools.Phone(keypad_line.url, token).gone() in REFUSED
    first.close()
    assert tools.Phone(keypad_line.url, token).gone() in REFUSED


def test_a_call_has_one_stream(keypad_line, tools):
    phone = keypad_line.call()
    phone.until("media")
    assert keypad_line.call().gone() in REFUSED
    phone.hear()
    phone.press("1")
    phone.hear()
    assert keypad_line.turns.kinds()[-1] == ("keys", "1")


def test_a_stream_that_is_not_mulaw_is_refused(keypad_line, tools):
    phone = tools.Phone(keypad_line.url, begin=False)
    phone.start(tools.CALL, {"token": "x"}, encoding="audio/x-l16")
    assert phone.gone() in REFUSED


def test_a_socket_that_says_nothing_is_closed(keypad_line, tools, monkeypatch):
    monkeypatch.setattr(connection, "DEAD_S", 0.2)
    assert tools.Phone(keypad_line.url, begin=False).gone() in REFUSED


def test_a_stop_without_a_start_is_closed_at_once(keypad_line, tools):
    phone = tools.Phone(keypad_line.url, begin=False)
    phone.send(event="stop", streamSid="MZ1", stop={})
    began = time.monotonic()
    assert phone.gone() in REFUSED
    assert time.monotonic() - began < connection.DEAD_S / 4
    assert keypad_line.turns.kinds() == []


# Speech -----------------------------------------------------------------------------------------


@pytest.fixture
def speech_line(line, model):
    return line(models=model)


def test_speech_is_recognised_and_answered(speech_line, tools):
    phone = speech_line.call()
    phone.hear()
    phone.say(tools.quiet(0.5) + tools.spoken("claim") + tools.quiet(1.0))
    phone.hear()
    heard = speech_line.turns.heard[-1]
    assert (heard.kind, heard.text) == ("speech", "claim")
    assert heard.confidence > 0.5
    assert "en" in heard.speech_languages


def test_words_have_their_times_in_the_call(speech_line, tools):
    phone = speech_line.call()
    phone.hear()
    said = tools.spoken("next payment")
    phone.say(tools.quiet(3.0) + said + tools.quiet(1.0))
    phone.hear()
    heard = speech_line.turns.heard[-1]
    began = heard.ended_at - heard.lasted
    first, last = heard.words[0], heard.words[-1]
    assert [word.text for word in heard.words] == heard.text.split() == ["next", "payment"]
    assert began + first.start == pytest.approx(3.0, abs=0.25)
    assert began + last.end == pytest.approx(3.0 + len(said) / 8000, abs=0.35)
    assert 0 < first.confidence <= 1


def test_the_reply_follows_the_utterance_quickly(speech_line, tools):
    phone = speech_line.call()
    phone.hear()
    phone.say(tools.quiet(0.5) + tools.spoken("claim") + tools.quiet(0.4))
    phone.next(0.3)  # all of it has been decoded
    began = time.perf_counter()
    phone.say(tools.quiet(0.5))
    phone.until("media")
    assert time.perf_counter() - began < 0.3


def test_a_number_read_out_with_pauses_is_one_utterance(speech_line, tools):
    phone = speech_line.call()
    phone.hear()
    phone.press("1")
    phone.hear()
    parts = [tools.spoken(part) for part in ("one two three", "four five six", "seven eight nine")]
    phone.say(tools.quiet(0.5) + tools.quiet(1.2).join(parts))
    phone.say(tools.quiet(2.3))
    phone.hear()
    speech = [text for kind, text in speech_line.turns.kinds() if kind == "speech"]
    assert len(speech) == 1
    digits = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    assert sum(word in digits for word in speech[0].split()) >= 8


def test_talking_over_a_prompt_stops_it(speech_line, tools):
    phone = speech_line.call()
    phone.until("media")
    phone.say(tools.quiet(0.5) + tools.spoken("claim"))
    phone.say(tools.quiet(0.6))
    phone.until("clear")
    phone.say(tools.quiet(0.6))
    phone.hear()
    assert speech_line.turns.kinds()[-1] == ("speech", "claim")


def test_noise_does_not_stop_a_prompt(speech_line):
    phone = speech_line.call()
    name = phone.until("mark")["mark"]["name"]
    noise = np.random.default_rng(3).normal(0, 3000, 24000).astype(np.int16)
    phone.say(mulaw.encode(noise))
    assert phone.next(0.3) is None
    phone.mark(name)
    assert speech_line.turns.kinds() == [("start", "")]


@pytest.mark.parametrize("sound", ["random bytes", "full scale", "tone"])
def test_sound_that_is_no_speech_comes_to_an_end(speech_line, sound):
    audio = {
        "random bytes": np.random.default_rng(4).bytes(8000 * 10),
        "full scale": bytes(8000 * 10),
        "tone": mulaw.encode((20000 * np.sin(np.arange(80000) / 2)).astype(np.int16)),
    }[sound]
    phone = speech_line.call()
    phone.hear()
    phone.say(audio)
    phone.hear()
    assert speech_line.turns.kinds()[1][0] in ("silence", "speech")


def test_words_are_shown_while_they_are_spoken(speech_line, tools):
    shown = []
    speech_line.board.live.hearing = lambda session, text: shown.append(text)
    phone = speech_line.call()
    phone.hear()
    phone.say(tools.quiet(0.3) + tools.spoken("payment") + tools.quiet(1.2))
    phone.hear()
    assert shown[0] == "payment"
    assert shown[-1] == ""


def test_private_words_are_not_shown_while_they_are_spoken(speech_line, tools, monkeypatch):
    shown = []
    speech_line.board.live.hearing = lambda session, text: shown.append(text)
    monkeypatch.setattr(Expects, "private", True)
    phone = speech_line.call()
    phone.hear()
    phone.say(tools.quiet(0.3) + tools.spoken("payment") + tools.quiet(1.2))
    phone.hear()
    assert set(shown) == {"•••", ""}


def test_calls_at_the_same_time_do_not_mix(speech_line, tools):
    def caller(number, word, results):
        phone = speech_line.call("CA" + str(number) * 32)
        phone.hear()
        phone.say(tools.quiet(0.5) + tools.spoken(word) + tools.quiet(1.0))
        phone.hear()
        results[number] = word

    words = {1: "claim", 2: "payment", 3: "person", 4: "claim"}
    results = {}
    threads = [threading.Thread(target=caller, args=(*item, results)) for item in words.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    said = {h.session[2]: h.text for h in speech_line.turns.heard if h.kind == "speech"}
    assert said == {str(number): word for number, word in words.items()}
