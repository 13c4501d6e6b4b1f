"""`benefitline init`: everything that a first start on this machine needs."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from cli.capacity import in_words, measured
from cli.environment import Store, data_dir, fresh, load
from cli.seed import PEOPLE, plant
from settings import PREFIX
from storage.country import NotEmpty
from storage.rights import ROLES
from storage.staff import Staff, StaffError

_ABOUT = """\
# Settings of a hotline on this machine alone, written by `benefitline init`; all are described
# in docs/operating.md. The keys open the database: without them its personal columns are lost.
# The last two lines keep texts on this machine. Remove them, and set your provider's account,
# token, number and your public address above, to go on the air.
"""


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@click.option("--count", type=click.IntRange(0, 1_000_000), default=PEOPLE, show_default=True)
@click.pass_obj
def init(env_file: Path, port: int, count: int) -> None:
    """Write settings with fresh secrets, create the database, the demo country and a login.

    What is there already stays as it is.
    """
    if not env_file.exists():
        values = fresh(port)
        if found := measured(data_dir(env_file)):
            values[f"{PREFIX}MAX_STREAMS"] = str(found.calls)
            click.echo("\n".join(in_words(found)))
        write_private(env_file, _ABOUT + "".join(f"{k}={v}\n" for k, v in values.items()))
        click.echo(f"Settings with fresh secrets are in {env_file}.")
    settings = load(env_file)
    store = Store.open(settings)
    try:
        click.echo(f"The demo country has {plant(store, count)} people.")
    except NotEmpty:
        click.echo("The registry has people already.")
    password = secrets.token_urlsafe(12)
    staff = Staff(store.database)
    try:
        for role in ROLES:
            staff.add(role, password, role)
    except StaffError:
        click.echo("Staff log in as before; `benefitline staff add NAME` adds somebody.")
    else:
        roles = ", ".join(ROLES[:-1])
        click.echo(f"Staff log in as {roles} or {ROLES[-1]}, each with its own pages.")
        click.echo(f"The password of all is {password} (shown only now).")
    click.echo(f"The hotline will be at {settings.public_url} once `benefitline serve` runs.")


def write_private(file: Path, text: str) -> None:
    """Write a file that nobody else on the machine may read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
