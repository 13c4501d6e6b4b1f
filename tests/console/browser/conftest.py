"""A server process with the demo country and staff of every role, and the browser they work with.

    def test_something(open_page, texts):
        texts("+15550100001", "where is my claim")
        page = open_page("supervisor", "live", language="es")

`open_page` opens a page of the size that call centres have, as somebody of that role; a page that
complains in the browser's console fails its test. `server` (`cli.running.Running`) has the same
database beside the process. Data stays for the tests that follow: look for what is yours.
"""

from pathlib import Path

import pytest

from cli.running import running
from console.texts import COOKIE
from conversation.reply import Reply
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone
from storage.rights import ROLES
from storage.staff import Staff
from tests.chromium import complaints_among, needs_chromium

PASSWORD = "correct horse 7"
"""Of everybody; each role has one member, who is called like it."""
SIZE = {"width": 1366, "height": 768}
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""What axe checks: WCAG 2.2 A and AA, contrast among it."""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(needs_chromium)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server as `benefitline serve` starts it."""
    folder = tmp_path_factory.mktemp("hotline")
    with running(folder, people=20, max_streams="4", prepare="off") as server:
        staff = Staff(server.store.database)
        for role in ROLES:
            staff.add(role, PASSWORD, role)
        yield server


@pytest.fixture(scope="session")
def logins():
    """Cookies by address and role: checking a password takes long on purpose."""
    return {}


@pytest.fixture
def new_page(browser):
    """Opens pages, each with cookies of its own; what they complain about fails the test."""
    contexts, complaints = [], []

    def new_page(cookies=(), size=SIZE, complains=False, **more):
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **more})
        contexts.append(context)
        context.add_cookies(list(cookies))
        page = context.new_page()
        page.set_default_timeout(8000)
        if not complains:
            page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert complaints_among(complaints) == []


def log_in(page, address, name, password=PASSWORD):
    """Log in by the form, with the keyboard alone."""
    page.goto(f"{address}login")
    page.wait_for_selector("input[name=name]:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("form.leave")


@pytest.fixture
def open_page(new_page, server, logins):
    """Opens a path below /console/ of the server process, as somebody of a role or as nobody.

    language: of the page. complains: what the browser's console says is expected. Anything more
    is for Playwright's `new_context`.
    """
    address = f"{server.settings.public_url}/console/"

    def open_page(role=None, path="", language="en", **more):
        cookies = [{"name": COOKIE, "value": language, "url": server.settings.public_url}]
        if role and role not in logins:
            visitor = new_page(cookies)
            log_in(visitor, address, role)
            logins[role] = [
                cookie for cookie in visitor.context.cookies() if cookie["name"] != COOKIE
            ]
        page = new_page([*cookies, *(logins[role] if role else ())], **more)
        page.goto(address + path)
        return page

    return open_page


@pytest.fixture(scope="session")
def violations():
    """What a page breaks of WCAG 2.2 A and AA, as far as axe finds it: a line each."""

    def violations(page):
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE)  # by the debugger: the page's own policy lets in no script
        result = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", STANDARD
        )
        return [
            f"{broken['id']}: {node['html'][:160]} ({node['failureSummary']})"
            for broken in result["violations"]
            for node in broken["nodes"]
        ]

    return violations


@pytest.fixture(scope="session")
def texts(server):
    """Texts one body after the other from a number; answers the replies."""

    def texts(number, *bodies):
        phone = TextPhone(server.server, number, server.settings.phone_number)
        return [phone.send(body) for body in bodies]

    return texts


@pytest.fixture(scope="module")
def call(server):
    """Places a call that goes by keys, presses what is given, and leaves it going on, until the
    tests of the file are over."""
    calls = []

    def call(number, *keys):
        phone = PhoneCall(server.server, number, server.settings.phone_number, clock_speed=4)
        calls.append(phone.dial())
        for pressed in keys:
            assert phone.wait_for_prompt(interrupt=True)
            phone.press(pressed)
        phone.wait_for_prompt()
        return phone

    yield call
    for phone in calls:
        phone.hang_up()


@pytest.fixture(scope="session")
def session_of(server):
    """The id of the conversation that a `call` is, or that a number's texts are."""

    def session_of(caller):
        conversations = server.store.conversations
        if isinstance(caller, PhoneCall):
            stored = conversations.last_reply("voice", caller.sid)
        else:
            stored = conversations.last_reply("sms", f"{server.settings.phone_number}|{caller}")
        return Reply.from_json(stored).session_id

    return session_of
