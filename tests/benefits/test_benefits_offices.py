"""Finding an office and its next opening."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benefits import country, places


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("ashford", "ashford"),
        ("goldenbay", "goldenbay"),
        ("golden bay", "goldenbay"),
        ("I live near Stone Bridge", "stonebridge"),
        ("stonbridge", "stonebridge"),
        ("1140", "ashford"),
        ("1 1 9 0", "ashford"),
        ("2135", "northfield"),
        ("en la ribera", "riverside"),
        ("puente de piedra", "stonebridge"),
        ("bahia dorada", "goldenbay"),
        ("我在石桥镇", "stonebridge"),
        ("湖滨", "lakeside"),
    ],
)
def test_a_place_is_found(place, expected):
    office = places.find(country.offices(), place)
    assert office is not None
    assert office["id"] == expected


@pytest.mark.parametrize("place", ["paris", "9999", "114", "", "12345", "巴黎"])
def test_an_unknown_place_is_not_guessed(place):
    assert places.find(country.offices(), place) is None


def test_open_today(desk):
    assert desk.ask("offices.nearest", place="ashford", language="zh") == {
        "found": True,
        "town": "阿什福德",
        "address": "3 Mill Lane",
        "district": "Harbour",
        "phone": "+15550200002",
        "open_today": True,
        "opens_on": "2026-11-23",
        "opens": "08:30",
        "closes": "16:00",
    }


@pytest.mark.parametrize(
    ("now", "opens_on"),
    [
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "2026-11-23"),  # before opening: still today
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "2026-11-24"),  # just closed
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), "2026-11-30"),  # Friday afternoon
        (datetime(2026, 12, 24, 19, 0, tzinfo=UTC), "2026-12-28"),  # Christmas and a weekend
    ],
)
def test_the_next_opening(desk, now, opens_on):
    answer = desk.ask("offices.nearest", place="ashford", now=now)
    assert answer["opens_on"] == opens_on
    assert answer["open_today"] == (opens_on == now.date().isoformat())


def test_not_found(desk):
    assert desk.ask("offices.nearest", place="paris")["found"] is False


def test_the_data_of_the_offices():
    rows = country.offices()
    assert len(rows) == 24
    assert len({row["id"] for row in rows}) == len({row["postcode"] for row in rows}) == 24
    for row in rows:
        assert set(row["names"]) == {"en", "zh", "es"}
        assert row["postcode"].isdigit()
        assert len(row["postcode"]) == 4
        assert places.find(rows, row["names"]["es"][0]) == row
