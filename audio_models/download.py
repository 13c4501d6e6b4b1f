"""Fetch a large file over HTTP: time-outs, retries, and resuming where the last attempt stopped."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import requests

from audio_models.errors import InstallError

Progress = Callable[[int, int | None], None]
"""Is told the bytes that are there and, if known, how many there will be."""

_BLOCK = 1 << 16
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")
_WORTH_A_RETRY = {408, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server; `attempts` counts those in a row that brought no byte."""

    timeout_s: float = 30.0
    attempts: int = 5
    pause_s: float = 1.0
    """Before the second attempt; doubled before each further one."""


@dataclass(frozen=True)
class _Note:
    """What is known of the partial file, kept beside it."""

    url: str
    validator: str = ""
    """The strong ETag or the Last-Modified of the file that was being sent."""
    total: int | None = None


class _Cut(Exception):
    """The attempt ended early; another may do better."""


def download(
    url: str,
    partial: Path,
    most_bytes: int,
    progress: Progress = lambda done, total: None,
    patience: Patience | None = None,
) -> None:
    """Bring the whole file to `partial`, going on from what is already in it.

    Raises InstallError when the server refuses, stays away, or sends more than `most_bytes`; then,
    except for the last reason, `partial` keeps what came, for the next call.
    """
    patience = patience or Patience()
    failures = 0
    while True:
        before = _size(partial)
        try:
            return _attempt(url, partial, most_bytes, progress, patience.timeout_s)
        except (_Cut, requests.RequestException) as error:
            failures = 1 if _size(partial) > before else failures + 1
            if failures >= patience.attempts:
                kept = " What came is kept for the next time." if _size(partial) else ""
                raise InstallError(f"Fetching {url} failed: {_reason(error)}.{kept}") from error
        time.sleep(patience.pause_s * 2 ** (failures - 1))


def discard(partial: Path) -> None:
    """Forget a download, begun or finished."""
    partial.unlink(missing_ok=True)
    _note_file(partial).unlink(missing_ok=True)


def _attempt(
    url: str, partial: Path, most_bytes: int, progress: Progress, timeout_s: float
) -> None:
    note, have = _resumable(url, partial)
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": note.validator}
    with requests.get(url, headers=headers, stream=True, timeout=timeout_s) as answer:
        if answer.status_code == 416 and _total(answer) == have == note.total:
            return  # everything had come before
        _refuse_errors(url, answer)
        if have and not _continues(answer, note, have):
            discard(partial)
            if answer.status_code == 206:  # a part of some other file
                raise _Cut("the file changed on the server")
            have = 0
        total = _total(answer)
        _write_note(partial, _Note(url, _validator(answer), total))
        if total is not None and total > most_bytes:
            _refuse_size(url, partial, most_bytes)
        done = _save(url, answer, partial, have, most_bytes, lambda done: progress(done, total))
    if total is not None and done != total:
        if done > total:
            discard(partial)
        raise _Cut(f"{done} of {total} bytes came")


def _save(
    url: str,
    answer: requests.Response,
    partial: Path,
    have: int,
    most_bytes: int,
    progress: Callable[[int], None],
) -> int:
    with partial.open("ab" if have else "wb") as target:
        progress(have)
        for block in answer.iter_content(_BLOCK):
            have += len(block)
            if have > most_bytes:
                _refuse_size(url, partial, most_bytes)
            target.write(block)
            progress(have)
    return have


def _refuse_errors(url: str, answer: requests.Response) -> None:
    if answer.status_code in _WORTH_A_RETRY or answer.status_code == 416:
        raise _Cut(f"the server answered {answer.status_code}")
    if answer.status_code not in (200, 206):
        raise InstallError(f"Fetching {url} failed: the server answered {answer.status_code}.")


def _refuse_size(url: str, partial: Path, most_bytes: int) -> None:
    discard(partial)
    raise InstallError(f"The file at {url} has more than {most_bytes} bytes.")


def _continues(answer: requests.Response, note: _Note, have: int) -> bool:
    """Is this the rest of the file whose beginning we have? Servers may ignore our conditions."""
    match = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    return bool(
        answer.status_code == 206
        and match
        and match[1] == str(have)
        and _validator(answer) in ("", note.validator)
        and _total(answer) == note.total
    )


def _validator(answer: requests.Response) -> str:
    tag = answer.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")


def _total(answer: requests.Response) -> int | None:
    if answer.status_code in (206, 416):
        match = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        text = match[2] if match else ""
    else:
        text = answer.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() else None


def _resumable(url: str, partial: Path) -> tuple[_Note, int]:
    """What may be gone on from; without a validator nobody could tell whether the file changed."""
    try:
        note = _Note(**json.loads(_note_file(partial).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return _Note(url), 0
    if note.url != url or not note.validator:
        return replace(note, url=url), 0
    return note, _size(partial)


def _write_note(partial: Path, note: _Note) -> None:
    _note_file(partial).write_text(json.dumps(asdict(note)), encoding="utf-8")


def _note_file(partial: Path) -> Path:
    return partial.with_name(partial.name + ".json")


def _size(partial: Path) -> int:
    return partial.stat().st_size if partial.exists() else 0


def _reason(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "the server did not answer in time"
    if isinstance(error, _Cut):
        return str(error)
    if isinstance(error, requests.ConnectionError | requests.exceptions.ChunkedEncodingError):
        return "the connection failed or was cut"
    return str(error)
