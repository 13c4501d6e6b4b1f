"""`benefitline proactive`: tells people that there may be news for them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from benefits.country import local
from benefits.hours import Hours
from benefits.proactive.sending import run as run_texts
from cli.environment import Store, load
from cli.over_records import act
from storage.conversations import Overtaken


@click.group("proactive")
def proactive() -> None:
    """Tell people that there may be news for them."""


@proactive.command("run")
@click.pass_obj
def run(env_file: Path) -> None:
    """Text whoever has agreed to it and has news; nobody twice within three months.

    The texts go into the outbox, which `benefitline serve` sends.
    """
    settings, now = load(env_file), datetime.now(UTC)
    store, hours = Store.open(settings), Hours.parse(settings.text_hours)
    if not hours.is_open(local(now)):
        raise click.ClickException(f"No texts at this hour; they are sent {hours.text}.")
    try:
        counts = act(store, now, lambda registry: run_texts(registry, now))
    except Overtaken:
        raise click.ClickException(
            "It is run somewhere else just now; nothing was sent from here."
        ) from None
    order = ("sent", "quiet", "no telephone", "nothing")
    click.echo(", ".join(f"{counts[what]} {what}" for what in order))
