"""Every conversation in the YAML files beside this one, on the real pieces."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from case_line import ByPhone, ByText, WholeServer

from benefits import FUNCTIONS
from cli.cases.hotline import Hotline
from cli.cases.reading import Case, read_cases
from cli.cases.running import Direct, compare_stored, play
from flows import Library
from intents import Understander
from voice.recogniser import Models

CASES = read_cases()
WRITTEN = [case for case in CASES if not case.spoken]
ON_THE_LINE = [case for case in CASES if case.webhook or case.spoken]


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case.case)
def test_case(
    case: Case,
    hotline_for: Callable[[Case], Hotline],
    played: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, level in case.needs.items():
        monkeypatch.setitem(FUNCTIONS, name, replace(FUNCTIONS[name], level=level))
    hotline = hotline_for(case)
    direct = Direct(case, hotline)
    play(case, direct.take)
    compare_stored(case, hotline.rows)
    played |= direct.places | {case.case}


def test_every_question_and_text_is_played(library: Library, played: set[str]) -> None:
    if not played >= {case.case for case in WRITTEN}:
        pytest.skip("only some of the cases were played")
    steps = {
        step.place
        for flow in library.flows.values()
        for step in flow.steps.values()
        if step.asks or any(True for _ in step.texts())
    }
    # Only a list that names a programme which `benefits` does not have would lead to the one, and
    # only a country without a benefit that a person decides about to the other.
    assert steps - played == {"required_documents.not_found", "eligibility.none"}


@pytest.mark.parametrize("case", ON_THE_LINE, ids=lambda case: case.case)
def test_case_on_the_line(
    case: Case,
    tmp_path: Path,
    understander: Understander,
    country_of: Callable[[date], Path],
) -> None:
    if case.spoken and case.language not in Models().languages():
        pytest.skip(f"no speech model for {case.language} is here")
    with WholeServer(case, tmp_path, country_of(case.records), understander) as whole:
        if case.channel == "sms":
            play(case, ByText(case, whole).take)
        else:
            with ByPhone(case, whole) as line:
                play(case, line.take)
        compare_stored(case, whole.rows)


def test_every_language_is_played_on_both_channels() -> None:
    played = Counter((case.channel, case.language) for case in CASES if case.language)
    assert set(played) == {(c, lang) for c in ("voice", "sms") for lang in ("en", "zh", "es")}
    assert min(played.values()) >= 4
