"""Values as people say and text them: by hand, and by phrasings that rules make."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.phrasing import MAKERS, cases
from benchmarks.slots import LANGUAGES, figures, outcomes, written
from intents import SLOT_TYPES
from intents.slots import Asking
from intents.text import Utterance

ACCURACY, WRONG = 0.95, 0.01
LEAST = 25
"""Lines of each slot type and language."""


def told(found) -> str:
    return "\n".join(f"{each.text}: {each.value}, not {each.wanted}" for each in found)


def test_every_type_that_is_more_than_text_is_measured() -> None:
    # A PIN is never read from words, a code as any digits are, and the time of a visit is put
    # together of others (`test_slots_visit_times.py`).
    alone = {"text", "pin", "one_time_code", "visit_time"}
    assert set(MAKERS) == set(SLOT_TYPES) - alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_say_is_read(language: str) -> None:
    found = {slot: list(outcomes(slot, language, written(slot, language))) for slot in MAKERS}
    for slot, each in found.items():
        assert len(each) >= LEAST, slot
        assert figures(each)["slot_accuracy"] >= ACCURACY, told(o for o in each if not o.right)
    every = [outcome for each in found.values() for outcome in each]
    assert figures(every)["slot_wrong"] <= WRONG, told(o for o in every if o.wrong)


@pytest.mark.parametrize("slot", MAKERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_rules_make_of_values_is_read(slot: str, language: str) -> None:
    found = list(outcomes(slot, language, cases(slot, language, 200, seed=7)))
    assert figures(found)["slot_accuracy"] >= 0.97, told(o for o in found if not o.right)
    assert figures(found)["slot_wrong"] <= WRONG, told(o for o in found if o.wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_consumed_lies_in_the_answer(language: str) -> None:
    for slot in MAKERS:
        for text, _ in written(slot, language):
            utterance = Utterance.of(text)
            reading = SLOT_TYPES[slot].read(utterance, Asking(language, date(2026, 11, 23)))
            if reading and reading.span:
                start, end = reading.span
                assert 0 <= start < end <= len(utterance.tokens), (slot, text)
            assert reading is None or 0 <= reading.confidence <= 1
