"""A conversation written down as a case: data that a test can run again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import yaml

from cli.transcript import Exchange


@dataclass
class Case:
    """Collects the turns of a conversation as they happen."""

    channel: str
    caller: str
    language: str | None = None
    began: datetime = field(default_factory=lambda: datetime.now().replace(microsecond=0))
    turns: list[dict[str, Any]] = field(default_factory=list)

    def add(self, did: dict[str, Any], exchange: Exchange | None) -> None:
        """did: what the caller did, as the case has it ({"keys": "1"}); exchange: what followed."""
        turn = dict(did)
        if exchange is not None:
            if exchange.turn.intent:
                turn["intent"] = exchange.turn.intent
            if "." in exchange.turn.place:
                turn["at"] = exchange.turn.place
            turn["says"] = list(exchange.said)
        self.turns.append(turn)

    def save(self, file: Path) -> None:
        """Append it to a file of cases."""
        case: dict[str, Any] = {
            "case": f"{file.stem.replace('_', ' ').capitalize()}, {self.began:%Y-%m-%d %H:%M}",
            "channel": self.channel,
        }
        if self.language:
            case["language"] = self.language
        case |= {"caller": self.caller, "today": self.began, "turns": self.turns}
        text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False, width=100)
        try:
            with file.open("a", encoding="utf-8") as opened:
                opened.write("---\n" + text)
        except OSError as error:
            raise click.ClickException(f"The case cannot be saved: {error}.") from error
        click.echo(f"Saved to {file}.")
