"""What a clerk is told: enough to go on, nothing that would let anybody act for the citizen."""

import pytest

from conversation.summary import NUMBERS, Summary, summarise
from conversation.telling import sentences
from flows import Frame, Library, Prompt, State
from intents import Understood


@pytest.fixture(scope="module")
def library():
    return Library.load()


def summary(library, frames, understood=None, says=(), kind="speech", text="", **state):
    start = State("voice", "es", frames, "+15550100001", **state)
    return summarise(library, start, 5, kind, text, understood, says)


FRAMES = (
    Frame("welcome", "choose"),
    Frame("claim_status", "ask_reference", {"reference": "47110011", "claim": {"found": True}}),
    Frame("person", "put_through"),
)


def test_numbers_are_told_by_their_end(library):
    told = summary(library, FRAMES, Understood(command="person"), shared={"topic": "claim"})
    assert sentences(told, "en", 200) == [
        "A call in Spanish, about a claim.",
        "The citizen asked for a person.",
        "Claim reference ending in 1 1.",
        "Tried: the status of your claim.",
        "Waited for 3 min.",
    ]
    assert "4711" not in told.to_json()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "about applying for a pension."),
        ("zh", "事由：申请养老金。"),
        ("es", "sobre pedir la pensión."),
    ],
)
def test_a_subject_of_a_flow_with_several_is_told_by_its_name(library, language, told):
    frames = (Frame("welcome", "choose"), Frame("apply", "begin", intent="apply_pension"))
    found = summary(
        library, frames, Understood(command="person"), shared={"topic": "apply_pension"}
    )
    assert sentences(found, language)[0].endswith(told)
    assert found.tried["en"] == ("applying for a pension",)
    assert Summary.from_json(found.to_json()) == found


def test_a_secret_is_never_told(library):
    """Slot types that are not known to be harmless stay out, whatever they hold."""
    flow = library.flow("claim_status")
    (slot,) = flow.slots
    assert slot.type in NUMBERS
    secret = (Frame("welcome", "choose"), Frame("callback", "ask_when", {"wanted": "morning"}))
    assert summary(library, secret).given == ()


def test_what_was_not_understood_is_told_redacted(library):
    text = "my number is 210000013 and I am lost"
    told = summary(library, FRAMES[:1], Understood(), text=text)
    assert told.reason == "not_understood"
    assert "lost" in told.heard
    assert "2100" not in told.to_json()


def test_the_keys_of_somebody_who_was_not_understood_are_not_told(library):
    assert summary(library, FRAMES[:1], Understood(), kind="keys", text="1234").heard == ""


def test_what_a_flow_calls_private_is_not_told_at_all(library):
    (slot,) = library.flow("next_payment").slots
    assert slot.private
    frames = (
        Frame("welcome", "choose"),
        Frame("next_payment", "look_up", {slot.name: "210000013"}),
    )
    assert summary(library, frames, Understood(command="person")).given == ()


def test_masked_words_are_left_out(library):
    assert summary(library, FRAMES[:1], Understood(), text="•••").heard == ""


def test_a_failure_of_ours_is_said_to_be_one(library):
    says = (Prompt("I am sorry", "es", "locale.failure"),)
    assert summary(library, FRAMES, Understood(), says).reason == "failure"


def test_in_every_language_every_reason_and_topic_has_words():
    for language in ("en", "zh", "es"):
        for reason in ("asked", "not_understood", "failure", "silent"):
            for channel in ("voice", "sms"):
                told = Summary(channel, "zh", "office", reason, given=(("phone", "01"),))
                assert all(sentences(told, language, 0))
    english = sentences(Summary("voice", "xx", "new_topic", "asked"), "fr")
    assert english[0] == "A call in xx, about new topic."


def test_it_is_read_back_as_it_was_stored(library):
    told = summary(library, FRAMES, Understood(command="person"))
    assert Summary.from_json(told.to_json()) == told


def test_who_is_upset_is_told(library):
    told = summary(library, FRAMES, Understood(command="person"), upset="heard")
    assert told.upset
    assert sentences(Summary.from_json(told.to_json()), "en")[2] == "The citizen is upset."
    assert not summary(library, FRAMES, Understood(command="person")).upset
