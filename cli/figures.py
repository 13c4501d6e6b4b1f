"""`benefitline figures`: the figures of the service in a terminal, or as CSV and JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from benefits.country import local
from cli.environment import Store, load
from console.figures import export, shown, steps, summary
from console.figures.spans import CHANNELS, LANGUAGES, SPANS, Chosen, chosen
from console.flow_measures import Prices
from console.texts import text
from settings import Settings
from storage.figures import Figures, Folding


@click.command()
@click.option("--span", type=click.Choice(SPANS), default=None, help="By default 7 days.")
@click.option("--from", "first", default="", metavar="DATE", help="Own dates: the first day.")
@click.option("--until", "last", default="", metavar="DATE", help="The last day.")
@click.option("--channel", type=click.Choice(CHANNELS), default=None)
@click.option("--language", type=click.Choice(LANGUAGES), default=None)
@click.option("--as", "kind", type=click.Choice(sorted(export.KINDS)), help="All sums, as a file.")
@click.pass_obj
def figures(
    env_file: Path,
    span: str | None,
    first: str,
    last: str,
    channel: str | None,
    language: str | None,
    kind: str | None,
) -> None:
    """Print figures of the service; practice conversations are left out."""
    settings, now = load(env_file), datetime.now(UTC)
    store = Store.open(settings)
    counted = Figures(store.database, Folding(store.database, store.vault, local))
    counted.catch_up(now, at_most=10**9)
    asked = {"span": span, "first": first, "last": last, "channel": channel, "language": language}
    choice = chosen({name: given for name, given in asked.items() if given}, local(now).date())
    if choice.misread:
        raise click.ClickException(f"not a date: {', '.join(choice.misread)}")
    if kind:
        click.echo(export.KINDS[kind](counted.every(choice.wanted)), nl=False)
        return
    _print(counted, choice, settings)


def _print(counted: Figures, choice: Chosen, settings: Settings) -> None:
    prices = Prices.read(settings.data_dir / "prices.yaml")
    names = (*summary.NAMES, *steps.NAMES)
    totals, before = (counted.totals(days, names) for days in (choice.wanted, choice.before))
    now, then = (summary.summary(sums, steps.answers(sums), prices) for sums in (totals, before))
    click.echo(text("figures.all", first=choice.wanted.first, last=choice.wanted.last))
    for figure, past in zip(now, then, strict=True):
        value = shown.value(figure, prices.currency)
        click.echo(
            f"{text(f'figures.name.{figure.name}'):<26}{value:>16}{shown.change(figure, past):>16}"
        )
    for one in steps.of_flows(totals):
        share = shown.share(one.share(one.completed))
        click.echo(f"  {one.flow:<24}{shown.count(one.passed):>16}{share:>16}")
