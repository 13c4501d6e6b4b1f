"""`benefitline staff`: who may log in."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from cli.back_office import utc_now
from cli.environment import Store, load
from storage.audit import OPERATOR, Audit
from storage.logins import Logins
from storage.rights import ROLES
from storage.staff import Listed, StaffError
from storage.staffing import Staffing


@dataclass(frozen=True)
class Office:
    """The logins of a hotline."""

    logins: Logins
    staffing: Staffing

    @staticmethod
    def open(env_file: Path) -> Office:
        store = Store.open(load(env_file))
        audit = Audit(store.database, utc_now)
        logins = Logins.of(store.database, store.vault, audit, utc_now)
        return Office(logins, Staffing(store.database, logins.staff, logins.lock_outs, audit))

    def number(self, name: str) -> int:
        """The number of somebody who is or was there. Raises StaffError."""
        for one in self.logins.staff.all():
            if one.member.name == name.strip():
                return one.member.id
        raise StaffError(f"nobody of the staff is called {name!r}")


@click.group()
def staff() -> None:
    """Manage the logins of staff. All that is done stands in the trail (`benefitline audit`)."""


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def add(env_file: Path, name: str, role: str, password_stdin: bool) -> None:
    """Let NAME log in, with a random password unless one is given.

    A random one has to be changed at the first login.
    """
    given = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    if password_stdin and not given:
        raise StaffError("there is no password on standard input")
    password = Office.open(env_file).staffing.add(OPERATOR, name, role, given)
    click.echo(f"{name.strip()} may log in as {role}.")
    if not password_stdin:
        _tell(password)


@staff.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """Everybody, with their role and whether they can log in."""
    office = Office.open(env_file)
    for one in office.logins.staff.all():
        click.echo(f"{one.member.name:<24}  {one.member.role:<14}  {_state(office, one)}")


@staff.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@click.pass_obj
def role(env_file: Path, name: str, role: str) -> None:
    """Give NAME another ROLE; their logins end."""
    office = Office.open(env_file)
    office.staffing.change_role(OPERATOR, office.number(name), role)
    click.echo(f"{name} is now {role}.")


@staff.command()
@click.argument("name")
@click.pass_obj
def deactivate(env_file: Path, name: str) -> None:
    """Let NAME in no more, at once. The name stays, as it stands in the trail."""
    office = Office.open(env_file)
    office.staffing.deactivate(OPERATOR, office.number(name))
    click.echo(f"{name} is deactivated.")


@staff.command()
@click.argument("name")
@click.pass_obj
def activate(env_file: Path, name: str) -> None:
    """Let NAME in again, with a new password."""
    office = Office.open(env_file)
    password = office.staffing.activate(OPERATOR, office.number(name))
    click.echo(f"{name} is active again.")
    _tell(password)


@staff.command()
@click.argument("name")
@click.option("--app", is_flag=True, help="Take the authenticator app away, not the password.")
@click.pass_obj
def reset(env_file: Path, name: str, app: bool) -> None:
    """Give NAME a new password, to be changed at once."""
    office = Office.open(env_file)
    number = office.number(name)
    if app:
        office.staffing.reset_factor(OPERATOR, number)
        click.echo(f"{name} has no authenticator app any more.")
        return
    password = office.staffing.reset_password(OPERATOR, number)
    click.echo(f"{name} has a new password.")
    _tell(password)


@staff.command()
@click.argument("name")
@click.pass_obj
def unlock(env_file: Path, name: str) -> None:
    """Let NAME try again, after too many wrong passwords or codes."""
    office = Office.open(env_file)
    office.staffing.unlock(OPERATOR, office.number(name))
    click.echo(f"{name} may try again.")


def _tell(password: str) -> None:
    click.echo(f"The password is {password} (shown only now, to be changed at the first login).")


def _state(office: Office, one: Listed) -> str:
    if one.left_at:
        return f"deactivated on {one.left_at[:10]}"
    wait_s = office.logins.lock_outs.wait_s(one.member.name)
    parts = [f"locked for {int(wait_s // 60) + 1} min" if wait_s else "active"]
    if one.member.temporary:
        parts.append("has yet to choose a password")
    if one.member.enrolled:
        parts.append("with an authenticator app")
    return ", ".join(parts)
