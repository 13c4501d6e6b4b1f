"""Keys, gathered into entries; time is counted in frames of 20 ms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import KeyEntry
from voice.endpoint import FRAME_S
from voice.keypad import Keypad


def frames(seconds):
    return range(round(seconds / FRAME_S))


class Keys:
    def __init__(self, least, most):
        self.keypad = Keypad()
        self.keypad.expect(KeyEntry(least, most))

    def press(self, keys, every=0.16):
        """Press keys, `every` so many seconds, and take the first entry they make."""
        for key in keys:
            self.keypad.press(key)
            for _ in frames(every):
                self.keypad.tick()
        return self.keypad.take()

    def wait(self, seconds):
        for _ in frames(seconds):
            self.keypad.tick()
            if (entry := self.keypad.late()) is not None:
                return entry
        return None


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
    keys.keypad.expect(KeyEntry(9, 9))
    assert keys.keypad.take() == "123456789"
    assert not keys.keypad.typing


def test_a_hash_after_a_full_number_is_not_the_next_answer():
    keys = Keys(9, 9)
    assert keys.press("123456789#") == "123456789"
    keys.keypad.expect(KeyEntry(1, 1))
    assert keys.keypad.take() is None
    assert keys.press("#") == "#"


@given(
    st.text(st.characters(exclude_characters="*"), max_size=30),
    st.integers(1, 12),
    st.integers(0, 12),
)
def test_any_keys_are_taken(pressed, least, more):
    keys = Keys(least, least + more)
    taken = keys.press(pressed) or ""
    while (entry := keys.keypad.take()) is not None:
        taken += entry
    taken += keys.wait(6) or ""
    digits = [key for key in pressed if key in "0123456789"]
    assert [key for key in taken if key.isdigit()] == digits


def test_the_time_between_keys_is_the_entrys_own():
    keys = Keys(1, 10)
    keys.keypad.expect(KeyEntry(1, 10, between_s=0.5))
    keys.press("42")
    assert keys.wait(0.3) is None
    assert keys.wait(0.2) == "42"


@pytest.mark.parametrize("every", [0.02, 0.0])
def test_keys_that_nobody_can_mean_answer_nothing(every):
    keys = Keys(1, 1)
    taken = []
    for _ in range(500):
        if entry := keys.press("7", every):
            taken.append(entry)
    assert len(taken) <= 20, "before it was clear"
    assert keys.keypad.typing, "what is said meanwhile is no answer either"
    assert keys.wait(2) == "#", "and then the question is put again"
    assert keys.press("3") == "3", "after which keys count again"


@given(st.integers(1, 40))
def test_quick_fingers_are_heard(count):
    keys = Keys(1, 1)
    pressed = "1234567890"[: count % 10] * (count // 10 + 1)
    taken = keys.press(pressed, every=0.1) or ""
    while (entry := keys.keypad.take()) is not None:
        taken += entry
    assert taken == pressed


def test_a_slower_caller_is_waited_for_longer():
    keys = Keys(9, 9)
    keys.keypad.expect(KeyEntry(9, 9), 1.4)
    keys.press("1")
    assert keys.wait(6.7) is None
    assert keys.wait(0.5) == "1"
