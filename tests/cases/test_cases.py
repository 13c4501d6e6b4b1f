"""Every conversation in the YAML files beside this one, on the real pieces."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from case_hotline import Hotline
from case_line import ByPhone, ByText, WholeServer
from case_reading import Case, read_cases
from case_running import Direct, compare_stored, play

from intents import Understander
from voice.recogniser import Models

CASES = read_cases()
WRITTEN = [case for case in CASES if not case.spoken]
ON_THE_LINE = [case for case in CASES if case.webhook or case.spoken]


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case.case)
def test_case(case: Case, hotline_for: Callable[[Case], Hotline]) -> None:
    hotline = hotline_for(case)
    play(case, Direct(case, hotline).take)
    compare_stored(case, hotline.rows)


@pytest.mark.parametrize("case", ON_THE_LINE, ids=lambda case: case.case)
def test_case_on_the_line(
    case: Case,
    tmp_path: Path,
    understander: Understander,
    country_of: Callable[[date], Path],
) -> None:
    if case.spoken and case.language not in Models().languages():
        pytest.skip(f"no speech model for {case.language} is here")
    with WholeServer(case, tmp_path, country_of(case.today.date()), understander) as whole:
        if case.channel == "sms":
            play(case, ByText(case, whole).take)
        else:
            line = ByPhone(case, whole)
            with line.phone:
                play(case, line.take)
        compare_stored(case, whole.rows)


def test_every_language_is_played_on_both_channels() -> None:
    played = Counter((case.channel, case.language) for case in CASES if case.language)
    assert set(played) == {(c, lang) for c in ("voice", "sms") for lang in ("en", "zh", "es")}
    assert min(played.values()) >= 4
