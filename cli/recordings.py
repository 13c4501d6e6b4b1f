"""`benefitline recordings`: what callers agreed to have kept; to hear, delete or learn from."""

from __future__ import annotations

import getpass
import re
from collections import Counter
from pathlib import Path
from typing import IO

import click

from audio_models.recordings import write
from cli.environment import Store, load
from conversation.learning import examples, wave, words
from storage.audio_files import AudioFiles
from storage.recordings import Recording, Recordings


@click.group()
def recordings() -> None:
    """Recordings of callers who agreed to them."""


@recordings.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """When and where something was said; not by whom, and not what."""
    found = list(_open(env_file).all())
    for one in found:
        marks = [word for word in ("private", "corrected", "practice") if getattr(one, word)]
        click.echo(
            f"{one.id:>6}  {one.at:%Y-%m-%d %H:%M}  {one.language}  {one.seconds:5.1f} s"
            f"  {one.place:<32}  {' '.join(marks)}".rstrip()
        )
    click.echo(f"{len(found)} recordings, {sum(one.seconds for one in found) / 60:.1f} minutes")


@recordings.command()
@click.argument("number", type=int)
@click.argument("file", type=click.File("wb"), default="-")
@click.pass_obj
def play(env_file: Path, number: int, file: IO[bytes]) -> None:
    """Write recording NUMBER as a WAV file to FILE, or to standard output: … | aplay."""
    kept = _open(env_file)
    file.write(wave(kept, _one(kept, number)))


@recordings.command()
@click.argument("number", type=int)
@click.argument("text")
@click.option("--group", help='What the speaker has in common with others: "over 70".')
@click.pass_obj
def correct(env_file: Path, number: int, text: str, group: str | None) -> None:
    """Write down what was really said in recording NUMBER, every word of it; "" for nothing."""
    kept = _open(env_file)
    one = _one(kept, number)
    if one.private:
        raise click.ClickException("What was said there is private and was not recorded.")
    said = words(text)
    kept.correct(one, said, group, getpass.getuser())
    click.echo(f"Recording {number}: {said or '(nothing)'}")


@recordings.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--practice", is_flag=True, help="With what was said on practice telephones.")
@click.pass_obj
def export(env_file: Path, folder: Path, practice: bool) -> None:
    """Write the corrected recordings into FOLDER, for `benefitline models adapt --corpus FOLDER`.

    They are no longer encrypted there, and nothing deletes them by itself.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty.")
    left_out: Counter[str] = Counter()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    count = write(folder, examples(_open(env_file), practice, left_out))
    click.echo(f"{count} recordings written to {folder}; delete it when the model has learnt.")
    for reason, number in left_out.items():
        click.echo(f"{number} left out: {reason}")


@recordings.command()
@click.argument("numbers", type=int, nargs=-1, required=True)
@click.pass_obj
def delete(env_file: Path, numbers: tuple[int, ...]) -> None:
    """Delete recordings by their NUMBERS."""
    kept = _open(env_file)
    for number in numbers:
        _one(kept, number)
    deleted = sum(kept.delete(number) for number in numbers)
    _deleted(deleted, len(numbers))


@recordings.command("erase-caller")
@click.argument("number")
@click.pass_obj
def erase_caller(env_file: Path, number: str) -> None:
    """Delete everything recorded of the telephone NUMBER (+15550100001)."""
    e164 = re.sub(r"[\s().-]", "", number)
    if not re.fullmatch(r"\+[0-9]{6,15}", e164):
        raise click.ClickException(f"{number} is no number like +15550100001.")
    kept = _open(env_file)
    wanted = kept.of_caller(e164)
    _deleted(kept.erase_caller(e164), wanted)


def _deleted(deleted: int, wanted: int) -> None:
    click.echo(f"{deleted} recordings deleted.")
    if deleted < wanted:
        raise click.ClickException(
            f"{wanted - deleted} files could not be deleted; the server goes on trying."
        )


def _open(env_file: Path) -> Recordings:
    settings = load(env_file)
    store = Store.open(settings)
    files = AudioFiles(settings.data_dir / "calls", store.vault)
    return Recordings(store.database, store.vault, files)


def _one(kept: Recordings, number: int) -> Recording:
    one = kept.get(number) if abs(number) < 2**63 else None
    if one is None:
        raise click.ClickException(f"There is no recording {number}.")
    return one
