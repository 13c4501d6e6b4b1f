"""One subject, one of two that are as likely, two after each other, or one put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml

from flows.expects import Expects, Slot
from intents import Said, Situation, Understander, Understood
from intents.ambiguity import between
from intents.examples import catalogue
from intents.limits import load
from intents.understood import Candidate
from settings import cache_folder

TODAY = date(2026, 11, 23)
REFERENCE = Slot("reference", "claim_reference")
INTENTS = {
    "claim_status": (REFERENCE,), "next_payment": (), "nearest_office": (), "question": (),
    "required_documents": (), "callback_request": (), "office_hours": (), "complaint": (),
    "greeting": (), "thanks": (),
}  # fmt: skip
OPEN = Expects("welcome", "choose", intents=INTENTS, open=True)
EVERY = replace(OPEN, intents=dict.fromkeys(catalogue(), (REFERENCE,)))
"""As at the first question of the hotline."""
LIMITS = load().subjects


def understand(understander, text, expects=OPEN, language="en", **said) -> Understood:
    return understander.understand(Said(text, **said), Situation(language, expects, TODAY))


def candidates(*pairs: tuple[str, float]) -> list[Candidate]:
    return [Candidate(intent, confidence, "") for intent, confidence in pairs]


def test_two_are_asked_about_where_they_are_close_and_together_likely() -> None:
    close, together = LIMITS.close, LIMITS.together
    half = together / 2
    assert between(candidates(("a", half), ("b", half), ("c", 0.0)), LIMITS)
    assert not between(candidates(("a", half), ("b", half - 0.01)), LIMITS)
    assert between(candidates(("a", 0.9), ("b", 0.9 - close + 0.001)), LIMITS)
    assert not between(candidates(("a", 0.9), ("b", 0.9 - close - 0.001)), LIMITS)
    assert not between(candidates(("thanks", 0.9), ("b", 0.9)), LIMITS)
    assert not between(candidates(("a", 0.9)), LIMITS)


def test_an_unclear_subject_is_asked_about_and_keeps_its_slots(understander) -> None:
    found = understand(understander, "a call back with the claim status 47112234")
    assert not found.intent
    assert {each.intent for each in found.maybe} == {"claim_status", "callback_request"}
    claim = next(each for each in found.maybe if each.intent == "claim_status")
    assert claim.slots == {"reference": "47112234"}


def test_a_number_in_an_unclear_sentence_is_not_kept_where_it_was_hard_to_hear(
    understander,
) -> None:
    text = "a call back with the claim status four seven one one two two three four"
    found = understand(understander, text, confidence=0.7, spoken=True)
    assert [each.slots for each in found.maybe] == [{}, {}]


def test_nothing_is_asked_about_twice(understander) -> None:
    doubt = replace(OPEN, doubt=True)
    assert not understand(understander, "a call back with the claim status", doubt).maybe


def test_both_may_be_too_weak_to_act_on_and_still_worth_asking_about() -> None:
    limits = load()
    easy = replace(limits, subjects=replace(limits.subjects, close=0.3, together=0.5))
    understander = Understander.load(limits=easy, cache=cache_folder() / "intents")
    expects = replace(OPEN, intents={**INTENTS, "certificate": ()})
    found = understand(understander, "my letter about the payment", expects)
    assert found.candidates[0].confidence < 0.5
    assert [each.intent for each in found.maybe] == [each.intent for each in found.candidates[:2]]
    closed = replace(expects, open=False, slot=REFERENCE)
    assert understand(understander, "my letter about the payment", closed).empty


@pytest.mark.parametrize(
    ("language", "text", "first", "second"),
    [
        (
            "en",
            "what is the status of my claim and when do I get paid",
            "claim_status",
            "next_payment",
        ),
        ("es", "cuándo me pagan y dónde está la oficina", "next_payment", "nearest_office"),
        ("zh", "查申请进度，还有什么时候发钱", "claim_status", "next_payment"),
    ],
)
def test_two_wishes(understander, language, text, first, second) -> None:
    found = understand(understander, text, language=language)
    assert (found.intent, found.then.intent) == (first, second)


def test_each_wish_has_the_slots_of_its_half(understander) -> None:
    text = "when do I get paid and what is the status of my claim 47112234"
    found = understand(understander, text)
    assert (found.intent, found.slots) == ("next_payment", {})
    assert found.then.slots == {"reference": "47112234"}
    assert found.then.part == "what is the status of my claim 47112234"


@pytest.mark.parametrize(
    "text",
    [
        "thank you and when do I get paid",
        "I filled in the form and never got an answer about my claim",
        "I was fired, can I get money",
        "which papers do I need for the claim",
    ],
)
def test_one_wish_is_no_two(understander, text) -> None:
    assert understand(understander, text).then is None


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        (
            "en",
            "I have a new job and I want to stop my application for unemployment",
            "application_withdraw",
        ),
        (
            "en",
            "I paid contributions for years and I would like to know what my pension will be",
            "pension_estimate",
        ),
        (
            "es",
            "Tengo un trabajo nuevo y quiero retirar mi solicitud de desempleo",
            "application_withdraw",
        ),
        ("es", "Vivo con mi hermana y quiero que el dinero vaya a otra cuenta", "change_bank"),
        ("zh", "我找到工作了，想撤回失业金的申请", "application_withdraw"),
        ("zh", "我搬到妹妹家了，想换一张银行卡收钱", "change_bank"),
    ],
)
def test_what_leads_to_a_wish_is_no_wish(understander, language, text, intent) -> None:
    found = understand(understander, text, EVERY, language=language)
    assert (found.intent, found.then) == (intent, None)


def test_a_wish_has_the_slots_of_what_leads_to_it(understander) -> None:
    text = "I have a new job, so about 47112234 and I want to stop my application for unemployment"
    found = understand(understander, text, EVERY)
    assert (found.intent, found.then) == ("application_withdraw", None)
    assert found.slots == {"reference": "47112234"}


def test_intents_of_an_institution_of_its_own(tmp_path) -> None:
    """Two wishes and a doubt need nothing but examples."""
    wording = {
        "languages": {}, "courtesy": [], "polite": [], "outside": ["the sky is blue"],
        "commands": {name: [f"xx{name}"] for name in
                     ("person", "stop", "stop_recording", "language")},
        "intents": {
            "change_address": ["change my address", "I have moved", "new address", "my new address",
                               "I moved house", "change the address please"],
            "next_payment": ["when do I get paid", "my next payment", "tell me when I get paid",
                             "when is the money paid", "payment date", "when am I paid"],
        },
    }  # fmt: skip
    (tmp_path / "en.yaml").write_text(yaml.safe_dump(wording))
    understander = Understander.load(tmp_path)
    expects = Expects("w", "c", intents={"change_address": (), "next_payment": ()}, open=True)
    found = understand(understander, "change my address and tell me when I get paid", expects)
    assert (found.intent, found.then.intent) == ("change_address", "next_payment")


NUMBER, WHEN, MONTH = Slot("n", "number"), Slot("when", "part_of_day"), Slot("day", "date")


@pytest.mark.parametrize(
    ("language", "last", "text", "slots"),
    [
        ("en", NUMBER, "no, seven", {"n": 7}),
        ("en", NUMBER, "I meant seven", {"n": 7}),
        ("en", MONTH, "I meant the third of March", {"day": "2027-03-03"}),
        ("es", NUMBER, "no, siete", {"n": 7}),
        ("es", MONTH, "quise decir el tres de marzo", {"day": "2027-03-03"}),
        ("zh", NUMBER, "不，七", {"n": 7}),
        ("zh", MONTH, "我是说三月三号", {"day": "2027-03-03"}),
    ],
)
def test_a_correction_is_of_the_answer_before(understander, language, last, text, slots) -> None:
    expects = Expects("f", "s", slot=REFERENCE, last=last, intents=INTENTS)
    found = understand(understander, text, expects, language)
    assert (found.slots, found.corrects) == (slots, True)


@pytest.mark.parametrize("text", ["seven", "no", "I meant the morning", "no thanks", "what"])
def test_what_does_not_fit_corrects_nothing(understander, text) -> None:
    expects = Expects("f", "s", slot=WHEN, last=NUMBER, intents=INTENTS)
    assert not understand(understander, text, expects).corrects


def test_the_question_that_is_asked_counts_for_more_than_a_mere_no(understander) -> None:
    expects = Expects("f", "s", slot=NUMBER, last=Slot("other", "number"), intents=INTENTS)
    assert understand(understander, "no, seven", expects).slots == {"n": 7}
    assert understand(understander, "I meant seven", expects).slots == {"other": 7}


def test_a_subject_may_be_put_right_but_an_answer_of_no_is_none(understander) -> None:
    asked = Expects("f", "s", slot=REFERENCE, intents=INTENTS)
    found = understand(understander, "no, not that, my next payment", asked)
    assert (found.intent, found.corrects) == ("next_payment", True)
    question = Expects("f", "s", slot=Slot("sure", "yes_no"), intents=INTENTS)
    found = understand(understander, "no, when is my next payment", question)
    assert (found.intent, found.corrects) == ("next_payment", False)


def test_anger_is_heard_beside_what_is_wanted(understander) -> None:
    found = understand(understander, "this is a disgrace, when do I get my next payment")
    assert (found.intent, found.upset) == ("next_payment", True)
    nothing = understand(understander, "you bloody parrots")
    assert nothing.empty
    assert nothing.upset
    assert not understand(understander, "when do I get my next payment").upset


@pytest.mark.parametrize(
    ("language", "text"), [("en", "never mind"), ("es", "ya no hace falta"), ("zh", "算了")]
)
def test_leaving_something_out_is_a_command_but_also_a_no(understander, language, text) -> None:
    asked = Expects("f", "s", slot=REFERENCE, intents=INTENTS)
    assert understand(understander, text, asked, language).command == "drop"


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "算了"), ("zh", "不用了"), ("en", "not that")]
)
def test_where_yes_or_no_is_asked_it_is_a_no(understander, language, text) -> None:
    asked = Expects("f", "s", slot=Slot("sure", "yes_no"), intents=INTENTS)
    assert understand(understander, text, asked, language).slots == {"sure": False}


@pytest.mark.parametrize(
    "text",
    [
        "four seven one one two two three five no four",
        "four seven one one two two three five i mean four",
    ],
)
def test_digits_are_put_right_where_they_are_spelt(understander, text) -> None:
    asked = Expects("f", "s", slot=REFERENCE, last=NUMBER, intents=INTENTS)
    assert understand(understander, text, asked).slots == {"reference": "47112234"}


def test_a_yes_in_another_language(understander) -> None:
    asked = Expects("f", "s", slot=Slot("sure", "yes_no"), intents=INTENTS)
    situation = Situation("en", asked, TODAY)
    assert understander.elsewhere(Said("sí"), situation).slots == {"sure": True}
    assert understander.elsewhere(Said("不是"), situation).slots == {"sure": False}


def test_what_mixes_languages_is_understood_by_the_others(understander) -> None:
    situation = Situation("es", OPEN, TODAY)
    said = Said("necesito el status of my claim 47112234")
    found = understander.elsewhere(said, situation)
    assert (found.intent, found.slots) == ("claim_status", {"reference": "47112234"})
    assert understander.elsewhere(Said("the green parrot sleeps"), situation).empty


def test_a_subject_near_the_one_in_progress_is_likelier(understander) -> None:
    intents = {**INTENTS, "appointment_cancel": (), "application_withdraw": ()}
    at_the_menu = understand(
        understander, "cancel what I asked for", replace(OPEN, intents=intents)
    )
    assert {each.intent for each in at_the_menu.maybe} == {
        "appointment_cancel",
        "application_withdraw",
    }
    for near, meant in (
        ("appointment_book", "appointment_cancel"),
        ("claim_status", "application_withdraw"),
    ):
        asked = Expects("f", "s", slot=Slot("date", "date"), intents=intents, near=(near,))
        found = understand(understander, "cancel what I asked for", asked)
        assert (found.intent or found.maybe[0].intent) == meant


def test_readings_of_what_was_heard_count_together(understander) -> None:
    heard = "when is my next bay meant"
    alone = understand(understander, heard, confidence=0.7, spoken=True)
    others = (("when is my next payment", 0.4), ("when is my next pavement", 0.2))
    together = understand(understander, heard, confidence=0.7, spoken=True, alternatives=others)
    assert together.candidates[0].intent == "next_payment"
    assert together.candidates[0].confidence > alone.candidates[0].confidence


@pytest.mark.parametrize(
    ("language", "word", "intent"),
    [
        ("en", "claim", "claim_status"), ("en", "Application", "claim_status"),
        ("en", "my application", "claim_status"), ("en", "decision", "decision_reason"),
        ("en", "appointment", "appointment_book"), ("en", "my appointment", "appointment_check"),
        ("en", "fraud", "report_fraud"), ("es", "solicitud", "claim_status"),
        ("es", "resolucion", "decision_reason"), ("es", "cita", "appointment_book"),
        ("es", "dinero", "payment_missing"), ("zh", "我的申请", "claim_status"),
        ("zh", "决定", "decision_reason"), ("zh", "表格", "application_continue"),
        ("zh", "钱", "payment_missing"),
    ],
)  # fmt: skip
def test_a_word_that_names_the_matter_is_enough(understander, language, word, intent) -> None:
    assert understand(understander, word, EVERY, language=language).intent == intent
