"""The console without a mouse: every way is open by keyboard, and the focus is always seen."""

import pytest

from tests.console.browser.conftest import log_in

SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    || style.boxShadow !== "none";
  return { name: `${one.tagName}#${one.id} ${one.textContent.trim().slice(0, 30)}`,
    body: one === document.body, marked, on: box.width > 0 && box.height > 0 };
}"""
MOST_STOPS = 80


def focused(page, what="id"):
    return page.evaluate(f"document.activeElement.{what}")


def tab_to(page, text):
    """Press Tab until the focus is on something with this text."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if focused(page, "textContent.trim()") == text:
            return
    raise AssertionError(f"the focus never came to {text!r}")


def test_a_day_of_work_without_a_mouse(new_page, server, texts, session_of):
    texts("+15550100041", "where is the nearest office")
    texts("+15550100042", "which papers do I need")
    wanted = session_of("+15550100042")
    page = new_page()
    log_in(page, f"{server.settings.public_url}/console/", "agent")

    for key, name in (("b", "callbacks"), ("l", "live")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"**/console/{name}")
    page.wait_for_selector("#live")
    for _ in range(MOST_STOPS):
        page.keyboard.press("j")
        if focused(page) == f"open-{wanted}":
            break
    assert page.evaluate(SEEN)["marked"]
    before = page.evaluate("document.activeElement.closest('tr').sectionRowIndex")
    page.keyboard.press("k")
    after = page.evaluate("document.activeElement.closest('tr').sectionRowIndex")
    assert after == max(0, before - 1)
    while focused(page) != f"open-{wanted}":
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/conversations/{wanted}")

    page.keyboard.press("/")
    page.wait_for_selector("#words:focus")
    page.keyboard.type("jk?gl nearest")
    assert page.input_value("#words") == "jk?gl nearest"  # letters, as somebody is typing
    assert not page.is_visible("#shortcuts")
    page.keyboard.press("Control+a")
    page.keyboard.type("nearest office")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark")
    tab_to(page, "Log out")
    page.keyboard.press("Enter")
    page.wait_for_selector("#password")


def test_keys_are_listed_and_can_be_switched_off(open_page):
    page = open_page("agent", "callbacks")
    page.keyboard.press("?")
    page.wait_for_selector("#shortcuts[open]")
    assert "Live" in page.inner_text("#shortcuts")
    page.keyboard.press("Escape")
    page.wait_for_selector("#shortcuts:not([open])", state="attached")

    tab_to(page, "Keyboard shortcuts")
    page.keyboard.press("Enter")
    page.wait_for_selector("#use-shortcuts:focus")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    assert focused(page) == "show-shortcuts"  # back where it was
    page.reload()
    for key in ("?", "g", "l"):
        page.keyboard.press(key)
    assert not page.is_visible("#shortcuts")
    assert page.url.endswith("/callbacks")

    page.click("#show-shortcuts")
    page.check("#use-shortcuts")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#shortcuts[open]")


def test_the_first_stop_skips_to_the_content(open_page):
    page = open_page("agent", "live")
    page.keyboard.press("Tab")
    assert focused(page, "className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert focused(page) == "content"


@pytest.mark.parametrize("path", ["live", "search", "callbacks", "phone", "conversation"])
def test_the_focus_is_seen_wherever_it_is(path, open_page, texts, session_of):
    texts("+15550100043", "where is the nearest office")
    conversation = f"conversations/{session_of('+15550100043')}"
    page = open_page("agent", conversation if path == "conversation" else path)
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(SEEN)
        if stop["body"]:
            break
        stops.append(stop)
    assert len(stops) > 8
    assert [stop for stop in stops if not (stop["marked"] and stop["on"])] == []


def test_groups_of_the_head_unfold_and_fold_by_keyboard(open_page):
    page = open_page("supervisor", "live")
    tab_to(page, "Work")
    assert not page.is_visible("nav a:text-is('Cases')")
    page.keyboard.press("Enter")
    page.wait_for_selector("nav a:text-is('Cases'):visible")
    page.keyboard.press("Tab")
    assert focused(page, "textContent") == "Cases"
    page.keyboard.press("Escape")
    page.wait_for_selector("nav a:text-is('Cases')", state="hidden")
    assert focused(page, "textContent.trim()") == "Work"
    tab_to(page, "Improve")
    page.keyboard.press("Enter")
    tab_to(page, "Phone")  # leaving it folds it
    assert page.locator("details.group[open]").count() == 0
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/console/figures")
    assert page.locator("summary.here").inner_text() == "Improve"
