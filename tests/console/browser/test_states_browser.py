"""Pages while they wait, when the server is away, on paper, and for who wants them still."""

from tests.console.browser.conftest import log_in


def test_a_page_says_when_the_server_is_away_and_when_it_is_back(open_page):
    page = open_page("agent", "live", complains=True)
    assert not page.is_visible("#stale")
    page.context.set_offline(True)
    page.wait_for_selector("#stale:visible")
    page.context.set_offline(False)
    page.wait_for_selector("#stale", state="hidden")


def test_a_conversation_says_so_too(open_page, texts, session_of):
    texts("+15550100051", "where is the nearest office")
    page = open_page("agent", f"conversations/{session_of('+15550100051')}", complains=True)
    page.context.set_offline(True)
    page.wait_for_selector("#stale:visible")


def test_a_form_that_waits_says_so(open_page):
    page = open_page("agent", "search?words=office")
    page.evaluate(
        """() => {
          const button = document.querySelector("main [type=submit]");
          const note = () => sessionStorage.setItem("busy", button.getAttribute("aria-busy"));
          new MutationObserver(note).observe(button, { attributes: true });
        }"""
    )

    def late(route):
        page.wait_for_timeout(1000)
        route.continue_()

    page.route("**/search?*", late)
    page.click("main [type=submit]")
    page.wait_for_url("**/search?words=office&*")
    assert page.evaluate("sessionStorage.getItem('busy')") == "true"
    assert page.locator("[aria-busy]").count() == 0


def test_a_conversation_can_be_printed(open_page, texts, session_of):
    texts("+15550100052", "which papers do I need")
    page = open_page("agent", f"conversations/{session_of('+15550100052')}")
    page.emulate_media(media="print")
    for hidden in (".top", ".foot"):
        assert not page.is_visible(hidden)
    assert page.is_visible("text=which papers do I need")
    assert page.is_visible("#facts")
    assert page.pdf(format="A4", outline=False)[:4] == b"%PDF"


def test_nothing_moves_for_who_wants_it_still(new_page, server):
    address = f"{server.settings.public_url}/console/"
    for wish, moves in (("reduce", False), ("no-preference", True)):
        page = new_page(reduced_motion=wish)
        log_in(page, address, "agent")
        page.wait_for_load_state()  # with its styles
        time = page.evaluate("getComputedStyle(document.querySelector('.leave button')).transition")
        assert ("0.2s" in time) == moves


def test_waiting_is_counted_on_in_the_readers_language(open_page, texts, session_of):
    texts("+15550100053", "where is the nearest office")
    page = open_page("agent", "live", language="zh")
    wait = f"tr:has(#open-{session_of('+15550100053')}) td.wait"
    first = page.inner_text(wait)
    assert "秒" in first
    page.wait_for_function(
        "([wait, was]) => document.querySelector(wait).innerText != was", arg=[wait, first]
    )
    assert page.inner_text(wait)[-1] in "秒钟"
