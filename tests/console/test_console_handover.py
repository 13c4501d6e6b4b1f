"""The page of a conversation tells whoever takes over what it is about."""

from datetime import UTC, datetime

from conversation.summary import Summary
from storage.handoffs import Handoffs


def hand_over(hotline, session_id, **more):
    """Keep a hand-off as a turn does."""
    summary = Summary(
        "voice", "es", "claim", "asked", tried={"en": ("the status of your claim",)}, **more
    )
    write = Handoffs(hotline.database, hotline.vault).add(
        session_id, "general", summary.to_json(), datetime.now(UTC)
    )
    with hotline.database.transaction() as connection:
        write(connection)


def test_the_summary_is_on_the_page_and_in_its_news(clerk, hotline):
    hotline.say("CA1", "una persona", "No cuelgue.", language="es", status="handoff")
    hand_over(hotline, "CA1", given=(("claim_reference", "11"),))
    for path in ("/console/conversations/CA1", "/console/conversations/CA1/news?after=0"):
        page = clerk.get(path).text
        assert "For the person who takes over" in page
        assert "A call in Spanish, about a claim. The citizen asked for a person." in page
        assert "Claim reference ending in 1 1." in page


def test_how_long_it_took_is_told_once_it_is_known(clerk, hotline):
    hotline.say("CA1", "a person", "Please hold.", status="handoff")
    hand_over(hotline, "CA1")
    assert "Waited for" not in clerk.get("/console/conversations/CA1").text
    Handoffs(hotline.database, hotline.vault).taken("CA1", 130)
    assert "Waited for 2 min." in clerk.get("/console/conversations/CA1").text


def test_what_was_heard_is_shown_as_text_and_not_as_a_page(clerk, hotline):
    hotline.say("CA1", "a person", "Please hold.", status="handoff")
    hand_over(hotline, "CA1", heard="<script>alert(1)</script>")
    assert "<script>alert" not in clerk.get("/console/conversations/CA1").text


def test_a_conversation_without_a_hand_off_has_none(clerk, hotline):
    hotline.say("CA1", "hello", "Hello.")
    assert "takes over" not in clerk.get("/console/conversations/CA1").text
