"""`benefitline teach`: what was misunderstood, and what is learnt from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import yaml

from cli.environment import Store, load
from cli.proving import AS, prove
from cli.teaching_worker import carry_out, only_what_fails
from cli.trial import Place
from conversation.teaching.running import Busy, Running
from conversation.teaching.teaching import Teaching
from settings import LANGUAGES, Settings
from storage.audit import Audit
from storage.change_sets import ChangeSets
from storage.misunderstood import Queue
from storage.rights import Right
from storage.taught import NotAccepted, Taught
from storage.teaching_runs import Runs
from storage.unanswered import Unanswered

_REFUSED = {
    "closed": "There is no such change set, or it has been decided about already.",
    "empty": "There is no example in it.",
    "own": "Whoever proposed an example does not accept it: a second person decides.",
    "untried": "It has to be tried first, as it is now: `benefitline teach try`.",
}
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def teach() -> None:
    """What was misunderstood, and what is learnt from it."""


@teach.command("list")
@_json
@click.option("--language", type=click.Choice(LANGUAGES), default=None)
@click.option("--step", default="", help="Only what was said at this step (flow.step).")
@click.pass_obj
def list_(env_file: Path, as_json: bool, language: str | None, step: str) -> None:
    """The last sentences that were misunderstood, and the change sets."""
    teaching, _ = opened(load(env_file))
    rows, _ = teaching.queue.waiting(language or "", step)
    sets = [_told(teaching, one.id) for one in teaching.changes.all()]
    if as_json:
        content = {"misunderstood": [asdict(one) for one in rows], "change_sets": sets}
        click.echo(json.dumps(content, ensure_ascii=False))
        return
    for one in rows:
        click.echo(f"{one.count:>4}  {one.language}  {one.heard}   ({one.reason}, {one.place})")
    click.echo(f"{teaching.queue.count()} sentences wait")
    for each in sets:
        click.echo(f"change set {each['id']}: {each['status']}, trial: {each['trial']}")
        for example in each["examples"]:
            meant = example["intent"] or "(none of ours)"
            click.echo(f"    {example['language']}  {meant}: {example['text']}  by {example['by']}")


@teach.command("try")
@_json
@AS
@click.argument("number", type=int)
@click.pass_obj
def try_(env_file: Path, as_json: bool, staff: str, number: int) -> None:
    """Try change set NUMBER: what is understood, and how conversations go, before and after it."""
    settings = load(env_file)
    teaching, store = opened(settings)
    by = prove(store, settings, staff, Right.TEACH)
    basis = teaching.basis(teaching.changes.lessons(), _proposed(teaching, number))
    only_what_fails()
    try:
        with teaching.running.begun("trial", number, basis, by.name) as (run, _lock):
            place = Place(settings.data_dir, settings.cache_dir, settings.semantic == "on")
            told = carry_out(store.database, place, run, _progress)
    except Busy:
        raise click.ClickException("Another trial or report is running.") from None
    if "error" in told:
        raise click.ClickException(f"The trial failed: {told['error']}.")
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_summary(told)))


@teach.command()
@AS
@click.argument("number", type=int)
@click.pass_obj
def accept(env_file: Path, staff: str, number: int) -> None:
    """Let change set NUMBER come into force, in running servers too: the four eyes are kept."""
    settings = load(env_file)
    teaching, store = opened(settings)
    by = prove(store, settings, staff, Right.TEACH)
    try:
        teaching.accept(by, number)
    except NotAccepted as error:
        raise click.ClickException(_REFUSED[error.why]) from None
    click.echo(f"Change set {number} is in force from the next turn on.")


@teach.command()
@AS
@click.argument("number", type=int)
@click.pass_obj
def rollback(env_file: Path, staff: str, number: int) -> None:
    """Take change set NUMBER out of force again."""
    settings = load(env_file)
    teaching, store = opened(settings)
    by = prove(store, settings, staff, Right.TEACH)
    try:
        teaching.roll_back(by, number)
    except NotAccepted as error:
        raise click.ClickException(_REFUSED[error.why]) from None
    click.echo(f"Change set {number} is out of force from the next turn on.")


@teach.command()
@click.pass_obj
def export(env_file: Path) -> None:
    """Print what is in force, in the form of the examples of the product (intents/data/)."""
    teaching, _ = opened(load(env_file))
    click.echo(exported(teaching.changes.lessons()), nl=False)


def exported(lessons: list[Taught]) -> str:
    """Examples as YAML, by language and intent; the same ones always give the same text."""
    found: dict[str, dict[str, Any]] = {}
    for language, intent, text in sorted(lessons):
        own = found.setdefault(language, {"intents": {}, "outside": []})
        (own["intents"].setdefault(intent, []) if intent else own["outside"]).append(text)
    return yaml.safe_dump(found, allow_unicode=True, sort_keys=True, width=1000) if found else ""


def opened(settings: Settings) -> tuple[Teaching, Store]:
    """Teaching beside the server, on the same database."""
    store = Store.open(settings)
    database, lock = store.database, settings.data_dir / "teaching.lock"
    running = Running(Runs(database, _now), lock, (), Path.cwd())
    changes = ChangeSets(database, Audit(database, _now), _now)
    unanswered, semantic = Unanswered(database, store.vault), settings.semantic == "on"
    return Teaching(Queue(database), changes, running, unanswered, semantic=semantic), store


def _proposed(teaching: Teaching, number: int) -> list[Taught]:
    try:
        return [one.taught for one in teaching.to_try(number)]
    except NotAccepted as error:
        raise click.ClickException(_REFUSED[error.why]) from None


def _told(teaching: Teaching, number: int) -> dict[str, Any]:
    """A change set with its examples, for a program."""
    one = teaching.changes.get(number)
    assert one is not None
    run = teaching.trial(one)
    examples = [
        {**each.taught._asdict(), "by": each.by, "at": each.at}
        for each in teaching.changes.proposals(number)
    ]
    return {**asdict(one), "trial": run.status if run else "none", "examples": examples}


def _progress(step: str, done: int, total: int) -> None:
    click.echo(f"{step}: {done}/{total}", err=True)


def _summary(told: dict[str, Any]) -> Iterator[str]:
    """A trial for people."""
    for language, part in told["languages"].items():
        for name, meaning in (("left_out", "examples left out"), ("people", "people's sentences")):
            yield f"{language}  {meaning}: {_figures(part[name])}"
            for one in part[name]["changed"]:
                was, now = one["before"] or "nothing", one["after"] or "nothing"
                better = "+" if one["better"] else "-"
                meant = one["intent"] or "none of ours"
                yield f'   {better} "{one["text"]}" is {meant}: {was} -> {now}'
    yield f"conversations: {_figures(told['cases'])}"
    for kind in ("broke", "mended"):
        yield from (f"   {kind}: {one['case']}" for one in told["cases"][kind])


def _figures(part: dict[str, Any]) -> str:
    before, after = part["before"], part["after"]
    return ", ".join(f"{name} {before[name]} -> {after[name]}" for name in before)


def _now() -> datetime:
    return datetime.now(UTC)
