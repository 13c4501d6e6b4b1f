"""`benefitline models adapt`: learn from recordings of real calls."""

from __future__ import annotations

from pathlib import Path

import click

from audio_models import own
from audio_models.comparison import table
from audio_models.recordings import Recording, RecordingError, read
from cli.environment import registry
from cli.models_table import follows

_NEEDS_TRAINING = "Adapting needs more libraries: pip install 'benefitline[train]'"


@click.command()
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder with a manifest.jsonl of corrected transcripts.",
)
@click.option("--language", default="en", show_default=True)
@click.option(
    "--model", metavar="NAME", help="The model to start from, or its folder; else the one in use."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A new folder to write it to, instead of among the installed models.",
)
@click.option("--epochs", type=click.IntRange(1), default=6, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Decides what is held back.")
@click.pass_obj
def adapt(
    env_file: Path,
    corpus: Path,
    language: str,
    model: str | None,
    out: Path | None,
    epochs: int,
    seed: int,
) -> None:
    """Adapt a speech model to recordings whose speakers consented to it.

    A quarter of them is held back to compare the new model with the one it is made from; if it
    serves any group of people worse, it is not kept. Else it becomes the installed model
    own-LANGUAGE, which a running server uses at its next call.
    """
    try:
        from audio_models.train.adapt import AdaptationError
        from audio_models.train.adapt import adapt as run
    except ImportError as error:
        if error.name not in ("torch", "scipy"):
            raise
        raise click.ClickException(_NEEDS_TRAINING) from error
    here = registry(env_file)
    start = own.source(here, language, model)
    heard = _recordings(corpus)
    try:
        with own.writing(here, language, start, own.ADAPTED, out) as new:
            outcome = run(start.folder, heard, new, language, epochs, seed, click.echo)
    except AdaptationError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        place = out or here.folder
        raise click.ClickException(f"{place} cannot be written: {error.strerror}.") from error
    for reason, count in outcome.learnt.left_out.items():
        if count:
            click.echo(f"{count} recordings left out: {reason}")
    click.echo(table(outcome.rows))
    if not outcome.accepted:
        raise click.ClickException(f"The model in use stays. {'; '.join(outcome.reasons)}.")
    name = own.name_of(language)
    click.echo(f"The new model is {out or name}.")
    if out is None:
        click.echo(follows(here, name, language))


def _recordings(corpus: Path) -> list[Recording]:
    try:
        return read(corpus)
    except RecordingError as error:
        raise click.ClickException(str(error)) from error
