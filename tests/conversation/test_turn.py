"""The turn: once, in order, and never without an answer."""

import threading
from dataclasses import replace

import pytest

from benefits import FUNCTIONS
from flows import Library
from intents import KeyEntry
from storage.words import query


def test_a_text_sent_again_gets_the_same_answer_and_changes_nothing(hotline):
    hotline.text("call me back")
    hotline.text("yes")
    first = hotline.text("morning", id="SMx")
    again = hotline.text("morning", id="SMx")
    assert again == first
    assert len(hotline.rows("SELECT * FROM callback")) == 1
    assert len(hotline.rows("SELECT * FROM interaction")) == 3


def test_a_restarted_server_still_knows_what_it_answered(hotline):
    first = hotline.text("STATUS 47110011", id="SMx")
    again = hotline.text("STATUS 47110011", id="SMx", turns=hotline.fresh_turns(hotline.library))
    assert again == first


@pytest.mark.parametrize("servers", [1, 2])
def test_texts_at_the_same_time_are_put_in_order(hotline, servers):
    """Also with two processes, which share no lock: each server here has locks of its own."""
    hotline.text("hello")
    turns = [hotline.turns, hotline.fresh_turns(hotline.library)][:servers]
    replies, errors = [], []

    def send(number):
        try:
            reply = hotline.text(f"text {number}", id=f"T{number}", turns=turns[number % servers])
            replies.append(reply.turn)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert sorted(replies) == [2, 3, 4, 5, 6, 7]
    turns_stored = [row["turn"] for row in hotline.rows("SELECT turn FROM interaction ORDER BY id")]
    assert turns_stored == [1, 2, 3, 4, 5, 6, 7]


def test_the_same_text_twice_at_once_is_one_turn(hotline):
    hotline.text("hello")
    second_server = hotline.fresh_turns(hotline.library)
    replies = []

    def send(turns):
        replies.append(hotline.text("my payment", id="same", turns=turns))

    threads = [threading.Thread(target=send, args=(t,)) for t in (hotline.turns, second_server)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies[0] == replies[1]
    assert len(hotline.rows("SELECT * FROM interaction")) == 2


def test_a_first_text_says_at_once_what_is_wanted(hotline):
    reply = hotline.text("what is the status of claim 47110011")
    assert "old-age pension" in reply.text
    assert "number" not in reply.text


@pytest.mark.parametrize(
    ("body", "language"),
    [("hola", "es"), ("你好", "zh"), ("hello", "en"), ("ESTADO 47110011", "es")],
)
def test_the_answer_is_in_the_language_written(hotline, body, language):
    assert hotline.text(body).language == language


def test_the_language_is_remembered(hotline):
    hotline.text("hola, quiero saber de mi pago")
    hotline.later(days=2)
    assert hotline.text("47110011").language == "es"


def test_a_text_in_another_language_is_answered_in_it(hotline):
    hotline.text("hello")
    reply = hotline.text("¿cuándo me pagan?")
    assert reply.language == "es"
    assert reply.expects.flow == "next_payment"


def test_a_rested_conversation_begins_anew(hotline):
    hotline.text("claim status")
    hotline.later(minutes=11)
    assert hotline.text("hello").turn == 1
    assert [row["status"] for row in hotline.rows("SELECT status FROM session ORDER BY rowid")] == [
        "ended",
        "open",
    ]


def test_a_conversation_keeps_the_flows_it_began_with(hotline):
    hotline.text("hello")
    files = {
        name: text.replace("Please text the 8 digits", "Kindly text the 8 digits")
        for name, text in hotline.library.files.items()
    }
    changed = hotline.fresh_turns(Library(files))
    assert "Please text the 8 digits" in hotline.text("claim status", turns=changed).text
    other = hotline.text("claim status", caller="+15550100009", turns=changed)
    assert "Kindly text the 8 digits" in other.text


def test_a_function_that_breaks_leads_to_a_person(hotline, monkeypatch):
    def broken(asked, reference):
        raise ConnectionError("the registry is down")

    monkeypatch.setitem(FUNCTIONS, "claims.status", replace(FUNCTIONS["claims.status"], run=broken))
    reply = hotline.text("STATUS 47110011")
    assert reply.prompts
    assert reply.expects is None or reply.expects.flow == "person"


def test_a_flow_that_goes_round_leads_to_a_person(hotline):
    files = dict(hotline.library.files)
    files["library/round.yaml"] = """
flow: round
title: {en: a, zh: b, es: c}
intents: [office_round]
start: one
steps:
  one: {goto: two}
  two: {goto: one}
"""
    files["library/welcome.yaml"] = files["library/welcome.yaml"].replace(
        "run: question", "run: round"
    )
    turns = hotline.fresh_turns(Library(files))
    hotline.text("hello", turns=turns)
    reply = hotline.text("5", turns=turns)
    assert reply.prompts
    assert reply.expects is None or reply.expects.flow == "person"


def test_transcripts_hold_no_long_number(hotline):
    hotline.text("STATUS 47110011")
    hotline.text("my insurance number is 210 000 013, call +1 555 010 0001")
    stored = [tuple(row) for row in hotline.rows("SELECT heard, said, meaning FROM interaction")]
    assert "4711" not in str(stored)
    assert "210" not in str(stored)
    assert "555" not in str(stored)


def test_a_turn_is_traced_for_staff(hotline):
    hotline.text("when is my next payment")
    row = hotline.rows("SELECT * FROM interaction")[0]
    assert row["intent"] in ("next_payment", "payment")
    assert 0.5 < row["intent_confidence"] <= 1
    assert row["place"] == "next_payment.ask_number"
    assert row["took_ms"] > 0


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("my grandmother's papers", "grandmother"),
        ("¿Qué pasa con mi pensión?", "pension"),
        ("我的付款在哪里", "付款"),
    ],
)
def test_words_of_turns_are_found(hotline, written, sought):
    hotline.text("hello", caller="+15550100007")
    hotline.text(written)
    found = hotline.rows(
        "SELECT rowid FROM interaction_words WHERE interaction_words MATCH ?", query(sought)
    )
    assert [row["rowid"] for row in found] == [2]


def test_a_call_without_a_model_for_its_language_is_served_by_keys(hotline):
    hotline.call("start", languages=frozenset({"en"}))
    reply = hotline.call("keys", "8")
    assert reply.language == "es"
    assert reply.expects.keys_only
    assert "oprima 1" in reply.text


def test_silence_ends_in_a_call_back_and_no_question_is_put_four_times(hotline):
    replies = [hotline.call("start")]
    while replies[-1].next == "listen" and len(replies) < 8:
        replies.append(hotline.call("silence"))
    assert replies[-1].next == "end"
    assert len(replies) == 5
    questions = [reply.prompts[-1].text for reply in replies]
    assert max(questions.count(question) for question in questions) <= 3
    assert hotline.rows("SELECT * FROM callback")


def test_hanging_up_ends_the_conversation(hotline):
    hotline.call("start")
    assert hotline.call("hangup", id="CA1:hangup").next == "end"
    assert hotline.call("hangup", id="CA1:hangup").next == "end"
    assert hotline.call("keys", "1").next == "end"
    assert [row["status"] for row in hotline.rows("SELECT status FROM session")] == ["ended"]


def test_a_stream_that_comes_back_asks_its_question_again(hotline):
    hotline.call("start")
    asked = hotline.call("keys", "1")
    again = hotline.call("start")
    assert again.text == asked.text
    assert again.expects == asked.expects


def test_what_a_phone_must_listen_for(hotline):
    reply = hotline.call("start")
    phrases = hotline.turns.listening(reply)
    assert "claim status" in phrases
    assert any("person" in phrase for phrase in phrases)
    assert all(phrase == phrase.lower() for phrase in phrases)
    assert hotline.turns.keys_expected(reply) == KeyEntry(1, 1)
    asked = hotline.call("keys", "1")
    assert hotline.turns.keys_expected(asked) == KeyEntry(8, 8)
    assert "seven" in hotline.turns.listening(asked)


def test_a_call_that_no_clerk_took_comes_back_to_a_call_back(hotline):
    hotline.call("start")
    assert hotline.call("speech", "I want to speak to a person").next == "handoff"
    back = hotline.call("unanswered")
    assert back.expects.flow == "callback"
    assert "call you back" in back.text
    hotline.call("speech", "yes")
    left = hotline.call("speech", "in the morning")
    assert left.next == "listen"
    assert hotline.rows("SELECT * FROM callback")


def test_a_number_that_may_be_misheard_is_read_back(hotline):
    hotline.caller = "+15559990000"
    hotline.call("start")
    hotline.call("keys", "1")
    digits = "four seven one one zero zero one one"
    readings = ((digits, 0.4), ("four seven one one zero zero one", 0.6))
    asked = hotline.call("speech", digits, alternatives=readings)
    assert "Is that right?" in asked.text
    assert hotline.turns.keys_expected(asked) == KeyEntry(1, 1)
    again = hotline.call("speech", "no")
    assert "eight digits" in again.text
    hotline.call("speech", digits, alternatives=readings)
    assert "old-age pension" in hotline.call("speech", "yes").text
    meanings = [row[0] for row in hotline.rows("SELECT meaning FROM interaction")]
    assert not any("47110011" in str(meaning) for meaning in meanings)


def test_the_callers_own_number_needs_no_confirming(hotline):
    hotline.call("start")
    hotline.call("keys", "1")
    digits = "four seven one one zero zero one one"
    readings = ((digits, 0.4), ("four seven one one zero zero one", 0.6))
    assert "old-age pension" in hotline.call("speech", digits, alternatives=readings).text


def test_a_withheld_number_has_no_numbers_of_its_own(hotline):
    hotline.caller = ""
    hotline.call("start")
    hotline.call("keys", "1")
    digits = "four seven one one zero zero one one"
    readings = ((digits, 0.4), ("four seven one one zero zero one", 0.6))
    assert "Is that right?" in hotline.call("speech", digits, alternatives=readings).text


def test_a_number_that_is_heard_well_is_taken_at_once(hotline):
    hotline.call("start")
    asked = hotline.call("keys", "1")
    assert hotline.turns.readings_wanted(asked) > 10
    digits = "four seven one one zero zero one one"
    taken = hotline.call("speech", digits, alternatives=((digits, 0.99),))
    assert "old-age pension" in taken.text
