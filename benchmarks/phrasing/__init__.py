"""Ways to say values, made by rules that know nothing of the parsers' words.

Numbers are spelt by Unicode's rules, months and days named by its locales (Babel); places and
options get typing errors. Each case is `(text, value)`, with None where nothing is to be
understood.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.phrasing import answers, days, numbers
from benchmarks.phrasing.frames import framed

Maker = Callable[[str, random.Random], tuple[str, Any]]

MAKERS: dict[str, Maker] = {
    "number": numbers.number,
    "digits": numbers.digits,
    "amount": numbers.amount,
    "phone": numbers.phone,
    "claim_reference": numbers.claim_reference,
    "insurance_number": numbers.insurance_number,
    "payment_reference": numbers.payment_reference,
    "date": days.day,
    "period": days.period,
    "part_of_day": days.part_of_day,
    "yes_no": answers.yes_no,
    "option": answers.option,
    "place": answers.place,
}


def cases(slot: str, language: str, count: int, seed: int) -> Iterator[tuple[str, Any]]:
    """`count` different ways to say values of a type, the same for the same seed."""
    rng = random.Random(f"{seed} {slot} {language}")
    for _ in range(count):
        text, value = MAKERS[slot](language, rng)
        yield framed(text, slot, language, rng), value
