"""When a call counts as broken off, who is told of it, and what becomes of it afterwards."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from benefits.hours import Hours
from conversation.continuity import Continuity
from conversation.heard import Heard
from conversation.resumption import TEXT_AFTER, Resuming, Resumption
from conversation.turn import Turns
from flows import Frame, Library, Meaning, State, unfinished
from storage.broken_calls import BrokenCalls
from storage.outbox import Outbox
from storage.registry import SqlRegistry
from storage.texts import Texts

OURS, THEIRS = "+15550100000", "+15550100001"


@pytest.fixture
def broken(hotline):
    """A hotline that goes on with calls that broke off, and drops them in mid flow."""

    def registry(later, session_id, now):
        return SqlRegistry(hotline.database, hotline.vault, later, session_id, now)

    hotline.texts = Texts(hotline.database, hotline.vault)

    def start(library=None, **rules):
        resumption = Resumption(
            BrokenCalls(hotline.database, hotline.vault), hotline.texts, Resuming(**rules)
        )
        hotline.turns = Turns(
            hotline.conversations,
            registry,
            hotline.understander,
            library or hotline.library,
            "en",
            lambda: hotline.now,
            Continuity(resumption),
        )

    def drop(sid="CA1"):
        hotline.call("start", sid=sid)
        hotline.call("speech", "start again", sid=sid)  # "no" to a call that broke off before
        hotline.call("speech", "call me back", sid=sid)
        hotline.call("speech", "yes", sid=sid)
        hotline.call("hangup", sid=sid)

    hotline.start, hotline.drop = start, drop
    start()
    return hotline


def told(hotline):
    return hotline.rows("SELECT * FROM outbox WHERE kind = 'broken_call' ORDER BY id")


def test_one_text_that_says_nothing_private_goes_out_after_a_while(broken):
    broken.drop()
    (text,) = told(broken)
    payload = json.loads(text["payload"])
    assert payload["body"] == (
        "Your call to Benefitline broke off. Call again or answer this text to go on."
    )
    assert THEIRS not in text["payload"]
    assert datetime.fromisoformat(text["due_at"]) == broken.now + TEXT_AFTER


def test_who_calls_again_at_once_gets_no_text(broken):
    broken.drop()
    broken.later(minutes=1)
    assert broken.call("start", sid="CA2").expects.step == "shall_we_go_on"
    broken.later(minutes=10)
    assert Outbox(broken.database, broken.vault).next(broken.now, timedelta(minutes=2)) is None
    assert told(broken)[0]["error"] == "called again"


def test_at_most_one_text_a_day(broken):
    broken.drop("CA1")
    broken.later(hours=5)
    broken.drop("CA2")
    assert len(told(broken)) == 1
    broken.later(hours=20)
    broken.drop("CA3")
    assert len(told(broken)) == 2


@pytest.mark.parametrize("hour", [5, 23])
def test_no_text_in_quiet_hours_but_the_next_call_may_go_on(broken, hour):
    broken.now = datetime(2026, 11, 23, hour, tzinfo=UTC)
    broken.drop()
    assert not told(broken)
    assert broken.text("ok").expects.step == "choose"
    assert broken.call("start", sid="CA2").expects.step == "shall_we_go_on"


def test_no_text_to_who_wants_none(broken):
    broken.texts.opt_out(OURS, THEIRS, "STOP", broken.now)
    broken.drop()
    assert not told(broken)


def test_no_text_where_the_operator_wants_none(broken):
    broken.start(texts=False)
    broken.drop()
    assert not told(broken)


def test_an_operator_may_switch_it_off(broken):
    broken.start(within=timedelta())
    broken.drop()
    assert not broken.rows("SELECT * FROM broken_call")


def test_all_day_is_written_as_nothing(broken):
    broken.start(text_hours=Hours.parse(""))
    broken.now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    broken.drop()
    assert len(told(broken)) == 1


def test_the_hang_up_that_is_reported_twice_is_one(broken):
    broken.call("start")
    broken.call("speech", "call me back")
    broken.call("speech", "yes")
    for _ in range(2):
        broken.call("hangup", id="CA1:completed")
    assert len(broken.rows("SELECT * FROM broken_call")) == 1
    assert len(told(broken)) == 1


def test_two_calls_at_once_are_not_both_offered_it(broken):
    """The second reads before the first has written."""
    broken.drop()
    calls = BrokenCalls(broken.database, broken.vault)
    found = calls.latest(THEIRS, broken.library.version, broken.now - timedelta(hours=1))
    broken.call("start", sid="CA2")
    with pytest.raises(Exception, match=found.session_id), broken.database.transaction() as db:
        calls.offered(found, THEIRS, broken.now)(db)
    assert broken.call("start", sid="CA3").expects.step == "choose"


def test_the_answer_to_the_text_counts_though_another_exchange_was_open(broken):
    broken.text("where is the nearest office")
    broken.later(minutes=1)
    broken.drop()
    broken.later(minutes=4)
    assert broken.text("ok").expects.step == "ask_when"


def test_it_is_not_offered_on_other_flows_than_it_ran_on(broken):
    broken.drop()
    files = dict(broken.library.files)
    files["library/welcome.yaml"] += "\n# a newer version\n"
    broken.start(Library(files))
    assert broken.call("start", sid="CA2").expects.step == "choose"


def test_what_was_answered_is_encrypted_and_goes_when_it_is_of_no_use(broken):
    broken.drop("CA1")
    assert "own_number" not in broken.rows("SELECT frames FROM broken_call")[0]["frames"]
    broken.later(hours=3)
    broken.drop("CA2")
    frames = [row["frames"] for row in broken.rows("SELECT frames FROM broken_call ORDER BY at")]
    assert frames[0] == ""
    assert frames[1]
    broken.call("start", sid="CA3")
    assert not any(row["frames"] for row in broken.rows("SELECT frames FROM broken_call"))


def test_what_a_session_knew_does_not_go_along(broken):
    """Whoever goes on is to show who they are once more."""
    slots = {"own_number": True, "phone": THEIRS}
    frames = (Frame("welcome", "choose"), Frame("callback", "ask_when", slots))
    shared = {"topic": "claim", "assurance": "L2", "person": 7, "at_rest": True}
    rest = unfinished(broken.library, State("voice", "en", frames, THEIRS, shared=shared))
    assert rest.shared == {"topic": "claim"}
    assert rest.frames == frames


@pytest.mark.parametrize("found", [{"known": True, "due_on": "2026-12-01"}, None])
def test_what_was_found_out_for_a_person_is_not_gone_on_with(broken, found):
    """Whoever calls next from the same phone need not be that person."""
    number = {"number": "210000013"} | ({"payment": found} if found else {})
    frames = (
        Frame("welcome", "choose"),
        Frame("next_payment", "ask_number", number, resume="quiet"),
        Frame("callback", "ask_when", {"own_number": True}),
    )
    calls = BrokenCalls(broken.database, broken.vault)
    heard = Heard("CA1:end", "voice", "CA1", THEIRS, OURS, "hangup")
    writes = Resumption(calls, broken.texts, Resuming()).broke_off(
        heard, "session", broken.library, State("voice", "en", frames, THEIRS), broken.now
    )
    assert bool(writes) is (found is None)


def test_a_consent_is_not_gone_on_with_but_the_question_before_it(broken):
    """Somebody else may answer the phone next."""
    answered = {"own_number": True}
    below = Frame("callback", "ask_when", answered, resume="quiet")
    before = (Frame("welcome", "choose"), replace(below, resume=""))
    frames = (Frame("welcome", "choose"), below, Frame("claim_status", "may_we_record"))
    frames += (Frame("recording", "may_we"),)
    state = State("voice", "en", frames, THEIRS, history=(before,))
    assert unfinished(broken.library, state).frames == before
    assert unfinished(broken.library, replace(state, history=())) is None


def test_a_doubt_about_what_was_heard_is_not_gone_on_with(broken):
    slots = {"own_number": False}
    frames = (
        Frame("welcome", "choose"),
        Frame("callback", "ask_phone", slots, doubt=(Meaning("answer"),)),
    )
    rest = unfinished(broken.library, State("voice", "en", frames, THEIRS))
    assert rest.frames[-1].doubt == ()


def test_gone_on_with_it_can_be_asked_to_repeat_and_to_go_to_the_menu(broken):
    broken.drop()
    broken.call("start", sid="CA2")
    broken.call("speech", "yes", sid="CA2")
    again = broken.call("speech", "repeat", sid="CA2")
    assert again.expects.step == "ask_when"
    assert "morning" in again.text
    assert broken.call("speech", "main menu", sid="CA2").expects.step == "choose"
