"""One line on which many insurance numbers are tried."""

from datetime import UTC, datetime, timedelta

import pytest

from benefits.lines import Line, judged

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def tried(count: int, minutes_ago: float = 1, outcome: str = "open"):
    at = NOW - timedelta(minutes=minutes_ago)
    return [{"print": f"n{number}", "at": at, "outcome": outcome} for number in range(count)]


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ([], Line("open")),
        (tried(4), Line("open")),
        (tried(5), Line("slowed", 9)),
        (tried(5, 11), Line("open")),
        (tried(9), Line("slowed", 9)),
        (tried(10, 11), Line("blocked", 24 * 60)),
        (tried(12, 61), Line("open")),
        (tried(1, 120, "blocked"), Line("blocked", 22 * 60)),
    ],
)
def test_slower_then_not_at_all(before, line):
    assert judged(before, "new", NOW) == line


def test_the_same_number_again_is_no_further_one():
    assert judged(tried(5), "n3", NOW) == Line("open")


def test_a_number_that_was_not_looked_at_is_no_way_around_the_wait():
    assert judged(tried(6, outcome="slowed"), "n3", NOW).verdict == "slowed"


def test_hidden_numbers_share_a_wider_line():
    assert judged(tried(29), "new", NOW, withheld=True) == Line("open")
    assert judged(tried(30), "new", NOW, withheld=True).verdict == "slowed"
