"""`benefitline staff`: who may log in."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from cli.environment import Store, load
from storage.rights import ROLES
from storage.staff import Staff


@click.group()
def staff() -> None:
    """Manage the logins of staff."""


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def add(env_file: Path, name: str, role: str, password_stdin: bool) -> None:
    """Let NAME log in, with a random password unless one is given."""
    store = Store.open(load(env_file))
    given = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    password = given if password_stdin else secrets.token_urlsafe(12)
    member = Staff(store.database).add(name, password, role)
    click.echo(f"{member.name} may log in as {member.role}.")
    if not password_stdin:
        click.echo(f"The password is {password} (shown only now).")
