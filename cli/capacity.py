"""`benefitline capacity`: how many calls this machine can listen to at once."""

from __future__ import annotations

from pathlib import Path

import click

from cli.environment import data_dir
from cli.speech import spoken
from flows import Library, Meaning, advance, begin
from intents import listening
from settings import PREFIX
from voice import capacity as measuring
from voice.recogniser import Models

_SAID = (
    *("my next payment", "what is the status of my claim", "where is the nearest office"),
    *("I want to speak to somebody", "please call me back", "which documents do I need"),
)


@click.command()
@click.pass_obj
def capacity(env_file: Path) -> None:
    """Measure how many calls this machine can listen to at once."""
    click.echo("Listening as hard as possible for some seconds …")
    found = measured(data_dir(env_file))
    if found is None:
        click.echo("There is no English speech model, so that nothing can be measured.")
        return
    for line in in_words(found):
        click.echo(line)
    click.echo(f"The setting is {PREFIX}MAX_STREAMS={found.calls}.")


def measured(data: Path) -> measuring.Capacity | None:
    """The capacity of this machine with the English model in use. data: where models are kept."""
    library = Library.load()
    asked = advance(library, begin(library, "voice", "en", ""), Meaning("start")).expects
    assert asked is not None
    phrases = listening("en", asked, {})
    return measuring.measure(Models(data / "models"), "en", phrases, map(spoken, _SAID))


def in_words(found: measuring.Capacity) -> list[str]:
    """What was measured, as sentences."""
    share = f"{found.cost:.1%}"
    return [
        f"A call takes {share} of a core where the caller speaks for {measuring.SPEAKING:.0%} of "
        f"the time; this machine lends us {found.cores}.",
        f"With {measuring.BUSY:.0%} of them for listening, that is {found.calls} calls at once. "
        "Further callers use the keys, or are called back.",
    ]
