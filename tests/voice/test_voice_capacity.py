"""How many calls a machine carries, measured."""

import pytest

from voice.capacity import Capacity, measure

PHRASES = ("claim", "payment", "my next payment", "person")


def test_a_busy_machine_still_takes_a_call():
    assert Capacity(recognition=5.0, rest=1.0, cores=1).calls == 1


def test_more_cores_carry_more_calls_until_python_is_the_limit():
    calls = [Capacity(0.01, 0.005, cores).calls for cores in (1, 2, 64)]
    assert calls[0] < calls[1] < calls[2]
    assert Capacity(0.01, 0.005, 640).calls == calls[2]


def test_real_decoding_is_measured(model, tools):
    found = measure(model, "en", PHRASES, [tools.spoken("my next payment"), tools.spoken("claim")])
    assert 0 < found.rest < 1
    assert 0 < found.recognition < 1
    assert found.calls >= 1
    assert not model.lent


@pytest.mark.parametrize("language", ["fr"])
def test_without_a_model_nothing_is_measured(model, language):
    assert measure(model, language, PHRASES, [b""]) is None
