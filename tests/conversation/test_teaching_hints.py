"""What a clerk had to whisper about is kept for those who teach, with what it was said to mean."""

from storage.misunderstood import Queue


def test_a_text_that_took_a_hint(floor, hotline):
    hotline.text("blargh frobnicate")
    floor.hint("intent", "claim_status")
    queue = Queue(hotline.database)
    (one,) = queue.waiting()[0]
    assert (one.heard, one.reason, one.count) == ("blargh frobnicate", "hint", 1)
    assert queue.candidates(one)[0] == "claim_status"


def test_an_utterance_that_took_a_hint(floor, hotline):
    hotline.call("start")
    floor.hint("intent", "claim_status")
    hotline.call("speech", "mumble blargh", confidence=0.3)
    queue = Queue(hotline.database)
    (one,) = queue.waiting()[0]
    assert (one.heard, one.reason, one.turn) == ("mumble blargh", "hint", 2)
    assert queue.candidates(one)[0] == "claim_status"
