"""What the provider itself says and plays, and where a document leads."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from dataclasses import dataclass, field

from provider.standin import twiml
from provider.standin.errors import StandinError
from provider.standin.line import Line
from provider.standin.listening import gather_keys
from provider.standin.twiml import Verb

_LETTERS_A_SECOND = 15  # of the provider's own voice


@dataclass(frozen=True)
class Goto:
    """The next document, and what the request for it says beside the call's own fields."""

    url: str
    fields: dict[str, str] = field(default_factory=dict)


class Finished(Exception):
    """The call is over. `status` is what the status callback will say."""

    def __init__(self, status: str = "completed") -> None:
        self.status = status


def say(line: Line, verb: Verb, until: Callable[[], bool] = lambda: False) -> None:
    words = twiml.words(verb)
    line.words.append(words)
    line.pass_time(len(words) / _LETTERS_A_SECOND, until)


def play(line: Line, verb: Verb, until: Callable[[], bool] = lambda: False) -> None:
    url = line.server.absolute(twiml.words(verb))
    answer = line.server.get(url)
    if answer.status != 200 or not answer.content_type.startswith("audio/"):
        raise StandinError(f"{url} answered {answer.status} {answer.content_type}, not audio.")
    line.words.append(url)
    line.pass_time(_duration_s(answer.body, answer.content_type), until)


def pause(line: Line, verb: Verb, until: Callable[[], bool] = lambda: False) -> None:
    line.pass_time(float(verb.get("length", "1")), until)


SPEAKING = {"Say": say, "Play": play, "Pause": pause}


def gather(
    line: Line, verb: Verb, base: str, until: Callable[[], bool] = lambda: False
) -> Goto | None:
    """`<Gather>`: what it says, and the keys that are pressed meanwhile or afterwards."""
    for nested in verb:
        if nested.tag not in SPEAKING:
            raise StandinError(f"A <Gather> cannot hold <{nested.tag}>.")
        # A key pressed during the prompt ends it.
        SPEAKING[nested.tag](line, nested, until=lambda: line.caller.busy or until())
    keys = gather_keys(line, verb, until)
    if not keys and verb.get("actionOnEmptyResult") != "true":
        return None
    return Goto(line.server.absolute(verb.get("action", base), base), {"Digits": keys})


def _duration_s(audio: bytes, content_type: str) -> float:
    if content_type in ("audio/basic", "audio/x-mulaw"):
        return len(audio) / 8000
    try:
        with wave.open(io.BytesIO(audio)) as file:
            return file.getnframes() / file.getframerate()
    except (wave.Error, EOFError) as error:
        raise StandinError(f"What was to be played is not a WAV file: {error}.") from error
