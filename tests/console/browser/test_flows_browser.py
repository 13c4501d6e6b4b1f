"""An author changes a text in a real browser, a second person publishes it, and callers get it."""

import threading

import pytest
from werkzeug.serving import make_server

from app import create_app
from storage.staff import Staff
from tests.conftest import OURS, Door

PASSWORD = "a-password-of-staff"
OLD = "Please text the 8 digits of your claim reference."
NEW = "Which claim? Send us its 8 digits, please."
PATH = "steps.ask_reference.text"


@pytest.fixture(scope="module")
def desk(make_door):
    """The whole application, with an author and a supervisor."""
    door = make_door(secure_cookies=False)
    staff = Staff(door.app.extensions["benefitline"]["database"])
    staff.add("Ann", PASSWORD, "author")
    staff.add("Sue", PASSWORD, "supervisor")
    return door


@pytest.fixture(scope="module")
def site(desk):
    """Its address."""
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/console/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def come(browser, site):
    """Opens a browser for somebody, logs in, and at the end looks whether the page complained."""
    contexts, complaints = [], []

    def open_for(name):
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-US")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site}login")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("nav a:text-is('Flows')", state="attached")
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert complaints == []


def texted(door, body, caller, id):
    fields = {"MessageSid": id, "From": caller, "To": OURS, "NumMedia": "0", "Body": body}
    answer = door.post("/sms/incoming", fields)
    assert answer.status_code == 200
    return answer.text


def no_wider_than_the_window(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_text_goes_from_an_author_to_callers(desk, come, site):
    assert OLD in texted(desk, "the status of my claim", "+15550100021", "SM1")
    author = come("Ann")
    author.click("nav a:text-is('Flows')")
    author.click("a:text-is('the status of your claim')")
    author.wait_for_selector("svg .count:text-is('1')")  # whoever has just texted
    assert no_wider_than_the_window(author)

    # By keyboard: a step of the graph leads to its texts.
    author.focus("#graph-claim_status-ask_reference")
    author.keyboard.press("Enter")
    assert author.evaluate("location.hash") == "#step-ask_reference"
    author.click(f"a[href$='path={PATH}']")
    before = author.inner_text("#measured")
    author.fill("textarea[name='sms.en']", "x" * 161)
    author.wait_for_function(
        "before => !document.querySelector('#measured').innerText.startsWith(before)", arg=before
    )
    author.wait_for_selector("#measured >> text=2 segments (GSM-7, 161 units)")
    author.fill("textarea[name='sms.en']", NEW)
    author.wait_for_selector(f"#measured >> text={NEW}")
    assert no_wider_than_the_window(author)
    author.click("button:text-is('Save in my draft')")
    author.wait_for_selector("text=Saved in your draft.")
    length = author.evaluate(
        """() => new Promise(done => {
            const player = document.querySelector('audio');
            player.addEventListener('loadedmetadata', () => done(player.duration));
            player.addEventListener('error', () => done(-1));
            player.preload = 'metadata';
            player.load();
        })"""
    )
    assert 2 < length < 8
    author.click("a:text-is('To the change')")
    author.fill("#title", "Friendlier")
    author.click("button:text-is('Hand in for publishing')")
    author.wait_for_selector("text=A second person must publish it")
    assert author.query_selector("button:text-is('Publish')") is None

    second = come("Sue")
    second.goto(f"{site}flows")
    second.click("a:text-is('Look at it')")
    second.click("a:text-is('Change 1')")
    assert NEW.split()[0] in second.inner_text("ins")
    second.fill("#reason", "It is friendlier")
    second.click("button:text-is('Publish')")
    second.wait_for_selector("text=Sue published it:")

    assert NEW in texted(desk, "the status of my claim", "+15550100022", "SM2")
    again = texted(desk, "hm", "+15550100021", "SM3")
    assert OLD in again
    assert NEW not in again

    # Another process of the server, which was told nothing.
    other = create_app(desk.settings)
    door = Door(other, other.test_client(), desk.settings)
    assert NEW in texted(door, "the status of my claim", "+15550100023", "SM4")
    second.goto(f"{site}flow-versions/0")
    second.fill("#reason", "Only a trial")
    second.click("button:text-is('Go back to version 0')")
    second.wait_for_selector("text=back to version 0")
    assert OLD in texted(door, "the status of my claim", "+15550100024", "SM5")
    assert OLD in texted(desk, "the status of my claim", "+15550100025", "SM6")
    for part in ("outbound", "calling", "retention"):
        other.extensions["benefitline"][part].stop()


def test_every_flow_fits_and_shows_its_steps(come, site, desk):
    page = come("Ann")
    for flow in ("identify", "claim_status", "welcome", "find_time"):
        page.goto(f"{site}flows/{flow}")
        page.wait_for_selector("svg.flow-graph")
        assert no_wider_than_the_window(page)
        small = page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('svg .step text')]
                .map(text => text.getBoundingClientRect().height / text.children.length))"""
        )
        assert small > 9  # pixels a line
