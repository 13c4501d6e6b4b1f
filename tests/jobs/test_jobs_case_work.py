"""Work on cases: owners, notes, days and ends, by one person at a time, each with its entry."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from benefits.jobs import claims
from conversation.jobs.case_work import CaseWork
from conversation.jobs.settling import NotSettled
from storage.audit import Audit
from storage.case_lists import PAGE, CaseFilter
from storage.case_subjects import read_old


@pytest.fixture
def work(office):
    return CaseWork(office.database, office.registry, lambda: office.now)


@pytest.fixture
def people(office):
    return [office.staff[name] for name in ("ann", "ben", "sue")]


def seen(work, code):
    return work.file(code)["events"][-1]["id"]


def trail(office):
    entries = Audit(office.database, lambda: office.now).entries()
    return [(one.staff, one.action) for one in reversed(entries)]


def test_a_case_is_taken_noted_given_put_off_and_closed(office, work, people):
    ann, ben, sue = people
    code = office.open_case("complaint", 7)
    work.take(code, ann, seen(work, code))
    assert (work.file(code)["attending_staff"], work.file(code)["status"]) == (
        "ann",
        "IN_PROGRESS",
    )
    work.note(code, ben, "she called again")
    work.give(code, ann, ben, "he knows the office", seen(work, code))
    work.put_off(code, ben, date(2026, 12, 4), "she is away", seen(work, code))
    work.give(code, ben, None, "", seen(work, code))
    work.close(code, sue, "RESOLVED", "the letter was sent", seen(work, code))
    case = work.file(code)
    assert (case["status"], case["attending_staff"], case["due_date"]) == (
        "RESOLVED",
        "",
        "2026-12-04",
    )
    assert [(one["actor"], one["what"], one["note"]) for one in case["events"]] == [
        ("hotline", "RECEIVED", ""),
        ("ann", "owner", "ann"),
        ("ann", "IN_PROGRESS", ""),
        ("ben", "note", "she called again"),
        ("ann", "owner", "ben he knows the office"),
        ("ben", "due", "2026-12-04: she is away"),
        ("ben", "owner", "-"),
        ("sue", "RESOLVED", "the letter was sent"),
    ]
    assert trail(office) == [
        ("ann", "take_case"),
        ("ben", "note_case"),
        ("ann", "give_case"),
        ("ben", "put_case_off"),
        ("ben", "give_case"),
        ("sue", "close_case"),
    ]
    assert "letter" not in str(office.rows("SELECT detail FROM audit"))
    for late in (
        lambda: work.take(code, ann),
        lambda: work.note(code, ann, "one more thing"),
        lambda: work.close(code, ann, "CLOSED", "again"),
    ):
        with pytest.raises(NotSettled, match="closed already, by sue"):
            late()


def test_what_cannot_be_is_refused_in_words(office, work, people):
    ann = people[0]
    code = office.open_case("complaint", 7)
    for wrong, why in (
        (lambda: work.take("12345678", ann), "no case 12345678"),
        (lambda: work.note(code, ann, " "), "write something"),
        (lambda: work.put_off(code, ann, date(2026, 12, 4), ""), "say why"),
        (lambda: work.put_off(code, ann, date(2026, 11, 1), "late"), "within a year"),
        (lambda: work.close(code, ann, "RESOLVED", ""), "how it ended"),
        (lambda: work.close(code, ann, "OPEN", "x"), "resolved or closed"),
    ):
        with pytest.raises(NotSettled, match=why):
            wrong()
    assert len(work.file(code)["events"]) == 1
    assert trail(office) == []


def test_a_proposed_decision_is_not_closed_with_its_case(office, work, people):
    reference = office.hand_in(7, "income_support", {"savings": 0})
    office.run(claims.JOB)
    (one,) = office.exceptions.waiting()
    with pytest.raises(NotSettled, match="a decision is proposed"):
        work.close(one["code"], people[0], "CLOSED", "no time")
    decision = office.reading.decisions.of_claim(reference)
    assert office.reading.cases.of_decision(decision)["code"] == one["code"]
    # By hand, the case is still the one of the claim.
    office.exceptions.decide(one["code"], people[0], "refused", None, "", "too much saved")
    by_hand = office.reading.decisions.of_claim(reference)
    assert by_hand["entered_by"] == "ann"
    assert office.reading.cases.of_decision(by_hand)["code"] == one["code"]
    waiting = [row["id"] for row in office.reading.decisions.proposed(0, 10)]
    assert by_hand["id"] in waiting
    assert decision["id"] not in waiting


def test_a_case_that_keeps_money_back_is_closed_by_a_supervisor(office, work, people):
    ann, _, sue = people
    for category in ("hold", "fraud", "death"):
        code = office.open_case(category, 7)
        with pytest.raises(NotSettled, match="takes a supervisor"):
            work.close(code, ann, "CLOSED", "nothing in it")
        work.close(code, sue, "CLOSED", "nothing in it")


def test_whoever_saw_an_older_state_is_told_who_was_first(office, work, people):
    ann, ben, _ = people
    code = office.open_case("fraud", 7)
    before = seen(work, code)
    work.take(code, ann, before)
    with pytest.raises(NotSettled, match="ann was faster") as told:
        work.take(code, ben, before)
    assert (told.value.key, told.value.values["who"]) == ("faster", "ann")
    work.take(code, ben, seen(work, code))


def test_of_two_who_close_at_once_one_is_told(office, work, people):
    ann, ben, _ = people
    code = office.open_case("complaint", 7)
    at, start, said = seen(work, code), threading.Barrier(2), {}

    def close(who):
        start.wait()
        try:
            work.close(code, who, "RESOLVED", f"by {who.name}", at)
            said[who.name] = "done"
        except NotSettled as error:
            said[who.name] = error.values["who"]

    threads = [threading.Thread(target=close, args=(who,)) for who in (ann, ben)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = next(name for name, answer in said.items() if answer == "done")
    assert sorted(said.values()) == sorted(["done", first])
    assert [action for _, action in trail(office)] == ["close_case"]


def test_two_supervisors_approve_a_decision_and_one_is_told_who_was_first(office):
    reference = office.hand_in(7, "income_support", {"savings": 0})
    office.run(claims.JOB)
    (one,) = office.exceptions.waiting()
    office.exceptions.decide(one["code"], office.staff["ann"], "refused", None, "", "savings")
    start, said = threading.Barrier(2), {}

    def approve(who):
        start.wait()
        try:
            office.exceptions.approve(one["code"], who)
            said[who.name] = "done"
        except NotSettled as error:
            said[who.name] = error.values["who"]

    threads = [
        threading.Thread(target=approve, args=(office.staff[name],)) for name in ("sue", "tom")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = next(name for name, answer in said.items() if answer == "done")
    assert sorted(said.values()) == sorted(["done", first])
    assert office.reading.decisions.of_claim(reference)["reviewer"] == first
    assert [action for _, action in trail(office)] == ["propose_decision", "approve_decision"]


def test_lists_are_narrowed_and_go_on_page_by_page(office, work, people):
    ann = people[0]
    codes = [office.open_case("complaint", 7) for _ in range(PAGE + 3)]
    fraud = office.open_case("fraud", 7)
    office.database.connection.execute("UPDATE case_file SET due_date = '2026-12-01'")
    lists = office.reading.case_lists
    first = lists.page(CaseFilter())
    second = lists.page(CaseFilter(), first.more)
    assert [one["code"] for one in (*first.cases, *second.cases)] == [*codes, fraud]
    assert second.more == ""
    work.take(fraud, ann)
    work.close(codes[0], ann, "CLOSED", "twice the same")

    def found(**only):
        return [one["code"] for one in lists.page(CaseFilter(**only)).cases]

    assert found(category="fraud") == found(owner="ann") == [fraud]
    assert fraud not in found(owner="")
    assert found(done=True) == [codes[0]]
    assert found(overdue_on="2026-12-01") == []
    assert len(found(overdue_on="2026-12-02", category="complaint")) == PAGE
    assert lists.page(CaseFilter(), "nonsense").cases


def test_every_list_is_found_by_an_index(office):
    """With 100,000 cases none is looked at that is not shown."""
    connection = office.database.connection
    connection.execute("ANALYZE")
    statements = []
    connection.set_trace_callback(statements.append)
    lists = office.reading.case_lists
    filters = [
        CaseFilter(),
        CaseFilter(category="fraud"),
        CaseFilter(owner="ann"),
        CaseFilter(owner="", category="hold", overdue_on="2026-12-02"),
        CaseFilter(done=True),
        CaseFilter(done=True, category="fraud"),
    ]
    for only in filters:
        lists.page(only)
    office.reading.held_payments.page("", 50)
    office.reading.decisions.proposed(0, 50)
    connection.set_trace_callback(None)
    assert len(statements) == len(filters) + 2
    for statement in statements:
        plan = " ".join(
            row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        )
        assert "USING INDEX" in plan, f"{statement}: {plan}"
        assert "TEMP B-TREE" not in plan, f"{statement}: {plan}"


def test_what_older_cases_are_about_is_worked_out(office):
    reference = office.hand_in(7, "income_support", {"savings": 0})
    office.run(claims.JOB)
    (one,) = office.exceptions.waiting()
    office.database.connection.execute("UPDATE case_file SET subject_print = NULL")
    decision = office.reading.decisions.of_claim(reference)
    assert office.reading.cases.of_decision(decision) is None
    assert read_old(office.database, office.vault) == 1
    assert office.reading.cases.of_decision(decision)["code"] == one["code"]
    assert read_old(office.database, office.vault) == 0
