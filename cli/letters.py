"""`benefitline letters`: what goes out by post, for the back office that prints it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from benefits.letter_texts import text_of
from cli.environment import Store, load
from storage.letters import Letters


@click.group()
def letters() -> None:
    """Print what goes out by post."""


@letters.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """The letters that wait, without what they say."""
    waiting = _open(env_file).waiting()
    for one in waiting:
        asked = f"{one.asked_at:%Y-%m-%d %H:%M}"
        click.echo(f"{one.id:>6}  {asked}  {one.language}  {one.kind:<26}  {one.to}")
    click.echo(f"{len(waiting)} letters wait")


@letters.command("print")
@click.argument("number", type=int)
@click.pass_obj
def print_(env_file: Path, number: int) -> None:
    """Write the text of letter NUMBER, address and all; a letter may hold a secret: … | lp."""
    waiting = {one.id: one for one in _open(env_file).waiting()}
    if number not in waiting:
        raise click.ClickException(f"No letter {number} waits.")
    one = waiting[number]
    click.echo(f"{one.name}\n{one.to}\n\n{text_of(one.kind, one.language, one.details)}")


@letters.command()
@click.argument("numbers", type=int, nargs=-1, required=True)
@click.pass_obj
def done(env_file: Path, numbers: tuple[int, ...]) -> None:
    """The letters with these NUMBERS have gone; what they said is not kept."""
    outbox, now = _open(env_file), datetime.now(UTC)
    unknown = [number for number in numbers if not outbox.done(number, now)]
    click.echo(f"{len(numbers) - len(unknown)} letters have gone")
    if unknown:
        raise click.ClickException(f"No letter {', '.join(map(str, unknown))} waits.")


def _open(env_file: Path) -> Letters:
    store = Store.open(load(env_file))
    return Letters(store.database, store.vault)
