"""`benefitline models graph`: teach a speech model the words of the flows, without training."""

from __future__ import annotations

from pathlib import Path

import click

import audio_models
from audio_models.graph.build import Rebuilt, rebuild
from audio_models.graph.errors import WordsError
from cli.environment import load
from settings import LANGUAGES

_SHOWN = 20  # words of a list, for a terminal


@click.command("graph")
@click.argument("language", type=click.Choice(LANGUAGES))
@click.option(
    "--model",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The model to start from; by default the installed one, else the bundled one.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write it; by default among the installed models.",
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
    model: Path | None,
    out: Path | None,
    files: tuple[Path, ...],
    flows: Path | None,
    everything: bool,
) -> None:
    """Write the speech model of LANGUAGE anew, with the words of the flows as they are now.

    A server that is running hears the new words after a restart.
    """
    data = load(env_file).data_dir
    installed = data / "models" / language
    found = model or (installed if installed.is_dir() else audio_models.bundled(language))
    if found is None:
        raise click.ClickException(f"There is no speech model for {language}: install one first.")
    own = data / f"pronunciations.{language}.txt"
    try:
        done = rebuild(
            found, out or installed, language, [*([own] if own.is_file() else []), *files], flows
        )
    except WordsError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_report(out or installed, done, None if everything else _SHOWN))


def _report(out: Path, done: Rebuilt, most: int | None) -> str:
    def shown(title: str, entries: list[str]) -> list[str]:
        left = len(entries) - len(entries[:most])
        more = [f"  … and {left} more (--all shows them)"] if left else []
        return [f"{title}:", *(f"  {entry}" for entry in entries[:most]), *more] if entries else []

    added = [f"{word}  {_said(word, done)}" for word in done.added]
    return "\n".join(
        [f"{out}: {done.words} words", *shown("new", added), *shown("gone", list(done.removed))]
    )


def _said(word: str, done: Rebuilt) -> str:
    source = "  (as the synthesiser says it)" if word in done.synthesised else ""
    return " / ".join(" ".join(phones) for phones in done.pronunciations[word]) + source
