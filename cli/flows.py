"""`benefitline flows`: what flows say here, changes that wait, and versions; as on the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import click

from cli.back_office import utc_now
from cli.check import world
from cli.environment import Store, load
from conversation.authoring import Authoring, Checks, NotNow, Publishing, texts_of
from conversation.flows_in_use import FlowsInUse
from flows.library import Library
from flows.overrides import NAME, read
from storage.audit import Audit
from storage.flow_versions import FlowVersions
from storage.staff import Staff
from voice import ahead
from voice.prompts import Prompts

_AS = click.option("--as", "staff", required=True, help="Your name as a member of staff.")
_REASON = click.option("--reason", required=True, help="Why; it is kept.")


@click.group()
def flows() -> None:
    """What flows say: own texts, changes, versions."""


@flows.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """All flows, what waits for a second person, and every version."""
    work, _, _ = _open(env_file)
    number, library = work.in_use.at()
    own = Counter(place.file for place in read(library.files.get(NAME, "")))
    for name, flow in sorted(library.flows.items()):
        texts = f"{own[flow.file]} own texts" if own[flow.file] else ""
        click.echo(f"{name:<24}{len(flow.steps):>4} steps  {texts}".rstrip())
    for status in ("draft", "waiting"):
        for change in work.changes.with_status(status):
            click.echo(f"change {change.id}  {status}  by {change.author}  {change.title}")
    for version in work.versions.all():
        back = "" if version.back_to is None else f" (back to {version.back_to})"
        click.echo(
            f"version {version.id}{back}  {version.at[:16]}  by {version.author},"
            f" published by {version.published_by}: {version.reason}"
        )
    click.echo(f"in use: version {number}, {library.version}")
    for override, _product in work.moved_below():
        place = override.place
        click.echo(f"the product changed below {place.file}: {place.path} ({place.language})")


@flows.command()
@click.argument("name", metavar="FLOW")
@click.option("--language", default="en", show_default=True)
@click.pass_obj
def show(env_file: Path, name: str, language: str) -> None:
    """Every text of FLOW as it is in use."""
    library = _open(env_file)[0].in_use()
    if name not in library.flows:
        raise click.ClickException(f"There is no flow {name}.")
    for text in texts_of(library.flow(name)):
        click.echo(text.path)
        for kind, said in text.languages.get(language, {}).items():
            click.echo(f"    {kind:<6} {said}")


@flows.command()
@click.argument("change", type=int, required=False)
@click.option("--versions", type=(int, int), help="Two versions; 0 is the product as it came.")
@click.pass_obj
def diff(env_file: Path, change: int | None, versions: tuple[int, int] | None) -> None:
    """What CHANGE would change, or what differs between two versions."""
    work, publishing, _ = _open(env_file)
    if versions:
        for one in publishing.differences(*versions):
            _differ(one.place.file, one.place.path, one.place.language, one.was, one.now)
        return
    if change is None:
        raise click.UsageError("Name a change, or two versions with --versions.")
    found = _found(work, change)
    for text in work.changes.texts(found):
        _differ(text.file, text.path, text.language, text.was, text.now)
    for remark in work.remarks(work.change(found)):
        click.echo(f"{remark.file}:{remark.line}: {remark.step}: {remark.level}: {remark.message}")


@flows.command()
@click.argument("change", type=int)
@_AS
@_REASON
@click.pass_obj
def publish(env_file: Path, change: int, staff: str, reason: str) -> None:
    """Put CHANGE, which somebody else has written, in use for all conversations that begin."""
    work, publishing, people = _open(env_file)
    try:
        number = publishing.publish(people.named(staff), work.change(change), reason)
    except NotNow as error:
        raise click.ClickException(f"{str(error).capitalize()}.") from error
    click.echo(f"Change {change} is version {number}.")


@flows.command()
@click.argument("version", type=int)
@_AS
@_REASON
@click.pass_obj
def rollback(env_file: Path, version: int, staff: str, reason: str) -> None:
    """Say again what VERSION said; 0 is the product as it came."""
    _, publishing, people = _open(env_file)
    try:
        number = publishing.roll_back(people.named(staff), version, reason)
    except NotNow as error:
        raise click.ClickException(f"{str(error).capitalize()}.") from error
    click.echo(f"Version {number} says what version {version} said.")


def _open(env_file: Path) -> tuple[Authoring, Publishing, Staff]:
    settings = load(env_file)
    database = Store.open(settings).database
    in_use = FlowsInUse(Library.load(), FlowVersions(database))
    audit = Audit(database, utc_now)
    work = Authoring(database, in_use, audit, Checks(world()), utc_now)
    prompts = Prompts(settings.data_dir / "prompts", settings.data_dir / "recordings")
    return work, Publishing(work, partial(ahead.render_new, prompts)), Staff(database)


def _found(work: Authoring, change: int) -> int:
    try:
        return work.change(change).id
    except NotNow as error:
        raise click.ClickException(f"There is no change {change}.") from error


def _differ(
    file: str,
    path: str,
    language: str,
    was: Mapping[str, str] | None,
    now: Mapping[str, str] | None,
) -> None:
    click.echo(f"{file}: {path} ({language})")
    for kind in _kinds(was or {}, now or {}):
        before, after = (was or {}).get(kind), (now or {}).get(kind)
        if before != after:
            click.echo(f"    {kind:<6} - {before or ''}")
            click.echo(f"    {'':<6} + {after or ''}")


def _kinds(*wordings: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(kind for one in wordings for kind in one))
