"""How long a text takes to say, how many segments to send, and what both cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import yaml
from babel.numbers import format_currency

from console.texts import language as reading
from flows.outcome import Prompt
from flows.rehearsal import Said

PRICES = Path(__file__).with_name("prices.yaml")
_EXACT = "¤0.0000"


class Sent(Protocol):
    """What sending a text takes; `sms.segments.Segments` has this shape."""

    @property
    def encoding(self) -> str: ...
    @property
    def units(self) -> int: ...
    @property
    def count(self) -> int: ...


@dataclass(frozen=True)
class Prices:
    """In money of one currency."""

    currency: str
    segment: Decimal
    minute: Decimal

    @staticmethod
    def read(own: Path) -> Prices:
        """The prices in `own`, an installation's file, or those that came with the product."""
        content = yaml.safe_load((own if own.is_file() else PRICES).read_text("utf-8"))
        return Prices(
            str(content["currency"]),
            Decimal(str(content["segment"])),
            Decimal(str(content["minute"])),
        )

    def shown(self, amount: Decimal) -> str:
        """An amount with its currency, to a hundredth of a cent."""
        return format_currency(amount, self.currency, _EXACT, reading(), currency_digits=False)


@dataclass(frozen=True)
class Measured:
    """What saying or sending a text takes; fields that do not belong to its channel are None."""

    cost: str
    seconds: float | None = None
    sent: Sent | None = None


@dataclass(frozen=True)
class Measures:
    """The channels' own measures, which `app.py` hands in."""

    seconds: Callable[[str, str], float]
    """About how long a text takes in a language."""
    sent: Callable[[str], Sent]
    """As it is really sent."""
    wave: Callable[[Sequence[Prompt]], bytes]
    """The synthesiser's voice, as a WAV file."""
    prices: Prices

    def of(self, said: Said, language: str) -> Measured:
        """What it takes to say or send this."""
        if said.way == "sms":
            sent = self.sent(said.text)
            return Measured(self.prices.shown(sent.count * self.prices.segment), sent=sent)
        seconds = self.seconds(said.text, language)
        cost = Decimal(str(seconds)) / 60 * self.prices.minute
        return Measured(self.prices.shown(cost), seconds=seconds)
