"""The seeded people: the same every time, with digits that check."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from datetime import date

from stdnum import iso7064, verhoeff

from benefits import country, seed
from benefits.workdays import payment_day

TODAY = date(2026, 11, 23)


def digest(rows) -> str:
    return hashlib.sha256(json.dumps(list(rows), ensure_ascii=False).encode()).hexdigest()


def test_the_same_arguments_give_the_same_bytes():
    first = digest(seed.people(300, 7, today=TODAY))
    assert first == digest(seed.people(300, 7, today=TODAY))
    assert first != digest(seed.people(300, 8, today=TODAY))


def test_another_process_gives_the_same_bytes():
    program = (
        "import hashlib, json; from datetime import date; from benefits import seed;"
        "rows = list(seed.people(300, 7, today=date(2026, 11, 23)));"
        "print(hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == digest(seed.people(300, 7, today=TODAY))


def test_check_digits_and_uniqueness():
    rows = list(seed.people(2000, today=TODAY))
    numbers = [row["insurance_number"] for row in rows]
    references = [claim["reference"] for row in rows for claim in row["claims"]]
    assert len(set(numbers)) == len(numbers) == 2006
    assert len(set(references)) == len(references)
    assert all(len(n) == 9 and n[0] not in "01" and verhoeff.is_valid(n) for n in numbers)
    assert all(len(r) == 8 and verhoeff.is_valid(r) for r in references)


def test_the_numbers_documented_as_wrong_or_nobodys():
    text = (country.DATA / "demo.yaml").read_text(encoding="utf-8")
    for wrong in ("47110012", "210000014"):
        assert wrong in text
        assert not verhoeff.is_valid(wrong)
    for nobodys in ("47119991", "219999991"):
        assert nobodys in text
        assert verhoeff.is_valid(nobodys)


def test_the_well_known_people_are_the_same_on_any_day():
    for today in (TODAY, date(2028, 2, 29)):
        known = list(seed.people(0, today=today))
        assert [row["insurance_number"] for row in known][:2] == ["210000013", "210000021"]
        statuses = {claim["status"] for row in known for claim in row["claims"]}
        assert statuses == {
            "received",
            "examining",
            "documents_missing",
            "decided",
            "paid",
            "withdrawn",
        }
        for row in known:
            due = [payment for payment in row["payments"] if payment["status"] == "due"]
            assert all(payment["due_on"] >= today.isoformat() for payment in due)
            assert len(due) == (3 if row["payments"] else 0)


def test_the_shape_of_the_population():
    rows = list(seed.people(3000, today=TODAY))
    phones = Counter(phone for row in rows for phone in row["phones"])
    assert any(count == 2 for count in phones.values())
    assert sum(not row["phones"] for row in rows) > 200
    languages = Counter(row["language"] for row in rows)
    assert languages["en"] > languages["zh"] > 400
    statuses = Counter(payment["status"] for row in rows for payment in row["payments"])
    assert statuses["paid"] > statuses["due"] * 0.9
    assert 10 < statuses["returned"] < 100
    assert statuses["held"]
    owing = [row for row in rows[len(seed.well_known()) :] if row["notices"]]
    assert 100 < len(owing) < 500
    for row in owing:
        (notice,) = row["notices"]
        assert iso7064.mod_97_10.is_valid(notice["reference"])
        assert row["contributions"][-1]["last_month"] < notice["first_month"]
    references = [notice["reference"] for row in rows for notice in row["notices"]]
    assert len(references) == len(set(references))
    debts = [debt for row in rows for debt in row["overpayments"]]
    assert debts
    assert all(debt["repaid"] < debt["amount"] for debt in debts)


def test_payments_fall_on_payment_days():
    for row in seed.people(200, today=TODAY):
        for payment in row["payments"]:
            rule = country.programmes()[payment["programme"]].payment
            due = date.fromisoformat(payment["due_on"])
            months = [due.year * 12 + due.month - 1 + shift for shift in (-1, 0, 1)]
            assert due in [payment_day(rule, m // 12, m % 12 + 1) for m in months]
            assert isinstance(payment["amount"], int)


def test_contributions_do_not_overlap_and_are_past():
    for row in seed.people(500, today=TODAY):
        spells = row["contributions"]
        assert all(spell["first_month"] <= spell["last_month"] < "2026-11" for spell in spells)
        ends = [spell["last_month"] for spell in spells]
        assert all(end < later["first_month"] for end, later in zip(ends, spells[1:], strict=False))
