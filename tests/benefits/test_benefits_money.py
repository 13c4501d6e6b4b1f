"""Figures of contributions and pensions, against sums that are worked out another way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

import benefits
from benefits import Asked, Identity
from benefits.numbers import payment_reference

TODAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
NOW = 2026 * 12 + 10  # the month, from 0
LEAST_PENSION = Decimal(300)


@dataclass
class Records:
    """One person's records, in the shape of the registry and all of its parts."""

    birth: date
    rows: list[dict[str, Any]] = field(default_factory=list)
    owed: list[dict[str, Any]] = field(default_factory=list)

    contributions = payments = cases = property(lambda self: self)

    def born(self, person_id):
        return self.birth.isoformat()

    def spells(self, person_id):
        return self.rows

    def notices(self, person_id):
        return self.owed

    def of(self, person_id):
        return []


def ask(name: str, records: Records, **arguments: Any) -> dict[str, Any]:
    identity = Identity(2, 1)
    asked = Asked(records, TODAY, "en", "+15550100001", "voice", "s1", identity=identity)
    return dict(benefits.FUNCTIONS[name].run(asked, **arguments))


def label(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"


@st.composite
def lives(draw):
    """A birth date, and times of work that do not overlap, from 16 on and up to last month."""
    birth = draw(st.dates(date(1963, 1, 1), date(2006, 12, 31)))
    month = birth.year * 12 + birth.month - 1 + 16 * 12
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        first = month + draw(st.integers(0, 60))
        last = min(first + draw(st.integers(0, 200)), NOW - 1)
        if first > NOW - 1:
            break
        wage = draw(st.integers(80_000, 500_000))
        rows.append(
            {
                "first_month": label(first),
                "last_month": label(last),
                "employer": draw(st.sampled_from(["Mill", "Docks"])),
                "base": wage,
            }
        )
        month = last + 1
    assume(rows)
    return Records(birth, rows)


def bases(records: Records) -> dict[str, int]:
    """Wages by month, counted up a month at a time."""
    found = {}
    for row in records.rows:
        year, month = map(int, row["first_month"].split("-"))
        while f"{year}-{month:02d}" <= row["last_month"]:
            found[f"{year}-{month:02d}"] = row["base"]
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def cents(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def pension(months: int, total: int, late: int = 0) -> int | None:
    """1.5 % of the average wage a year, half a percent more a month after 65, 300 at least."""
    if months < 180:
        return None
    average = Decimal(cents(Decimal(total) / months))
    exact = average * months * 3 / 2400 * (100 + Decimal(late) / 2) / 100
    return cents(max(exact, LEAST_PENSION * 100))


@given(lives())
def test_the_record_counts_every_month_once(records):
    wages = bases(records)
    record = ask("contributions.record", records)
    assert record["months"] == len(wages)
    assert record["last_24"] == len({label(NOW - back) for back in range(1, 25)} & set(wages))
    turns_65 = label((records.birth.year + 65) * 12 + records.birth.month - 1)
    missing, month = [], min(wages)
    while month < min(label(NOW), turns_65):  # October was due on the 15th of November
        missing += [month] if month not in wages else []
        year, number = map(int, month.split("-"))
        month = f"{year}-{number + 1:02d}" if number < 12 else f"{year + 1}-01"
    assert record["missing"] == len(missing)
    told, page = [], None
    for _ in range(9):
        gaps = ask("contributions.gaps", records, page=page)
        told += [gap for gap in (gaps["first"], gaps["second"]) if gap]
        page = gaps["page"]
        if not gaps["more"]:
            break
    assert sum(gap["months"] for gap in told) == len(missing)
    assert len(told) == record["gaps"]
    assert [gap["period"]["from"][:7] for gap in told] == sorted(
        gap["period"]["from"][:7] for gap in told
    )


@settings(deadline=None)  # the rules are read on the first call
@given(lives())
def test_the_estimate_is_what_the_formula_says(records):
    wages = bases(records)
    months, total = len(wages), sum(wages.values())
    estimate = ask("pensions.estimate", records)
    turns_65 = (records.birth.year + 65) * 12 + records.birth.month - 1
    start = max(turns_65, NOW)
    recent = len({label(start - back) for back in (1, 2, 3)} & set(wages))
    back = 3 if recent <= months - 180 else months - 180
    late = max(0, start - back - turns_65) if start == NOW else 0
    assert estimate["now"] == (pension(months, total, late) or 0)
    if months + (start - NOW) < 180:
        start = NOW + 180 - months
        late = max(0, start - turns_65)  # nothing is paid for before the months are complete
        assert estimate["state"] == "later"
        assert estimate["starts"]["from"] == f"{label(start)}-01"
    last = wages[max(wages)]
    more = start - NOW
    assert estimate["later_months"] == months + more
    assert estimate["later"] == pension(months + more, total + more * last, late)


@settings(deadline=None)
@given(lives())
def test_the_effect_of_gaps_is_the_difference_of_two_pensions(records):
    wages = bases(records)
    months, total = len(wages), sum(wages.values())
    effect = ask("contributions.effect", records)
    missing = ask("contributions.record", records)["missing"]
    assert effect["missing"] == missing
    # At the average wage a month more leaves the average as it is, to the cent.
    average = cents(Decimal(total) / months)
    without, with_ = pension(months, total), pension(months + missing, total + missing * average)
    if not missing:
        assert effect["state"] == "none"
    elif with_ is None:
        assert effect["state"] == "short"
    elif without is None:
        assert (effect["state"], effect["pension"]) == ("enough", with_)
    else:
        assert effect["more"] == with_ - without
        assert (effect["state"] == "same") == (with_ == without)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 500_000),
            st.integers(0, 500_000),
            st.dates(date(2020, 1, 1), date(2027, 6, 30)),
        ),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
def test_what_is_owed_is_the_sum_of_all_notices(written):
    rows = [
        {
            "reference": payment_reference(f"{7_000_000_000 + number}"),
            "first_month": "2020-01",
            "last_month": "2020-03",
            "amount": amount,
            "paid": paid,
            "due_on": due.isoformat(),
        }
        for number, (amount, paid, due) in enumerate(sorted(written, key=lambda one: one[2]))
    ]
    records = Records(date(1990, 1, 1), owed=rows)
    expected = []
    for row in rows:
        left, due, late = row["amount"] - row["paid"], date.fromisoformat(row["due_on"]), 0
        while _months_after(due, late + 1) <= (2026, 11, 23):
            late += 1
        if left > 0:
            expected.append((row["reference"], left + cents(Decimal(left) * late / 200)))
    owed = ask("contributions.owed", records)
    assert (owed["count"], owed["total"]) == (len(expected), sum(sum for _, sum in expected))
    told, after = [], None
    for _ in range(len(rows) + 1):
        pay = ask("contributions.to_pay", records, after=after)
        if pay["state"] == "nothing":
            break
        told.append((pay["reference"], pay["total"]))
        after = pay["reference"]
        if not pay["more"]:
            break
    assert told == expected


def _months_after(day: date, months: int) -> tuple[int, int, int]:
    month = day.year * 12 + day.month - 1 + months
    return month // 12, month % 12 + 1, day.day


@given(st.integers(0, 9_999_999_999), st.data())
def test_check_digits_catch_a_wrong_digit_and_a_swap(number, data):
    reference = payment_reference(f"{number:010d}")
    assert len(reference) == 12
    assert mod_97_10.is_valid(reference)
    at = data.draw(st.integers(0, 11))
    wrong = data.draw(st.sampled_from("0123456789"))
    if wrong != reference[at]:
        assert not mod_97_10.is_valid(reference[:at] + wrong + reference[at + 1 :])
    if at < 11 and reference[at] != reference[at + 1]:
        swapped = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
        assert not mod_97_10.is_valid(swapped)
