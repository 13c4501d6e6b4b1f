"""The page in a real browser: what scripts and styles do, and what its policy lets them do."""

from datetime import UTC, datetime

import pytest

from storage.audio_files import Utterance


@pytest.fixture
def page(address, new_page):
    """A page that is closed before the server."""
    return new_page()


def log_in(page, address, password):
    page.goto(address)
    page.wait_for_selector("input[name=name]:focus")
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("#live")


def no_wider_than_the_window(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_clerk_watches_a_call_and_finds_it_again(page, address, hotline, password):
    log_in(page, address, password)
    page.wait_for_selector("text=Nobody is calling or texting right now.")

    hotline.say("CA1", "", "Hello, how can I help?")
    page.wait_for_selector("text=1 by phone, 0 by text")
    for words in ("where", "where is my claim"):
        hotline.live.hearing("CA1", words)
        page.wait_for_selector(f".partial .words:text-is('{words}')")
    assert no_wider_than_the_window(page)

    waited = page.inner_text(".wait .number")
    page.wait_for_function(
        "was => document.querySelector('.wait .number').innerText != was", arg=waited
    )

    page.focus("#open-CA1")
    hotline.live.hearing("CA1", "")
    hotline.say("CA1", "where is my claim", "Please say your reference.", intent="claim_status")
    page.wait_for_selector("td:has-text('claim status') .sure")
    assert page.evaluate("document.activeElement.id") == "open-CA1"  # news do not take it away

    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('Call in English')")
    hotline.live.hearing("CA1", "four seven")
    page.wait_for_selector("#tail .words:text-is('four seven')")
    hotline.live.hearing("CA1", "")
    candidates = [("offices", 0.3, "where is the office")]
    hotline.say("CA1", "four seven", "Thank you, goodbye.", candidates=candidates, status="ended")
    page.wait_for_selector("#turn-3")
    page.wait_for_selector("#facts dd:text-is('ended')")
    assert page.locator(".transcript > li").count() == 4  # three turns and the empty end

    page.click("nav >> text=Search")
    page.fill("#words", "reference")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark:text-is('reference')")
    assert no_wider_than_the_window(page)
    page.click(".hits a")
    page.wait_for_selector("#turn-2:target")
    page.click("text=Log out")
    page.wait_for_selector("#password")


def test_a_script_in_a_text_message_does_not_run(page, address, hotline, password):
    log_in(page, address, password)
    hotline.say("SM1", "<script>document.title = 'taken'</script>", "Sorry?", channel="sms")
    page.wait_for_selector("text=document.title = 'taken'")
    assert page.title() == "Live · Benefitline"


def test_the_keyboard_skips_to_the_content(page, address, hotline, password):
    log_in(page, address, password)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_supervisor_hears_a_recording_and_corrects_it(page, address, hotline, password):
    hotline.database.connection.execute("UPDATE staff SET role = 'supervisor'")
    hotline.say("CA1", "", "Your reference?")
    words = [("•••", 0.41, 3.2, 6.5)]
    hotline.say("CA1", "•••", "I cannot find it.", words=words, status="ended")
    now, about = datetime.now(UTC), ("en", "claim_status.ask_reference", "claim_reference")
    with hotline.database.transaction() as connection:
        hotline.recordings.consent("CA1", "v1", "en", now)(connection)
        said = Utterance(b"\x55\xd5" * 8000, "four seven one one")
        hotline.recordings.add("CA1", 2, now, about, said, False)(connection)
    log_in(page, address, password)
    page.goto(f"{address}conversations/CA1")
    assert "41%" in page.get_attribute(".word.low", "title")
    assert no_wider_than_the_window(page)
    page.click("text=Listen to recording 1")
    page.evaluate("document.querySelector('audio').load()")
    page.evaluate("document.querySelector('audio').preload = 'auto'")
    page.wait_for_function("() => document.querySelector('audio').duration === 2")
    assert page.input_value("#said") == "four seven one one"
    assert no_wider_than_the_window(page)
    page.fill("#said", "four seven one two")
    page.click("text=Save")
    page.wait_for_selector("text=transcript corrected")
    assert hotline.recordings.get(1).corrected
