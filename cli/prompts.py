"""`benefitline prompts`: what the hotline says, spoken ahead or recorded by a person."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from cli.environment import data_dir, flows_in_use
from flows import Library
from settings import LANGUAGES
from voice import ahead, studio
from voice.prompts import Prompts
from voice.studio import Line

_LANGUAGE = click.option(
    "--language", "languages", type=click.Choice(LANGUAGES), multiple=True, help="By default all."
)
_COLUMNS = ("file", "read", "sentence", "said at")


@click.group()
def prompts() -> None:
    """Speak prompts ahead, and see to recordings of a person."""


@prompts.command()
@click.pass_obj
def render(env_file: Path) -> None:
    """Speak every fixed sentence, in all languages and at both paces, so that no call waits."""
    made = ahead.render(
        Prompts(data_dir(env_file) / "prompts", _recordings(env_file)), flows_in_use(env_file)
    )
    click.echo(f"{made} sentences were spoken; all are ready.")


@prompts.command("list")
@_LANGUAGE
@click.option("--missing", is_flag=True, help="Only what has no recording yet.")
@click.option("--values", is_flag=True, help="Also the words of numbers, dates, times and money.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("plain", "csv", "markdown")),
    default="plain",
    show_default=True,
)
@click.pass_obj
def list_prompts(
    env_file: Path, languages: tuple[str, ...], missing: bool, values: bool, form: str
) -> None:
    """Print a script for the studio: a file name for each sentence, and what to read."""
    library, folder = flows_in_use(env_file), _recordings(env_file)
    lines = []
    for language in languages or LANGUAGES:
        have = studio.recorded_marks(folder, language)
        script = studio.script(library, language, values)
        lines += [line for line in script if not missing or line.mark not in have]
    click.echo(_FORMATS[form](lines), nl=False)


@prompts.command()
@click.pass_obj
def check(env_file: Path) -> None:
    """Check every recording: its name, format, level and length, and whether its text is said.

    Exits with 1 when anything is wrong; those recordings are not used, or should not be.
    """
    library, folder = flows_in_use(env_file), _recordings(env_file)
    found = 0
    for language in LANGUAGES:
        lines = _by_mark(library, [language])
        files = sorted((folder / language).glob("*")) if (folder / language).is_dir() else []
        for file in files:
            for problem in studio.problems(file, lines):
                click.echo(f"{language}/{file.name}: {problem}.")
                found += 1
        have = studio.recorded_marks(folder, language)
        said = [line for line in lines.values() if line.places != (studio.VALUE,)]
        recorded = sum(line.mark in have for line in said)
        click.echo(f"{language}: {recorded} of {len(said)} recorded")
    sys.exit(1 if found else 0)


@prompts.command("import")
@click.argument(
    "source", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.pass_obj
def take_in(env_file: Path, source: Path) -> None:
    """Take in the recordings of DIR that are in order; a running server uses them at once.

    Exits with 1 when any was left out.
    """
    library, folder = flows_in_use(env_file), _recordings(env_file)
    lines = _by_mark(library, LANGUAGES)
    taken = refused = 0
    for file in sorted(source.rglob("*.[wW][aA][vV]")):
        wrong = studio.problems(file, lines)
        if wrong:
            refused += 1
            click.echo(f"{file.name}: {', '.join(wrong)}.")
            continue
        match = studio.NAME.fullmatch(file.name)
        assert match is not None  # a name without a mark is a problem
        studio.take_in(file, folder, lines[match["mark"].lower()].language)
        taken += 1
    click.echo(f"{taken} recordings taken in, {refused} left out.")
    sys.exit(1 if refused or not taken else 0)


def _recordings(env_file: Path) -> Path:
    return data_dir(env_file) / "recordings"


def _by_mark(library: Library, languages: Iterable[str]) -> dict[str, Line]:
    return {
        line.mark: line
        for language in languages
        for line in studio.script(library, language, values=True)
    }


def _plain(lines: list[Line]) -> str:
    """A block a line: what to read stands alone, so that it can be read from paper."""
    return "".join(
        f"{line.file}\n    {line.text}\n"
        + (f"    in: {line.sentence}\n" if line.sentence != line.text else "")
        + f"    at: {', '.join(line.places)}\n\n"
        for line in lines
    )


def _csv(lines: list[Line]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("language", *_COLUMNS))
    for line in lines:
        writer.writerow((line.language, *_row(line)))
    return text.getvalue()


def _markdown(lines: list[Line]) -> str:
    text = ""
    for language in dict.fromkeys(line.language for line in lines):
        text += f"## {language}\n\n| {' | '.join(_COLUMNS)} |\n|{'---|' * len(_COLUMNS)}\n"
        for line in lines:
            if line.language == language:
                text += f"| {' | '.join(cell.replace('|', ' ') for cell in _row(line))} |\n"
        text += "\n"
    return text


def _row(line: Line) -> tuple[str, str, str, str]:
    sentence = line.sentence if line.sentence != line.text else ""
    return line.file, line.text, sentence, ", ".join(line.places)


_FORMATS: dict[str, Callable[[list[Line]], str]] = {
    "plain": _plain,
    "csv": _csv,
    "markdown": _markdown,
}
