"""`benefitline adjudicate`: a review of many people by the rules."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from benefits.country import local, programmes
from benefits.jobs.paying import dollars
from cli.back_office import BackOffice, utc_now
from cli.environment import load
from cli.proving import OPERATOR, proven_name
from conversation.jobs.bulk import Review, Reviews


@click.command()
@click.argument("programme", type=click.Choice(list(programmes())))
@click.option(
    "--people",
    type=click.Choice(("all", "drawing")),
    default="drawing",
    show_default=True,
    help="Everybody, or those who draw the benefit.",
)
@click.option("--run", "name", help="Its name; given again, it goes on. By default the day.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day to decide for: today.")
@click.option("--as", "actor", default=OPERATOR, show_default=True, help="Who wants it.")
@click.pass_obj
def adjudicate(
    env_file: Path, programme: str, people: str, name: str | None, on: datetime | None, actor: str
) -> None:
    """Decide about many people by the rules of PROGRAMME, each once, with the trace kept.

    Killed at any point, it goes on where it was when it is run again with the same name. Whoever
    draws the benefit goes on with it where nothing changes; what would change is put to a person.
    About others it is a finding, from which nothing follows.
    """
    office = BackOffice.open(load(env_file))
    actor = proven_name(office.store, office.settings, actor)
    reviews = Reviews(office.store.database, office.registry, utc_now, office.locks)
    today = local(utc_now()).date()
    name = name or today.isoformat()
    day = on.date() if on else reviews.begun_for(f"adjudicate {programme}", name) or today
    review = Review(name, programme, day, people == "drawing", actor)
    figures = dict(reviews.run(review, _told))
    count, amount = figures.pop("people", 0), figures.pop("amount", 0)
    click.echo(f"{review.name}: {count} people, {dollars(amount)} a month in all")
    for outcome, number in figures.items():
        click.echo(f"    {outcome:<10} {number:>8}")


def _told(done: int) -> None:
    click.echo(f"{done} people", err=True)
