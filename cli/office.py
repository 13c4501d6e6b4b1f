"""`benefitline office`: what is only done in person, with an identity card on the table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.environment import Store, load
from storage import in_person
from storage.vault import Vault


@click.group()
def office() -> None:
    """Do what is only done in person."""


@office.command()
@click.argument("insurance_number")
@click.option("--pin", prompt="PIN (8 digits)", hide_input=True, confirmation_prompt=True)
@click.pass_obj
def pin(env_file: Path, insurance_number: str, pin: str) -> None:
    """Give the person with INSURANCE_NUMBER a PIN, which they choose; it is asked for unseen."""
    settings = load(env_file)
    database, vault = Store.open(settings).database, Vault(settings.encryption_keys)
    in_person.give_pin(database, vault, insurance_number, pin, datetime.now(UTC))
    click.echo("The PIN is set.")


@office.command("end-helpers")
@click.argument("insurance_number")
@click.pass_obj
def end_helpers(env_file: Path, insurance_number: str) -> None:
    """Let nobody act for the person with INSURANCE_NUMBER any more."""
    settings = load(env_file)
    database, vault = Store.open(settings).database, Vault(settings.encryption_keys)
    ended = in_person.end_helpers(database, vault, insurance_number, datetime.now(UTC))
    click.echo(f"Helpers ended: {ended}.")
