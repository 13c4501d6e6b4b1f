"""`benefitline models adapt`: learn from recordings of real calls."""

from __future__ import annotations

from pathlib import Path

import click

from audio_models import bundled
from audio_models.comparison import table
from audio_models.recordings import Recording, RecordingError, read

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
    "--model",
    type=click.Path(path_type=Path),
    help="Folder of the model in use.  [default: the bundled one]",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder of the new model."
)
@click.option("--epochs", type=click.IntRange(1), default=6, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Decides what is held back.")
def adapt(
    corpus: Path, language: str, model: Path | None, out: Path, epochs: int, seed: int
) -> None:
    """Adapt a speech model to recordings whose speakers consented to it.

    A quarter of them is held back to compare the new model with the one in use; if it serves any
    group of people worse, it is not kept.
    """
    try:
        from audio_models.train.adapt import AdaptationError
        from audio_models.train.adapt import adapt as run
    except ImportError as error:
        if error.name not in ("torch", "scipy"):
            raise
        raise click.ClickException(_NEEDS_TRAINING) from error
    place = model or bundled(language)
    if place is None:
        raise click.ClickException(f"There is no model for {language!r}: name one with --model.")
    try:
        outcome = run(place, _recordings(corpus), out, language, epochs, seed, click.echo)
    except AdaptationError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    for reason, count in outcome.learnt.left_out.items():
        if count:
            click.echo(f"{count} recordings left out: {reason}")
    click.echo(table(outcome.rows))
    if not outcome.accepted:
        raise click.ClickException(f"The model in use stays. {'; '.join(outcome.reasons)}.")
    click.echo(f"The new model is in {outcome.model}.")


def _recordings(corpus: Path) -> list[Recording]:
    try:
        return read(corpus)
    except RecordingError as error:
        raise click.ClickException(str(error)) from error
