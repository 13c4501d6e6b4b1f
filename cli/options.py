"""Options that `chat` and `call` have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cli.environment import OUR_NUMBER
from cli.speech import VOICES

CALLER = OUR_NUMBER[:-1] + "1"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def conversing(command: _Command) -> _Command:
    """--from, --language, --server and --save."""
    for option in reversed(
        (
            click.option("--from", "number", default=CALLER, show_default=True, metavar="NUMBER"),
            click.option("--language", type=click.Choice(tuple(VOICES))),
            click.option("--server", "url", metavar="URL", help="By default as in the settings."),
            click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Case."),
        )
    ):
        command = option(command)
    return command
