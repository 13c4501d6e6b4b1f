"""How long the pages take that staff look at."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from urllib.parse import urlencode

from benchmarks.console.asking import Visitor
from benchmarks.console.filling import DAYS, RARE

_COMMON = ("claim", "status of my claim", "office", "solicitud", "gracias", "申请", "number", "the")
_SPANS = ("today", "7", "28")
_FLOWS = ("claim_status", "welcome", "next_payment", "nearest_office")


def live(visitor: Visitor, count: int) -> list[float]:
    """The page of all conversations in progress, as it is opened and as it asks for news."""
    paths = ("/console/live", "/console/live/news")
    return [visitor.timed(paths[at % len(paths)]) for at in range(count)]


def search(visitor: Visitor, count: int) -> list[float]:
    """Searches for rare and common words and for none, with and without filters."""
    return [visitor.timed(f"/console/search?{one}") for one in islice(_searches(), count)]


def figures(visitor: Visitor, count: int) -> list[float]:
    """Pages of figures: of the service and of one flow, over spans of up to 28 days."""
    return [visitor.timed(f"/console/figures{one}") for one in islice(_figures(), count)]


def _searches() -> Iterator[str]:
    chance = random.Random(11)
    while True:
        kind = chance.randrange(4)
        words = (RARE, f"w{chance.randrange(100_000):05d}", chance.choice(_COMMON), "")[kind]
        asked = {"words": words}
        if chance.random() < 0.5:
            asked["language"] = chance.choice(("en", "es", "zh"))
        if chance.random() < 0.3:
            asked["channel"] = chance.choice(("voice", "sms"))
        if chance.random() < 0.4:
            last = date.today() - timedelta(days=chance.randrange(DAYS - 7))
            asked |= {
                "first": str(last - timedelta(days=chance.randrange(1, 7))),
                "last": str(last),
            }
        yield urlencode(asked)


def _figures() -> Iterator[str]:
    chance = random.Random(12)
    while True:
        asked = {"span": chance.choice(_SPANS)}
        if chance.random() < 0.4:
            asked["language"] = chance.choice(("en", "es", "zh"))
        if chance.random() < 0.3:
            asked["channel"] = chance.choice(("voice", "sms"))
        of = f"/flows/{chance.choice(_FLOWS)}" if chance.random() < 0.25 else ""
        yield f"{of}?{urlencode(asked)}"
