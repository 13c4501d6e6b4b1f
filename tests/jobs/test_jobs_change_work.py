"""Changes that looked like fraud: let through by two people, stopped by one."""

from __future__ import annotations

import pytest

from conversation.jobs.case_work import CaseWork
from conversation.jobs.change_work import ChangeWork
from conversation.jobs.settling import NotSettled

PERSON = 7
NEW = "US00 4711 0011 2233"


@pytest.fixture
def work(office):
    return ChangeWork(office.database, office.registry, lambda: office.now)


@pytest.fixture
def code(office):
    """The case of a change of bank account that waits for staff."""
    reference = office.act(
        lambda registry: registry.held.hold(
            {
                "person_id": PERSON,
                "kind": "bank",
                "new": {"account": NEW},
                "old": {"account": "", "phones": []},
                "signs": ["failed_pins"],
                "due_at": "2026-11-30T09:30:00.000+00:00",
                "status": "review",
            }
        )
    )
    row = {
        "category": "hold",
        "about": {"change": "bank", "reference": reference},
        "priority": "high",
        "flags": ["failed_pins"],
        "phone": "",
        "person_id": PERSON,
        "channel": "voice",
        "language": "en",
        "due_date": "2026-11-30",
    }
    return office.act(lambda registry: registry.cases.open(row))


def account(office):
    found = office.rows("SELECT account FROM bank_account WHERE person_id = ?", PERSON)
    return office.vault.decrypt(found[0]["account"]) if found else ""


def test_a_change_is_let_through_by_two(office, work, code):
    ann, ben, sue = (office.staff[name] for name in ("ann", "ben", "sue"))
    with pytest.raises(NotSettled, match="nobody has said yet"):
        work.let_through(code, sue, "")
    with pytest.raises(NotSettled, match="how you know"):
        work.vouch(code, ann, " ")
    work.vouch(code, ann, "called her on the old telephone")
    with pytest.raises(NotSettled, match="takes a supervisor"):
        work.let_through(code, ben, "")
    assert account(office) != NEW
    work.let_through(code, sue, "good")
    assert account(office) == NEW
    case = office.reading.cases.file(code)
    assert [(one["actor"], one["what"]) for one in case["events"][1:]] == [
        ("ann", "vouched"),
        ("sue", "RESOLVED"),
    ]
    (change,) = office.rows(
        "SELECT actor, channel FROM data_change WHERE person_id = ? AND what = 'bank'", PERSON
    )
    assert change == {"actor": "staff", "channel": "console"}
    with pytest.raises(NotSettled, match="no change waits"):
        work.stop(code, ann, "too late")


def test_whoever_vouched_does_not_let_it_through(office, work, code):
    sue = office.staff["sue"]
    work.vouch(code, sue, "she came to the office")
    with pytest.raises(NotSettled, match="somebody else lets it through"):
        work.let_through(code, sue, "")
    assert account(office) != NEW


def test_a_change_is_stopped_by_one_and_its_case_ends_only_then(office, work, code):
    ann, sue = office.staff["ann"], office.staff["sue"]
    cases = CaseWork(office.database, office.registry, lambda: office.now)
    with pytest.raises(NotSettled, match="let it take effect or stop it first"):
        cases.close(code, sue, "CLOSED", "no time")
    work.stop(code, ann, "it was not her")
    assert account(office) != NEW
    assert office.rows("SELECT status, settled_by FROM held_change ORDER BY id DESC LIMIT 1") == [
        {"status": "stopped", "settled_by": "ann"}
    ]
    with pytest.raises(NotSettled, match="takes a supervisor"):
        cases.close(code, ann, "RESOLVED", "she has a new PIN")
    cases.close(code, sue, "RESOLVED", "she has a new PIN")
    actions = office.rows("SELECT staff, action FROM audit ORDER BY id")
    assert [tuple(row.values()) for row in actions] == [
        ("ann", "stop_change"),
        ("sue", "close_case"),
    ]


def test_a_change_that_was_stopped_by_text_meanwhile_is_not_let_through(office, work, code):
    work.vouch(code, office.staff["ann"], "called her")
    case = office.reading.cases.file(code)
    change = office.reading.held.by_reference(case["about"]["reference"])
    reads = work._registry

    def stopped_between(later, session_id, now):
        # The first registry is read from; the text comes before the second, which writes.
        made.append(now)
        if len(made) == 2:
            office.act(lambda registry: registry.held.settle(change, "stopped", "sms"))
        return reads(later, session_id, now)

    made = []
    work._registry = stopped_between
    with pytest.raises(NotSettled):
        work.let_through(code, office.staff["sue"], "")
    assert account(office) != NEW
    assert office.reading.cases.file(code)["status"] != "RESOLVED"
