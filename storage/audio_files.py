"""What people said, in one encrypted file an utterance: with its file, all of it is gone."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from storage.vault import Vault, VaultError

_SUFFIX, _UNFINISHED = ".said", ".part"


class AudioGone(Exception):
    """The file is not there, or none of the keys opens it; the message is a sentence."""


@dataclass(frozen=True)
class Utterance:
    """What is kept of something said."""

    audio: bytes
    """Mu-law, 8000 Hz."""
    heard: str = ""
    """What was recognised, as it was: not masked."""
    words: Sequence[tuple[str, float, float, float]] = ()
    """Text, confidence, start and end in seconds since the utterance began."""
    corrected: str | None = None
    """What was really said, by a member of staff."""
    group: str | None = None
    """What the speaker has in common with others, such as "over 70"."""


class AudioFiles:
    """Files of a folder, named at random.

    Files, because hours of audio in the database would slow down everything else that is in it,
    and a deleted row stays in its free pages and its log for a while, where a deleted file is gone.
    """

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.folder = folder
        self._vault = vault

    def add(self, utterance: Utterance) -> str:
        """Keep an utterance in a new file; answers its name. Raises OSError."""
        name = secrets.token_hex(16)
        self._write(name, utterance)
        return name

    def read(self, name: str) -> Utterance:
        """The utterance in a file. Raises AudioGone."""
        try:
            plain = self._vault.decrypt_bytes(self._path(name).read_bytes())
        except FileNotFoundError:
            raise AudioGone("this recording has been deleted") from None
        except (OSError, VaultError) as error:
            raise AudioGone(f"this recording cannot be read: {error}") from error
        head, _, audio = plain.partition(b"\n")
        values = json.loads(head)
        if values.pop("name") != name:
            raise AudioGone("this recording is not the one that its name says")
        return Utterance(audio=audio, **values)

    def correct(self, name: str, text: str, group: str | None) -> None:
        """Write down what was really said. Raises AudioGone and OSError."""
        self._write(name, replace(self.read(name), corrected=text, group=group))

    def delete(self, name: str) -> None:
        """Nothing is left of it; a file that is gone already is no error. Raises OSError."""
        self._path(name).unlink(missing_ok=True)

    def names(self, older_s: float) -> Iterator[str]:
        """Every file that was written so many seconds ago or earlier; what was left half written
        is deleted on the way."""
        before = time.time() - older_s
        for path in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime > before:
                    continue
                if path.suffix == _UNFINISHED:
                    path.unlink()
                elif path.suffix == _SUFFIX:
                    yield path.stem

    def _write(self, name: str, utterance: Utterance) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(_UNFINISHED)
        values = asdict(utterance)
        audio = values.pop("audio")
        head = json.dumps({"name": name, **values}, ensure_ascii=False).encode()
        sealed = self._vault.encrypt_bytes(head + b"\n" + audio)
        try:
            with open(unfinished, "xb") as file:
                file.write(sealed)
            os.replace(unfinished, path)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}{_SUFFIX}"
