"""How long a silence ends an answer, by what was said of it."""

from datetime import date

import pytest

from flows.expects import Choice, Expects, Slot
from intents import pause_after

TODAY = date(2026, 11, 23)
MENU = Expects(
    "f",
    "s",
    choices=(
        Choice("menu", "1", "the menu", ("menu", "the menu please", "claim")),
        Choice("papers", "2", "papers", ("claim papers",)),
    ),
)


def pause(slot_type, text, language="en"):
    return pause_after(text, language, Expects("f", "s", Slot("x", slot_type)), TODAY, {})


@pytest.mark.parametrize(
    ("slot_type", "text", "expected"),
    [
        ("yes_no", "yes", "short"),
        ("yes_no", "maybe", "usual"),
        ("part_of_day", "morning", "short"),
        ("insurance_number", "two three", "longest"),
        ("claim_reference", "four seven one one", "longest"),
        ("claim_reference", "four seven one one zero zero one one", "usual"),
        ("claim_reference", "four seven one one zero zero one two", "longest"),
        ("phone", "five five five zero one zero zero zero zero one", "longest"),
        ("amount", "four hundred", "long"),
        ("date", "the third of", "long"),
        ("date", "the third of march", "usual"),
    ],
)
def test_a_value_has_its_own_pauses(slot_type, text, expected):
    assert pause(slot_type, text) == expected


@pytest.mark.parametrize(("text", "language"), [("sí", "es"), ("是的", "zh")])
def test_yes_is_short_in_every_language(text, language):
    assert pause("yes_no", text, language) == "short"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("the menu", "short"), ("claim", "usual"), ("claim papers", "short"), ("the", "usual")],
)
def test_a_choice_is_waited_for_while_it_may_become_another(text, expected):
    assert pause_after(text, "en", MENU, TODAY, {}) == expected
