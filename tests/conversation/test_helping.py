"""Staff take conversations over, answer, and give them back."""

import threading

from conversation.cannot_help import CannotHelp
from conversation.heard import Heard
from storage.database import Database
from storage.erasing import erasing
from storage.staff import StaffMember
from storage.takeovers import Takeovers
from tests.conversation.staff_floor import ANN, BEN, LAST_CLAIM, OURS, THEIRS, refused, trail


def test_a_person_answers_and_the_flow_goes_on_where_it_was(floor, hotline):
    assert "reference" in hotline.text("where is my claim").text
    session = floor.session()
    floor.helping.take(session, ANN, trail)
    assert hotline.text("are you a person?").text == ""
    floor.helping.answer(session, ANN, "a1", "Yes, I am Ann. What is it about?", trail)
    assert hotline.text("my reference is 47110011").text == ""
    assert [turn["kind"] for turn in floor.turns()] == ["text", "text", "clerk", "text"]
    assert floor.turns()[3]["heard"] == "my reference is •••"
    assert "Ann" in floor.turns()[2]["meaning"]
    floor.helping.give_back(session, ANN, "b1", "", trail)
    first, second = floor.sent()
    assert first == "Yes, I am Ann. What is it about?"
    assert "reference" in second
    assert floor.standing().holder is None
    assert floor.standing().status == "open"
    hotline.text(LAST_CLAIM)
    assert floor.session() == session
    assert floor.standing().expects.step != "ask_reference"


def test_it_can_be_given_back_to_another_flow(floor, hotline):
    hotline.text("where is my claim")
    floor.helping.take(floor.session(), ANN, trail)
    floor.helping.give_back(floor.session(), ANN, "b1", "nearest_office", trail)
    (asked,) = floor.sent()
    assert floor.standing().expects.flow == "nearest_office"
    assert "town" in asked or "postcode" in asked


def test_who_asked_for_a_person_gets_one_and_goes_back_to_the_question_before(floor, hotline):
    hotline.text("where is my claim")
    hotline.text("person")
    assert "clerk will answer" in hotline.text("1").text
    session = floor.session()
    floor.helping.take(session, ANN, trail)
    assert hotline.text("hello?").text == ""
    assert floor.session() == session
    floor.helping.give_back(session, ANN, "b", "", trail)
    assert floor.standing().expects.flow == "claim_status"


def test_a_text_sent_twice_or_a_button_pressed_twice_counts_once(floor, hotline):
    hotline.text("where is my claim")
    floor.helping.take(floor.session(), ANN, trail)
    for _ in range(2):
        hotline.text("hello", id="SM-same")
        floor.helping.answer(floor.session(), ANN, "same", "Good morning.", trail)
    assert [turn["kind"] for turn in floor.turns()] == ["text", "text", "clerk"]
    assert floor.sent() == ["Good morning."]
    for _ in range(2):
        floor.helping.give_back(floor.session(), ANN, "back", "", trail)
    assert len(floor.sent()) == 2


def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told_who(floor, hotline):
    hotline.text("where is my claim")
    session, start, came = floor.session(), threading.Barrier(6), []

    def take(by):
        start.wait()
        try:
            floor.helping.take(session, by, trail)
            came.append((by.name, "has it"))
        except CannotHelp as error:
            came.append((by.name, error.why, error.who))
        finally:
            hotline.database.close()

    people = [StaffMember(n, f"clerk {n}", "agent") for n in range(6)]
    threads = [threading.Thread(target=take, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [one[0] for one in came if one[1] == "has it"]
    assert [one[1:] for one in came if one[1] != "has it"] == [("held", winner)] * 5
    assert floor.standing().holder.staff == winner


def test_only_who_has_it_answers_and_gives_it_back(floor, hotline):
    hotline.text("where is my claim")
    session = floor.session()
    assert refused(floor.helping.answer, session, BEN, "a", "Hello", trail).why == "over"
    floor.helping.take(session, ANN, trail)
    for act in (
        (floor.helping.answer, session, BEN, "a", "Hello", trail),
        (floor.helping.give_back, session, BEN, "a", "", trail),
        (floor.helping.wrap_up, session, BEN, "solved", "", trail),
        (floor.helping.take, session, BEN, trail),
    ):
        error = refused(*act)
        assert (error.why, error.who) == ("held", "Ann")
    assert floor.sent() == []


def test_a_conversation_that_somebody_has_left_can_be_taken(floor, hotline):
    hotline.text("where is my claim")
    floor.helping.take(floor.session(), ANN, trail)
    hotline.later(minutes=31)
    floor.helping.take(floor.session(), BEN, trail)
    assert floor.standing().holder.staff == "Ben"


def test_texts_and_takeovers_at_once_lose_nothing(floor, hotline):
    """Twenty times a text comes just when the conversation is taken: it is in it, once."""
    for number in range(20):
        caller = f"+1555010{number:04}"
        hotline.text("where is my claim", caller=caller)
        session = floor.session()
        start = threading.Barrier(2)

        def text(caller=caller, start=start, number=number):
            start.wait()
            hotline.text("hello there", id=f"SMx{number}", caller=caller)
            hotline.database.close()

        thread = threading.Thread(target=text)
        thread.start()
        start.wait()
        floor.helping.take(session, ANN, trail)
        thread.join()
        assert [t["heard"] for t in floor.turns(session)] == ["where is my claim", "hello there"]
        assert floor.standing(session).status == "handoff"


def test_stop_while_a_person_has_it_is_told_and_nothing_is_sent(floor, hotline):
    hotline.text("where is my claim")
    floor.helping.take(floor.session(), ANN, trail)
    floor.texts.opt_out(OURS, THEIRS, "STOP", hotline.now)
    assert floor.standing().opted_out
    assert refused(floor.helping.answer, floor.session(), ANN, "a", "Hi", trail).why == "opted_out"
    assert floor.sent() == []
    floor.texts.opt_in(OURS, THEIRS, hotline.now)
    floor.helping.answer(floor.session(), ANN, "a", "Hi", trail)
    assert floor.sent() == ["Hi"]


def test_a_conversation_that_ended_meanwhile_is_told(floor, hotline):
    hotline.text("where is my claim")
    session = floor.session()
    floor.helping.take(session, ANN, trail)
    floor.helping.wrap_up(session, ANN, "solved", "said it all", trail)
    assert floor.standing().status == "ended"
    assert floor.standing().wrapped.notes == "said it all"
    for act in (
        (floor.helping.answer, session, ANN, "a", "Hello", trail),
        (floor.helping.give_back, session, ANN, "a", "", trail),
        (floor.helping.take, session, BEN, trail),
    ):
        assert refused(*act).why == "over"
    assert "reference" in hotline.text("where is my claim").text
    assert floor.session() != session


def test_texts_that_cannot_be_sent_are_refused(floor, hotline):
    hotline.text("where is my claim")
    session = floor.session()
    floor.helping.take(session, ANN, trail)
    assert refused(floor.helping.answer, session, ANN, "a", "  ", trail).why == "empty"
    assert refused(floor.helping.answer, session, ANN, "a", "x" * 1601, trail).why == "too_long"
    assert refused(floor.helping.wrap_up, session, ANN, "nonsense", "", trail).why == "no_reason"


def test_a_text_that_stops_a_change_is_acted_on_while_a_person_has_it(floor, hotline):
    hotline.text("where is my claim")
    session = floor.session()
    floor.helping.take(session, ANN, trail)
    body = "STOP 21234567"
    heard = Heard("SMstop", "sms", f"{OURS}|{THEIRS}", THEIRS, OURS, "text", body, stops="21234567")
    assert hotline.turns.take(heard).text != ""
    assert floor.standing().status == "handoff"
    floor.helping.give_back(session, ANN, "b", "", trail)
    assert floor.standing().expects.flow == "claim_status"


def test_a_database_of_its_own_keeps_takeovers(floor, hotline):
    """What one server has taken another one knows."""
    hotline.text("where is my claim")
    floor.helping.take(floor.session(), ANN, trail)
    other = Takeovers(Database(hotline.database.path))
    assert other.of(floor.session()).staff == "Ann"


def test_a_running_call_is_not_taken_from_under_the_caller(floor, hotline):
    hotline.call("start")
    assert refused(floor.helping.take, floor.session(), ANN, trail).why == "over"
    assert "reference" in hotline.call("speech", "where is my claim", confidence=0.95).text


def test_hours_that_a_text_waited_are_promised_to_no_caller(floor, hotline):
    hotline.text("person")
    hotline.text("1")
    hotline.later(hours=3)
    floor.helping.take(floor.session(), ANN, trail)
    assert hotline.rows("SELECT * FROM handoff WHERE waited_s IS NOT NULL") == []


def test_notes_are_erased_with_what_was_said(floor, hotline):
    hotline.text("where is my claim")
    session = floor.session()
    floor.helping.take(session, ANN, trail)
    floor.helping.wrap_up(session, ANN, "solved", "Lives at 7 Mill Lane.", trail)
    stored = hotline.rows("SELECT notes FROM wrap_up")[0]["notes"]
    assert stored
    assert "Mill" not in stored
    hotline.database.commit([erasing(hotline.vault, session)])
    assert floor.standing(session).wrapped.notes == ""
    assert floor.standing(session).wrapped.reason == "solved"
