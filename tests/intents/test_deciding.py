"""How sure a spoken answer must be to be taken, asked about, or asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.expects import Choice, Confidence, Expects, Slot
from intents import Option, Said, Situation, Understander
from intents.limits import Limit, limit, load
from intents.slots import SLOT_TYPES
from settings import cache_folder

TODAY = date(2026, 11, 23)
CHOICES = (
    Choice("claim", "1", "a claim", ("claim status",)),
    Choice("payment", "2", "your payment"),
)
MENU = Expects("welcome", "choose", choices=CHOICES, intents={"next_payment": ()})
PARTS = (Choice("first", "1", "0024"), Choice("second", "2", "0011"))
WHICH = Expects("f", "s", slot=Slot("right", "yes_no"), choices=PARTS, doubt=True)
SURE, DOUBTFUL, LOST = 1.0, 0.5, 0.1


def asked(name: str, among: str | None = None) -> Expects:
    return Expects("f", "s", slot=Slot("it", name, among))


@pytest.fixture(scope="module")
def understander() -> Understander:
    return Understander.load(cache=cache_folder() / "intents")


def heard(understander, text, expects, confidence, language="en", **situation):
    said = Said(text, confidence=confidence, spoken=True)
    return understander.understand(said, Situation(language, expects, TODAY, **situation))


def test_there_is_a_limit_for_every_kind_of_answer():
    kinds = {*SLOT_TYPES, "choice", "intent", "subject", "command", "aside", "doubt"}
    assert load().answers.keys() == kinds
    assert all(0 <= each.confirm <= each.take <= 1 for each in load().answers.values())


def test_a_choice_is_taken_asked_about_or_asked_for_again(understander):
    assert heard(understander, "claim status", MENU, SURE).choice == "claim"
    doubtful = heard(understander, "claim status", MENU, DOUBTFUL)
    assert doubtful.choice is None
    assert [meaning.choice for meaning in doubtful.maybe] == ["claim"]
    lost = heard(understander, "claim status", MENU, LOST)
    assert lost.empty
    assert 0 < lost.confidence <= LOST


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("part_of_day", "in the afternoon", "afternoon"),
        ("date", "the third of december", "2026-12-03"),
        ("amount", "two hundred dollars", 20_000),
        ("number", "seven", 7),
        ("phone", "five five five one two three four five six seven", "5551234567"),
        ("digits", "four two four two", "4242"),
    ],
)
def test_values_are_taken_or_asked_about(understander, kind, text, value):
    assert heard(understander, text, asked(kind), SURE).slots == {"it": value}
    doubtful = heard(understander, text, asked(kind), DOUBTFUL)
    assert [meaning.slots for meaning in doubtful.maybe] == [{"it": value}]
    assert heard(understander, text, asked(kind), LOST).empty


def test_a_place_is_asked_about_by_its_name(understander):
    lists = {"towns": (Option("o-17", ("Ashford", "ashford town")),)}
    (place,) = heard(understander, "ashford", asked("place", "towns"), DOUBTFUL, lists=lists).maybe
    assert (place.slots, place.shown) == ({"it": "o-17"}, {"it": "Ashford"})


def test_a_doubtful_yes_leaves_both_answers_open(understander):
    for answer in ("yes", "no"):
        doubtful = heard(understander, answer, asked("yes_no"), DOUBTFUL)
        assert [meaning.slots for meaning in doubtful.maybe] == [{"it": True}, {"it": False}]
    assert heard(understander, "yes", asked("yes_no"), SURE).slots == {"it": True}


def test_what_is_free_text_is_never_doubted(understander):
    found = heard(understander, "my roof leaks", asked("text"), LOST)
    assert found.slots == {"it": "my roof leaks"}


def test_a_command_is_carried_out_or_not(understander):
    assert heard(understander, "main menu", MENU, SURE).command == "menu"
    (menu,) = heard(understander, "main menu", MENU, 0.6).maybe
    assert menu.command == "menu"
    assert heard(understander, "main menu", MENU, 0.3).empty
    assert heard(understander, "repeat", MENU, 0.6).command == "repeat"
    assert heard(understander, "repeat", MENU, 0.4).empty


def test_a_change_of_subject_must_be_heard_better_than_an_answer_to_an_open_question(understander):
    text = "when will i get my next payment"
    closed = replace(MENU, choices=CHOICES[:1])
    open_question = replace(closed, open=True)
    sure = heard(understander, text, closed, SURE).confidence
    assert heard(understander, text, open_question, 0.7 / sure).intent == "next_payment"
    assert [m.intent for m in heard(understander, text, closed, 0.7 / sure).maybe] == [
        "next_payment"
    ]
    assert heard(understander, text, closed, 0.5 / sure).empty


def test_keys_and_texts_are_never_doubted(understander):
    situation = Situation("en", MENU, TODAY)
    for said in (Said(keys="1", confidence=LOST), Said("claim status", confidence=LOST)):
        assert understander.understand(said, situation).choice == "claim"


def test_a_step_may_have_limits_of_its_own(understander):
    strict = replace(MENU, confidence=Confidence(1.0, 0.05))
    assert heard(understander, "claim status", strict, 0.95).maybe
    assert heard(understander, "claim status", strict, LOST).maybe
    easy = replace(MENU, confidence=Confidence(0.05, 0.05))
    assert heard(understander, "claim status", easy, LOST).choice == "claim"
    # At a closed question a change of subject is no answer of the step's own.
    assert heard(understander, "when is my next payment", easy, LOST).empty


def test_limits_that_were_found_hold_where_the_flow_has_none():
    found = load().with_steps({"welcome.choose": Limit(0.9, 0.2)})
    assert found.of("choice", MENU) == Limit(0.9, 0.2)
    own = replace(MENU, confidence=Confidence(0.3, 0.1))
    assert found.of("choice", own) == Limit(0.3, 0.1)
    assert found.of("intent", own, own=False) == load().answers["intent"]
    assert found.of("choice", replace(MENU, step="other")) == load().answers["choice"]


def test_an_answer_about_a_doubt_is_not_doubted_again(understander):
    right = Expects("f", "s", slot=Slot("right", "yes_no"), doubt=True)
    for confidence in (0.2, 0.35, 0.5, 0.9):
        assert not heard(understander, "yes", right, confidence).maybe


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("zero zero two four", "first"),
        ("oh oh one one", "second"),
        ("two four", "first"),
        ("four seven one one zero zero one one", "second"),
        ("the second", "second"),
        ("the first one", "first"),
        ("number two", "second"),
        ("two", None),  # a key of the second, and a digit of the first
        ("four", None),
        ("zero zero", None),
        ("one three five", None),
    ],
)
def test_between_parts_of_numbers_one_chooses_by_place_or_by_digits(understander, text, choice):
    assert heard(understander, text, WHICH, SURE).choice == choice


def test_neither_is_a_no(understander):
    assert heard(understander, "no", WHICH, SURE).slots == {"right": False}


@pytest.mark.parametrize(
    "pair",
    [{}, {"take": 0.5}, {"take": 0.5, "confirm": 0.6}, {"take": 2, "confirm": 0}, None,
     {"take": "high", "confirm": 0}, {"take": 0.5, "confirm": 0.2, "more": 1}],
)  # fmt: skip
def test_what_is_no_limit_is_refused(pair):
    with pytest.raises(ValueError, match=r"limit|number|between"):
        limit(pair)
