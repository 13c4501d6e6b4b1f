"""Few words, for callers who want few: where an author wrote them."""

import pytest

from flows import Library
from flows.saying import sayings
from flows.text import Wording


@pytest.mark.parametrize(
    ("channel", "keys_only", "short", "said"),
    [
        ("voice", False, False, "long"),
        ("voice", False, True, "brief"),
        ("voice", True, True, "keys"),
        ("sms", False, True, "text"),
    ],
)
def test_which_wording_is_said(channel, keys_only, short, said):
    wording = Wording(voice="long", sms="text", keys="keys", short="brief")
    assert wording.on(channel, keys_only, short) == said


def test_without_few_words_there_are_the_usual_ones():
    assert Wording(voice="long", sms="text").on("voice", short=True) == "long"


def test_few_words_are_spoken_ahead_like_the_rest():
    said = {prompt.text for prompt in sayings(Library.load(), "en")}
    assert {"Benefitline.", "Anything else?"} <= said
