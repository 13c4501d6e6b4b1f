"""The next payment: known only on a registered phone, and never an amount."""

from __future__ import annotations

from datetime import UTC, datetime

from benefits import seed

EDDA, COUPLE, NOTHING_DUE, NOBODY = "210000013", "210000021", "210000045", "219999991"


def test_the_next_payment_on_a_registered_phone(desk):
    # The 28th of November 2026 is a Saturday.
    assert desk.ask("payments.next", insurance_number=EDDA) == {
        "known": True,
        "due_on": "2026-11-27",
        "programme_name": "old-age pension",
        "general_on": "2026-11-27",
        "held": False,
        "words": "",
    }


def test_a_shared_phone_is_registered_for_both(desk):
    for number in (COUPLE, "210000050"):
        answer = desk.ask("payments.next", insurance_number=number, caller="+15550100002")
        assert answer["known"]


def test_nothing_due(desk):
    answer = desk.ask("payments.next", insurance_number=NOTHING_DUE, caller="+15550100004")
    assert (answer["known"], answer["due_on"]) == (True, "")


def test_nobody_learns_whether_a_number_exists(desk):
    unknown = desk.ask("payments.next", insurance_number=NOBODY)
    assert unknown == desk.ask("payments.next", insurance_number=COUPLE)
    assert unknown == desk.ask("payments.next", insurance_number=EDDA, caller="")
    assert unknown["known"] is False
    assert unknown["general_on"] == "2026-11-27"


def test_after_the_payment_day_the_general_day_is_next_months(desk):
    now = datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert desk.ask("payments.next", insurance_number=EDDA, now=now)["general_on"] == "2026-12-28"


def test_no_amount_is_told(desk):
    answer = desk.ask("payments.next", insurance_number=EDDA)
    amounts = {str(least) for least, _ in seed._AMOUNTS.values()}
    assert not amounts & {str(value) for value in answer.values()}
