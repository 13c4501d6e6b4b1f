"""Every conversation in the YAML files beside this one, on the real pieces."""

from collections import Counter
from collections.abc import Callable

import pytest
from case_hotline import Hotline
from case_reading import Case, read_cases
from case_running import Direct, compare_stored, play

CASES = read_cases()
WRITTEN = [case for case in CASES if not case.spoken]


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case.case)
def test_case(case: Case, hotline_for: Callable[[Case], Hotline]) -> None:
    hotline = hotline_for(case)
    play(case, Direct(case, hotline).take)
    compare_stored(case, hotline)


def test_every_language_is_played_on_both_channels() -> None:
    played = Counter((case.channel, case.language) for case in CASES if case.language)
    assert set(played) == {(c, lang) for c in ("voice", "sms") for lang in ("en", "zh", "es")}
    assert min(played.values()) >= 4
