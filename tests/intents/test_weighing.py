"""Spoken numbers with a check digit: taken, read back, or not taken at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import verhoeff

from flows.expects import Confidence, Expects, Slot
from intents import Said, Situation, Understander, Understood, readings_wanted
from intents.limits import load
from settings import cache_folder

LIMITS = load()
REFERENCE, TODAY = Slot("reference", "claim_reference"), date(2026, 11, 23)
ASKED = Expects("f", "s", slot=REFERENCE, intents={"claim_status": (REFERENCE,)})
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
RIGHT, OTHER, WRONG = "47112234", "47112247", "47112235"


def words(digits: str) -> str:
    return " ".join(WORDS[int(digit)] for digit in digits)


def heard(
    understander: Understander,
    text: str,
    *readings: tuple[str, float],
    expects: Expects = ASKED,
    confidence: float = 0.95,
    known: tuple[str, ...] = (),
) -> Understood:
    alternatives = tuple((words(digits), share) for digits, share in readings)
    said = Said(text, alternatives=alternatives, confidence=confidence, spoken=True)
    own = {"claim_reference": frozenset(known)}
    return understander.understand(said, Situation("en", expects, TODAY, known=own))


def asked_about(found: Understood) -> list[str]:
    return [meaning.slots["reference"] for meaning in found.maybe]


@pytest.fixture(scope="module")
def understander() -> Understander:
    return Understander.load(cache=cache_folder() / "intents")


def test_the_examples_are_what_they_are_called():
    assert verhoeff.is_valid(RIGHT)
    assert verhoeff.is_valid(OTHER)
    assert not verhoeff.is_valid(WRONG)


def test_only_numbers_with_a_check_digit_want_many_readings():
    assert readings_wanted("claim_reference") == readings_wanted("insurance_number") > 10
    assert readings_wanted("phone") == readings_wanted("yes_no") == 0


def test_a_number_that_is_clearly_ahead_is_taken(understander):
    found = heard(understander, words(RIGHT), (RIGHT, 0.985), (WRONG, 0.01), (OTHER, 0.005))
    assert (found.slots, found.maybe, found.invalid) == ({"reference": RIGHT}, (), {})
    assert found.confidence == 0.985


def test_a_reading_with_the_right_check_digit_is_found_behind_a_wrong_one(understander):
    found = heard(understander, words(WRONG), (WRONG, 0.7), (RIGHT, 0.3))
    assert (found.slots, asked_about(found), found.invalid) == ({}, [RIGHT], {})
    assert not found.empty


@pytest.mark.parametrize("readings", [[(RIGHT, 0.88), (OTHER, 0.12)], [(RIGHT, 0.4), (WRONG, 0.6)]])
def test_a_doubtful_number_is_to_be_confirmed(understander, readings):
    found = heard(understander, words(RIGHT), *readings)
    assert (found.slots, asked_about(found)) == ({}, [RIGHT])


def test_a_number_that_both_hearings_find_likeliest_needs_less(understander):
    readings = [(RIGHT, 0.4), (WRONG, 0.3), ("4711223", 0.3)]
    assert heard(understander, words(RIGHT), *readings).slots == {"reference": RIGHT}
    assert heard(understander, words(WRONG), *readings).slots == {}
    strict = replace(ASKED, confidence=Confidence(0.9, 0.1))
    assert heard(understander, words(RIGHT), *readings, expects=strict).slots == {}


def test_between_two_numbers_that_are_nearly_as_likely_the_caller_chooses(understander):
    found = heard(understander, words(RIGHT), (RIGHT, 0.6), (OTHER, 0.4))
    assert (found.slots, asked_about(found)) == ({}, [RIGHT, OTHER])


def test_two_hearings_that_differ_are_to_be_confirmed(understander):
    found = heard(understander, words(OTHER), (RIGHT, 0.95))
    assert (found.slots, asked_about(found)) == ({}, [RIGHT, OTHER])
    found = heard(understander, words(OTHER), (WRONG, 0.95))
    assert (found.slots, asked_about(found)) == ({}, [OTHER])


def test_nothing_valid_is_nothing_to_confirm(understander):
    found = heard(understander, words(WRONG), (WRONG, 0.96), (RIGHT, 0.04))
    assert (found.slots, found.maybe, found.invalid) == ({}, (), {"reference": WRONG})


def test_the_callers_own_number_wins_over_one_that_sounds_alike(understander):
    readings = [(RIGHT, 0.6), (OTHER, 0.4)]
    assert heard(understander, words(RIGHT), *readings, known=(OTHER,)).slots == {
        "reference": OTHER
    }
    both = heard(understander, words(RIGHT), *readings, known=(RIGHT, OTHER))
    assert (both.slots, asked_about(both)) == ({}, [RIGHT, OTHER])


def test_a_sure_number_is_taken_whatever_is_known(understander):
    found = heard(understander, words(RIGHT), (RIGHT, 0.95), known=(OTHER,))
    assert found.slots == {"reference": RIGHT}


@pytest.mark.parametrize("share", [0.04, 0.15, 0.25])
def test_a_number_is_never_read_out_because_it_is_known(understander, share):
    readings = [(WRONG, 1 - share), (RIGHT, share)]
    knowing = heard(understander, words(WRONG), *readings, known=(RIGHT,))
    assert knowing == heard(understander, words(WRONG), *readings)
    assert knowing.slots == {}


def test_readings_do_not_stand_in_for_what_was_not_digits(understander):
    assert heard(understander, "repeat", (RIGHT, 0.99)).command == "repeat"
    assert heard(understander, "", (RIGHT, 0.99)).empty
    assert heard(understander, "hm one", (RIGHT, 0.99)).empty


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([RIGHT, OTHER, WRONG]), st.floats(0, 1)), max_size=6))
def test_what_is_taken_was_likely_enough(understander, readings):
    total = sum(share for _, share in readings) or 1.0
    readings = [(digits, share / total) for digits, share in readings]
    found = heard(understander, words(RIGHT), *readings)
    shares = {RIGHT: 0.0, OTHER: 0.0, WRONG: 0.0}
    for digits, share in readings:
        shares[digits] += share
    for value in found.slots.values():
        if readings:
            rival = OTHER if value == RIGHT else RIGHT
            assert shares[value] >= LIMITS.numbers.agreed
            assert shares[value] >= LIMITS.numbers.ahead * shares[rival]
    assert WRONG not in {*found.slots.values(), *asked_about(found)}


def test_written_numbers_are_taken_as_they_are(understander):
    said = Said(RIGHT)
    assert understander.understand(said, Situation("en", ASKED, TODAY)).slots == {
        "reference": RIGHT
    }


@pytest.mark.parametrize(("confidence", "slots"), [(0.95, {"reference": RIGHT}), (0.7, {})])
def test_a_number_nobody_asked_for_is_only_taken_when_heard_well(understander, confidence, slots):
    menu = Expects("welcome", "choose", intents={"claim_status": (REFERENCE,)}, open=True)
    text = f"the status of my claim {words(RIGHT)}"
    found = heard(understander, text, expects=menu, confidence=confidence)
    assert found.intent == "claim_status"
    assert found.slots == slots
