"""Cases, decisions and held payments in a real browser: by keyboard, and by two people at once."""

from datetime import UTC, datetime, timedelta

import pytest

COOKIE = "benefitline_console"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def opens(browser, address, at_work):
    """Opens a page below /console/ as somebody of a role; complaints of it fail the test."""
    contexts, complaints, cookies = [], [], {}

    def opens(name, role, path):
        if name not in cookies:
            visitor = at_work(name, role)
            visitor.get("/console/cases")
            cookies[name] = visitor.client.get_cookie(COOKIE, path="/").value
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": cookies[name], "url": address}])
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "warning" and complaints.append(said.text))
        page.goto(address + path)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def case(hotline):
    """The code of a case that is overdue, about a conversation."""
    hotline.settle_in()
    hotline.say("CA1", "nobody answers my letters", "I have written that down.")
    row = {
        "category": "complaint",
        "about": {"words": "nobody answers <b>my letters"},
        "priority": "high",
        "flags": [],
        "phone": "",
        "person_id": 7,
        "channel": "voice",
        "language": "en",
        "due_date": (TODAY - timedelta(days=1)).isoformat(),
    }
    code = hotline.act(lambda registry: registry.cases.open(row))
    with hotline.database.transaction() as connection:
        connection.execute("UPDATE case_file SET session_id = 'CA1'")
    return code


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def unlabelled(page):
    """The fields of a page that have no label for who does not see it."""
    return page.evaluate(
        """[...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
        .filter(field => !field.labels.length && !field.ariaLabel).map(field => field.name)"""
    )


def test_a_clerk_works_on_a_case_with_the_keyboard_alone(opens, case):
    page = opens("Lee", "agent", "cases?overdue=1")
    assert fits(page)
    assert unlabelled(page) == []
    page.get_by_role("link", name=case).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h1:text-is('Complaint {case}')")
    assert fits(page)
    assert unlabelled(page) == []
    assert page.inner_text("td .words") == "nobody answers <b>my letters"
    page.get_by_role("button", name="Take it").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]:text-is('It is yours now.')")
    page.get_by_label("Note", exact=True).focus()
    page.keyboard.type("I have called them")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".history >> text=I have called them")
    page.locator("summary", has_text="Close it").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Done", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("the letter is sent")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=This case is closed.")
    page.get_by_role("link", name="Read the conversation").click()
    page.wait_for_selector("text=nobody answers my letters")


def test_the_second_of_two_is_told_who_was_first_and_loses_nothing(opens, case, hotline):
    lee = opens("Lee", "agent", f"cases/{case}")
    kim = opens("Kim", "agent", f"cases/{case}")
    lee.locator("summary", has_text="Close it").click()
    lee.get_by_label("Nothing comes of it").check()
    lee.locator("form[data-keep$=' close'] textarea").fill("it was sent twice")
    kim.get_by_role("button", name="Take it").click()
    kim.wait_for_selector("[role=status]:text-is('It is yours now.')")
    lee.get_by_role("button", name="Close it").click()
    lee.wait_for_selector("[role=alert]:has-text('Kim was faster')")
    closing = lee.locator("form[data-keep$=' close'] textarea")
    assert closing.is_visible()
    assert closing.input_value() == "it was sent twice"
    assert lee.locator(".facts bdi").first.inner_text() == "Kim"
    lee.get_by_role("button", name="Close it").click()
    lee.wait_for_selector("text=This case is closed.")
    assert hotline.office.cases.file(case)["status"] == "CLOSED"


def test_a_held_payment_is_released_by_two_people(opens, case, hotline):
    added = hotline.database.connection.execute(
        "INSERT INTO payment (person_id, programme, due_on, amount, status, reason)"
        " VALUES (7, 'old_age_pension', '2026-12-15', 81400, 'held', 'check')"
    )
    path = f"payments/held/{added.lastrowid}"
    lee = opens("Lee", "agent", path)
    assert "eight hundred fourteen dollars" in lee.inner_text(".facts")
    lee.locator("summary", has_text="Propose to release it").click()
    lee.locator("form[data-keep$=' release'] textarea").fill("he came to the office")
    lee.get_by_role("button", name="Propose to release it").click()
    lee.wait_for_selector("[role=status]:has-text('somebody else approves it')")
    assert lee.get_by_role("button", name="Approve").count() == 0
    sue = opens("Sue", "supervisor", path)
    assert unlabelled(sue) == []
    assert fits(sue)
    sue.get_by_role("button", name="Approve: release it").click()
    sue.wait_for_selector("[role=status]:text-is('It is done.')")
    (status,) = hotline.database.connection.execute(
        "SELECT status FROM payment WHERE id = ?", (added.lastrowid,)
    ).fetchone()
    assert status == "due"


def test_the_tree_of_a_decision_is_read_and_the_decision_approved(opens, case, hotline, tmp_path):
    from benefits.jobs import claims
    from conversation.jobs.runner import Runner
    from storage.registry import SqlRegistry

    facts = {"household_income": 90_000, "savings": 0, "adults": 1, "children_at_home": 0}
    reference = hotline.act(lambda registry: registry.claims.begin(7, "income_support", "voice"))
    facts = {**facts, "lives_here": True}
    hotline.act(lambda registry: registry.claims.save(reference, facts, []))
    hotline.act(lambda registry: registry.claims.hand_in(reference, TODAY.isoformat(), ""))

    def registries(later, session_id, now):
        return SqlRegistry(hotline.database, hotline.vault, later, session_id, now)

    runner = Runner(hotline.database, registries, lambda: datetime.now(UTC), tmp_path / "locks")
    runner.run(claims.JOB, "slot")
    number = hotline.office.reading().decisions.of_claim(reference)["id"]
    page = opens("Sue", "supervisor", "decisions")
    page.get_by_role("link", name=str(number), exact=True).click()
    page.wait_for_selector(".tree >> text=the limit is $400")
    assert fits(page)
    assert unlabelled(page) == []
    assert "The record gives the same bytes again." in page.inner_text(".facts")
    page.get_by_role("button", name="Approve it").click()
    page.wait_for_selector("[role=status]:text-is('The decision is in force.')")
    assert hotline.office.reading().decisions.by_id(number)["reviewer"] == "Sue"
