"""Limits learnt from calls that were held: through the real turn, and by hand."""

import random

import pytest

from conversation.calibration import (
    Answer,
    Turn,
    answers_of,
    limits_of,
    needed,
    wrong_at_most,
)
from conversation.found_limits import LimitsError, read, write
from intents import Understander
from intents.limits import Limit, load
from storage.spoken_answers import calls

USUAL = Limit(0.7, 0.35)


def answered(hotline):
    return [
        (answer.place, answer.kind, answer.right)
        for call in calls(hotline.database, hotline.now.replace(year=2020))
        for answer in answers_of([Turn(*turn) for turn in call])
    ]


def say(hotline, sid, text, confidence=1.0):
    return hotline.call("speech", text, sid=sid, confidence=confidence)


def test_what_followed_shows_whether_an_answer_was_right(hotline):
    stories = {
        # Confirmed, denied, and asked about without an answer.
        "yes": [("claim status", 0.5), ("yes", 1.0)],
        "no": [("claim status", 0.5), ("no", 1.0), ("my next payment", 1.0)],
        "twice": [("when will i get my money", 0.45), ("when will i get my money", 0.6)],
        "other": [("claim status", 0.5), ("claim status", 0.6)],
        # Taken: the caller goes on, goes back, or says something else.
        "on": [("claim status", 0.9), ("four seven one one zero zero one one", 1.0)],
        "back": [("claim status", 0.9), ("go back", 1.0), ("my next payment", 1.0)],
        "repeat": [("claim status", 0.9), ("repeat", 1.0), ("go back", 1.0)],
        "person": [("claim status", 0.9), ("a person", 1.0)],
        "last": [("claim status", 0.9)],
    }
    rights = {}
    for name, story in stories.items():
        hotline.call("start", sid=name)
        for text, confidence in story:
            say(hotline, name, text, confidence)
        (first, *_) = [
            *(
                answer.right
                for call in calls(hotline.database, hotline.now.replace(year=2020))
                for answer in answers_of([Turn(*turn) for turn in call])
                if answer.place == "welcome.choose"
            ),
            None,
        ]
        rights[name] = first
        hotline.database.connection.execute("DELETE FROM interaction")
    assert rights == {
        "yes": True, "no": False, "twice": True, "other": None,
        "on": True, "back": False, "repeat": False, "person": None, "last": None,
    }  # fmt: skip


def test_practice_calls_texts_and_keys_teach_nothing(hotline):
    hotline.text("claim status")
    hotline.text("47110011")
    hotline.call("start")
    hotline.call("keys", "1")
    hotline.call("keys", "47110011")
    assert answered(hotline) == []


def test_limits_keep_a_stated_share_through_the_real_turn(hotline, understander):
    """Callers at one step, misheard the more often the less sure the recogniser is."""
    rng = random.Random(7)
    easy = load().with_steps({"welcome.choose": Limit(0.4, 0.2)})
    hotline.understander = Understander(understander._languages, easy)
    hotline.turns = hotline.fresh_turns(hotline.library)
    for number in range(420):
        sid, confidence = f"CA{number}", rng.uniform(0.25, 1.0)
        misheard = rng.random() < max(0.0, 0.8 - confidence)
        hotline.call("start", sid=sid)
        reply = say(hotline, sid, "claim status" if misheard else "my next payment", confidence)
        if reply.expects.doubt:
            say(hotline, sid, "no" if misheard else "yes")
        elif misheard:
            say(hotline, sid, "go back")
            hotline.call("keys", "2", sid=sid)
        hotline.call("keys", "210000013", sid=sid)
        hotline.call("hangup", sid=sid)
    every = [
        answer
        for call in calls(hotline.database, hotline.now.replace(year=2020))
        for answer in answers_of([Turn(*turn) for turn in call])
    ]
    assert len([a for a in every if a.place == "welcome.choose"]) > 350
    (found,) = [f for f in limits_of(every, 0.02, {}, USUAL) if f.place == "welcome.choose"]
    assert 0.6 < found.limit.take < 0.95
    assert 0.2 <= found.limit.confirm < found.limit.take
    taken = [a for a in every if a.place == found.place and a.confidence >= found.limit.take]
    assert sum(not a.right for a in taken) <= 0.02 * len(taken)
    stricter, looser = (
        next(f for f in limits_of(every, share, {}, USUAL) if f.place == "welcome.choose")
        for share in (0.015, 0.1)
    )
    assert looser.limit.take < found.limit.take
    assert stricter.limit is None or stricter.limit.take >= found.limit.take


def test_too_few_answers_move_nothing():
    answers = [Answer("a.b", "choice", 0.9, True)] * (needed(0.02) - 1)
    (found,) = limits_of(answers, 0.02, {}, USUAL)
    assert (found.limit, found.answers) == (None, 148)
    (enough,) = limits_of([*answers, answers[0]], 0.02, {}, USUAL)
    assert enough.limit == Limit(0.8995, 0.35)
    assert enough.wrong_at_most <= 0.02


def test_answers_that_are_always_wrong_have_no_limit():
    answers = [Answer("a.b", "choice", 0.5 + n / 1000, n % 2 == 0) for n in range(400)]
    (found,) = limits_of(answers, 0.02, {}, USUAL)
    assert (found.limit, found.wrong) == (None, 200)


def test_what_is_hardly_ever_meant_is_not_asked_about():
    low = [Answer("a.b", "choice", 0.3, False)] * 30
    middle = [Answer("a.b", "choice", 0.5, n % 4 != 0) for n in range(40)]
    high = [Answer("a.b", "choice", 0.9, True)] * 200
    (found,) = limits_of([*low, *middle, *high], 0.02, {}, USUAL)
    assert found.limit == Limit(0.8995, 0.4995)


@pytest.mark.parametrize(("wrong", "total"), [(0, 149), (1, 50), (5, 500), (40, 100)])
def test_the_bound_lies_above_the_share(wrong, total):
    assert wrong / total < wrong_at_most(wrong, total) < 0.6
    assert wrong_at_most(wrong, total) > wrong_at_most(wrong, 2 * total)


def test_found_limits_are_written_and_read(tmp_path):
    file = tmp_path / "limits.yaml"
    assert read(file) == {}
    limits = {"welcome.choose": Limit(0.8, 0.4), "a.b": Limit(1.0, 0.0)}
    write(file, limits)
    assert read(file) == limits
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("steps: {a.b: {take: 0.4, confirm: 0.8}}", "a.b: confirm and take"),
        ("steps: {a.b: 0.4}", "a.b: a limit is"),
        ("a.b: {take: 0.8, confirm: 0.4}", "must hold `steps:`"),
        ("steps: [", "cannot be read"),
        ("", "must hold `steps:`"),
    ],
)
def test_a_file_of_limits_that_cannot_be_used_is_named(tmp_path, text, reason):
    file = tmp_path / "limits.yaml"
    file.write_text(text)
    with pytest.raises(LimitsError, match=reason) as refused:
        read(file)
    assert str(file) in str(refused.value)


def test_which_of_two_subjects_was_meant_says_nothing_of_how_it_was_heard(hotline):
    hotline.call("start", sid="either")
    say(hotline, "either", "a call back with the claim status", 0.9)
    say(hotline, "either", "the second", 1.0)
    assert answered(hotline) == []
