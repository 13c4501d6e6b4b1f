"""Free times: hours, desks, durations, days that cannot be, and how fast they are found."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from benefits import country, life_proofs, visit_texts
from benefits.diary import Slot, cells, free_desk, free_times, nearest, spread
from benefits.free_times import Search, Wish

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
OFFICES = {office["id"]: office for office in country.offices()}
ASHFORD, MILTON = OFFICES["ashford"], OFFICES["milton"]


class Full:
    """Appointments of which every desk of some days is taken."""

    def __init__(self, *days: str) -> None:
        self._days = days

    def taken(self, office, first, last, besides=None):
        every = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 15, 30, 45)]
        return {
            day: {(at, desk) for at in every for desk in range(1, 13)}
            for day in self._days
            if first <= day <= last
        }


def found(wish: Wish, *full: str, office=ASHFORD, seen=(), now=MONDAY):
    search = Search(Full(*full), office, 30, now)
    there = search.find(wish, seen)
    return there.note, [slot.name for slot in there.slots], there.exact


def test_times_are_within_hours_and_fit():
    times = free_times(ASHFORD, date(2026, 11, 24), 45, set(), MONDAY)
    assert (times[0], times[-1]) == ("08:30", "15:15")
    assert free_times(ASHFORD, date(2026, 11, 23), 45, set(), MONDAY)[0] == "11:00"  # notice
    assert free_times(ASHFORD, date(2026, 11, 28), 45, set(), MONDAY) == []  # Saturday
    assert free_times(ASHFORD, date(2026, 12, 25), 45, set(), MONDAY) == []


def test_a_desk_is_free_for_the_whole_time():
    taken = {("10:15", 1), ("10:00", 2)}
    assert free_desk(taken, "10:00", 30, 2) is None
    assert free_desk(taken, "10:15", 30, 2) == 2
    assert cells("09:45", 30) == ["09:45", "10:00"]


@pytest.mark.parametrize(
    ("day", "note", "first"),
    [
        ("2026-11-20", "past", "2026-11-23T11:00"),
        ("none", "no_such_day", "2026-11-23T11:00"),
        ("2026-11-28", "closed", "2026-11-30T08:30"),
        ("2026-12-25", "holiday", "2026-12-28T08:30"),
        ("2027-06-01", "too_far", "2027-02-16T08:30"),
        ("2026-11-26", "full", "2026-11-27T08:30"),
        ("soonest", "", "2026-11-23T11:00"),
    ],
)
def test_what_is_said_about_a_day(day, note, first):
    said, names, exact = found(Wish(day), "2026-11-26")
    assert (said, names[0], exact) == (note, first, False)
    assert len(names) == 3


def test_a_time_is_free_or_those_beside_it_are():
    assert found(Wish("2026-11-24", time="10:00")) == ("", ["2026-11-24T10:00"], True)
    note, names, exact = found(Wish("2026-11-24", time="17:00"))
    assert (note, names[-1], exact) == ("time_taken", "2026-11-24T15:30", False)


def test_a_part_of_the_day_that_is_full():
    note, names, _ = found(Wish("2026-11-24", part="evening"))
    assert note == "part_full"
    assert all(name.startswith("2026-11-24") for name in names)


def test_what_was_offered_is_not_offered_again():
    _, first, _ = found(Wish("2026-11-24"))
    _, second, _ = found(Wish("2026-11-24"), seen=first)
    assert not set(first) & set(second)


def test_a_year_of_full_days_has_nothing():
    days = [f"2026-{month:02d}-{day:02d}" for month in (11, 12) for day in range(1, 32)]
    days += [f"2027-{month:02d}-{day:02d}" for month in (1, 2) for day in range(1, 32)]
    assert found(Wish("soonest"), *days) == ("", [], False)


def test_a_later_wish_keeps_what_it_leaves_open():
    earlier = {"day": "2026-11-24", "part": "morning", "time": ""}
    assert Wish.of({"day": "2026-11-25", "part": "", "time": ""}, earlier) == Wish(
        "2026-11-25", "morning"
    )
    assert Wish.of({"day": "", "part": "", "time": "15:00"}, earlier) == Wish(
        "2026-11-24", "", "15:00"
    )


def test_on_the_day_that_the_clocks_change():
    night = datetime(2026, 10, 24, 12, tzinfo=ZoneInfo("Europe/Madrid"))
    times = free_times(OFFICES["newport"], date(2026, 10, 26), 30, set(), night)
    assert times[0] == "08:00"
    assert free_times(OFFICES["newport"], date(2026, 10, 24), 30, set(), night) == []


def test_choices_lie_apart():
    assert spread(list("abcdefg"), 3) == ["a", "d", "g"]
    assert nearest(["09:00", "10:00", "11:00", "15:00"], "10:15", 2) == ["10:00", "11:00"]


def test_it_is_found_fast():
    started = time.perf_counter()
    found(Wish("soonest"), office=MILTON)
    assert time.perf_counter() - started < 0.25


def test_months_and_evidence():
    assert life_proofs.months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    today = date(2026, 11, 23)
    rows = [
        {"kind": "hospital", "seen_on": "2026-01-10"},
        {"kind": "unknown", "seen_on": "2026-11-01"},
    ]
    assert life_proofs.matched(rows, today) is None
    rows.append({"kind": "office_visit", "seen_on": "2026-01-05"})
    assert life_proofs.matched(rows, today) == date(2026, 1, 5)
    assert life_proofs.matched([{"kind": "hospital", "seen_on": "2027-01-01"}], today) is None


@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_texts_say_nothing_private(language):
    slot, office = (
        Slot("2026-11-24", "09:00")._asdict(),
        {"town": "Ashford", "address": "3 Mill Lane"},
    )
    texts = [
        visit_texts.booked(slot, office, "31000011", language),
        visit_texts.cancelled(slot, language),
        visit_texts.reminder(slot, office, language),
        visit_texts.call_us("2026-12-31", language),
    ]
    for text in texts:
        assert len(text) <= (70 if language == "zh" else 160)
        for word in ("pension", "life", "vida", "养老", "生存", "认证", "pensión"):
            assert word not in text.lower()
