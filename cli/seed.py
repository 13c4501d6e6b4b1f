"""`benefitline seed`: fills the registry with the demo country."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from benefits import country
from benefits.seed import people
from cli.environment import Store, load
from storage.country import NotEmpty, load_country

PEOPLE = 10_000


@click.command()
@click.option("--count", type=click.IntRange(0, 1_000_000), default=PEOPLE, show_default=True)
@click.option("--fresh", is_flag=True, help="Forget the people that are there first.")
@click.pass_obj
def seed(env_file: Path, count: int, fresh: bool) -> None:
    """Fill the registry with invented people of the demo country."""
    store = Store.open(load(env_file))
    try:
        added = plant(store, count, replace=fresh)
    except NotEmpty:
        raise click.ClickException(
            "The registry has people already; --fresh replaces them."
        ) from None
    click.echo(f"The demo country has {added} people.")


def plant(store: Store, count: int, replace: bool = False) -> int:
    """Load offices and people; answers how many. Raises NotEmpty when there are some."""
    rows = people(count, today=date.today())
    return load_country(store.database, store.vault, country.offices(), rows, replace=replace)
