"""Proving who one is on the command line: with one's own password and code, as in the console."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from cli.environment import Store
from settings import PREFIX, Settings
from storage.audit import Audit
from storage.lock_outs import LockedOut
from storage.logins import Logins
from storage.rights import Right
from storage.staff import StaffMember

PASSWORD = f"{PREFIX}STAFF_PASSWORD"
CODE = f"{PREFIX}STAFF_CODE"
"""Environment variables for scripts; without them both are asked for, the password unseen."""
OPERATOR = "operator"
"""Who runs what needs nobody of the staff: whoever has the server's command line."""
_OWED = {
    "password": "choose your own password",
    "factor": "set up an authenticator app",
}

AS = click.option(
    "--as",
    "staff",
    required=True,
    metavar="NAME",
    help=f"Your name as a member of staff; your password is asked for, or read from ${PASSWORD}.",
)


def prove(store: Store, settings: Settings, name: str, right: Right | None = None) -> StaffMember:
    """The member of this name, who has given password and code. right: one that they must have.

    Raises click.ClickException in plain words.
    """
    audit = Audit(store.database, _now)
    logins = Logins.of(store.database, store.vault, audit, _now, settings.staff_totp)
    try:
        member = _proven(logins, name)
    except LockedOut as locked:
        minutes = int(locked.wait_s // 60) + 1
        raise click.ClickException(
            f"Too many wrong passwords or codes. Try again in {minutes} min, or have an"
            " administrator unlock the name."
        ) from None
    if owed := logins.owes(member):
        raise click.ClickException(f"Log in to the console first and {_OWED[owed]}.")
    if right and not member.may(right):
        raise click.ClickException(f"The role of {member.name}, {member.role}, does not allow it.")
    context = click.get_current_context(silent=True)
    logins.entered(member, where=context.command_path if context else "command line")
    return member


def proven_name(store: Store, settings: Settings, name: str) -> str:
    """The name of whoever wants something that the operator may want, too."""
    return name if name == OPERATOR else prove(store, settings, name).name


def _now() -> datetime:
    return datetime.now(UTC)


def _proven(logins: Logins, name: str) -> StaffMember:
    password = os.environ.get(PASSWORD) or click.prompt(
        f"Password of {name}", hide_input=True, err=True
    )
    member = logins.password(name, password)
    if member is None:
        raise click.ClickException("This name and password do not belong together.")
    if logins.asks_code(member):
        code = os.environ.get(CODE) or click.prompt("Code of your authenticator app", err=True)
        if not logins.code(member, code):
            raise click.ClickException("This code is not right, or it was used before.")
    return member
