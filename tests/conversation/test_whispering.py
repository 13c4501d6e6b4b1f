"""Staff whisper to the assistant what somebody meant."""

from conversation.hints import Hint
from tests.conversation.staff_floor import ANN, LAST_CLAIM, refused, trail


def test_a_hint_answers_a_text_that_was_not_understood(floor, hotline):
    hotline.text("blargh frobnicate")
    floor.hint("intent", "claim_status")
    (reply,) = floor.sent()
    assert "reference" in reply
    floor.hint("answer", LAST_CLAIM, id_="h2")
    last = floor.turns()[-1]
    assert last["kind"] == "hint"
    assert '"by": "Ann"' in last["meaning"]
    assert LAST_CLAIM not in last["meaning"]
    assert len(floor.sent()) == 2


def test_hints_that_fit_nothing_are_refused(floor, hotline):
    hotline.text("where is my claim")
    assert refused(floor.hint, "intent", "no_such_intent").why == "moved_on"
    assert refused(floor.hint, "choice", "no_such_choice").why == "moved_on"
    assert refused(floor.hint, "answer", "47110012").why == "not_an_answer"
    assert refused(floor.hint, "answer", "").why == "empty"
    late = Hint("Ann", "answer", LAST_CLAIM, "nearest_office.where")
    assert refused(floor.whispering.whisper, floor.session(), late, "x", trail).why == "moved_on"
    floor.helping.take(floor.session(), ANN, trail)
    late = Hint("Ben", "answer", LAST_CLAIM, "claim_status.ask_reference")
    assert refused(floor.whispering.whisper, floor.session(), late, "x", trail).why == "held"


def test_a_hint_on_a_call_is_taken_with_what_was_not_understood(floor, hotline):
    hotline.call("start")
    hotline.call("speech", "where is my claim", confidence=0.95)
    floor.hint("answer", LAST_CLAIM)
    hotline.call("speech", "mumble mumble", confidence=0.3)
    last = floor.turns()[-1]
    assert (last["kind"], last["heard"]) == ("speech", "mumble mumble")
    assert '"by": "Ann"' in last["meaning"]
    assert floor.standing().expects.step != "ask_reference"
    assert hotline.rows("SELECT * FROM hint") == []


def test_what_a_caller_says_plainly_counts_more_than_a_hint(floor, hotline):
    hotline.call("start")
    hotline.call("speech", "where is my claim", confidence=0.95)
    floor.hint("answer", LAST_CLAIM)
    hotline.call("speech", "where is the nearest office", confidence=0.95)
    assert floor.standing().expects.flow == "nearest_office"
    assert "hint" not in floor.turns()[-1]["meaning"]


def test_a_clerk_sends_a_call_to_the_queue_whatever_is_said_and_whatever_the_hours(floor, hotline):
    hotline.call("start")
    hotline.call("speech", "where is my claim", confidence=0.95)
    floor.whispering.to_a_person(floor.session(), "Ann", trail)
    reply = hotline.call("speech", "where is the nearest office", confidence=0.95)
    assert reply.next == "handoff"
    assert "A person will help you" in reply.text


def test_nobody_can_show_who_a_caller_is_by_a_hint(floor, hotline):
    hotline.text("what did you pay me last year")
    asked = floor.standing().expects
    while asked and not (asked.slot and asked.slot.private):
        hotline.text("yes")
        asked = floor.standing().expects
    assert asked.slot.private
    assert refused(floor.hint, "answer", "123456789").why == "private"
