"""People of the demo country: the well-known ones of `data/demo.yaml`, and invented ones.

The same arguments always give the same rows. A row is one person with all that belongs to them:

    insurance_number, given_name, surname, sex, birth_date, language, address  (texts)
    phones          E.164 numbers
    account         national number of a bank account (left out or empty: none is known)
    bank_changes    reference, account, asked_on, status (left out for invented people)
    pin             eight digits, empty for none (left out for invented people, who have none)
    claims          reference, programme, status, received_on, expected_by
    payments        programme, due_on, amount (cents), status (paid, due, returned or held), reason,
                    account_end
    decisions       as `benefits.demo_decisions` has them; of the well-known people only
    contributions   first_month, last_month ("YYYY-MM"), employer, base (cents a month)
    notices         reference, first_month, last_month, amount, paid (cents), due_on
    overpayments    programme, amount, repaid, kept_back (cents), reason, decided_on
    and what `benefits.seed_visits` gives
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from benefits import country
from benefits.demo_decisions import decisions_of
from benefits.numbers import with_check_digit
from benefits.seed_money import Trouble, of_demo
from benefits.seed_visits import Visits
from benefits.workdays import payment_day

_LANGUAGES = {"en": 0.6, "zh": 0.2, "es": 0.2}
_STATUSES = {
    "received": 0.15,
    "examining": 0.2,
    "documents_missing": 0.15,
    "decided": 0.2,
    "paid": 0.25,
    "withdrawn": 0.05,
}
_AMOUNTS = {  # cents a month: the least and the most that the demo pays
    "old_age_pension": (62_000, 210_000),
    "unemployment_benefit": (55_000, 140_000),
    "child_allowance": (12_000, 36_000),
    "maternity_benefit": (90_000, 200_000),
    "disability_pension": (58_000, 170_000),
    "income_support": (30_000, 48_000),
}
_DECISION_DAYS = 30
_PAST_PAYMENTS, _COMING_PAYMENTS = 3, 3
_WELL_KNOWN_PAYMENTS = 5
"""That were made to each of the people of `demo.yaml`: a list has more than one part."""


def people(count: int = 10_000, seed: int = 1, *, today: date) -> Iterator[Mapping[str, Any]]:
    """The well-known people and `count` invented ones; 0 for a small registry, as tests want."""
    visits = Visits(seed, today)
    for record in well_known():
        row = _well_known(record, today)
        yield {**row, **visits.of(row)}
    random = Random(seed)
    names = country.read(country.DATA / "names.yaml")
    # The well-known people have the numbers from 21000000 and 4710000: these stay clear of them.
    numbers = random.sample(range(30_000_000, 100_000_000), count)
    references = iter(random.sample(range(5_000_000, 9_000_000), count))
    phone = ""
    trouble = Trouble(seed, today)
    for index, number in enumerate(numbers):
        # Some have no phone, some share one with the person before: couples, helpers.
        chance = random.random()
        if chance >= 0.15 or not phone:
            phone = f"+15551{index:06d}"
        phones = [] if chance < 0.1 else [phone]
        person = {
            "insurance_number": with_check_digit(str(number)),
            **_invented(random, names, today),
            "phones": phones,
            **_history(random, names, next(references), today),
        }
        person = trouble.with_money(person, index)
        yield {**person, **visits.of(person)}


def well_known() -> Sequence[Mapping[str, Any]]:
    """The records of `demo.yaml`: who is always there, with what belongs to them."""
    pins = country.read(country.DATA / "demo_pins.yaml")
    records: list[dict[str, Any]] = country.read(country.DATA / "demo.yaml")
    return [{**record, "pin": pins.get(record["insurance_number"], "")} for record in records]


def _invented(random: Random, names: Any, today: date) -> dict[str, Any]:
    """Who a person is."""
    language = random.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
    office = random.choice(country.offices())
    return {
        "given_name": random.choice(names[language]["given"]),
        "surname": random.choice(names[language]["surname"]),
        "sex": random.choice(("female", "male")),
        "birth_date": (today - timedelta(days=random.randrange(18 * 365, 90 * 365))).isoformat(),
        "language": language,
        "address": f"{random.randrange(1, 120)} {office['address'].split(' ', 1)[1]}, "
        f"{office['postcode']} {office['town']}",
    }


def _history(random: Random, names: Any, reference: int, today: date) -> dict[str, Any]:
    """What a person claimed, is paid and contributed."""
    programme = random.choice(list(_AMOUNTS))
    claims = []
    if random.random() < 0.7:
        status = random.choices(list(_STATUSES), list(_STATUSES.values()))[0]
        received = random.randrange(1, _DECISION_DAYS)
        expected = None if status in ("decided", "paid", "withdrawn") else _DECISION_DAYS - received
        number = with_check_digit(str(reference))
        claims.append(_claim(number, programme, status, received, expected, today))
    return {
        "claims": claims,
        "payments": _payments(programme, random.randrange(*_AMOUNTS[programme]), today)
        if random.random() < 0.6
        else [],
        "contributions": _contributions(random, names["employers"], today),
    }


def _claim(
    reference: str, programme: str, status: str, received: int, expected: int | None, today: date
) -> dict[str, str]:
    """received: days ago; expected: days from today, None when decided."""
    by = today + timedelta(days=expected) if expected is not None else None
    return {
        "reference": reference,
        "programme": programme,
        "status": status,
        "received_on": (today - timedelta(days=received)).isoformat(),
        "expected_by": by.isoformat() if by else "",
    }


def _payments(
    programme: str, amount: int, today: date, made: int = _PAST_PAYMENTS
) -> list[dict[str, Any]]:
    """The last payments, so many, and the coming ones, on the programme's payment days."""
    rule = country.programmes()[programme].payment
    month = today.year * 12 + today.month - 1
    # A month more on either side than is wanted: a moved day may fall into the next one.
    nearby = range(month - made - 1, month + _COMING_PAYMENTS + 2)
    days = [payment_day(rule, m // 12, m % 12 + 1) for m in nearby]
    past = [day for day in days if day < today][-made:]
    coming = [day for day in days if day >= today][:_COMING_PAYMENTS]
    return [
        {
            "programme": programme,
            "due_on": day.isoformat(),
            "amount": amount,
            "status": "due" if day >= today else "paid",
        }
        for day in (*past, *coming)
    ]


def _contributions(random: Random, employers: list[str], today: date) -> list[dict[str, Any]]:
    """Unbroken times of work, with gaps between them, up to some time before today."""
    month = (today.year - random.randrange(1, 40)) * 12 + random.randrange(12)
    last = today.year * 12 + today.month - 2
    spells = []
    while month <= last:
        until = min(month + random.randrange(3, 120), last)
        spells.append(
            {
                "first_month": f"{month // 12}-{month % 12 + 1:02d}",
                "last_month": f"{until // 12}-{until % 12 + 1:02d}",
                "employer": random.choice(employers),
                "base": random.randrange(120_000, 420_000),
            }
        )
        month = until + random.randrange(2, 24)
    return spells


def _well_known(record: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A record of `demo.yaml` as a row."""
    row = {name: value for name, value in record.items() if name != "paid"}
    row["account"] = _accounts().get(record["insurance_number"], "")
    row["bank_changes"] = [
        {**change, "asked_on": (today - timedelta(days=change["asked"])).isoformat()}
        for change in _bank_changes()
        if change["insurance_number"] == record["insurance_number"]
    ]
    row["claims"] = [
        _claim(
            claim["reference"],
            claim["programme"],
            claim["status"],
            claim["received"],
            claim.get("expected"),
            today,
        )
        for claim in record["claims"]
    ]
    row["payments"] = [
        payment
        for programme in record["paid"]
        for payment in _payments(programme, _AMOUNTS[programme][0], today, _WELL_KNOWN_PAYMENTS)
    ]
    row["decisions"] = list(decisions_of(row, today))
    return of_demo(row)


@cache
def _accounts() -> Mapping[str, str]:
    """The accounts of the well-known people, by insurance number."""
    found: Mapping[str, str] = country.read(country.DATA / "demo_accounts.yaml")
    return found


@cache
def _bank_changes() -> Sequence[Mapping[str, Any]]:
    """The changes of bank accounts of the well-known people."""
    found: Sequence[Mapping[str, Any]] = country.read(country.DATA / "demo_changes.yaml")
    return found
