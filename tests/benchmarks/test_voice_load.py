"""The load of calls: what its callers do, and that the server understands them."""

import math

import pytest

from benchmarks.voice import bare, noises, scripts, sounds
from benchmarks.voice.figures import p95, plan
from benchmarks.voice.interrupting import first_word_s
from benchmarks.voice.load import Load
from benchmarks.voice.machine import Process
from cli.running import running
from cli.transcript import Transcript


@pytest.fixture(scope="module")
def hotline(tmp_path_factory):
    with running(tmp_path_factory.mktemp("hotline"), people=20, prepare="off") as server:
        yield server


def test_callers_reach_what_they_call_for(hotline):
    calls = plan(
        hotline, scripts.call_back, scripts.keys, pace=2, speed=math.inf, most=2, keep_audio=True
    )
    with Load(calls) as load:
        load.hold(2)
        heard = load.watch(120)
    assert not heard.troubles
    assert len(heard.calls) == 2
    spoken = [answer for answer in heard.answers if answer.what == "yes"]
    assert spoken
    assert all(answer.wait_ms > 0 for answer in spoken)
    places = {
        each.turn.place
        for call in heard.calls
        for each in Transcript(hotline.store, "voice", call.sid).news()
    }
    assert {"callback.ask_own_number", "callback.ask_when", "claim_status.ask_reference"} <= places
    # The audio that the bare loop gets is all that was sent.
    for call in heard.calls:
        frames = sum(len(piece) for _, piece in call.audio)
        assert frames * 0.02 == pytest.approx(call.seconds, abs=0.05)


def test_calls_are_ended_and_replaced(hotline):
    with Load(plan(hotline, scripts.silent)) as load:
        load.hold(3)
        heard = load.watch(2)
        heard += load.stop()
    assert [call.how for call in heard.calls] == ["hung up"] * 3
    assert Process(hotline.process.pid).cpu_s > 0


def test_the_bare_loop_decodes_what_was_said(tmp_path):
    frames = list(sounds.words("my next payment"))
    call = bare.Ended("CA1", 1.0, 1.0, "hung up", [("welcome.choose", frames), ("end", frames)])
    cost = bare.decode([call], tmp_path, None)
    assert cost.audio_s == pytest.approx(len(frames) * 0.02)
    assert cost.cpu_s > 0


def test_a_word_is_known_while_it_is_spoken():
    length = len(sounds.words("my next payment")) * 0.02
    assert 0.1 < first_word_s("my next payment") < length + 0.5


def test_noises_differ_and_fit_on_the_line():
    some = [tuple(noises.noise(number)) for number in range(22)]
    assert len(set(some)) == 22
    assert all(10 <= len(frames) <= 150 for frames in some)


def test_noises_are_the_same_for_the_same_seed():
    first, again = (list(noises.noises(22, seed)) for seed in (1, 1))
    assert first == again
    assert {kind for kind, _ in first} >= {"cough", "hum", "door", "mains", "babble", "music"}
    assert not {audio for _, audio in first} & {audio for _, audio in noises.noises(22, 2)}


def test_of_nothing_no_figure_is_made():
    assert p95([]) is None
    assert p95([3.0]) == 3.0
