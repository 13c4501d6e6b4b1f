"""Three-valued logic, and ranges of what is not known: laws that hold for all values."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.rules import ranges
from benefits.rules.conditions import COMPARISONS, conjunction, disjunction, negation
from benefits.rules.operators import bands
from benefits.rules.ranges import Range, exactly
from benefits.rules.rounding import cents, decimal, recorded

TRUTHS = st.sampled_from((True, False, None))
_ORDER = {False: 0, None: 1, True: 2}
NUMBERS = st.integers(-50, 50)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(st.lists(TRUTHS, min_size=1))
def test_all_is_the_least_and_any_the_most_true(truths):
    assert conjunction(truths) is min(truths, key=_ORDER.__getitem__)
    assert disjunction(truths) is max(truths, key=_ORDER.__getitem__)


@given(TRUTHS, TRUTHS, TRUTHS)
def test_laws_of_de_morgan_absorption_and_distribution(a, b, c):
    assert negation(negation(a)) is a
    assert negation(conjunction([a, b])) is disjunction([negation(a), negation(b)])
    assert conjunction([a, disjunction([a, b])]) is a
    assert conjunction([a, disjunction([b, c])]) is disjunction(
        [conjunction([a, b]), conjunction([a, c])]
    )


@given(st.lists(TRUTHS, min_size=1), st.data())
def test_knowing_more_changes_nothing_that_was_decided(truths, data):
    known = [data.draw(st.booleans()) if truth is None else truth for truth in truths]
    for together in (conjunction, disjunction):
        assert together(truths) in (None, together(known))


@st.composite
def inside(draw, values=NUMBERS):
    """A value, and a range that holds it: exactly it, or open on either side."""
    value = draw(values)
    step = (lambda n: timedelta(days=n)) if isinstance(value, date) else (lambda n: n)
    low = value - step(draw(st.integers(0, 9))) if draw(st.booleans()) else None
    high = value + step(draw(st.integers(0, 9))) if draw(st.booleans()) else None
    return value, draw(st.sampled_from((exactly(value), Range(low, high))))


def holds(found: Range, value) -> bool:
    return (found.low is None or found.low <= value) and (found.high is None or value <= found.high)


@given(inside(), inside(), inside())
def test_what_is_worked_out_from_ranges_holds_the_right_value(one, two, three):
    (a, first), (b, second), (c, third) = one, two, three
    assert holds(ranges.total([first, second, third]), a + b + c)
    assert holds(ranges.difference(first, second, third), a - b - c)
    assert holds(ranges.product(first, second), a * b)
    assert holds(ranges.least([first, second]), min(a, b))
    assert holds(ranges.greatest([first, second]), max(a, b))
    assert holds(ranges.around([first, second]), a)
    if c > 0:
        assert holds(ranges.divided(first, third), Fraction(a, c))


@given(inside(DAYS), inside(DAYS), inside(st.integers(0, 40)))
def test_days_that_are_moved_and_compared(one, two, three):
    (day, first), (other, second), (number, by) = one, two, three
    for move in (ranges.days_after, ranges.months_after):
        assert holds(ranges.moved(first, by, move), move(day, number))
        assert holds(ranges.moved(first, by, move, back=True), move(day, -number))
    assert holds(ranges.apart(ranges.months_between, first, second), _months(other) - _months(day))


@pytest.mark.parametrize(
    ("operator", "right"),
    [
        ("at_least", lambda a, b: a >= b),
        ("at_most", lambda a, b: a <= b),
        ("more_than", lambda a, b: a > b),
        ("less_than", lambda a, b: a < b),
        ("is", lambda a, b: a == b),
        ("is_not", lambda a, b: a != b),
    ],
)
@given(one=inside(), two=inside())
def test_comparisons_are_right_or_unknown(operator, right, one, two):
    (a, first), (b, second) = one, two
    found = COMPARISONS[operator](first, second)
    assert found in (None, right(a, b))
    if first.known and second.known:
        assert found is right(a, b)


@given(st.integers(0, 30), st.integers(0, 99), st.integers(0, 99))
def test_bands_add_up_what_each_one_is_worth(count, first, later):
    found = bands(exactly(count), [(1, exactly(first)), (None, exactly(later))])
    assert found == exactly(sum([first] * min(count, 1) + [later] * max(count - 1, 0)))


@given(DAYS, st.integers(-600, 600))
def test_months_that_are_added_are_months_between(day, months):
    moved = ranges.months_after(day, months)
    assert ranges.months_between(day, moved) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("exact", "rounding", "paid"),
    [
        (Fraction(1, 2), "half_up", 1),
        (Fraction(49, 100), "half_up", 0),
        (Fraction(199, 100), "down", 1),
        (Fraction(101, 100), "up", 2),
        (7, "up", 7),
        (-3, "half_up", 0),
    ],
)
def test_rounding(exact, rounding, paid):
    assert cents(exact, rounding) == paid


def test_what_is_recorded_is_exact_or_says_twelve_digits():
    assert recorded(Fraction(209, 2), "percent") == "104.5"
    assert decimal(Fraction(-1, 3)) == "-0.333333333333"
    assert recorded(Fraction(24251, 2), "money") == 12126
    assert recorded(date(2026, 11, 1), "date") == "2026-11-01"


def _months(day: date) -> int:
    return day.year * 12 + day.month
