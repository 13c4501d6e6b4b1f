"""What happens is shown while a page is open: told by the server, or else asked for."""

import signal
import time

import pytest

from cli.running import running
from storage.staff import Staff
from tests.console.browser.conftest import PASSWORD, log_in


@pytest.fixture
def asked(server):
    """Follows which addresses of news a page asks for."""

    def asked(page):
        found = []

        def note(request):
            if "/news" in request.url:
                found.append(request.url)

        page.on("request", note)
        return found

    return asked


def test_the_list_follows_without_asking(open_page, texts, session_of, asked):
    page = open_page("agent", "live")
    requests = asked(page)
    texts("+15550100061", "where is the nearest office")
    page.wait_for_selector(f"#open-{session_of('+15550100061')}")
    assert requests == []


def test_a_conversation_and_what_can_be_done_follow_without_asking(
    open_page, texts, session_of, asked
):
    texts("+15550100062", "where is the nearest office")
    session = session_of("+15550100062")
    page = open_page("supervisor", f"conversations/{session}")
    other = open_page("agent", f"conversations/{session}")
    requests = asked(page)
    texts("+15550100062", "Clearwater")
    page.wait_for_selector("#turn-2")
    other.click("text=Take over")
    page.wait_for_selector("#help:has-text('agent')")
    assert requests == []


def test_where_nothing_is_told_the_page_asks(open_page, texts, session_of, asked):
    page = open_page("agent", "search", complains=True)
    page.route("**/told?*", lambda route: route.abort())
    requests = asked(page)
    page.goto(page.url.replace("/search", "/live"))
    texts("+15550100063", "where is the nearest office")
    page.wait_for_selector(f"#open-{session_of('+15550100063')}")
    assert requests


def test_a_page_that_nobody_looks_at_is_told_nothing(open_page, texts, session_of):
    page = open_page("agent", "live")
    page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    texts("+15550100064", "where is the nearest office")
    row = f"#open-{session_of('+15550100064')}"
    page.wait_for_timeout(2500)
    assert not page.query_selector(row)
    page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { value: false, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    page.wait_for_selector(row)


def test_a_server_that_is_told_to_end_waits_for_no_page(tmp_path, new_page):
    with running(tmp_path, people=1, max_streams="1", prepare="off") as server:
        Staff(server.store.database).add("agent", PASSWORD, "agent")
        page = new_page(complains=True)
        log_in(page, f"{server.settings.public_url}/console/", "agent")
        page.wait_for_selector("#live")
        page.wait_for_timeout(500)  # it is told news by now
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=30)
        assert time.monotonic() - began < 5
        page.wait_for_selector("#stale:visible")
