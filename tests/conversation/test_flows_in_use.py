"""Conversations that begin get the texts that are in use; those in progress keep theirs."""

from conversation.flows_in_use import FlowsInUse
from flows.library import Library
from flows.overrides import Override, Place, over, written
from storage.flow_versions import FlowVersions

OLD = "Please text the 8 digits of your claim reference."
PLACE = Place("library/claim_status.yaml", "steps.ask_reference.text", "en")
A, B, C, D = (f"+1555010002{number}" for number in range(1, 5))


def publish(hotline, sms):
    now = {"voice": "Your number?", "keys": "", "sms": sms}
    overrides = written([Override(PLACE, now, {"voice": "x", "sms": OLD})])
    with hotline.database.transaction() as connection:
        return FlowVersions.add(connection, hotline.now, "Ann", "Sue", "x", overrides)


def server(hotline):
    """A process of the server."""
    return hotline.fresh_turns(FlowsInUse(hotline.library, FlowVersions(hotline.database)))


def said(reply):
    return " ".join(prompt.text for prompt in reply.prompts)


def ask(hotline, turns, caller):
    return said(hotline.text("the status of my claim", caller=caller, turns=turns))


def test_a_published_text_is_for_new_conversations_in_every_process(hotline):
    one, two = server(hotline), server(hotline)
    assert OLD in ask(hotline, one, A)
    assert OLD in ask(hotline, two, D)
    publish(hotline, "Which claim?")
    for turns, caller in ((two, A), (one, D)):
        again = said(hotline.text("hm", caller=caller, turns=turns))
        assert OLD in again
        assert "Which claim?" not in again
    assert "Which claim?" in ask(hotline, one, B)
    assert "Which claim?" in ask(hotline, two, C)


def test_a_conversation_outlives_a_restart_and_two_more_versions(hotline):
    publish(hotline, "First words.")
    assert "First words." in ask(hotline, server(hotline), A)
    publish(hotline, "Second words.")
    publish(hotline, "Third words.")
    assert "First words." in said(hotline.text("hm", caller=A, turns=server(hotline)))
    assert "Third words." in ask(hotline, server(hotline), B)


def test_texts_of_ours_survive_an_update_of_the_product(hotline):
    publish(hotline, "Our words.")
    files = {
        name: text.replace("cannot be right", "is not right")
        for name, text in hotline.library.files.items()
    }
    hotline.library = Library(files)
    turns = server(hotline)
    assert "Our words." in ask(hotline, turns, A)
    assert hotline.library.version != Library.load().version
    assert "is not right" in said(hotline.text("47110099", caller=A, turns=turns))


def test_the_versions_that_conversations_need_are_kept_once(hotline):
    turns = server(hotline)
    number = publish(hotline, "Which claim?")
    for caller in (A, B, C):
        ask(hotline, turns, caller)
    kept = [row["version"] for row in hotline.rows("SELECT version FROM library")]
    ours = FlowVersions(hotline.database).get(number).overrides
    files = over(hotline.library.files, [])
    assert len(kept) == len(set(kept)) == 2
    assert Library(files).version in kept
    assert Library({**files, "overrides.json": ours}).version in kept
