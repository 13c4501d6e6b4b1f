"""More calls than the machine can follow: some go on by keys, none is lost."""

import time

import pytest

from voice.crowding import Crowding, Lag, Limits

LIMITS = Limits()


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def crowding(clock):
    crowding = Crowding(LIMITS, clock)
    for call in ("first", "second", "third"):
        crowding.begin(call)
    return crowding


def test_nobody_moves_while_all_are_heard_in_time(crowding, clock):
    for _ in range(100):
        crowding.heard("first", 0.9)
        clock.now += 1
    assert not any(map(crowding.deaf, ("first", "second", "third")))


def test_the_newest_call_moves_first_and_one_at_a_time(crowding, clock):
    crowding.heard("first", 1.6)
    crowding.heard("first", 1.7)
    assert [crowding.deaf(call) for call in ("first", "second", "third")] == [False, False, True]
    clock.now += LIMITS.between
    crowding.heard("first", 1.6)
    assert [crowding.deaf(call) for call in ("first", "second", "third")] == [False, True, True]


def test_calls_are_listened_to_again_when_it_is_calm(crowding, clock):
    crowding.heard("first", 2.0)
    crowding.heard("first", 0.1)
    clock.now += LIMITS.calm_for - 1
    crowding.heard("first", 0.1)
    assert crowding.deaf("third")
    clock.now += 1
    crowding.heard("first", 0.1)
    assert not crowding.deaf("third")


def test_a_call_without_a_stream_stays_with_keys_to_its_end(crowding, clock):
    crowding.refuse("fourth")
    clock.now += 1000
    crowding.heard("first", 0.0)
    assert crowding.deaf("fourth")
    crowding.end("fourth")
    assert not crowding.deaf("fourth")


def test_a_call_by_keys_stays_so_when_its_stream_breaks(crowding):
    crowding.heard("first", 2.0)
    crowding.break_off("third")
    assert crowding.deaf("third")
    crowding.end("third")
    assert not crowding.deaf("third")


def test_what_a_quiet_stream_said_of_itself_grows_stale(crowding, clock):
    crowding.heard("third", 1.6)
    moved = sum(map(crowding.deaf, ("first", "second", "third")))
    for _ in range(10):
        clock.now += LIMITS.stale + 0.1
        crowding.heard("first", 0.0)
    assert sum(map(crowding.deaf, ("first", "second", "third"))) == moved == 1


def test_an_ended_call_leaves_nothing_behind(crowding):
    crowding.heard("first", 5.0)
    for call in ("first", "second", "third"):
        crowding.end(call)
    crowding.heard("first", 5.0)
    assert not any(map(crowding.deaf, ("first", "second", "third")))


def lags(arrivals, idle=lambda now: 0.0):
    """The lag after each (time of arrival, time stamp), in seconds."""
    lag = Lag()
    return [lag.after(round(stamp * 1000), idle(now), now) for now, stamp in arrivals]


def test_audio_in_time_has_no_lag():
    assert max(lags((100 + n / 50, n / 50) for n in range(500))) < 0.001


def test_audio_that_is_read_late_has_one():
    slow = [(100 + n / 40, n / 50) for n in range(500)]
    assert lags(slow)[-1] == pytest.approx(499 / 40 - 499 / 50)


def test_a_late_network_is_no_lag_of_ours():
    slow = [(100 + n / 40, n / 50) for n in range(500)]
    assert max(lags(slow, idle=lambda now: now)) == 0.0


def test_audio_faster_than_it_was_spoken_is_none_either():
    assert max(lags((100 + n / 500, n / 50) for n in range(500))) == 0.0


# On the line ------------------------------------------------------------------------------------


def test_a_call_that_is_crowded_out_is_told_and_goes_on_by_keys(line, model, tools):
    here = line(models=model)
    phone = here.call()
    phone.hear()
    phone.say(tools.quiet(0.2))
    here.board.crowding.heard(tools.CALL, 5.0)
    phone.say(tools.quiet(0.2))
    phone.hear()
    told = here.turns.heard[-1]
    assert (told.kind, told.crowded, told.speech_languages) == ("crowded", True, frozenset())
    phone.press("1")
    phone.hear()
    assert here.turns.heard[-1].speech_languages == frozenset()
    kinds = [kind for kind, _ in here.turns.kinds()]
    assert kinds == ["start", "crowded", "keys"], "told once"


def test_a_caller_above_the_cap_uses_keys_and_records_nothing(line, model, tools):
    here = line(models=model, max_streams=1)
    here.call().until("media")
    answer = tools.post(here.client, "/voice/incoming", CallSid="CA" + "7" * 32).text
    assert "<Gather" in answer
    told = here.turns.heard[-1]
    assert told.crowded
    assert not told.speech_languages
    ended = {"CallSid": "CA" + "7" * 32, "CallStatus": "completed"}
    tools.post(here.client, "/voice/status", **ended)
    assert not here.board.crowding.deaf("CA" + "7" * 32)


def test_sockets_that_no_call_was_told_to_open_hold_no_thread(line, tools):
    here = line(models=tools.NoModels(), max_streams=2)
    here.call().until("media")
    silent = []
    for _ in range(4):
        silent.append(tools.Phone(here.url, begin=False))
    began = time.monotonic()
    for phone in silent:
        phone.gone(10.0)  # fails where it is left open
    assert time.monotonic() - began < 8, "not after ten seconds"


def test_a_socket_that_is_waited_for_may_take_its_time(line, tools):
    here = line(models=tools.NoModels(), max_streams=2)
    incoming = tools.post(here.client, "/voice/incoming")
    token = incoming.text.split('name="token" value="')[1].split('"')[0]
    phone = tools.Phone(here.url, begin=False)
    time.sleep(0.3)
    phone.start(tools.CALL, {"token": token})
    phone.until("media")
    phone.close()
