"""`benefitline models`: which speech models there are, and which is used for a language."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from audio_models import ModelError, RegistryError
from audio_models.checksum import Checksum
from audio_models.description import check_sums
from audio_models.download import Progress
from audio_models.install import Reporting, wanted
from audio_models.install import install as install_model
from cli.adapt import adapt
from cli.environment import registry
from cli.graph import graph
from cli.models_table import follows, lines


@click.group()
def models() -> None:
    """List, install, choose and change speech models; a running server follows at its next call."""


class _Sum(click.ParamType):
    name = "algorithm:hex"

    def convert(self, value: Any, param: Any, ctx: Any) -> Checksum:
        try:
            return Checksum.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@models.command("list")
@click.option("--all", "everything", is_flag=True, help="Also official models of other languages.")
@click.pass_obj
def list_models(env_file: Path, everything: bool) -> None:
    """Say which model is in use for each language and why, and what else there is."""
    for line in lines(registry(env_file), everything):
        click.echo(line)


@models.command()
@click.argument("name", required=False)
@click.option("--from", "source", metavar="FILE_OR_URL", help="An archive, or a model's folder.")
@click.option("--language", help="What the model is for, unless it is an official one: en, es.")
@click.option("--checksum", type=_Sum(), help="What the archive must have: sha256:… or md5:….")
@click.option("--unverified", is_flag=True, help="Do without a checksum where none is known.")
@click.option("--licence", help="Noted beside the model, and shown in the list.")
@click.pass_obj
def install(
    env_file: Path,
    name: str | None,
    source: str | None,
    language: str | None,
    checksum: Checksum | None,
    unverified: bool,
    licence: str | None,
) -> None:
    """Install the official model NAME, or one from elsewhere.

    A download that was cut goes on where it stopped; a model is checked before it replaces another
    of its name.
    """
    here = registry(env_file)
    model = wanted(name, source, language, checksum, unverified, licence)
    with _progress(model.bytes) as progress:
        reporting = Reporting(progress, lambda text: click.echo(text, err=True))
        described = install_model(here, model, reporting)
    click.echo(f"{described.name} is installed for {described.language!r}.")
    if described.checksum and not described.verified:
        click.echo(f"Nobody vouches for it; its checksum is {described.checksum}.")
    click.echo(follows(here, described.name, described.language))


models.add_command(graph)
models.add_command(adapt)


@contextmanager
def _progress(size: int | None) -> Iterator[Progress]:
    """A bar that appears with the first byte."""
    bar: Any = None

    def show(done: int, total: int | None) -> None:
        nonlocal bar
        if bar is None:
            bar = click.progressbar(length=total or size or 0, label="Download", file=sys.stderr)
        bar.update(done - bar.pos)

    try:
        yield show
    finally:
        if bar is not None:
            bar.render_finish()


@models.command()
@click.argument("name", required=False)
@click.pass_obj
def verify(env_file: Path, name: str | None) -> None:
    """Compare the files of NAME, or of all models, with what was installed.

    Exits with 1 if one is broken.
    """
    here = registry(env_file)
    wrong = 0
    for candidate in [here.find(name)] if name else here.installed():
        try:
            candidate.check()
            if candidate.description:
                check_sums(candidate.folder, candidate.description)
        except ModelError as error:
            wrong += 1
            click.echo(f"{candidate.name}: broken: {error}")
        else:
            noted = candidate.description or candidate.is_bundled
            click.echo(f"{candidate.name}: fine{'' if noted else ', as far as can be told'}")
    sys.exit(1 if wrong else 0)


@models.command()
@click.argument("name")
@click.pass_obj
def remove(env_file: Path, name: str) -> None:
    """Delete the installed model NAME; calls in progress end with it all the same."""
    here = registry(env_file)
    with here.changing():
        here.remove(name)
    click.echo(f"{name} is removed.")


@models.command()
@click.argument("name", required=False)
@click.option("--language", help="Needed with --automatic.")
@click.option("--automatic", is_flag=True, help="Take back a choice: the best model is used.")
@click.pass_obj
def use(env_file: Path, name: str | None, language: str | None, automatic: bool) -> None:
    """Use the model NAME for its language, whatever else is installed."""
    here = registry(env_file)
    if automatic == bool(name) or (automatic and not language):
        raise RegistryError("Give the NAME of a model, or --automatic and --language.")
    if name is None:
        with here.changing():
            here.pin(str(language), None)
        click.echo(f"The best model is used for {language!r}.")
        return
    candidate = here.find(name)
    if language not in (None, candidate.language):
        raise RegistryError(f"{name} is for {candidate.language!r}, not {language!r}.")
    candidate.check()
    with here.changing():
        here.pin(candidate.language, name)
    click.echo(f"{name} is used for {candidate.language!r}.")
