"""Keywords as they are mistyped: what a word resembles, and what it does not."""

from datetime import date

import pytest

from flows.expects import Expects
from intents import Said, Situation, Understander
from intents.keywords import Keywords

KEYWORDS = Keywords(
    {
        "contrib": "record",
        "owe": "owed",
        "own": "other",
        "saldo": "balance",
        "payment": "next",
        "payments": "history",
        "缴费": "record",
    }.items()
)


@pytest.mark.parametrize(
    ("written", "intent"),
    [
        ("contirb", "record"),
        ("contrib", "record"),
        ("cotrib", "record"),
        ("oew", "owed"),
        ("salddo", "balance"),
        ("ows", None),  # of three letters none may be another
        ("ew", None),
        ("debris", None),
        ("paymentt", None),  # near to two intents
        ("交费", None),
    ],
)
def test_a_mistyped_keyword_is_known_where_one_intent_is_near(written, intent):
    found = KEYWORDS.meant(written)
    assert (found[1] if found else None) == intent


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("CONTIRB", "en", "contributions_record"),
        ("BALENCE", "en", "payment_history"),
        ("oew", "en", "contributions_owed"),
        ("STATSU 47110011", "en", "claim_status"),
        ("cotisaciones", "es", "contributions_record"),
        ("sldo", "es", "payment_history"),
        ("estdo 47110024", "es", "claim_status"),
        ("缴费纪录", "zh", "contributions_record"),
    ],
)
def test_a_keyword_is_understood_as_it_is_typed(understander, text, language, intent):
    intents = dict.fromkeys((intent, "appeal", "question", "thanks"), ())
    situation = Situation(language, Expects("f", "s", intents=intents, open=True), date.today())
    assert understander.understand(Said(text=text), situation).intent == intent


def test_what_is_spoken_is_never_taken_for_a_mistyped_word(understander: Understander):
    situation = Situation(
        "en", Expects("f", "s", intents={"contributions_owed": (), "appeal": ()}, open=True),
        date.today(),
    )  # fmt: skip
    assert understander.understand(Said(text="oew", spoken=True), situation).empty
