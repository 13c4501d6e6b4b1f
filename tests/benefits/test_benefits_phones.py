"""Whom we may ring and text by ourselves."""

import pytest

from benefits.phones import is_ordinary, is_own_country, may_be_mobile, normalised


@pytest.mark.parametrize(
    ("phone", "ordinary"),
    [
        ("+15550100001", True),
        ("+12125550123", True),
        ("", False),
        ("anonymous", False),
        ("+19005550123", False),  # charged to whoever rings
        ("+18005550123", False),
        ("+18765550123", False),  # another country behind the same code
        ("+15005550006", False),
        ("+4930123456", False),
        ("+1555010000", False),  # too short
        ("+155501000011", False),
        ("5550100001", False),
        ("+1555010000a", False),
    ],
)
def test_only_a_line_of_somebodys_own_in_our_country_is_ordinary(phone, ordinary):
    assert is_ordinary(phone) is ordinary
    assert may_be_mobile(phone) is ordinary


def test_a_neighbour_behind_the_same_code_is_another_country():
    assert is_own_country("+15550100001")
    assert not is_own_country("+18765550123")
    assert not is_own_country("+4930123456")


def test_clerks_may_still_promise_a_call_abroad():
    assert normalised("+49 30 123456") == "+4930123456"
    assert normalised("900 555 0123") is None
