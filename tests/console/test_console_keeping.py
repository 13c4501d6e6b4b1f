"""What a clerk had typed when the login ended is there again afterwards, in a real browser."""

from datetime import UTC, datetime

import pytest

from storage.audio_files import Utterance
from tests.console.conftest import PASSWORD

KEPT = "Object.keys(sessionStorage).filter(name => name.startsWith('benefitline.keep'))"


@pytest.fixture
def form(hotline, page, address):
    """The address of a form, which a supervisor has open."""
    hotline.database.connection.execute("UPDATE staff SET role = 'supervisor'")
    hotline.say("CA1", "", "Your reference?")
    hotline.say("CA1", "•••", "I cannot find it.", status="ended")
    now, about = datetime.now(UTC), ("en", "claim_status.ask_reference", "claim_reference")
    with hotline.database.transaction() as connection:
        hotline.recordings.consent("CA1", "v1", "en", now)(connection)
        said = Utterance(b"\x55\xd5" * 8000, "four seven one one")
        hotline.recordings.add("CA1", 2, now, about, said, False)(connection)
    page.goto(f"{address}login?next=/console/recordings/1")
    enter(page)
    return f"{address}recordings/1"


def enter(page, name="clerk"):
    page.wait_for_selector("input[name=password]")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button:text('Log in')")
    page.wait_for_selector("form.leave")
    page.wait_for_load_state()  # what was kept is put back by a script of the page


def typed(page):
    page.wait_for_selector("#said")
    page.fill("#said", "four seven one two")
    page.fill("#group", "over 70")


def fields(page):
    page.wait_for_selector("#said")
    page.wait_for_load_state()
    return page.input_value("#said"), page.input_value("#group")


def end_of_login(page):
    """As after 30 minutes: the browser sends no login any more."""
    page.context.clear_cookies()


def test_a_form_that_is_sent_after_the_login_ended_comes_back_filled_in(form, page, hotline):
    typed(page)
    assert page.is_hidden("#kept")
    end_of_login(page)
    page.click("text=Save")
    page.wait_for_selector("text=What you had typed is kept in this tab")
    assert not hotline.recordings.get(1).corrected
    page.reload()
    enter(page)
    assert page.url == form
    assert fields(page) == ("four seven one two", "over 70")
    assert page.inner_text("#kept") == "What you had typed here is back. It has not been sent."
    page.click("text=Save")
    page.wait_for_selector("text=transcript corrected")
    assert hotline.recordings.get(1).corrected
    assert page.evaluate(KEPT) == []
    page.goto(form)
    assert page.is_hidden("#kept")


def test_what_was_not_sent_is_there_when_the_page_is_opened_again(form, page):
    typed(page)
    page.click("nav >> text=Search")
    page.wait_for_selector("#words")
    page.goto(form)
    assert fields(page) == ("four seven one two", "over 70")


def test_logging_out_forgets_it(form, page, address):
    typed(page)
    assert len(page.evaluate(KEPT)) == 1
    page.click("text=Log out")
    page.wait_for_selector("#password")
    assert page.evaluate(KEPT) == []
    assert "a wrong" not in page.evaluate("JSON.stringify({...sessionStorage})")


def test_somebody_else_does_not_get_it(form, page, hotline):
    with hotline.database.transaction() as connection:
        connection.execute(
            "INSERT INTO staff (name, password, role, created_at)"
            " SELECT 'other', password, role, created_at FROM staff"
        )
    typed(page)
    end_of_login(page)
    page.goto(form)
    page.wait_for_selector("#password")
    assert len(page.evaluate(KEPT)) == 1
    enter(page, "other")
    assert fields(page) == ("four seven one one", "")
    assert page.evaluate(KEPT) == []


def test_passwords_and_codes_are_never_kept(form, page, address):
    page.goto(f"{address}account")
    page.evaluate("document.querySelector('main form').dataset.keep = 'account'")
    for field in ("#old", "#new", "#again"):
        page.fill(field, "my secret")
    assert "my secret" not in page.evaluate("JSON.stringify({...sessionStorage})")


def test_every_kind_of_field_comes_back(form, page):
    extra = """
        <select name="one"><option>a<option>b</select>
        <select name="many" multiple><option>a<option>b<option>c</select>
        <input type="checkbox" name="yes"><input type="checkbox" name="yes" value="2">
        <input type="radio" name="way" value="x"><input type="radio" name="way" value="y">
        <input name="twice"><input name="twice">"""
    show = f"document.querySelector('main form').insertAdjacentHTML('beforeend', `{extra}`)"
    page.wait_for_selector("#said")
    page.evaluate(show)
    page.select_option("[name=one]", "b")
    page.select_option("[name=many]", ["a", "c"])
    page.check("[name=yes][value='2']")
    page.check("[name=way][value=y]")
    page.fill("[name=twice] >> nth=1", "second")
    page.goto(form)
    page.wait_for_selector("#said")
    page.evaluate(show)
    # As htmx says that it has brought something.
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: document.body}}))"
    )
    assert (
        page.evaluate("[...new FormData(document.querySelector('main form'))].slice(3).join(' ')")
        == "one,b many,a many,c yes,2 way,y twice, twice,second"
    )
