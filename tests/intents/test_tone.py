"""How people sound, and pleas for a person in any words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.people import sentences
from intents.patterns import Patterns
from intents.text import Utterance
from intents.tone import tone

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "this is a disgrace, I have called five times"),
        ("en", "it's the fourth time I'm calling about this"),
        ("en", "I'm sick and tired of this"),
        ("en", "nobody helps"),
        ("es", "esto es una vergüenza"),
        ("es", "ya estoy harta"),
        ("es", "nadie me contesta"),
        ("es", "he llamado cinco veces"),
        ("zh", "太过分了"),
        ("zh", "我都打了五次电话了"),
        ("zh", "没有人管"),
    ],
)
def test_anger_is_heard(language: str, text: str) -> None:
    assert tone(Utterance.of(text), language).upset


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "please, I just need to talk to somebody"),
        ("en", "can I please speak to a real person"),
        ("en", "isn't there anybody I can talk to"),
        ("en", "I don't want to talk to a machine"),
        ("es", "por favor, solo quiero hablar con alguien"),
        ("es", "páseme con una persona"),
        ("es", "no quiero hablar con una máquina"),
        ("zh", "求求你，我只想跟一个人说话"),
        ("zh", "有没有人能帮我"),
        ("zh", "我不想跟机器说话"),
    ],
)
def test_a_plea_for_a_person_is_heard(language: str, text: str) -> None:
    assert tone(Utterance.of(text), language).person


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_calm_sentences_are_calm(language: str) -> None:
    calm = [one for one in sentences(language) if one.who in ("plain", "hurried")]
    rows = [one for one in calm if one.intent not in ("complaint", "callback_request")]
    sounds = [tone(Utterance.of(row.text), language) for row in rows]
    assert sum(sound.upset for sound in sounds) / len(rows) <= 0.01
    assert sum(sound.person for sound in sounds) / len(rows) <= 0.01


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I talked to somebody yesterday about my claim"),
        ("es", "primero tengo que hablar con mi hermana"),
        ("zh", "我昨天跟一个人说过了"),
    ],
)
def test_talking_of_a_person_is_no_plea(language: str, text: str) -> None:
    assert not tone(Utterance.of(text), language).person


def test_the_angry_clause_is_set_apart() -> None:
    found = tone(Utterance.of("this is a disgrace, where is my money"), "en")
    assert found.rest.words == ("where", "is", "my", "money")
    assert tone(Utterance.of("I am furious"), "en").rest.words == ()


def test_patterns_stand_for_whole_words() -> None:
    patterns = Patterns(["(get|give) me (a|) person", "fed up"])
    assert list(patterns.spans(("please", "give", "me", "person", "fed", "up"))) == [(1, 4), (4, 6)]
    assert list(patterns.spans(("forget", "me", "a", "personal", "", "up"))) == []
    assert list(Patterns([]).spans(("anything",))) == []


# Of `data/people/upset.jsonl`, half of it calm with the same words: the least share of
# anger that is heard, and the most that is heard where there is none (`benchmarks/manner.py`).
ANGER = {"en": (0.8, 0.3), "es": (0.5, 0.2), "zh": (0.7, 0.3)}


@pytest.mark.parametrize("language", ANGER)
def test_people_who_are_upset(language: str) -> None:
    lines = (DATA / "people" / "upset.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["lang"] == language]
    heard = [(row, tone(Utterance.of(row["text"]), language)) for row in rows]

    def share(kind: str, name: str, *, there: bool) -> float:
        found = [getattr(sound, name) for row, sound in heard if row[kind] is there]
        return sum(found) / len(found)

    least, most_false = ANGER[language]
    assert share("angry", "upset", there=True) >= least
    assert share("angry", "upset", there=False) <= most_false
    assert share("person", "person", there=True) >= 0.75
    assert share("person", "person", there=False) <= 0.1


@pytest.mark.parametrize(
    ("language", "text", "person"),
    [
        ("en", "I want to make an appointment to talk to somebody at the office", False),
        ("en", "can I book a time to speak to an adviser", False),
        ("en", "it is high time to speak to a manager", True),
        ("en", "I have an appointment but I want to talk to somebody now", True),
        ("en", "I want an appointment to talk to a clerk, no, just let me talk to a person", True),
        ("es", "quiero pedir una cita para hablar con un asesor", False),
        ("es", "tengo cita pero quiero hablar con alguien", True),
        ("zh", "我想约个时间找工作人员谈谈", False),
        ("zh", "我想找个人说话", True),
    ],
)
def test_who_wants_to_come_and_talk_pleads_for_nobody(language, text, person) -> None:
    assert tone(Utterance.of(text), language).person is person
