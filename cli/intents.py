"""`benefitline intents`: how well people are understood, for those who write the examples."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from cli import hearing, intents_report
from cli.environment import Store, load
from cli.intent_trial import BadRow, explained, rows, summary, tried
from conversation.review import grouped
from intents import Understander, heard
from intents.examples import CATALOGUE, ERRORS, catalogue, examined
from intents.matching.encoding import EncoderMissing, installed
from intents.matching.remembering import kept
from intents.wording import FOLDER, wordings
from settings import LANGUAGES, cache_folder
from storage.unanswered import Unanswered
from voice.recogniser import Models

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_all = click.option("--all", "everything", is_flag=True, help="List everything, however much.")
_language = click.option("--language", type=click.Choice(LANGUAGES))
_semantic = click.option(
    "--semantic", is_flag=True, help="As a server with BENEFITLINE_SEMANTIC=on understands."
)


@click.group()
def intents() -> None:
    """How well people are understood, and what they ask without an answer."""


@intents.command()
@_json
@_all
@_language
@click.option(
    "--examples",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=FOLDER,
    help="A folder of LANGUAGE.yaml in place of the examples that come with the product.",
)
@click.option(
    "--catalogue",
    "list_",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=CATALOGUE,
    help="The list of intents that the examples are compared with.",
)
def check(as_json: bool, everything: bool, language: str | None, folder: Path, list_: Path) -> None:
    """Find examples that mislead, are missing, or are there twice.

    Exits with 1 for what must be mended: an intent without examples or not in the catalogue, and a
    phrase in two intents.
    """
    known = catalogue(list_)
    found = [
        finding
        for wording in wordings(folder)
        if language in (None, wording.language)
        for finding in examined(wording, known)
    ]
    errors = sum(finding.kind in ERRORS for finding in found)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
    else:
        _print(intents_report.findings(found, everything))
        click.echo(f"\n{errors} to mend, {len(found) - errors} worth a look")
    sys.exit(1 if errors else 0)


@intents.command()
@_json
@_all
@_language
@_semantic
@click.argument("file", type=click.File(encoding="utf-8"))
def test(
    as_json: bool, everything: bool, language: str | None, semantic: bool, file: TextIO
) -> None:
    """Try the sentences in FILE, a .jsonl of {"intent": …, "text": …} and perhaps "lang".

    An intent that is null or empty means that the sentence wants nothing of ours.
    """
    try:
        wanted = list(rows(file, language))
    except BadRow as error:
        raise click.ClickException(f"{file.name}: {error}.") from error
    understander = _understander(semantic)
    told = summary([tried(understander, row) for row in wanted])
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(intents_report.trial(told, everything))


@intents.command()
@_json
@_language
@_semantic
@click.argument("text")
def explain(as_json: bool, language: str | None, semantic: bool, text: str) -> None:
    """Say how TEXT is understood, and why."""
    told = explained(_understander(semantic), text, language)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(intents_report.explanation(told))


@intents.command()
@_json
@_language
@click.option("--times", default=1, help="How often each is said, every time by another voice.")
@click.option(
    "--parts",
    type=click.IntRange(1, hearing.PARTS),
    default=hearing.PARTS,
    help=f"How many fifths of the examples are said ({hearing.PARTS}: all).",
)
@click.option("--write", "kept", is_flag=True, help="Keep it for the matcher, in place of before.")
def hear(as_json: bool, language: str | None, times: int, parts: int, kept: bool) -> None:
    """Say every example aloud, and show what the recogniser hears that is not the same.

    Takes a quarter of an hour a language. An example is heard as if it were none. With --write the
    matcher learns from it what is meant by what is heard: do it after changing many examples, or
    the speech model that comes with the product.
    """
    models = Models()
    for wording in wordings():
        if language in (None, wording.language):
            found = []
            for one in hearing.hear(wording, models, times, parts):
                row = json.dumps(one._asdict(), ensure_ascii=False)
                click.echo(row if as_json else f"{one.intent}: {one.said} -> {one.heard}")
                found.append(one)
            if kept:
                click.echo(f"written to {heard.write(wording.language, found)}", err=True)


@intents.command()
@_json
@_language
@click.pass_obj
def unanswered(env_file: Path, as_json: bool, language: str | None) -> None:
    """List questions that no article answered, the commonest first; not who asked them."""
    store = Store.open(load(env_file))
    found = Unanswered(store.database, store.vault).all(datetime.now(UTC), language)
    groups = grouped(found)
    if as_json:
        content = [
            {
                "nearest": group.nearest,
                "confidence": group.confidence,
                "questions": [{**asdict(one), "at": one.at.isoformat()} for one in group.questions],
            }
            for group in groups
        ]
        click.echo(json.dumps(content, ensure_ascii=False))
    else:
        _print(intents_report.unanswered(groups))


def _understander(semantic: bool) -> Understander:
    """As a server has it that has learnt nothing of its own."""
    try:
        encoder = installed() if semantic else None
    except EncoderMissing as error:
        raise click.ClickException(f"--semantic {error}") from error
    cache = cache_folder() / "intents"
    if encoder and not kept(encoder, cache):
        click.echo("Working out what every example means, once: some minutes.", err=True)
    return Understander.load(cache=cache, encoder=encoder)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
