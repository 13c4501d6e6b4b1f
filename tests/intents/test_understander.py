"""Which meaning counts where an utterance has several."""

from __future__ import annotations

from datetime import date

import pytest

from flows.expects import Choice, Expects, Slot
from intents import Option, Said, Situation, Understander, Understood, listening

TODAY = date(2026, 11, 23)
LISTS = {
    "offices.places": (Option("r", ("Riverton", "河口镇")), Option("m", ("Millbrook", "米溪镇")))
}
REFERENCE, PLACE = Slot("reference", "claim_reference"), Slot("place", "place", "offices.places")
INTENTS = {
    "claim_status": (REFERENCE,), "nearest_office": (PLACE,), "next_payment": (),
    "callback_request": (Slot("when", "part_of_day"), Slot("day", "date")), "complaint": (),
    "question": (), "greeting": (), "thanks": (),
}  # fmt: skip
OPEN = Expects("welcome", "choose", intents=INTENTS, open=True)


def understand(
    understander: Understander, text: str, expects: Expects = OPEN, language: str = "en", **more
) -> Understood:
    return understander.understand(
        Said(text=text, **more), Situation(language, expects, TODAY, LISTS)
    )


def asking(slot: Slot, *also: Slot) -> Expects:
    return Expects("f", "s", slot=slot, also=also, intents=INTENTS)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what's the status of claim 4 7 1 1 double two three four"),
        ("en", "STATUS 47112234"),
        ("es", "el estado de mi solicitud cuatro siete uno uno dos dos tres cuatro"),
        ("zh", "查一下申请进度，四七一一二二三四"),
    ],
)
def test_an_intent_with_its_slot(understander: Understander, language: str, text: str) -> None:
    found = understand(understander, text, language=language)
    assert (found.intent, found.slots) == ("claim_status", {"reference": "47112234"})


def test_an_intent_with_a_wrong_reference(understander: Understander) -> None:
    found = understand(understander, "status of 47112235")
    assert (found.intent, found.slots) == ("claim_status", {})
    assert found.invalid == {"reference": "47112235"}


@pytest.mark.parametrize("text", ["47112234", "it's 4711 2234", "四七一一二二三四"])
def test_a_reference_alone_tells_its_subject(understander: Understander, text: str) -> None:
    found = understand(understander, text, language="en" if text.isascii() else "zh")
    assert (found.intent, found.slots) == ("claim_status", {"reference": "47112234"})


def test_a_reference_that_two_subjects_ask_for_tells_how_it_stands(
    understander: Understander,
) -> None:
    both = Expects("w", "s", intents={"claim_status": (REFERENCE,), "appeal": (REFERENCE,)})
    assert understand(understander, "47112234", both).intent == "claim_status"
    others = Expects("w", "s", intents={"complaint": (REFERENCE,), "appeal": (REFERENCE,)})
    assert understand(understander, "47112234", others).intent is None


def test_an_intent_with_several_slots(understander: Understander) -> None:
    found = understand(understander, "please call me back tomorrow in the afternoon")
    assert found.intent == "callback_request"
    assert found.slots == {"when": "afternoon", "day": "2026-11-24"}


def test_several_slots_in_one_answer(understander: Understander) -> None:
    step = asking(PLACE, Slot("day", "date"), Slot("part", "part_of_day"), Slot("sure", "yes_no"))
    found = understand(understander, "in Riverton on Friday morning", step)
    assert found.slots == {"place": "r", "day": "2026-11-27", "part": "morning"}
    assert found.intent is None


def test_two_references_do_not_share_digits(understander: Understander) -> None:
    step = asking(Slot("number", "insurance_number"), REFERENCE)
    found = understand(understander, "234567891 and 47112234", step)
    assert found.slots.get("reference") == "47112234" or found.invalid


def test_the_answer_counts_for_more_than_a_weak_intent(understander: Understander) -> None:
    found = understand(understander, "the one in Millbrook", asking(PLACE))
    assert (found.slots, found.intent) == ({"place": "m"}, None)
    found = understand(understander, "my nearest office would be Millbrook", asking(PLACE))
    assert (found.slots, found.intent) == ({"place": "m"}, None)


def test_another_subject_counts_for_more_than_no_answer(understander: Understander) -> None:
    found = understand(understander, "when is my next payment", asking(REFERENCE))
    assert (found.intent, found.slots, found.invalid) == ("next_payment", {}, {})


def test_a_wrong_reference_is_told(understander: Understander) -> None:
    found = understand(understander, "4711 2235", asking(REFERENCE))
    assert (found.slots, found.invalid) == ({}, {"reference": "47112235"})


@pytest.mark.parametrize("text", ["1", "the first one", "number one", "one"])
def test_a_listed_option_by_number(understander: Understander, text: str) -> None:
    assert understand(understander, text, asking(PLACE)).slots == {"place": "r"}


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        (Slot("x", "yes_no"), "1", True),
        (Slot("x", "yes_no"), "2", False),
        (Slot("x", "claim_reference"), "4711 2234", "47112234"),
        (Slot("x", "claim_reference"), "４７１１ ２２３４#", "47112234"),
        (Slot("x", "phone"), "5550102", "5550102"),
        (Slot("x", "number"), "3", 3),
        (Slot("x", "date"), "3 4 2027", "2027-04-03"),
        (Slot("x", "text"), "42", "42"),
    ],
)
def test_messages_of_digits(understander: Understander, slot: Slot, text: str, value) -> None:
    assert understand(understander, text, asking(slot)).slots == {"x": value}


def test_nought_asks_for_a_person_where_one_key_answers(understander: Understander) -> None:
    yes_no, number = asking(Slot("x", "yes_no")), asking(Slot("x", "number"))
    assert understand(understander, "0", yes_no).command == "person"
    assert understand(understander, "0", number).slots == {"x": 0}


def test_free_text_is_taken_whatever_it_is_about(understander: Understander) -> None:
    step = asking(Slot("message", "text"))
    found = understand(understander, "I want to make a complaint", step)
    assert (found.slots, found.intent) == ({"message": "I want to make a complaint"}, None)
    assert understand(understander, "operator", step).command == "person"


def test_another_hypothesis_may_hold_the_answer(understander: Understander) -> None:
    found = understand(
        understander,
        "yet",
        asking(Slot("x", "yes_no")),
        confidence=0.8,
        alternatives=(("yes", 0.6),),
    )
    assert found.slots == {"x": True}
    assert found.confidence < 0.6


def test_doubt_of_the_recogniser_lowers_confidence(understander: Understander) -> None:
    step = asking(Slot("x", "yes_no"))
    sure = understand(understander, "yes", step).confidence
    assert understand(understander, "yes", step, confidence=0.5).confidence == sure / 2


def test_listening() -> None:
    phrases = listening("en", asking(PLACE), LISTS)
    assert {"riverton", "millbrook", "repeat", "operator", "seven", "spanish"} <= set(phrases)
    assert len(phrases) == len(set(phrases))
    assert all(phrase == phrase.lower() and "," not in phrase for phrase in phrases)
    menu = Expects("f", "s", choices=(Choice("a", "1", "A claim, please", ("Estado",)),))
    assert {"a claim please", "estado", "one", "option"} <= set(listening("en", menu, {}))
    assert "señora" not in listening("es", OPEN, {})
    assert {"sí", "no", "más despacio"} <= set(listening("es", asking(Slot("x", "yes_no")), {}))
    assert {"是的", "人工"} <= set(listening("zh", asking(Slot("x", "yes_no")), {}))


def test_an_open_question_listens_for_peoples_own_sentences():
    intents = {"claim_status": ()}
    choices = (Choice("claim", "1", "a claim"),)
    closed = listening("en", Expects("welcome", "choose", choices=choices, intents=intents), {})
    opened = listening(
        "en", Expects("welcome", "choose", choices=choices, intents=intents, open=True), {}
    )
    assert set(closed) < set(opened)
    assert all(phrase == phrase.lower() for phrase in opened)


@pytest.mark.parametrize(
    ("language", "anger", "denial"),
    [
        ("en", "this is a disgrace", "not that one"),
        ("es", "esto es una vergüenza", "no es eso"),
        ("zh", "太过分", "不是这个"),
    ],
)
def test_anger_and_denial_are_listened_for(language: str, anger: str, denial: str) -> None:
    opened, asked = listening(language, OPEN, {}), listening(language, asking(PLACE), LISTS)
    assert any(anger in phrase for phrase in opened)
    assert denial in opened
    assert not any(anger in phrase for phrase in asked)
    assert denial in listening(language, asking(Slot("sure", "yes_no")), {})
