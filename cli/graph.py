"""`benefitline models graph`: teach a speech model the words of the flows, without training."""

from __future__ import annotations

from pathlib import Path

import click

from audio_models import own
from audio_models.graph.build import Rebuilt, rebuild
from audio_models.graph.errors import WordsError
from cli.environment import data_dir, registry
from cli.models_table import follows
from settings import LANGUAGES

_SHOWN = 20  # words of a list, for a terminal


@click.command("graph")
@click.argument("language", type=click.Choice(LANGUAGES))
@click.option(
    "--model", metavar="NAME", help="The model to start from, or its folder; else the one in use."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder to write it to, instead of among the installed models.",
)
@click.option(
    "--pronunciations",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How to say words, beside pronunciations.LANGUAGE.txt in the data folder.",
)
@click.option(
    "--flows",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with library/*.yaml in place of the flows that come with the product.",
)
@click.option("--all", "everything", is_flag=True, help="Show every word, however many.")
@click.pass_obj
def graph(
    env_file: Path,
    language: str,
    model: str | None,
    out: Path | None,
    files: tuple[Path, ...],
    flows: Path | None,
    everything: bool,
) -> None:
    """Write the speech model of LANGUAGE anew, with the words of the flows as they are now.

    It becomes the installed model own-LANGUAGE; a running server hears the new words at its next
    call.
    """
    own_file = data_dir(env_file) / f"pronunciations.{language}.txt"
    said = [*([own_file] if own_file.is_file() else []), *files]
    here = registry(env_file)
    start = own.source(here, language, model)
    try:
        with own.writing(here, language, start, own.REBUILT, out) as new:
            done = rebuild(start.folder, new, language, said, flows)
    except WordsError as error:
        raise click.ClickException(str(error)) from error
    name = own.name_of(language)
    click.echo(_report(str(out or name), done, None if everything else _SHOWN))
    if out is None:
        click.echo(follows(here, name, language))


def _report(name: str, done: Rebuilt, most: int | None) -> str:
    def shown(title: str, entries: list[str]) -> list[str]:
        left = len(entries) - len(entries[:most])
        more = [f"  … and {left} more (--all shows them)"] if left else []
        return [f"{title}:", *(f"  {entry}" for entry in entries[:most]), *more] if entries else []

    added = [f"{word}  {_said(word, done)}" for word in done.added]
    return "\n".join(
        [f"{name}: {done.words} words", *shown("new", added), *shown("gone", list(done.removed))]
    )


def _said(word: str, done: Rebuilt) -> str:
    source = "  (as the synthesiser says it)" if word in done.synthesised else ""
    return " / ".join(" ".join(phones) for phones in done.pronunciations[word]) + source
