"""`benefitline registry`: other systems that may search our records, and our own key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.environment import Store, load
from storage.institution.clients import Clients
from storage.institution.records import KINDS, kind_called
from storage.institution.signing import Signer

_SHORT = tuple(kind.rpartition(":")[2].lower() for kind in KINDS)


@click.group()
def registry() -> None:
    """Look after the registry for other systems."""


@registry.command()
@click.pass_obj
def key(env_file: Path) -> None:
    """Print the public key with which others check our messages."""
    click.echo(Signer(load(env_file).secret_key).public_key)


@registry.group()
def clients() -> None:
    """Manage who may search the registry."""


@clients.command()
@click.argument("client_id")
@click.option("--name", default="", help="Whose system it is.")
@click.option(
    "--records",
    type=click.Choice(_SHORT),
    multiple=True,
    required=True,
    help="A kind of record that it may see; may be given several times.",
)
@click.option("--per-minute", type=click.IntRange(1, 100_000), default=60, show_default=True)
@click.option("--public-key", default="", help="Its Ed25519 key: its messages must be signed then.")
@click.pass_obj
def add(
    env_file: Path,
    client_id: str,
    name: str,
    records: tuple[str, ...],
    per_minute: int,
    public_key: str,
) -> None:
    """Let the system CLIENT_ID search, with a random secret."""
    kinds = [kind_called(record) for record in records]
    given = _clients(env_file).add(
        client_id, name, kinds, per_minute, datetime.now(UTC), public_key
    )
    click.echo(f"{client_id} may search {', '.join(records)}.")
    click.echo(f"The secret is {given} (shown only now).")


@clients.command(name="list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """Show every client."""
    for client in _clients(env_file).all():
        kinds = ", ".join(sorted(kind.rpartition(":")[2].lower() for kind in client.kinds))
        signed = ", signed" if client.public_key else ""
        state = f"revoked {client.revoked_at[:10]}" if client.revoked_at else "may search"
        click.echo(f"{client.client_id}  {state}: {kinds}; {client.per_minute} a minute{signed}")


@clients.command()
@click.argument("client_id")
@click.pass_obj
def secret(env_file: Path, client_id: str) -> None:
    """Exchange the secret of CLIENT_ID for a new one."""
    click.echo(f"The secret is {_clients(env_file).new_secret(client_id)} (shown only now).")


@clients.command()
@click.argument("client_id")
@click.pass_obj
def revoke(env_file: Path, client_id: str) -> None:
    """Let CLIENT_ID search no more, from now on."""
    _clients(env_file).revoke(client_id, datetime.now(UTC))
    click.echo(f"{client_id} may search no more.")


def _clients(env_file: Path) -> Clients:
    return Clients(Store.open(load(env_file)).database)
