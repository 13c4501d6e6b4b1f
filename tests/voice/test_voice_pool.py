"""Recognisers are made once, lent for an utterance, and none is ever left behind."""

import ctypes
import shutil
import socket
import subprocess
import sys
import threading
import time

import pytest

import audio_models
from voice import metrics, mulaw
from voice.loaded import Loaded
from voice.pool import Pool
from voice.recogniser import Models

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


class Vosk:
    """Counts what was made; hears nothing."""

    made = 0

    def __init__(self, grammar):
        type(self).made += 1
        self.grammar = grammar

    def SetWords(self, on):
        pass

    def SetMaxAlternatives(self, most):
        pass

    def AcceptWaveform(self, pcm):
        return 0

    def FinalResult(self):
        return "{}"


@pytest.fixture
def pool():
    Vosk.made = 0
    return Pool(Vosk, 8000, most_idle=3)


def heard(recogniser, audio):
    pcm = mulaw.decode(audio).tobytes()
    for start in range(0, len(pcm), 1600):
        recogniser.accept(pcm[start : start + 1600])
    return recogniser.finish()


def test_one_that_has_finished_hears_the_next_who_wants_the_same(pool):
    pool.lend("a").finish()
    assert (pool.lent, pool.idle) == (0, 1)
    again = pool.lend("a")
    other = pool.lend("b")
    assert (Vosk.made, pool.lent, pool.idle) == (2, 2, 0)
    again.finish()
    other.finish_alternatives()
    assert (pool.lent, pool.idle) == (0, 2)


def test_one_that_was_stopped_in_a_word_is_not_used_again(pool):
    pool.lend("a").abandon()
    assert (pool.lent, pool.idle) == (0, 0)
    pool.lend("a")
    assert Vosk.made == 2


def test_what_was_asked_longest_ago_goes_first_when_there_are_too_many(pool):
    for grammar in ("a", "b", "a", "c", "d"):
        pool.lend(grammar).finish()
    assert pool.idle == 3
    made = Vosk.made
    for grammar in ("a", "c", "d"):
        pool.lend(grammar)
    assert Vosk.made == made
    pool.lend("b")
    assert Vosk.made == made + 1


def test_one_that_has_heard_an_hour_is_replaced(pool):
    lent = pool.lend("a")
    for _ in range(60):
        lent.accept(bytes(60 * 16_000))
    lent.finish()
    assert (pool.lent, pool.idle) == (0, 0)


def test_a_closed_pool_keeps_nothing(pool):
    pool.lend("a").finish()
    lent = pool.lend("b")
    pool.close()
    lent.finish()
    assert (pool.lent, pool.idle) == (0, 0)


def test_many_threads_share_it(pool):
    def call():
        for number in range(300):
            lent = pool.lend("ab"[number % 2])
            lent.finish() if number % 3 else lent.abandon()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pool.lent == 0
    assert 0 < pool.idle <= 3


def test_a_used_recogniser_hears_what_a_new_one_hears(tools):
    texts = ("claim", "two four one eight two", "repeat", "a payment")
    audio = [tools.quiet(0.4) + tools.spoken(text) + tools.quiet(0.8) for text in texts]
    phrases = ["claim", "a payment", "repeat", *DIGITS]
    new = [heard(Models(None).recogniser("en", phrases, DIGITS, 20), each) for each in audio]
    used = Models(None)
    for _ in range(2):
        for each, expected in zip(audio, new, strict=True):
            found = heard(used.recogniser("en", phrases, DIGITS, 20), each)
            assert (found.text, found.alternatives) == (expected.text, expected.alternatives)
            for word, other in zip(found.words, expected.words, strict=True):
                assert (word.text, word.confidence) == (other.text, other.confidence)
                assert (word.start, word.end) == pytest.approx((other.start, other.end), abs=1e-3)
    assert used.lent == 0


def test_nothing_of_a_stopped_utterance_reaches_the_next(model, tools):
    recogniser = model.recogniser("en", ["yes", "no"])
    recogniser.accept(mulaw.decode(tools.spoken("yes")).tobytes())
    assert model.lent
    recogniser.reset(["yes", "no"])
    assert heard(recogniser, tools.quiet(1)).words == ()
    assert model.lent == 0


def test_an_exchanged_model_drops_its_recognisers(tmp_path, tools):
    own = tmp_path / "en"
    shutil.copytree(audio_models.bundled("en"), own)
    models = Models(tmp_path)
    recogniser = models.recogniser("en", ["yes", "no"])
    pool = next(iter(models._pools))
    audio = tools.quiet(0.4) + tools.spoken("yes") + tools.quiet(0.6)
    assert heard(recogniser, audio).text == "yes"
    assert pool.idle == 1
    recogniser.accept(mulaw.decode(audio).tobytes())
    shutil.rmtree(own)
    assert models.recogniser("en", ["yes", "no"]) is not None
    assert (pool.idle, pool.lent, models.lent) == (0, 1, 1)
    assert recogniser.finish().text == "yes"  # a call keeps the model that it began with
    assert (pool.idle, models.lent) == (0, 0)


ALONE = """
import ctypes, sys
from voice.recogniser import Models

class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "abcdefghij"]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Counts
models, pcm = Models(None), sys.stdin.buffer.read()

def calls(count):
    for number in range(count):
        recogniser = models.recogniser("en", ["yes", "no", f"{number % 10} please"])
        recogniser.accept(pcm)
        if number % 2:
            recogniser.finish()
        recogniser.close()
    counts = library.mallinfo2()
    return counts.h + counts.e

before = calls(300)
print(calls(2000) - before, models.lent)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="needs the GNU C library")
def test_thousands_of_utterances_leave_no_memory_behind(model, tools):
    # In a process of its own: what other tests allocate meanwhile would count, too.
    pcm = mulaw.decode(tools.quiet(0.1) + tools.spoken("yes")).tobytes()[:1600]
    ran = subprocess.run([sys.executable, "-c", ALONE], input=pcm, capture_output=True, check=True)
    grown, lent = map(int, ran.stdout.split())
    assert grown < 2_000_000
    assert lent == 0


@pytest.mark.parametrize("end", ["stop", "drop", "close"])
def test_a_call_that_ends_in_a_word_leaves_no_recogniser(line, model, tools, end):
    board = line(model)
    phone = board.call()
    phone.hear()
    phone.say(tools.quiet(0.4) + tools.spoken("a payment")[:4800])
    until(lambda: board.board.models.lent == 1)
    before = metrics.RECOGNISERS._value.get()
    if end == "stop":
        phone.send(event="stop", streamSid="MZ1", stop={"accountSid": "A", "callSid": "C"})
    elif end == "drop":
        phone.socket.sock.shutdown(socket.SHUT_RDWR)
    else:
        phone.close()
    until(lambda: board.board.models.lent == 0)
    assert metrics.RECOGNISERS._value.get() == before - 1


def until(holds):
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_model_that_is_prepared_is_not_loaded_again(monkeypatch):
    models, load, loaded = Models(None), Loaded.load, []
    monkeypatch.setattr(Loaded, "load", lambda *of: loaded.append(of) or load(*of))
    models.prepare("en")
    models.prepare("xx")
    assert len(loaded) == 1
    assert models.recogniser("en", ["yes", "no"])
    assert len(loaded) == 1
