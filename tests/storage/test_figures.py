"""Figures are exactly what a slow count over all turns comes to, however they were folded."""

import itertools
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.conversations import Conversations, Interaction, Session
from storage.database import Database
from storage.figures import Figures, Folding, Wanted
from storage.figures import folding as folding_module
from storage.handoffs import Handoffs
from storage.vault import Vault
from tests.storage.slow_figures import NOON, slow_count, turns_of

EVER = Wanted(date(2026, 1, 1), date(2026, 12, 31))
STEPS = ("welcome.choose", "claim.ask", "claim.more", "person.ask_wait")
NAMES = (
    *("begun", "hour", "outcome", "topic", "turns", "seconds", "minutes", "segments", "took"),
    *("reason", "wait", "waited", "helped", "passed", "answered", "missed", "way", "dropped"),
    "handed",
)


class Hotline:
    def __init__(self, folder):
        self.database = Database(Path(folder) / "hotline.db")
        self.database.migrate()
        self.vault = Vault([Vault.new_key()])
        self.conversations = Conversations(self.database, self.vault)
        self.conversations.keep_library("v1", {}, NOON)
        self.folding = Folding(self.database, self.vault)
        self.figures = Figures(self.database, self.folding)
        self.handoffs = Handoffs(self.database, self.vault)
        self._sessions = {}
        self._number = itertools.count(1)

    def turn(self, session_id, at, place, *, channel="sms", language="en", kind="text",
             called="+15005550001", later=(), **trace):  # fmt: skip
        """One turn, committed as the conversation does."""
        before = self._sessions.get(session_id)
        turns = (before.turns if before else 0) + 1
        status = {"end": "ended", "handoff": "handoff"}.get(place, "open")
        session = Session(
            session_id, channel, session_id, "+15005550006", called, "v1", "{}", turns, turns,
            status, before.started_at if before else at, at,
        )  # fmt: skip
        interaction = Interaction(
            f"event {next(self._number)}", kind, "hello", 0.9, {}, None, None, place, "good day",
            "{}", trace.pop("took_ms", 12.0), trace=trace,
        )  # fmt: skip
        self.conversations.commit(session, language, interaction, later)
        self._sessions[session_id] = session

    def totals(self, wanted=EVER):
        return self.figures.totals(wanted, NAMES)

    def fold(self, at=NOON + timedelta(days=2)):
        return self.folding.fold(at)


@pytest.fixture
def hotline(tmp_path):
    hotline = Hotline(tmp_path)
    yield hotline
    hotline.database.close()


TURN = st.fixed_dictionaries(
    {
        "place": st.sampled_from(STEPS),
        "asked": st.sampled_from(("", *STEPS)),
        "missed": st.booleans(),
        "steps": st.lists(st.sampled_from(STEPS), max_size=4),
        "topic": st.sampled_from(("", "claim_status", "payment")),
        "resting": st.booleans(),
        "segments": st.tuples(st.integers(1, 3), st.integers(0, 4)),
        "took_ms": st.floats(0, 9000, allow_nan=False),
        "gap_s": st.integers(1, 1500),
        "language": st.sampled_from(("en", "es", "zh")),
    }
)
TALK = st.fixed_dictionaries(
    {
        "turns": st.lists(TURN, min_size=1, max_size=6),
        "channel": st.sampled_from(("voice", "sms")),
        "ends": st.sampled_from(("", "end", "hangup", "handoff")),
        "begins_h": st.integers(0, 40),
        "practice": st.booleans(),
        "waited_s": st.none() | st.integers(0, 2000),
        "helped": st.sampled_from(("", "yes", "no")),
        "called_back": st.booleans(),
    }
)


def happens(hotline, talks, fold_after):
    """All turns in the order of time, folding now and then."""
    events = [
        (at, number, turn)
        for number, talk in enumerate(talks)
        for at, turn in turns_of(talk)
    ]  # fmt: skip
    for count, (at, number, turn) in enumerate(sorted(events, key=lambda e: (e[0], e[1]))):
        talk, turn = talks[number], dict(turn)
        turn.pop("gap_s")
        later = []
        if turn["place"] == "handoff":
            later.append(hotline.handoffs.add(f"{number:x}", "all", '{"reason": "asked"}', at))
        hotline.turn(
            f"{number:x}", at, channel=talk["channel"], later=later,
            called="practice" if talk["practice"] else "+15005550001", **turn,
        )  # fmt: skip
        if count % 7 in fold_after:
            hotline.folding.fold(at, 3)
    for number, talk in enumerate(talks):
        afterwards(hotline, f"{number:x}", talk)
    hotline.fold(NOON + timedelta(days=9))


def afterwards(hotline, session, talk):
    """What is known of a conversation only later."""
    if talk["ends"] == "handoff" and talk["waited_s"] is not None:
        hotline.handoffs.taken(session, talk["waited_s"])
    with hotline.database.transaction() as connection:
        if talk["helped"]:
            connection.execute(
                "INSERT INTO feedback VALUES (NULL, ?, '', 'sms', 'en', '', ?, '', '')",
                (session, talk["helped"]),
            )
        if talk["called_back"]:
            connection.execute(
                "INSERT INTO callback (session_id, phone, phone_print, topic, wanted, promised_by,"
                " language, created_at) VALUES (?, '', '', '', 'any', '', 'en', '')",
                (session,),
            )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TALK, min_size=1, max_size=6), st.sets(st.integers(0, 6)))
def test_figures_are_what_a_slow_count_comes_to(talks, fold_after):
    with TemporaryDirectory() as folder:
        hotline = Hotline(folder)
        happens(hotline, talks, fold_after)
        expected = slow_count(talks)
        assert hotline.totals() == expected
        # Behind a figure that counts conversations there are as many conversations.
        for name, flow, key in expected:
            if name not in ("took", "turns", "seconds", "minutes", "segments", "waited", "answered",
                            "missed"):  # fmt: skip
                page = hotline.figures.behind(EVER, name, flow, key)
                listed = len(page.talks)  # six at most, so on one page
                assert page.count == listed == expected[name, flow, key], (name, flow, key)
        hotline.database.close()


def talked(hotline, count=5):
    for number in range(count):
        hotline.turn(f"{number:x}", NOON, "claim.ask", asked="welcome.choose", steps=["claim.ask"])


def test_a_turn_is_folded_once_by_many_at_a_time(hotline):
    talked(hotline, 60)
    threads = [threading.Thread(target=hotline.fold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hotline.totals()["begun", "", ""] == 60
    assert hotline.folding.behind() == 0


def test_what_fails_on_the_way_is_folded_the_next_time(hotline, monkeypatch):
    talked(hotline)

    def full(*_):
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(folding_module.rows, "store", full)
        with pytest.raises(OSError, match="full"):
            hotline.fold()
    assert hotline.totals() == {}
    hotline.fold()
    assert hotline.totals()["begun", "", ""] == 5


def test_deleting_conversations_changes_no_figure_and_loses_no_new_turn(hotline):
    talked(hotline)
    hotline.fold()
    before = hotline.totals()
    with hotline.database.transaction() as connection:
        connection.execute("DELETE FROM interaction")
        connection.execute("DELETE FROM session")
    hotline.fold()
    assert hotline.totals() == before
    page = hotline.figures.behind(EVER, "begun")
    assert page.count == 5
    assert not any(one.there for one in page.talks)
    hotline.turn("f", NOON, "claim.ask")  # has the number of a turn that was folded and deleted
    hotline.fold()
    assert hotline.totals()["begun", "", ""] == 6


def test_a_conversation_that_goes_on_is_neither_left_nor_contained(hotline):
    hotline.turn("a", NOON, "claim.ask")
    hotline.fold(NOON + timedelta(minutes=29))
    assert hotline.totals()["outcome", "", "open"] == 1
    assert hotline.figures.behind(EVER, "contained").count == 0
    hotline.fold(NOON + timedelta(minutes=31))
    assert hotline.totals()["outcome", "", "left"] == 1
    hotline.turn("a", NOON + timedelta(hours=1), "end")  # and comes back
    hotline.fold(NOON + timedelta(hours=1))
    assert hotline.totals()["outcome", "", "finished"] == 1
    assert ("outcome", "", "left") not in hotline.totals()


def test_days_and_hours_are_those_of_the_country(hotline):
    local = Folding(hotline.database, hotline.vault, lambda at: at + timedelta(hours=14))
    hotline.turn("a", NOON, "claim.ask")
    local.fold(NOON)
    assert hotline.totals(Wanted(date(2026, 11, 21), date(2026, 11, 21)))["hour", "", "02"] == 1
    assert hotline.totals(Wanted(date(2026, 11, 20), date(2026, 11, 20))) == {}


def test_an_hour_of_one_day_of_the_week_has_its_list(hotline):
    week = timedelta(days=7)
    for number, at in enumerate((NOON, NOON + week, NOON + timedelta(days=1), NOON + 2 * week)):
        hotline.turn(f"s{number}", at, "claim.ask")
    hotline.turn("later", NOON + timedelta(hours=1), "claim.ask")
    hotline.fold(NOON + 3 * week)
    weekday = NOON.weekday()
    behind = hotline.figures.behind(EVER, "hour", key=f"12.{weekday}")
    assert [one.session_id for one in behind.talks] == ["s3", "s1", "s0"]
    assert behind.count == 3
    assert hotline.figures.behind(EVER, "hour", key="12").count == 4
    assert hotline.figures.behind(EVER, "hour", key=f"12.{(weekday + 3) % 7}").count == 0
    for wrong in ("12.7", "12.x", "12.12", "12.1.1"):
        with pytest.raises(KeyError):
            hotline.figures.behind(EVER, "hour", key=wrong)


def test_filters_narrow_figures_and_lists_alike(hotline):
    hotline.turn("a", NOON, "claim.ask", language="es")
    hotline.turn("b", NOON, "claim.ask", channel="voice")
    hotline.fold()
    for narrowed in ({"language": "es"}, {"channel": "voice"}):
        wanted = replace(EVER, **narrowed)
        assert hotline.totals(wanted)["begun", "", ""] == 1
        assert hotline.figures.behind(wanted, "begun").count == 1


def test_turns_of_before_figures_were_kept_are_counted_by_their_meaning(hotline):
    hotline.turn("a", NOON, "claim.ask", kind="start")
    hotline.turn("a", NOON, "claim.ask")
    with hotline.database.transaction() as connection:
        connection.execute(
            """UPDATE interaction SET trace = '{}', meaning = '{"asked": "claim.ask"}'
               WHERE turn = 2"""
        )
    hotline.fold()
    assert hotline.totals()["missed", "claim", "ask"] == 1


def test_a_list_goes_on_over_pages_without_gaps(hotline):
    talked(hotline, 60)
    hotline.fold()
    seen, older = [], ""
    while True:
        page = hotline.figures.behind(EVER, "begun", older=older)
        seen += [one.session_id for one in page.talks]
        older = page.older
        if not older:
            break
    assert sorted(seen) == sorted(f"{number:x}" for number in range(60))


def test_there_is_no_list_of_what_is_no_figure(hotline):
    with pytest.raises(KeyError):
        hotline.figures.behind(EVER, "1 OR 1")


def test_folding_keeps_nothing_that_was_said(hotline):
    talked(hotline)
    hotline.fold()
    for table in ("talk", "figure"):
        for row in hotline.database.connection.execute(f"SELECT * FROM {table}"):
            assert "hello" not in str(tuple(row))
            assert "500555" not in str(tuple(row))
