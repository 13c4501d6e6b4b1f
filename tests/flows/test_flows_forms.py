"""How values are read out and written."""

import pytest

from flows.forms import fill


@pytest.mark.parametrize(
    ("form", "value", "language", "channel", "expected"),
    [
        ("date", "2026-11-27", "en", "voice", "Friday, the twenty-seventh of November"),
        ("date", "2026-11-27", "en", "sms", "Fri 27 Nov"),
        ("date", "2026-11-27", "es", "voice", "viernes, veintisiete de noviembre"),
        ("date", "2026-11-27", "zh", "voice", "十一月二十七日，星期五"),
        ("time", "08:30", "en", "sms", "8:30 AM"),
        ("digits", "47110011", "en", "voice", "4 7 1 1, 0 0 1 1"),
        ("digits", "210000013", "en", "voice", "2 1 0, 0 0 0, 0 1 3"),
        ("digits", "47110011", "en", "sms", "47110011"),
        ("phone", "+15550100001", "en", "voice", "5 5 5, 0 1 0, 0 0 0 1"),
        ("phone", "5550100001", "es", "voice", "5 5 5, 0 1 0, 0 0 0 1"),
        ("phone", "+15550100001", "en", "sms", "555-010-0001"),
        ("phone", "+442079460018", "en", "sms", "+442079460018"),
        ("money", 125_000, "en", "sms", "$1,250.00"),
        ("date", "no date", "en", "voice", "no date"),
    ],
)
def test_values_read_the_way_people_write_them(form, value, language, channel, expected):
    assert fill(f"{{x:{form}}}", {"x": value}.get, language, channel) == expected


def test_a_missing_value_leaves_no_trace():
    assert fill("Until {x:date}, then.", {}.get, "en", "voice") == "Until , then."
