"""Helping in a real browser, beside real texts and a real call with real audio."""

import threading

import pytest

from cli.speech import spoken
from tests.calls.clerks import PASSWORD, Clerk
from tests.chromium import complaints_among, needs_chromium
from voice.recogniser import Models

pytestmark = needs_chromium


@pytest.fixture
def line(make_whole):
    return make_whole(recording="ask", max_streams=2, secure_cookies=False)


@pytest.fixture
def page(browser, line):
    """A page of the size that call centres have, with somebody logged in; it may not complain."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(30_000)
    complaints = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.clerk = Clerk(line, "Sue", "supervisor")
    page.goto(f"http://127.0.0.1:{line.http.port}/console/login")
    page.fill("input[name=name]", "Sue")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#live")
    yield page
    page.close()
    refused = "409 (CONFLICT)"  # what the browser says of an answer that is refused
    assert [one for one in complaints_among(complaints) if refused not in one] == []


def no_wider_than_the_window(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_text_is_taken_over_answered_and_given_back(line, page):
    phone = line.texts()
    phone.send("where is my claim")
    page.click("#live a")
    page.click("text=Take over")
    page.wait_for_selector("text=You have this conversation")
    assert no_wider_than_the_window(page)
    page.fill("#answer-text", "x" * 161)
    page.wait_for_selector("text=2 × text, 161 of 306 characters")
    page.fill("#answer-text", "Good morning, I am Sue.")
    assert phone.send("hello, is anybody there") is None
    page.wait_for_selector("text=hello, is anybody there")
    assert page.input_value("#answer-text") == "Good morning, I am Sue."  # the news took nothing
    page.click("button:text-is('Send')")
    page.wait_for_selector("text=Your answer is on its way.")
    assert page.input_value("#answer-text") == ""
    assert line.sent(1)[0].fields["Body"] == "Good morning, I am Sue."
    page.click("button:text-is('Give back')")
    page.wait_for_selector("text=The assistant has this conversation.")
    assert "reference" in line.sent(2)[1].fields["Body"]


def test_what_was_typed_is_there_when_the_conversation_ends_meanwhile(line, page):
    phone = line.texts()
    phone.send("where is my claim")
    page.click("#live a")
    page.click("text=Take over")
    page.wait_for_selector("#answer-text")
    page.wait_for_load_state()  # its scripts are there that keep what is typed
    page.fill("#answer-text", "A long answer <b>that</b> took a while")
    phone.send("STOP")
    page.wait_for_selector("text=They have texted STOP")
    page.wait_for_function(
        "typed => document.getElementById('answer-text')?.value === typed",
        arg="A long answer <b>that</b> took a while",
    )
    with line.parts["database"].transaction() as connection:
        connection.execute("UPDATE session SET status = 'ended'")
    page.wait_for_selector("text=This conversation is over.")
    page.wait_for_selector("text=A long answer <b>that</b> took a while")


def test_the_keyboard_alone_takes_over(line, page):
    line.texts().send("where is my claim")
    page.click("#live a")
    page.wait_for_selector("#help button")
    page.focus("#help button")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=You have this conversation")


def test_filters_stay_through_a_reload_and_show_what_is_in_trouble(line, page):
    line.texts().send("where is my claim")
    other = line.texts("+15550100077")
    for _ in range(3):
        other.send("blargh frobnicate")
    page.wait_for_selector("text=Not understood")
    page.select_option("select[name=trouble]", "misunderstood")
    page.click("text=Show")
    page.wait_for_selector("text=0 by phone, 1 by text")
    page.reload()
    page.wait_for_selector("text=0 by phone, 1 by text")
    assert page.locator("select[name=trouble]").input_value() == "misunderstood"
    assert no_wider_than_the_window(page)
    page.click("text=Show all")
    page.wait_for_selector("text=0 by phone, 2 by text")


@pytest.mark.skipif("en" not in Models().languages(), reason="no English model is here")
def test_a_call_is_heard(line, page):
    with line.phone(speed=2.0) as call:
        assert call.wait_for_prompt()
        for keys in ("3", "1"):
            turns = len(line.rows("SELECT id FROM interaction"))
            call.press(keys)
            line.wait(lambda turns=turns: len(line.rows("SELECT id FROM interaction")) > turns)
            assert call.wait_for_prompt()
        page.click("#live a")
        page.wait_for_url("**/conversations/*")
        page.wait_for_load_state()  # with its scripts
        page.click("#listen")
        page.wait_for_selector("#listen[aria-pressed=true]")
        threading.Thread(target=call.say, args=(spoken("well that is nothing"),)).start()
        page.wait_for_selector("#listen[data-loudest]")
        assert float(page.get_attribute("#listen", "data-loudest")) > 0.001
        page.click("#listen")
        page.wait_for_selector("#listen[aria-pressed=false]")
