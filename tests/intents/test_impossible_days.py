"""Days that no calendar has are told from what was not understood."""

from datetime import date

import pytest

from intents.slots import SLOT_TYPES, Asking
from intents.text import Utterance

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("kind", ["date", "period"])
@pytest.mark.parametrize(
    ("language", "said", "invalid"),
    [
        ("en", "31 February", "31 february"),
        ("en", "since 30 February 2026", "30 february"),
        ("en", "the thirty first of November", "thirty first of november"),
        ("en", "April 31", "april 31"),
        ("zh", "二月三十一号", "二月三十一号"),
        ("zh", "从二月三十号开始", "二月三十号"),
        ("es", "el 31 de abril", "31 de abril"),
        ("es", "desde el 30 de febrero", "30 de febrero"),
    ],
)
def test_no_calendar_has_it(kind: str, language: str, said: str, invalid: str):
    reading = SLOT_TYPES[kind].read(Utterance.of(said), Asking(language, TODAY))
    assert reading is not None
    assert (reading.value, reading.invalid) == (None, invalid)


@pytest.mark.parametrize("said", ["29 February", "31 March", "February", "thirty days"])
def test_others_are_as_before(said: str):
    reading = SLOT_TYPES["date"].read(Utterance.of(said), Asking("en", TODAY))
    assert reading is None or reading.invalid is None
