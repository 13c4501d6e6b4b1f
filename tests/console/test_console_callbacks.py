"""Promised calls: one clerk makes each, tries are counted, and what is late is marked."""

import threading
from datetime import UTC, datetime

import pytest

from storage.callbacks import Callbacks
from storage.takeovers import Held, NotGoingOn

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def post(clerk):
    def post(act, number=1):
        token = clerk.token(f"/console/callbacks/{number}")
        path = f"/console/callbacks/{number}/{act}"
        return clerk.client.post(path, data={"csrf_token": token})

    return post


@pytest.fixture
def promised(hotline):
    hotline.promise("+15005550042", "old_age_pension", "2020-01-02")


def trail(hotline):
    return [(entry.action, entry.subject) for entry in hotline.audit.entries()][::-1]


def test_a_call_is_taken_tried_and_made(clerk, hotline, promised, post):
    assert "I make this call" in clerk.get("/console/callbacks/1").text
    assert post("take").status_code == 303
    page = clerk.get("/console/callbacks/1").text
    assert "Not reached" in page
    assert "I make this call" not in page
    post("not-reached")
    assert "1 × not reached" in clerk.get("/console/callbacks").text
    assert post("not-reached").status_code == 409  # it was given back by that
    post("take")
    post("not-reached")
    assert "2 × not reached" in clerk.get("/console/callbacks").text
    post("take")
    assert post("done").status_code == 303
    assert "This call has been made." in clerk.get("/console/callbacks/1").text
    assert "Nobody waits to be called back." in clerk.get("/console/callbacks").text
    assert post("take").status_code == 409
    assert trail(hotline)[-6:] == [
        ("take_callback", "callback 1"),
        ("callback_not_reached", "callback 1"),
        ("take_callback", "callback 1"),
        ("callback_not_reached", "callback 1"),
        ("take_callback", "callback 1"),
        ("callback_done", "callback 1"),
    ]
    assert "5550042" not in str(hotline.audit.entries())


def test_what_another_has_is_theirs_until_they_give_it_back(clerk, hotline, promised, post):
    Callbacks(hotline.database).take(1, "Ben", NOW, [])
    refused = post("take")
    assert refused.status_code == 409
    assert "Ben makes this call." in refused.text
    assert post("done").status_code == 409
    assert "Ben" in clerk.get("/console/callbacks").text
    Callbacks(hotline.database).give_back(1, "Ben", [])
    assert post("take").status_code == 303
    assert post("back").status_code == 303
    assert "nobody yet" in clerk.get("/console/callbacks").text


def test_what_is_late_is_marked_and_counted(clerk, hotline, promised):
    hotline.promise("+15005550043", "general", "2999-01-02")
    page = clerk.get("/console/callbacks").text
    assert "1 overdue" in page
    assert page.count('<b class="mark">overdue</b>') == 1
    assert "overdue" in clerk.get("/console/callbacks/1").text
    assert "overdue" not in clerk.get("/console/callbacks/2").text


def test_of_many_who_take_a_call_at_once_one_has_it(hotline, promised):
    start, came = threading.Barrier(5), []

    def take(name):
        start.wait()
        try:
            Callbacks(hotline.database).take(1, name, NOW, [])
            came.append((name, ""))
        except Held as error:
            came.append((name, error.by))
        hotline.database.close()

    threads = [threading.Thread(target=take, args=(f"clerk {n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [name for name, by in came if not by]
    assert [by for _, by in came if by] == [winner] * 4


def test_one_that_does_not_exist(clerk, hotline, promised, post):
    with pytest.raises(NotGoingOn):
        Callbacks(hotline.database).done(99, "Ben", NOW, [])
    token = clerk.token("/console/callbacks/1")
    for number in ("99", "9" * 30):
        path = f"/console/callbacks/{number}/take"
        assert clerk.client.post(path, data={"csrf_token": token}).status_code == 404
