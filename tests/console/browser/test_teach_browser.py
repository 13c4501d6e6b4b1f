"""Teaching in a real browser: two clicks to an example, a trial that shows how far it is."""

import pytest

from conversation.teaching.teaching import basis_of
from storage.taught import Taught

ODD = "wo isch mis gäld"
LEFT = "n => document.querySelectorAll('.meaning:not([hidden])').length === n"


@pytest.fixture
def page(browser, address, hotline, password):
    """The pages of somebody who may teach; they may not complain."""
    hotline.database.connection.execute("UPDATE staff SET role = 'supervisor'")
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(20_000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        # An answer of 4xx is one that was asked for here, and a page that says why.
        lambda message: "status of 409" in message.text or complaints.append(message.text),
    )
    page.goto(address)
    page.fill("input[name=name]", "clerk")
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#live")
    yield page
    page.close()
    assert complaints == []


def no_wider_than_the_window(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_two_clicks_make_an_example(page, hotline):
    candidates = [("next_payment", 0.3, "when is my payment")]
    hotline.misunderstood("CA1", ODD, candidates=candidates)
    page.goto(page.url.rsplit("/", 1)[0] + "/teach")  # in a group that is folded away
    assert no_wider_than_the_window(page)
    page.click(f"tbody a:has-text('{ODD}')")
    page.wait_for_selector("input[value=next_payment]:checked")
    assert no_wider_than_the_window(page)
    page.click("button:text('Add to the examples')")
    page.wait_for_selector("text=Added. The open change set has 1 examples.")
    assert hotline.teaching.changes.proposals(1)[0].taught.intent == "next_payment"


def test_a_meaning_is_found_by_typing_with_the_keyboard_alone(page, hotline, address):
    one = hotline.misunderstood("CA1", ODD)
    page.goto(f"{address}teach/{one.id}")
    page.focus("#find")
    page.keyboard.type("proof zebra")
    page.wait_for_function(LEFT, arg=0)
    page.wait_for_selector("#found:text('No meaning has these words.')")
    page.fill("#find", "")
    page.focus("#find")
    page.keyboard.type("show that they are alive")
    page.wait_for_function(LEFT, arg=1)
    page.keyboard.press("Enter")
    assert page.locator("input[value=proof_of_life]").is_checked()
    assert "/console/teach/" in page.url
    page.fill("#said", "status of my claim")
    page.click("button:text('Add to the examples')")
    page.wait_for_selector("#clash")
    page.check("text=Add it all the same")
    page.click("button:text('Add to the examples')")
    page.wait_for_selector("text=Added.")


def test_a_trial_shows_how_far_it_is_and_what_it_found(page, hotline, address):
    author = hotline.staff.add("author", "a password of theirs", "author")
    hotline.teaching.propose(author, Taught("en", "next_payment", ODD))
    proposed = [Taught("en", "next_payment", ODD)]
    running = hotline.teaching.running
    with running.begun("trial", 1, basis_of([], proposed), "author") as (run, _lock):
        running.runs.progress(run, "cases", 12, 551)
        page.goto(f"{address}teach/changes/1")
        page.wait_for_selector("text=Playing conversations 12 / 551")
        assert page.locator("button:text('Accept')").count() == 0
        running.runs.progress(run, "cases", 300, 551)
        page.wait_for_selector("text=Playing conversations 300 / 551")
        assert page.get_attribute("progress", "value") == "300"
        hotline.tried(1)
    page.wait_for_selector("text=1 conversations broke")
    page.wait_for_selector("text=1 sentences changed sides")
    assert no_wider_than_the_window(page)
    page.click("button:text('Accept')")
    assert hotline.teaching.changes.lessons() == []  # the box has to be ticked first
    page.check("text=I accept that 1 conversations go otherwise")
    page.click("button:text('Accept')")
    page.wait_for_selector("button:text('Take it back')")
    assert hotline.teaching.changes.lessons() == proposed
    page.click("button:text('Take it back')")
    page.wait_for_selector("text=taken back")
    assert hotline.teaching.changes.lessons() == []


def test_a_trial_that_dies_is_shown_while_the_page_is_open(page, hotline, address):
    hotline.teaching.propose(hotline.staff.named("clerk"), Taught("en", "next_payment", ODD))
    running = hotline.teaching.running
    with running.begun("trial", 1, "", "clerk") as (run, _lock):
        running.runs.progress(run, "people", 1, 2)
        page.goto(f"{address}teach/changes/1")
        page.wait_for_selector("progress")
    page.wait_for_selector("text=It was ended before it was done. Please try again.")


def test_the_report_fits_the_window(page, hotline, address):
    runs = hotline.teaching.running.runs
    finding = {"kind": "overlap", "language": "en", "intent": "thanks", "text": f"{ODD} " * 9}
    more = {"other": "greeting", "other_text": ODD * 9, "count": 0}
    runs.end(runs.begin("report", None, "", "clerk"), "done", {"findings": [{**finding, **more}]})
    page.goto(f"{address}teach/quality")
    page.wait_for_selector("text=Nearer to another meaning than to their own (1)")
    assert no_wider_than_the_window(page)


def test_the_pages_of_teaching_break_no_rule_of_accessibility(page, hotline, address, violations):
    candidates = [("next_payment", 0.3, "when is my payment")]
    one = hotline.misunderstood("CA1", ODD, candidates=candidates)
    hotline.misunderstood("CA2", f"{ODD} oder")
    author = hotline.staff.add("author", "a password of theirs", "author")
    hotline.teaching.propose(author, Taught("en", "next_payment", ODD), one.id)
    hotline.tried(1)
    paths = ("teach", "teach/2", "teach/changes", "teach/changes/1", "teach/quality")
    for path in (*paths, "conversations/CA1"):
        page.goto(f"{address}{path}")
        assert violations(page) == [], path
