"""What was misunderstood is kept with the turn, the same words once."""

from datetime import date

import pytest

from conversation.heard import Heard
from conversation.practice import LINE, number
from conversation.teaching.misunderstanding import words_of
from flows import Expects
from intents import Said, Situation
from intents.wording import wordings
from storage.erasing import erasing
from storage.misunderstood import Queue
from storage.misunderstood_turns import KEPT

ODD = "zorgle flimmer quank"


@pytest.fixture
def queue(hotline):
    return Queue(hotline.database)


def listed(queue, **narrowed):
    return [(one.heard, one.reason, one.count) for one in queue.waiting(**narrowed)[0]]


def test_what_means_nothing_is_kept_with_the_step_that_had_asked(hotline, queue):
    hotline.call("start")
    hotline.call("speech", ODD, confidence=0.9)
    (one,) = queue.waiting()[0]
    assert (one.heard, one.reason, one.place) == (ODD, "nothing", "welcome.choose")
    assert (one.language, one.channel, one.turn, one.count) == ("en", "voice", 2, 1)


def test_what_is_understood_is_not_kept(hotline, queue):
    hotline.call("start")
    hotline.call("speech", "where is my claim", confidence=0.95)
    hotline.call("keys", "4")
    hotline.call("silence")
    hotline.call("hangup")
    assert listed(queue) == []


def test_the_same_words_come_once_with_a_count_whatever_their_signs(hotline, queue):
    hotline.text(ODD)
    hotline.text(f"{ODD.upper()}!!", caller="+15550100077")
    hotline.later(minutes=1)
    hotline.text("glimph wozzle blorp", caller="+15550100078")
    assert listed(queue) == [
        ("glimph wozzle blorp", "nothing", 1),
        (f"{ODD.upper()}!!", "nothing", 2),
    ]


def test_what_was_hard_to_hear_is_kept(hotline, queue):
    hotline.call("start")
    hotline.call("speech", "where is my claim", confidence=0.5)
    assert listed(queue) == [("where is my claim", "unsure", 1)]


def test_two_that_are_as_likely_are_kept_as_which(hotline, queue):
    unclear = next(one for one in pairs() if len(understood(hotline, one).maybe) == 2)
    hotline.text(unclear)
    assert listed(queue) == [(unclear, "which", 1)]


def pairs():
    """Two examples of different intents after each other, in one sentence."""
    own = next(one for one in wordings() if one.language == "en")
    texts = [text for texts in own.intents.values() for text in texts]
    return (f"{first} {second}" for first, second in zip(texts, texts[60:], strict=False))


def understood(hotline, text):
    own = next(one for one in wordings() if one.language == "en")
    expects = Expects("", "", intents=dict.fromkeys(own.intents, ()), open=True)
    return hotline.understander.understand(Said(text), Situation("en", expects, date(2026, 11, 23)))


@pytest.mark.parametrize("then", ["no, not that", "not that, where is my claim", "go back"])
def test_what_the_caller_takes_back_is_kept_too(hotline, queue, then):
    hotline.call("start")
    hotline.call("speech", "when is my next payment", confidence=0.95)
    hotline.call("speech", then, confidence=0.95)
    assert ("when is my next payment", "not_that", 1) in listed(queue)


def test_a_no_to_what_was_asked_about_marks_the_turn_before(hotline, queue):
    hotline.call("start")
    hotline.call("speech", "where is my claim", confidence=0.5)
    hotline.call("speech", "no", confidence=0.95)
    assert listed(queue) == [("where is my claim", "not_that", 1)]


def test_numbers_are_masked_and_what_is_nothing_but_numbers_is_left_out(hotline, queue):
    hotline.text(f"{ODD} 123456")
    hotline.text("99 88 77 66 55 44", caller="+15550100077")
    assert [one[0] for one in listed(queue)] == [f"{ODD} •••"]
    assert words_of("Glorb 47110011, ••• 12 ok?") == "glorb 12 ok"


def test_practice_is_left_out(hotline, queue):
    caller = number("T1", "+15550100001")
    for event, kind, text in (("1", "start", ""), ("2", "speech", ODD)):
        heard = Heard(f"P{event}", "voice", "P", caller, LINE, kind, text)
        hotline.turns.take(heard)
    assert listed(queue) == []


def test_what_is_too_long_for_an_example_is_left_out(hotline, queue):
    hotline.text(f"{ODD} " * 60, caller="+15550100079")
    assert listed(queue) == []


def test_the_queue_is_narrowed_by_language_and_step_and_goes_on(hotline, queue):
    for n in range(55):
        hotline.later(seconds=1)
        hotline.text(
            f"{ODD} {'abcdefghijklmnopqrstuvwxyz'[n % 26] * (n // 26 + 3)}", caller=f"+1{n}"
        )
    hotline.call("start")
    hotline.call("speech", "glorp nix wumm", confidence=0.9)
    assert listed(queue, place="welcome.choose")[0][0] == "glorp nix wumm"
    assert queue.steps() == sorted(queue.steps())
    assert "welcome.choose" in queue.steps()
    assert listed(queue, language="zh") == []
    first, older = queue.waiting(language="en")
    second, end = queue.waiting(language="en", older=older)
    assert (len(first), len(second), end) == (50, 6, "")
    assert len({one.id for one in first + second}) == 56 == queue.count()


def test_nobody_says_it_for_half_a_year(hotline, queue):
    hotline.text(ODD)
    hotline.later(days=KEPT.days + 1)
    hotline.text("glorp nix wumm", caller="+15550100077")
    assert [one[0] for one in listed(queue)] == ["glorp nix wumm"]
    assert len(hotline.rows("SELECT * FROM misunderstood_turn")) == 1


def test_erasing_takes_the_words_of_a_telephone_out_of_the_queue(hotline, queue):
    hotline.text(ODD)
    hotline.text(ODD, caller="+15550100077")
    hotline.text("glorp nix wumm")
    mine = hotline.rows("SELECT id FROM session ORDER BY rowid")[0]["id"]
    hotline.database.commit([erasing(hotline.vault, mine)])
    (one,) = queue.waiting()[0]
    assert (one.heard, one.count) == (ODD, 1)
    assert one.session_id != mine


def test_no_question_of_the_queue_reads_a_whole_table(hotline, queue):
    plans = []
    connection = hotline.database.connection

    class Explaining:
        def execute(self, sql, values=()):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            plans.extend(row["detail"] for row in plan)
            return connection.execute(sql, values)

    class Explained:
        connection = Explaining()

    explained = Queue(Explained())
    explained.waiting()
    explained.waiting(language="en", place="welcome.choose", older="2026-01-01~3")
    explained.steps()
    explained.count()
    scans = [plan for plan in plans if plan.startswith("SCAN ") and "CONSTANT" not in plan]
    assert all(plan.startswith("SCAN step") for plan in scans), plans
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]
