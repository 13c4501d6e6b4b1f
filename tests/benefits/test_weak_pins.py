"""PINs that somebody who knows a little about a person would try first."""

import pytest

from benefits.weak_pins import is_weak

BORN, NUMBERS = "1984-01-30", ("210000045", "+15550100004")


@pytest.mark.parametrize(
    "pin",
    [
        *("11111111", "11112222", "12345678", "87654321", "12341234", "12344321", "46824682"),
        *("30011984", "19840130", "73198426", "73300184", "84013073", "10000045", "50100004"),
    ],
)
def test_what_is_easily_guessed_is_weak(pin):
    assert is_weak(pin, BORN, NUMBERS)


@pytest.mark.parametrize("pin", ["46820193", "58412036", "90417263", "19485703"])
def test_what_is_not_is_taken(pin):
    assert not is_weak(pin, BORN, NUMBERS)
    assert not is_weak(pin, "", ())
