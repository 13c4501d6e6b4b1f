"""News that are told over one connection: what an open page shows without asking for it."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs

from console import telling
from console.telling import Telling


@pytest.fixture(autouse=True)
def one_at_once(monkeypatch, hotline):
    monkeypatch.setattr(telling, "EVERY_S", 0.02)
    monkeypatch.setattr(telling, "_QUIET_S", 0.1)
    hotline.telling = Telling(1)


class Open:
    """A page that is open, and what it is told."""

    def __init__(self, clerk, path):
        self.page = clerk.get(f"/console/{path}").text
        seen = dict(re.findall(r'<\w+ id="(\w+)"[^>]* data-seen="([^"]+)"', self.page))
        address = re.search(r'data-news="([^"]+)"', self.page)[1]
        self.answer = clerk.get(address, query_string=seen, buffered=False)
        self.lines = self.answer.iter_encoded()

    def told(self):
        """The next news: parts of the page by their ids; None where there will be none."""
        news = (line for line in self.lines if line.startswith(b"data: "))
        return next((json.loads(line.removeprefix(b"data: ")) for line in news), None)


@pytest.fixture
def open_page(clerk):
    opened = []

    def open_page(path):
        opened.append(Open(clerk, path))
        return opened[-1]

    yield open_page
    for one in opened:
        one.answer.close()


def test_the_list_is_told_once_it_is_another(open_page, hotline):
    hotline.say("CA1", "", "How can I help?")
    page = open_page("live")
    assert page.answer.mimetype == "text/event-stream"
    hotline.live.hearing("CA1", "where is")
    assert "where is" in page.told()["live"]
    hotline.say("CA2", "", "How can I help?")
    assert "2 by phone" in page.told()["live"]


def test_a_conversation_is_told_turn_by_turn(open_page, hotline):
    hotline.say("CA1", "", "How can I help?")
    page = open_page("conversations/CA1")
    hotline.live.hearing("CA1", "where")
    first = page.told()["tail"]
    assert "where" in first
    assert "turn-1" not in first  # the page has it already
    hotline.live.hearing("CA1", "")
    hotline.say("CA1", "where is my claim", "Your reference?")
    while "turn-2" not in (told := page.told()["tail"]):
        pass
    assert "Your reference?" in told
    hotline.say("CA1", "goodbye", "Goodbye.", status="ended")
    assert "turn-3" in (last := page.told()["tail"])
    assert "data-seen" not in last  # nothing more will come


def test_what_the_page_shows_already_is_no_news(open_page, hotline):
    hotline.say("CA1", "", "How can I help?")
    page = open_page("live")
    heard = [next(page.lines) for _ in range(3)]
    assert not any(line.startswith(b"data: ") for line in heard)
    assert heard[1].startswith(b"event: still")  # the server is there, and nothing happens


def test_where_no_place_is_left_the_page_asks(open_page):
    first = open_page("live")
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(open_page, "live").result().answer.status_code == 204
    first.answer.close()
    assert open_page("live").answer.status_code == 200


def test_it_lasts_for_a_while(open_page, monkeypatch):
    monkeypatch.setattr(telling, "LASTS_S", 0.1)
    assert open_page("live").told() is None


def test_a_server_that_stops_lets_every_page_go(open_page, hotline):
    page = open_page("live")
    next(page.lines)
    hotline.telling.end()
    assert page.told() is None
    assert open_page("live").answer.status_code == 204


def test_who_is_no_longer_staff_is_told_nothing_more(open_page, hotline):
    page = open_page("live")
    next(page.lines)
    with hotline.database.transaction() as connection:
        connection.execute("UPDATE staff SET epoch = epoch + 1")
    assert page.told() is None


def test_being_told_news_does_not_prolong_a_login(open_page):
    assert "Set-Cookie" not in open_page("live").answer.headers


def test_news_are_for_staff(visitor):
    answer = visitor.get("/console/live/told", headers={"HX-Current-URL": "http://localhost/x"})
    assert answer.status_code == 401


def test_a_failure_ends_it_and_is_in_the_log(open_page, hotline):
    hotline.say("CA1", "", "How can I help?")
    page = open_page("conversations/CA1")
    with hotline.database.transaction() as connection:
        connection.execute("DROP TABLE interaction")
    hotline.live.hearing("CA1", "where")
    with capture_logs() as log:
        assert page.told() is None
    assert [entry["event"] for entry in log] == ["news_ended"]
