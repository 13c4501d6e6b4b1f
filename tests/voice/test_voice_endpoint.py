"""Endpointing and keys on synthetic tracks; a frame is 20 ms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.endpoint import FRAME_S, Endpointer, Timing, VoiceActivity, level_db
from voice.keypad import Keypad

TIMING = Timing()


def frames(seconds):
    return range(round(seconds / FRAME_S))


def track(endpointer, seconds, voiced=False, words="", patience="usual"):
    """Seconds until something ended, and what; (None, None) when nothing did."""
    for index in frames(seconds):
        endpointer.frame(voiced, words)
        ended = endpointer.ended(patience)
        if ended:
            return round((index + 1) * FRAME_S, 2), ended
    return None, None


def test_silence_is_no_input_after_six_seconds():
    assert track(Endpointer(TIMING), 10) == (6.0, "silence")


@pytest.mark.parametrize(("patience", "wait"), [("usual", 0.8), ("long", 1.3), ("short", 0.5)])
def test_an_utterance_ends_after_its_silence(patience, wait):
    endpointer = Endpointer(TIMING)
    track(endpointer, 1.0)
    assert track(endpointer, 1.5, voiced=True) == (None, None)
    assert track(endpointer, 3, patience=patience) == (wait, "utterance")


def test_a_pause_within_a_number_does_not_end_it():
    endpointer = Endpointer(TIMING)
    for _ in range(4):
        assert track(endpointer, 0.4, voiced=True, patience="long") == (None, None)
        assert track(endpointer, 1.2, patience="long") == (None, None)


def test_a_click_is_not_speech():
    endpointer = Endpointer(TIMING)
    for _ in range(4):
        track(endpointer, 0.06, voiced=True)
        assert not endpointer.speaking
        track(endpointer, 1.0)
    assert track(endpointer, 6)[1] == "silence"


def test_words_count_even_when_the_energy_is_low():
    endpointer = Endpointer(TIMING)
    track(endpointer, 0.2, words="yes")
    assert endpointer.speaking
    assert track(endpointer, 2, words="yes")[1] == "utterance"


def test_endless_speech_is_cut():
    at, ended = track(Endpointer(TIMING), 30, voiced=True)
    assert ended == "utterance"
    assert at == pytest.approx(20.1, abs=0.1)


def test_dismissed_noise_does_not_reset_the_wait():
    endpointer = Endpointer(TIMING)
    track(endpointer, 3.0)
    track(endpointer, 0.2, voiced=True)
    track(endpointer, 0.9)
    endpointer.dismiss()
    at, ended = track(endpointer, 6)
    assert (at, ended) == (pytest.approx(6 - 4.0, abs=0.1), "silence")


@given(st.lists(st.booleans(), max_size=1500))
def test_every_track_comes_to_an_end(voiced):
    endpointer = Endpointer(TIMING)
    for frame in voiced:
        endpointer.frame(frame, "")
        if endpointer.ended("usual"):
            return
    assert track(endpointer, 6.0 + FRAME_S)[1] in ("silence", "utterance")


def noise(level_dbfs, seconds, seed=0):
    amplitude = 32768 * 10 ** (level_dbfs / 20)
    generator = np.random.default_rng(seed)
    for _ in frames(seconds):
        yield generator.normal(0, amplitude, 160).clip(-32768, 32767).astype(np.int16)


@pytest.mark.parametrize("background", [-75, -60, -50, -40])
def test_voice_is_told_from_steady_noise(background):
    activity = VoiceActivity()
    settled = [activity.frame(level_db(samples)) for samples in noise(background, 4)]
    assert sum(settled[-100:]) == 0
    louder = [activity.frame(level_db(samples)) for samples in noise(background + 30, 0.5, 1)]
    assert sum(louder) >= 20


def test_a_tone_is_not_voice_for_long():
    activity = VoiceActivity()
    for _ in frames(2):
        activity.frame(-70)
    assert sum(activity.frame(-6) for _ in frames(5)) * FRAME_S < 1


def test_digital_silence_and_full_scale_have_a_level():
    assert level_db(np.zeros(160, np.int16)) == -100
    assert level_db(np.full(160, -32768, np.int16)) == pytest.approx(0, abs=0.1)
    assert level_db(np.zeros(0, np.int16)) == -100


class Keys:
    def __init__(self, least, most):
        self.keypad = Keypad(TIMING)
        self.keypad.expect(least, most)

    def press(self, keys):
        for key in keys:
            self.keypad.press(key)
        return self.keypad.take()

    def wait(self, seconds):
        return next((entry for _ in frames(seconds) if (entry := self.keypad.frame())), None)


def test_a_menu_needs_one_key():
    assert Keys(1, 1).press("3") == "3"
    assert Keys(1, 1).press("#") == "#"


def test_a_star_and_a_key_are_a_command_anywhere():
    assert Keys(1, 1).press("*") is None
    assert Keys(1, 1).press("*5") == "*5"
    assert Keys(9, 9).press("*0") == "*0"
    assert Keys(9, 9).press("1234*3") == "*3", "a number half entered is given up"


def test_a_star_alone_stands_for_itself_after_a_while():
    keys = Keys(9, 9)
    keys.press("*")
    assert keys.wait(2.4) is None
    assert keys.wait(0.2) == "*"


def test_a_number_is_complete_when_full_or_at_hash():
    assert Keys(9, 9).press("12345678") is None
    assert Keys(9, 9).press("123456789") == "123456789"
    assert Keys(1, 10).press("42#") == "42"


def test_a_number_ends_when_no_key_follows():
    keys = Keys(1, 10)
    keys.press("42")
    assert keys.wait(2.4) is None
    assert keys.wait(0.2) == "42"
    assert keys.wait(10) is None


def test_an_entry_that_is_too_short_gets_more_time():
    keys = Keys(9, 9)
    keys.press("123")
    assert keys.wait(4.9) is None
    assert keys.wait(0.2) == "123"


def test_keys_typed_ahead_wait_in_order():
    keys = Keys(1, 1)
    assert keys.press("2123456789") == "2"
    assert keys.keypad.typing
    keys.keypad.expect(9, 9)
    assert keys.keypad.take() == "123456789"
    assert not keys.keypad.typing


def test_a_hash_after_a_full_number_is_not_the_next_answer():
    keys = Keys(9, 9)
    assert keys.press("123456789#") == "123456789"
    keys.keypad.expect(1, 1)
    assert keys.keypad.take() is None
    assert keys.press("#") == "#"


@given(
    st.text(st.characters(exclude_characters="*"), max_size=30),
    st.integers(-2, 12),
    st.integers(-2, 12),
)
def test_any_keys_are_taken(pressed, least, most):
    keys = Keys(least, most)
    taken = keys.press(pressed) or ""
    while (entry := keys.keypad.take()) is not None:
        taken += entry
    taken += keys.wait(6) or ""
    digits = [key for key in pressed if key in "0123456789"]
    assert [key for key in taken if key.isdigit()] == digits


# A slower caller --------------------------------------------------------------------------------


def test_who_hears_slowly_gets_more_time_to_answer():
    slow = TIMING.at("slow")
    assert TIMING.at("normal") is TIMING
    endpointer = Endpointer(slow)
    track(endpointer, 1.0, voiced=True)
    assert track(endpointer, 3) == (round(0.8 * TIMING.slower, 2), "utterance")
    assert track(Endpointer(slow), 10) == (round(6 * TIMING.slower, 2), "silence")
    assert slow.before_enough_keys > TIMING.before_enough_keys
    # What has nothing to do with the caller's pace stays.
    assert slow.filler == TIMING.filler
    assert slow.least_speech == TIMING.least_speech
    assert slow.longest_utterance == TIMING.longest_utterance


def test_keys_of_a_slower_caller_are_waited_for_longer():
    keypad = Keypad(TIMING)
    keypad.expect(9, 9, TIMING.at("slow"))
    keypad.press("1")
    assert keypad.take() is None
    waited = next(n for n in range(1000) if keypad.frame() is not None)
    assert (waited + 1) * FRAME_S == pytest.approx(5.0 * TIMING.slower, abs=2 * FRAME_S)
