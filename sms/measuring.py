"""What it takes to send a text, as it is really sent: with look-alikes for dear characters."""

from __future__ import annotations

from functools import lru_cache

from flows.check import Sent
from sms.economy import economical
from sms.segments import forcing, segments


@lru_cache(maxsize=8192)
def sending(text: str) -> Sent:
    """Segments, and the characters that make it more of them. While somebody writes a text, all
    the others are asked about again and again."""
    ready = economical(text)
    cost = segments(ready)
    plain = "".join("x" if character in forcing(ready) else character for character in ready)
    dear = cost.count > segments(plain).count
    return Sent(cost.count, "".join(forcing(ready)) if dear else "")


def segments_of(text: str) -> int:
    """How many segments a text takes."""
    return segments(economical(text)).count
