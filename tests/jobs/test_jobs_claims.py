"""Claims that were handed in: in force by themselves, or put to a person under four eyes."""

from __future__ import annotations

import pytest

from benefits.jobs import claims
from benefits.rules import Decision, ruleset
from conversation.jobs.exceptions import NotSettled

REFUSED = {
    "household_income": 90_000,
    "savings": 0,
    "adults": 1,
    "children_at_home": 0,
    "lives_here": True,
}
PERSON = 7
"""One of the invented people."""


def claim_of(office, reference):
    return office.rows(
        "SELECT status, expected_by FROM claim WHERE reference_print = ?",
        office.vault.fingerprint(reference),
    )[0]


def test_what_is_granted_is_in_force_by_itself(office):
    reference = office.hand_in(PERSON)
    assert office.run(claims.JOB).figures == {"granted, in force": 1}
    decision = office.reading.decisions.of_claim(reference)
    assert (decision["outcome"], decision["amount"], decision["status"]) == (
        "granted",
        14_000,
        "in_force",
    )
    assert (decision["automated"], decision["entered_by"]) == (1, "rules")
    assert claim_of(office, reference) == {"status": "decided", "expected_by": ""}
    # The record makes the same decision again, and the step says by which rules and facts.
    record = Decision.from_record(decision["record"])
    assert Decision.replay(decision["record"], ruleset()).to_record() == record.to_record()
    (step,) = office.reading.jobs.steps(1)
    assert step["ruleset_version"] == ruleset().version
    assert step["inputs"]["facts"]["children_under_16"] == 2
    assert not office.exceptions.waiting()
    assert office.run(claims.JOB, "next").figures == {}


@pytest.mark.parametrize(
    ("programme", "facts", "told"),
    [
        ("income_support", REFUSED, "The rules refuse this"),
        ("income_support", {"savings": 0}, "Not known: household_income"),
        ("disability_pension", {"can_work_half": False}, "A person always decides"),
    ],
)
def test_what_harms_or_is_not_known_waits_for_a_person(office, programme, facts, told):
    reference = office.hand_in(PERSON, programme, facts)
    office.run(claims.JOB)
    assert office.reading.decisions.of_claim(reference)["status"] == "proposed"
    claim = claim_of(office, reference)
    assert (claim["status"], claim["expected_by"]) == ("examining", "2026-12-23")
    (one,) = office.exceptions.waiting()
    assert one["about"]["to_do"].startswith(told)
    assert (one["about"]["who"], one["about"]["reference"]) == ("agent", reference)


def test_a_hold_keeps_even_what_is_granted_for_a_supervisor(office):
    office.open_case("death", PERSON)
    office.hand_in(PERSON)
    assert office.run(claims.JOB).figures == {"granted, proposed": 1}
    (one,) = office.exceptions.waiting()
    assert "a report of a death" in one["about"]["to_do"]
    with pytest.raises(NotSettled, match="this takes a supervisor"):
        office.exceptions.approve(one["code"], office.staff["ann"])
    office.exceptions.approve(one["code"], office.staff["sue"])


def test_a_claim_that_was_taken_back_is_not_decided(office):
    reference = office.hand_in(PERSON)
    item = next(iter(claims.items(office.reading, office.now)))
    office.act(lambda registry: registry.claims.take_back(reference))
    with pytest.raises(NotSettled):
        office.act(lambda registry: claims.act(registry, office.now, item))
    assert office.reading.decisions.of_claim(reference) is None
    assert office.run(claims.JOB).figures == {}


def test_a_refusal_is_approved_by_a_supervisor(office):
    reference = office.hand_in(PERSON, "income_support", REFUSED)
    office.run(claims.JOB)
    (one,) = office.exceptions.waiting()
    office.exceptions.approve(one["code"], office.staff["sue"])
    decision = office.reading.decisions.of_claim(reference)
    assert (decision["status"], decision["reviewer"]) == ("in_force", "sue")
    assert claim_of(office, reference)["status"] == "decided"
    assert not office.exceptions.waiting()


def test_who_decides_otherwise_needs_a_reason_and_another_to_approve_it(office):
    reference = office.hand_in(PERSON, "disability_pension", {"can_work_half": False})
    office.run(claims.JOB)
    (one,) = office.exceptions.waiting()
    code, ann, ben = one["code"], office.staff["ann"], office.staff["ben"]
    with pytest.raises(NotSettled, match="which is no decision"):
        office.exceptions.approve(code, office.staff["sue"])
    with pytest.raises(NotSettled, match="needs a reason"):
        office.exceptions.decide(code, ann, "granted", 58_000, "2026-12-01", " ")
    with pytest.raises(NotSettled, match="an amount and a first day"):
        office.exceptions.decide(code, ann, "granted", None, "", "the report of the doctor")
    office.exceptions.decide(code, ann, "granted", 58_000, "2026-12-01", "the report of the doctor")
    assert claim_of(office, reference)["status"] == "examining"
    with pytest.raises(NotSettled, match="you entered this decision"):
        office.exceptions.approve(code, ann)
    with pytest.raises(NotSettled, match="a decision is proposed"):
        office.exceptions.done(code, ann, "done")
    with pytest.raises(NotSettled, match="this takes a supervisor"):
        office.exceptions.approve(code, ben)
    office.exceptions.approve(code, office.staff["sue"])
    decision = office.reading.decisions.of_claim(reference)
    assert (decision["amount"], decision["status"]) == (58_000, "in_force")
    assert (decision["entered_by"], decision["reviewer"]) == ("ann", "sue")
    assert decision["automated"] == 0
    assert [
        row["status"]
        for row in office.rows(
            "SELECT status FROM decision WHERE person_id = ? ORDER BY id", PERSON
        )
    ] == ["returned", "in_force"]


def test_what_is_returned_waits_for_documents(office):
    reference = office.hand_in(PERSON, "income_support", {"savings": 0})
    office.run(claims.JOB)
    (one,) = office.exceptions.waiting()
    with pytest.raises(NotSettled, match="say why"):
        office.exceptions.send_back(one["code"], office.staff["ann"], "")
    office.exceptions.send_back(one["code"], office.staff["ann"], "the pay slips are missing")
    assert claim_of(office, reference)["status"] == "documents_missing"
    assert office.reading.decisions.of_claim(reference)["status"] == "returned"
    # They come: who has them decides, and somebody else approves it.
    (one,) = office.exceptions.waiting()
    office.exceptions.decide(
        one["code"], office.staff["ann"], "granted", 9_000, "2026-12-01", "pay"
    )
    office.exceptions.approve(one["code"], office.staff["sue"])
    assert claim_of(office, reference)["status"] == "decided"
    assert not office.exceptions.waiting()


def test_what_was_taken_back_is_only_returned(office):
    reference = office.hand_in(PERSON, "income_support", REFUSED)
    office.run(claims.JOB)
    office.act(lambda registry: registry.claims.take_back(reference))
    (one,) = office.exceptions.waiting()
    with pytest.raises(NotSettled, match="taken back"):
        office.exceptions.approve(one["code"], office.staff["sue"])
    office.exceptions.send_back(one["code"], office.staff["ann"], "taken back")
    assert claim_of(office, reference)["status"] == "withdrawn"
    assert not office.exceptions.waiting()


def test_the_command_line_shows_and_settles(office, cli):
    office.hand_in(PERSON, "income_support", REFUSED)
    assert "claims     done     1 refused, proposed" in cli("jobs", "run", "--once").stdout
    listed = cli("exceptions", "list").stdout
    assert "1 exceptions wait" in listed
    code = listed.split()[0]
    shown = cli("exceptions", "show", code).stdout
    assert "proposed: income_support refused" in shown
    assert "Who may: agent" in shown
    wrong = cli("exceptions", "resolve", code, "--as", "nobody", "--approve")
    assert wrong.stderr == "Error: This name and password do not belong together.\n"
    assert cli("exceptions", "resolve", code, "--as", "ann").exit_code == 2
    done = cli("exceptions", "resolve", code, "--as", "sue", "--approve", "--reason", "as it is")
    assert done.stdout == f"{code} is resolved by sue.\n"
    assert "sue: RESOLVED as it is" in cli("exceptions", "show", code).stdout
    assert "done     by jobs  1 refused, proposed" in cli("jobs", "list").stdout
    (step,) = cli("jobs", "show", "claims").stdout.splitlines()
    assert f"by jobs  rules {ruleset().version}  refused, proposed" in step
    assert cli("exceptions", "show", "12345678").stderr == (
        "Error: There is no exception 12345678.\n"
    )
    assert cli("jobs", "start", "claims", "--as", "ann").exit_code == 0
    assert "waits: claims" in cli("jobs", "list").stdout
    assert cli("jobs", "run", "--once").stdout.startswith("claims")
