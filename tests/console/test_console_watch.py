"""What the live page shows of trouble, who has a conversation, and what it is narrowed to."""

import re
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from console import going_on
from storage.staff import StaffMember
from storage.takeovers import Takeovers

MISSED = {"asked": "claim_status.ask_reference", "candidates": []}


def news(page):
    return re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")


def rows(page):
    return re.findall(r'id="open-([^"]+)"', page)


@pytest.fixture
def some(hotline, ago):
    """Four conversations: a calm one, one misunderstood, one upset, one silent."""
    hotline.say("CALM", "where is my claim", "Your reference?", intent="claim_status")
    for _ in range(3):
        hotline.say("MISSED", "blargh", "Sorry?", language="es", meaning=MISSED)
    hotline.say("UPSET", "damn it", "I am sorry.", meaning={"upset": True, "command": "repeat"})
    for _ in range(2):
        hotline.say("SILENT", "", "Hello?", kind="silence", place="welcome.choose")
    hotline.say("LONG", "hello", "Your name?", at=ago(seconds=80), intent="greeting")
    hotline.say("SM1", "hello", "Your name?", channel="sms", at=ago(seconds=80), intent="greeting")


def test_a_mark_says_in_words_what_is_wrong(clerk, some):
    page = clerk.get("/console/live").text
    assert "Not understood 3 times in a row" in page
    assert "Sounds angry or desperate" in page
    assert "Silent 2 times in a row" in page
    assert page.count("Nothing heard for a long time") == 1
    assert clerk.get("/console/live").text.count('class="trouble"') == 4


def test_filters_narrow_and_stay_in_the_address(clerk, some):
    for query, expected in {
        "language=es": {"MISSED"},
        "trouble=upset": {"UPSET"},
        "trouble=misunderstood": {"MISSED"},
        "trouble=silent": {"SILENT"},
        "trouble=quiet": {"LONG"},
        "trouble=any": {"MISSED", "UPSET", "SILENT", "LONG"},
        "flow=welcome": {"SILENT"},
        "flow=claim_status&language=en": {"CALM", "UPSET", "LONG", "SM1"},
        "flow=nothing": set(),
        "trouble=%3Cscript%3E": set(),
    }.items():
        page = clerk.get(f"/console/live?{query}").text
        assert set(rows(page)) == expected, query
        again = clerk.get(news(page))
        assert again.status_code == 204
        assert set(rows(clerk.get(news(page).replace("seen=", "seen=x")).text)) == expected
    page = clerk.get("/console/live?language=es&trouble=misunderstood").text
    assert '<option value="es" selected>' in page
    assert '<option value="misunderstood" selected>' in page
    assert "<script>alert" not in page


def test_a_filter_that_nothing_passes_says_so(clerk, some):
    assert "Nothing that goes on now is like this." in clerk.get("/console/live?flow=none").text


def test_who_has_a_conversation_is_shown(clerk, hotline, ago):
    hotline.say("SM1", "hello", "Hello.", channel="sms", at=ago(hours=2))
    assert rows(clerk.get("/console/live").text) == []
    Takeovers(hotline.database).take("SM1", StaffMember(7, "Ann", "agent"), ago(hours=1))
    page = clerk.get("/console/live").text
    assert rows(page) == ["SM1"]  # held, so it goes on, however long nothing was written
    assert "with Ann" in page


def test_a_text_that_waits_for_a_person_waits_for_days(clerk, hotline, ago):
    hotline.say("SM1", "1", "A clerk will answer.", channel="sms", status="handoff", at=ago(days=2))
    hotline.say("CA1", "person", "Please hold.", status="handoff", at=ago(days=2))
    assert rows(clerk.get("/console/live").text) == ["SM1"]
    assert 'id="tail" hx-get=' in clerk.get("/console/conversations/SM1").text


def test_how_surely_somebody_is_known_is_said_in_words(clerk, hotline):
    hotline.say("CA1", "hello", "Hello.")
    page = clerk.get("/console/live").text
    assert "not identified" in page
    with hotline.database.transaction() as connection:
        connection.execute("UPDATE interaction SET assurance = 2")
    hotline.say("CA2", "hello", "Hello.")
    assert "identified by PIN and code" in clerk.get("/console/conversations/CA1").text


def test_words_are_shaded_by_how_sure_they_are(clerk, hotline):
    hotline.say("CA1", "my pension", "Sorry?", words=[("my", 0.97, 1, 2), ("pension", 0.41, 2, 3)])
    page = clerk.get("/console/live").text
    assert 'class="word high"' in page
    assert 'class="word low"' in page


def test_a_name_of_ten_thousand_characters_and_a_script_do_no_harm(clerk, hotline, ago):
    attack = "<script>alert(1)</script>" + "ل" * 10_000
    hotline.say("SM1", attack, attack, channel="sms", meaning=MISSED)
    Takeovers(hotline.database).take("SM1", StaffMember(7, "<b>" * 3000, "agent"), ago(seconds=1))
    page = clerk.get("/console/live").text
    assert "<script>alert" not in page
    assert "<b><b>" not in page
    assert "&lt;b&gt;" in page


def test_many_who_ask_at_once_make_one_look(clerk, hotline, monkeypatch):
    """Within a quarter of a second everybody gets the same, read once."""
    hotline.say("CA1", "hello", "Hello.")
    monkeypatch.setattr(going_on, "FRESH_S", 30.0)
    app = hotline.app()
    reads, real = [], going_on.GoingOnNow._make

    def counted(self, number):
        reads.append(number)
        return real(self, number)

    monkeypatch.setattr(going_on.GoingOnNow, "_make", counted)
    cookie = clerk.client.get_cookie("benefitline_console", path="/").value
    answers = []

    def ask():
        client = app.test_client()
        client.set_cookie("benefitline_console", cookie, path="/")
        answers.append(client.get("/console/live/news?seen=").status_code)
        hotline.database.close()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 12
    assert len(reads) == 1


def test_a_look_that_takes_long_is_shown_for_longer(clerk, hotline, monkeypatch):
    """What staff watch takes a small share of a core, however much goes on."""
    hotline.say("CA1", "hello", "Hello.")
    at, worked = [1000.0], [0.0]
    monkeypatch.setattr(going_on.time, "thread_time", lambda: worked[0])
    monkeypatch.setattr(going_on, "FRESH_S", 0.25)
    monkeypatch.setattr(going_on, "SHARE", 0.06)
    reads, real = [], going_on.GoingOnNow._make

    def laborious(self, number):
        reads.append(number)
        worked[0] += 0.06
        return real(self, number)

    monkeypatch.setattr(going_on.GoingOnNow, "_make", laborious)
    desk = SimpleNamespace(
        watching=hotline.watching, live=hotline.live, clock=lambda: datetime.now(UTC)
    )
    now = going_on.GoingOnNow(desk, lambda: at[0])
    for waited, known in ((0.0, 1), (0.3, 1), (0.6, 1), (0.2, 2)):
        at[0] += waited
        now.snapshot()
        assert len(reads) == known, f"after {at[0] - 1000:.1f} s"
