"""`benefitline audit`: the trail of what staff saw and did."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cli.back_office import utc_now
from cli.environment import Store, load
from storage.audit import Audit, Only


@click.group()
def audit() -> None:
    """What staff saw and did, each entry chained to the one before it."""


@audit.command()
@click.option("--expect", default="", metavar="HASH", help="A last hash that was kept elsewhere.")
@click.pass_obj
def verify(env_file: Path, expect: str) -> None:
    """Verify that no entry was changed or removed, and print the last hash.

    Keep that hash outside of this machine: with --expect, a trail is noticed that was cut at its
    end or written anew. The exit status is 1 where something is wrong.
    """
    found = _trail(env_file).verified(expect=expect.strip().lower())
    if found.broken:
        raise click.ClickException(
            f"Entry {found.broken.id} {found.broken.why}; the {found.held} before it hold."
        )
    if expect and not found.expected:
        raise click.ClickException(
            f"The {found.held} entries hold, but the hash that was kept is none of theirs: the"
            " end of the trail was cut off, or it was written anew."
        )
    click.echo(f"All {found.held} entries hold. The last hash is {found.hash}")


@audit.command("list")
@click.option("--staff", default="", help="Only what this member of staff did.")
@click.option("--action", default="", help="Only this, as it is printed: view_conversation.")
@click.option("--subject", default="", help="Only about this: 'conversation CA1'.")
@click.option("--first", type=click.DateTime(["%Y-%m-%d"]), help="From this day on (UTC).")
@click.option("--last", type=click.DateTime(["%Y-%m-%d"]), help="Up to this day.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@click.pass_obj
def list_(
    env_file: Path,
    staff: str,
    action: str,
    subject: str,
    first: datetime | None,
    last: datetime | None,
    limit: int,
) -> None:
    """The entries, the newest first."""
    days = (first.date() if first else None, last.date() if last else None)
    for one in _trail(env_file).entries(limit=limit, only=Only(staff, action, subject, *days)):
        more = "  ".join(f"{key}={value}" for key, value in sorted(one.detail.items()))
        at = one.at[:19].replace("T", " ")
        line = f"{one.id:>7}  {at}  {one.staff} ({one.role})  {one.action}  {one.subject}  {more}"
        click.echo(line.rstrip())


def _trail(env_file: Path) -> Audit:
    return Audit(Store.open(load(env_file)).database, utc_now)
