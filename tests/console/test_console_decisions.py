"""Decisions on the page: why, replayed, and settled by two people."""

import re
import threading

import pytest

from benefits.jobs import claims
from benefits.rules import Decision, ruleset
from conversation.jobs.runner import Runner

POOR = {
    "household_income": 90_000,
    "savings": 0,
    "adults": 1,
    "children_at_home": 0,
    "lives_here": True,
}


@pytest.fixture
def office(hotline):
    hotline.settle_in()
    return hotline


@pytest.fixture
def refused(office, tmp_path):
    """The number of a decision that the rules refuse, which waits for a person."""
    return waits(office, tmp_path, POOR)


def waits(hotline, folder, facts, programme="income_support"):
    from datetime import UTC, datetime

    from storage.registry import SqlRegistry

    today = datetime.now(UTC).date().isoformat()
    reference = hotline.act(lambda registry: registry.claims.begin(7, programme, "voice"))
    hotline.act(lambda registry: registry.claims.save(reference, facts, []))
    hotline.act(lambda registry: registry.claims.hand_in(reference, today, today))

    def registries(later, session_id, now):
        return SqlRegistry(hotline.database, hotline.vault, later, session_id, now)

    clock = lambda: datetime.now(UTC)  # noqa: E731
    Runner(hotline.database, registries, clock, folder / "locks").run(claims.JOB, reference)
    return hotline.office.reading().decisions.of_claim(reference)["id"]


def of(hotline, number):
    return hotline.office.reading().decisions.by_id(number)


def sent(visitor, path, does, **form):
    page = visitor.get(path).text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    return visitor.post(path, do=does, seen=seen[1] if seen else "", **form)


def actions(hotline):
    entries = reversed(hotline.audit.entries())
    return [(one.staff, one.action) for one in entries if not one.action.startswith("view_")]


def test_a_decision_says_why_by_which_facts_and_is_replayed(office, refused, at_work):
    lee = at_work("Lee", "agent")
    assert f'<a href="/console/decisions/{refused}">' in lee.get("/console/decisions").text
    page = lee.get(f"/console/decisions/{refused}").text
    assert "All in your home have $900 a month; the limit is $400." in page
    assert "– this decided it" in page
    assert '<span class="verdict no">no</span>' in page
    assert '<span class="verdict yes">yes</span>' in page
    assert "The record gives the same bytes again." in page
    assert ruleset().version in page
    assert "the rules</bdi>" in page
    assert "$900" in page[page.index("Facts that it was decided by") :]
    entry = office.audit.entries()[0]
    assert (entry.action, entry.subject) == ("view_decision", f"decision {refused}")


def test_money_is_in_the_readers_language_and_words(office, tmp_path, at_work):
    lee = at_work("Lee", "agent")
    number = waits(office, tmp_path, {**POOR, "household_income": 10_000})
    decision = of(office, number)
    assert decision["outcome"] == "granted"
    said = {"en": " dollars", "es": " dólares", "zh": "元"}
    for language, money in said.items():
        lee.client.set_cookie("benefitline_console_language", language, path="/")
        page = lee.get(f"/console/decisions/{number}").text
        amount = re.search(r"<dd>[^<]*\(([^)]*)\)", page)[1]
        assert money in amount, language
        assert not re.search(r"\d", amount)


def test_a_date_of_birth_is_masked(office, tmp_path, at_work):
    number = waits(office, tmp_path, {}, "old_age_pension")
    born = Decision.from_record(of(office, number)["record"]).facts["birth_date"]
    page = at_work("Lee", "agent").get(f"/console/decisions/{number}").text
    assert str(born) not in page
    assert f"{str(born)[:4]}-••-••" in page


def test_a_record_of_other_rules_or_one_that_was_changed_is_seen(office, refused, at_work):
    lee = at_work("Lee", "agent")
    record = of(office, refused)["record"].decode()

    def kept(changed):
        sealed = office.vault.encrypt(changed)
        office.database.connection.execute(
            "UPDATE decision SET record = ? WHERE id = ?", (sealed, refused)
        )
        return lee.get(f"/console/decisions/{refused}").text

    assert "make something else" in kept(record.replace('"holds":false', '"holds":true', 1))
    other = kept(record.replace(ruleset().version, "0123456789ab"))
    assert "Made with other rules" in other
    assert "household income: 90000" in other


def test_an_agent_proposes_and_a_supervisor_approves(office, refused, at_work):
    lee, sue = at_work("Lee", "agent"), at_work("Sue", "supervisor")
    path = f"/console/decisions/{refused}"
    assert "A supervisor approves this." in lee.get(path).text
    no = sent(lee, path, "approve")
    assert (no.status_code, "another role (supervisor)" in no.text) == (409, True)
    assert "needs an amount" in sent(lee, path, "granted", why="pay slips", first_on="").text
    for wrong in ("twelve", "-5", "1e99", "0.001"):
        assert "no amount like" in sent(lee, path, "granted", why="x", amount=wrong).text
    form = {"amount": "212,50", "first_on": "2026-12-01", "why": "the pay slips say so"}
    assert sent(lee, path, "granted", **form).status_code == 302
    assert of(office, refused)["status"] == "returned"
    (new,) = [
        one
        for one in office.office.reading().decisions.proposed(0, 50)
        if one["entered_by"] == "Lee"
    ]
    assert (new["amount"], new["outcome"]) == (21_250, "granted")
    later = f"/console/decisions/{new['id']}"
    assert later in lee.get(path).text
    assert "somebody else has to approve it" in lee.get(later).text
    shown = sue.get(later).text
    assert "A person decided otherwise than the rules" in shown
    assert "$212.50 (two hundred twelve dollars and fifty cents) a month" in shown
    assert "in force" in sue.get(sent(sue, later, "approve", why="I have seen them").location).text
    decision = of(office, new["id"])
    assert (decision["status"], decision["reviewer"]) == ("in_force", "Sue")
    assert actions(office) == [("Lee", "propose_decision"), ("Sue", "approve_decision")]


def test_what_the_rules_came_to_no_end_about_is_not_approved(office, tmp_path, at_work):
    number = waits(office, tmp_path, {"savings": 0})
    sue = at_work("Sue", "supervisor")
    page = sue.get(f"/console/decisions/{number}").text
    assert "The rules came to no outcome" in page
    assert "Not known: household income" in page
    assert ">Approve it<" not in page
    refused = sent(sue, f"/console/decisions/{number}", "approve")
    assert (refused.status_code, of(office, number)["status"]) == (409, "proposed")


def test_a_supervisor_does_not_approve_their_own_proposal(office, refused, at_work):
    sue, tom = at_work("Sue", "supervisor"), at_work("Tom", "supervisor")
    path = f"/console/decisions/{refused}"
    assert sent(sue, path, "refused", why="too much income").status_code == 302
    new = office.office.reading().decisions.of_subject(of(office, refused)["subject_print"])["id"]
    own = sent(sue, f"/console/decisions/{new}", "approve")
    assert (own.status_code, "somebody else has to approve" in own.text) == (409, True)
    assert of(office, new)["status"] == "proposed"
    assert sent(tom, f"/console/decisions/{new}", "approve").status_code == 302
    assert of(office, new)["status"] == "in_force"


def test_of_two_supervisors_the_second_is_told_who_was_first(office, refused, at_work):
    sue, tom = at_work("Sue", "supervisor"), at_work("Tom", "supervisor")
    path = f"/console/decisions/{refused}"
    before = re.search(r'name="seen" value="(\d+)"', tom.get(path).text)[1]
    assert "needed" in sent(sue, path, "return", why=" ").text
    assert sent(sue, path, "return", why="ask for pay slips").status_code == 302
    late = tom.post(path, do="approve", seen=before, why="fine")
    assert (late.status_code, "Sue was faster" in late.text) == (409, True)
    assert of(office, refused)["status"] == "returned"
    assert actions(office) == [("Sue", "return_decision")]
    # Returned, it may be decided anew when the papers are there.
    assert "Propose to grant" in tom.get(path).text


def test_two_supervisors_who_approve_at_once_do_it_once(office, refused, at_work):
    people = [at_work("Sue", "supervisor"), at_work("Tom", "supervisor")]
    path = f"/console/decisions/{refused}"
    forms = []
    for visitor in people:
        page = visitor.get(path).text
        seen = re.search(r'name="seen" value="(\d+)"', page)[1]
        forms.append({"csrf_token": visitor.token(path), "do": "approve", "seen": seen})
    start, answers = threading.Barrier(2), []

    def approve(visitor, form):
        start.wait()
        answers.append(visitor.client.post(path, data=form))

    threads = [
        threading.Thread(target=approve, args=pair) for pair in zip(people, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (late,) = [answer.text for answer in answers if answer.status_code == 409]
    first = of(office, refused)["reviewer"]
    assert f"{first} was faster" in late or f"{first} has closed this already" in late
    assert actions(office) == [(first, "approve_decision")]


def test_unknown_decisions_are_not_there(office, at_work):
    lee = at_work("Lee", "agent")
    for number in ("999999", "0", str(2**70), "x"):
        assert lee.get(f"/console/decisions/{number}").status_code == 404
    assert lee.get("/console/decisions?after=99999999999999999999999").status_code == 200
    assert "No decision waits." in lee.get("/console/decisions?after=999999").text
