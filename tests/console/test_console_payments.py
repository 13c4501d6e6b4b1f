"""Payment runs and held payments on the page, each settled by two people."""

from datetime import UTC, datetime

import pytest

from benefits.jobs import paying

OF = {"programme": "child_allowance", "month": "2026-12", "due_on": "2026-12-15"}


@pytest.fixture
def run(hotline):
    """A run of three people who draw child allowance; one of them is held."""
    hotline.settle_in()
    hotline.database.connection.execute("DELETE FROM payment WHERE person_id > 6")
    for person in (7, 8, 9):
        hotline.act(lambda registry, person=person: registry.decisions.add(granted(person)))
    hotline.act(lambda registry: registry.cases.open(case(9)))
    hotline.act(lambda registry: paying.prepare(registry, OF, "Kim"))
    runs = hotline.office.reading().payment_runs.page(2**62, 9)
    return runs[0]["id"]


@pytest.fixture
def held(hotline):
    """A payment that a check has stopped, and the case about it."""
    hotline.settle_in()
    hotline.act(lambda registry: registry.cases.open(case(7, "death")))
    added = hotline.database.connection.execute(
        "INSERT INTO payment (person_id, programme, due_on, amount, status, reason)"
        " VALUES (7, 'old_age_pension', '2026-11-02', 81400, 'held', 'check')"
    )
    return added.lastrowid


def granted(person):
    return {
        "cause": f"test:{person}",
        "claim_reference": "",
        "person_id": person,
        "programme": "child_allowance",
        "outcome": "granted",
        "amount": 14_000,
        "first_on": "2026-12-01",
        "ruleset_version": "x",
        "record": b"{}",
        "status": "in_force",
        "automated": 1,
        "entered_by": "rules",
    }


def case(person, category="hold"):
    return {
        "category": category,
        "about": {"died_on": "2026-10-01"},
        "priority": "urgent",
        "flags": ["death_match"],
        "phone": "",
        "person_id": person,
        "channel": "checks",
        "language": "en",
        "due_date": "2026-12-01",
    }


def status(hotline, payment):
    return hotline.database.connection.execute(
        "SELECT status FROM payment WHERE id = ?", (payment,)
    ).fetchone()[0]


def actions(hotline):
    entries = reversed(hotline.audit.entries())
    return [(one.staff, one.action) for one in entries if not one.action.startswith("view_")]


def test_a_run_is_paid_by_a_supervisor_who_did_not_start_it(hotline, run, at_work):
    lee, kim, sue = (
        at_work(name, role)
        for name, role in (("Lee", "agent"), ("Kim", "supervisor"), ("Sue", "supervisor"))
    )
    path = f"/console/payments/runs/{run}"
    assert "$280 (two hundred eighty dollars)" in lee.get("/console/payments").text
    page = lee.get(path).text
    assert "an open case: hold, fraud or death" in page
    assert "A supervisor approves this." in page
    form = {"csrf_token": lee.token("/console/live"), "do": "approve"}
    assert lee.client.post(path, data=form).status_code == 403
    own = kim.post(path, do="approve")
    assert (own.status_code, "does not approve it" in own.text) == (409, True)
    assert sue.post(path, do="approve").status_code == 302
    paid = hotline.database.connection.execute(
        "SELECT count(*), sum(amount) FROM payment WHERE due_on = '2026-12-15' AND status = 'due'"
        " AND programme = 'child_allowance' AND person_id > 6"
    ).fetchone()
    assert tuple(paid) == (2, 28_000)
    late = kim.post(path, do="return", why="wait")
    assert (late.status_code, "Sue has settled this run already" in late.text) == (409, True)
    assert actions(hotline) == [("Sue", "approve_run")]


def test_a_run_is_returned_with_a_reason(hotline, run, at_work):
    sue = at_work("Sue", "supervisor")
    path = f"/console/payments/runs/{run}"
    assert "A reason is needed" in sue.post(path, do="return", why=" ").text
    assert sue.post(path, do="return", why="a person is missing").status_code == 302
    assert "returned" in sue.get(path).text
    assert actions(hotline) == [("Sue", "return_run")]


def test_a_run_whose_people_got_a_hold_since_is_not_paid(hotline, run, at_work):
    sue = at_work("Sue", "supervisor")
    hotline.act(lambda registry: registry.cases.open(case(8)))
    refused = sue.post(f"/console/payments/runs/{run}", do="approve")
    assert "1 people have a hold since" in refused.text
    assert actions(hotline) == []


def test_a_held_payment_is_released_by_two(hotline, held, at_work):
    lee, sue, tom = (
        at_work(name, role)
        for name, role in (("Lee", "agent"), ("Sue", "supervisor"), ("Tom", "supervisor"))
    )
    path = f"/console/payments/held/{held}"
    assert path in lee.get("/console/payments/held").text
    page = lee.get(path).text
    assert "Never tell the citizen why" in page
    assert "Its day has passed" in page
    assert "Death 9" in page  # the case that it is held for
    assert "A reason is needed" in lee.post(path, do="release", why="").text
    assert lee.post(path, do="release", why="he lives <b>here").status_code == 302
    assert "he lives &lt;b&gt;here" in lee.get(path).text
    assert "Release: proposed by Lee" in sue.get("/console/payments/held").text
    refused = lee.post(path, do="approve")
    assert refused.status_code == 409
    late = tom.post(path, do="keep", why="not sure")
    assert (late.status_code, "Lee was faster" in late.text) == (409, True)
    assert status(hotline, held) == "held"
    review = hotline.office.payments.held(held)["reviews"][0]["id"]
    assert sue.post(path, do="approve", seen=review).status_code == 302
    assert status(hotline, held) == "due"
    late = tom.post(path, do="approve", seen=review)
    assert (late.status_code, "Sue was faster" in late.text) == (409, True)
    assert actions(hotline) == [("Lee", "propose_release"), ("Sue", "approve_release")]
    assert path not in lee.get("/console/payments/held").text


def test_what_is_proposed_is_returned_and_the_payment_stays_held(hotline, held, at_work):
    lee, sue = at_work("Lee", "agent"), at_work("Sue", "supervisor")
    path = f"/console/payments/held/{held}"
    lee.post(path, do="keep", why="the register says so")
    assert "A reason is needed" in sue.post(path, do="return", why="").text
    assert sue.post(path, do="return", why="show me").status_code == 302
    assert status(hotline, held) == "held"
    assert lee.post(path, do="nonsense").status_code == 404
    for missing in (f"held/{held + 999}", "runs/999", f"held/{2**80}", f"runs/{2**80}"):
        assert lee.get(f"/console/payments/{missing}").status_code == 404


def test_lists_of_payments_come_page_by_page(hotline, held, at_work):
    lee = at_work("Lee", "agent")
    now = datetime.now(UTC).isoformat()
    with hotline.database.transaction() as connection:
        connection.executemany(
            "INSERT INTO payment (person_id, programme, due_on, amount, status)"
            " VALUES (8, 'child_allowance', '2026-12-15', ?, 'held')",
            [(100 + n,) for n in range(60)],
        )
        connection.executemany(
            "INSERT INTO payment_run (programme, due_on, status, started_by, started_at)"
            " VALUES ('child_allowance', '2026-12-15', 'returned', ?, ?)",
            [(f"nobody {n}", now) for n in range(60)],
        )
    for path in ("/console/payments/held", "/console/payments"):
        first = lee.get(path).text
        assert first.count('<th scope="row">') == 50
        onward = first.split('class="more"><a href="')[1].split('"')[0].replace("&amp;", "&")
        rest = lee.get(onward).text
        table = "payment WHERE status = 'held'" if "held" in path else "payment_run"
        (all_,) = hotline.database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert rest.count('<th scope="row">') == all_ - 50
        assert 'class="more"' not in rest
