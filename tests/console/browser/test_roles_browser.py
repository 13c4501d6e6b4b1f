"""Staff of every role log in to a server process and see what is theirs."""

import pytest

from storage.rights import ROLES
from tests.console.browser.conftest import log_in


@pytest.mark.parametrize("role", ROLES)
def test_everybody_comes_to_a_page_of_theirs(role, new_page, server):
    page = new_page()
    log_in(page, f"{server.settings.public_url}/console/", role)
    assert page.inner_text("form.leave bdi") == role
    assert page.locator("nav a[aria-current=page]").count() == 1


def test_what_a_citizen_writes_is_on_the_live_page(open_page, texts, session_of):
    replies = texts("+15550100004", "What is the status of my claim?")
    assert "claim reference" in replies[0]
    page = open_page("agent", "live")
    page.wait_for_selector("tr:has-text('What is the status of my claim?')")
    assert session_of("+15550100004") in page.get_attribute(
        "tr:has-text('What is the status of my claim?') a", "href"
    )


def test_what_a_caller_keys_is_in_the_transcript(open_page, call, session_of):
    phone = call("+15550100002", "1")
    page = open_page("agent", f"conversations/{session_of(phone)}", language="es")
    assert page.get_attribute("html", "lang") == "es"
    assert "1" in page.inner_text("#turn-2 .heard")
    phone.hang_up()
    page.wait_for_selector("#turn-3")
