"""Every check fires where it should and not just below: as data, in `benefits/checks/tests`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benefits import proofs
from benefits.checks.table import LOOKS
from benefits.checks.trial import failures, read_cases, untested
from benefits.checks.written import checks, words
from benefits.country import programmes
from benefits.personal import holding
from flows.library import Library

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_check(case):
    assert not [*failures([case])]


def test_every_check_has_a_test_that_fires_and_one_that_does_not():
    assert not [*untested(CASES)]


def test_a_test_that_expects_something_else_fails():
    fires = next(case for case in CASES if case.finds)
    assert [*failures([replace(fires, finds=[])])]
    assert [*failures([replace(fires, check="no_such_check")])]
    assert [*untested([fires])]


def test_every_check_over_records_is_evaluated_and_no_other():
    assert {name for name, check in checks().items() if check.when == "run"} == set(LOOKS)


def test_limits_of_the_moment_come_from_the_data():
    many, pins = checks()["many_numbers"].limits, checks()["failed_pins"].limits
    assert many["an_hour"] == proofs.NUMBERS_AN_HOUR
    assert many["blocked_from"] == proofs.BLOCKED_FROM
    assert pins["times"] == holding.PINS_FAILED
    assert holding.LATELY.days == checks()["bank_after_phone"].limits["days"]


def test_words_to_the_genuine_person_say_nothing_of_why():
    library = Library.load()
    telling = ("fraud", "death", "died", "suspect", "account", "phone", "wage", "欺诈", "去世",
               "死亡", "账户", "工资", "fraude", "muert", "falleci", "cuenta", "sueldo",
               )  # fmt: skip
    names = [n for one in programmes().values() for each in one.names.values() for n in each]
    for check in checks().values():
        if check.told == "change":
            assert "held_for_person" in library.flows
        elif check.told:
            for language in ("en", "zh", "es"):
                said = words(check.told, language).casefold()
                assert not [word for word in (*telling, *names) if word.casefold() in said]
