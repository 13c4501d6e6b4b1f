"""Messages of Twilio's bidirectional Media Streams: dataclasses that read and write themselves.

Numbers arrive as strings; a payload is raw mu-law at 8000 Hz in base64.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from voice import mulaw
from voice.endpoint import FRAME_BYTES

LONGEST_MESSAGE = 64 * 1024
"""Characters of a message that is still looked at; a usual one has about 300."""


class Malformed(ValueError):
    """The message is not one of Twilio's."""


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str):
        raise Malformed(f"{name} is not a text")
    return value


def _number(values: Mapping[str, Any], name: str) -> int | None:
    value = str(values.get(name, ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else None


def _part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    if not isinstance(value, dict):
        raise Malformed(f"{name} is missing")
    return value


@dataclass(frozen=True)
class Connected:
    """The socket is open."""

    event: ClassVar[str] = "connected"

    @staticmethod
    def read(message: Mapping[str, Any]) -> Connected:
        return Connected()

    def body(self) -> dict[str, Any]:
        return {"protocol": "Call", "version": "1.0.0"}


@dataclass(frozen=True)
class Start:
    """The call begins; comes once."""

    event: ClassVar[str] = "start"
    stream_sid: str
    call_sid: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "audio/x-mulaw"
    sample_rate: int = mulaw.RATE

    @staticmethod
    def read(message: Mapping[str, Any]) -> Start:
        start = _part(message, "start")
        given = start.get("customParameters")
        audio = start.get("mediaFormat")
        audio = audio if isinstance(audio, dict) else {}
        rate = str(audio.get("sampleRate", mulaw.RATE))
        return Start(
            stream_sid=_text(start, "streamSid"),
            call_sid=_text(start, "callSid"),
            parameters={k: v for k, v in given.items() if isinstance(v, str)}
            if isinstance(given, dict)
            else {},
            encoding=str(audio.get("encoding", "audio/x-mulaw")),
            sample_rate=int(rate) if rate.isascii() and rate.isdigit() and len(rate) < 9 else 0,
        )

    def body(self) -> dict[str, Any]:
        audio = {"encoding": self.encoding, "sampleRate": self.sample_rate, "channels": 1}
        start = {
            "streamSid": self.stream_sid,
            "callSid": self.call_sid,
            "tracks": ["inbound"],
            "mediaFormat": audio,
            "customParameters": dict(self.parameters),
        }
        return {"streamSid": self.stream_sid, "start": start}


@dataclass(frozen=True)
class Media:
    """A piece of audio, either way. `chunk` counts from 1 on the way in and is 0 on the way out.
    `timestamp_ms`: of the audio since the stream began; None where it is not said."""

    event: ClassVar[str] = "media"
    payload: bytes
    stream_sid: str = ""
    chunk: int = 0
    timestamp_ms: int | None = None

    @staticmethod
    def read(message: Mapping[str, Any]) -> Media:
        media = _part(message, "media")
        try:
            payload = base64.b64decode(_text(media, "payload"), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Malformed("the payload is not base64") from error
        chunk, timestamp = _number(media, "chunk"), _number(media, "timestamp")
        return Media(payload, str(message.get("streamSid", "")), chunk or 0, timestamp)

    def body(self) -> dict[str, Any]:
        media = {"payload": base64.b64encode(self.payload).decode()}
        counted = {"track": "inbound", "chunk": str(self.chunk)} if self.chunk else {}
        return {"streamSid": self.stream_sid, "media": counted | media}


@dataclass(frozen=True)
class Dtmf:
    """A key was pressed."""

    event: ClassVar[str] = "dtmf"
    digit: str
    stream_sid: str = ""

    @staticmethod
    def read(message: Mapping[str, Any]) -> Dtmf:
        return Dtmf(_text(_part(message, "dtmf"), "digit"), str(message.get("streamSid", "")))

    def body(self) -> dict[str, Any]:
        dtmf = {"track": "inbound_track", "digit": self.digit}
        return {"streamSid": self.stream_sid, "dtmf": dtmf}


@dataclass(frozen=True)
class Mark:
    """Sent after audio; comes back when the audio before it has been played or cleared."""

    event: ClassVar[str] = "mark"
    name: str
    stream_sid: str = ""

    @staticmethod
    def read(message: Mapping[str, Any]) -> Mark:
        return Mark(_text(_part(message, "mark"), "name"), str(message.get("streamSid", "")))

    def body(self) -> dict[str, Any]:
        return {"streamSid": self.stream_sid, "mark": {"name": self.name}}


@dataclass(frozen=True)
class Clear:
    """Empties the other side's buffer: the caller talks over the prompt."""

    event: ClassVar[str] = "clear"
    stream_sid: str = ""

    @staticmethod
    def read(message: Mapping[str, Any]) -> Clear:
        return Clear(str(message.get("streamSid", "")))

    def body(self) -> dict[str, Any]:
        return {"streamSid": self.stream_sid}


@dataclass(frozen=True)
class Stop:
    """The stream is over."""

    event: ClassVar[str] = "stop"
    stream_sid: str = ""

    @staticmethod
    def read(message: Mapping[str, Any]) -> Stop:
        return Stop(str(message.get("streamSid", "")))

    def body(self) -> dict[str, Any]:
        return {"streamSid": self.stream_sid, "stop": {}}


Message = Connected | Start | Media | Dtmf | Mark | Clear | Stop
_KINDS: dict[str, type[Message]] = {
    kind.event: kind for kind in (Connected, Start, Media, Dtmf, Mark, Clear, Stop)
}


def read(text: str | bytes) -> Message | None:
    """The message, or None for an event that is not known (Twilio adds some without notice).

    Raises Malformed for anything that is not a message at all.
    """
    if len(text) > LONGEST_MESSAGE:
        raise Malformed("the message is too long")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("the message is not JSON") from error
    if not isinstance(message, dict) or not isinstance(message.get("event"), str):
        raise Malformed("the message has no event")
    kind = _KINDS.get(message["event"])
    return kind.read(message) if kind else None


def write(message: Message) -> str:
    """The message as it goes over the socket."""
    return json.dumps({"event": message.event} | message.body(), separators=(",", ":"))


class Frames:
    """Cuts incoming audio of any size into frames of 20 ms; late and repeated pieces are dropped.

    A socket keeps its order, so a piece with an old number is a repetition or a fault of the
    sender; played now it would be noise.
    """

    _MEMORY = 500  # a number further back than this many pieces is a new count, not an old piece

    def __init__(self) -> None:
        self._rest = b""
        self._last_chunk = 0

    def add(self, media: Media) -> Iterator[bytes]:
        """The frames, FRAME_BYTES of mu-law each, that are complete with this piece."""
        if media.chunk:
            if 0 <= self._last_chunk - media.chunk < self._MEMORY:
                return
            self._last_chunk = media.chunk
        audio = self._rest + media.payload
        whole = len(audio) - len(audio) % FRAME_BYTES
        self._rest = audio[whole:]
        for start in range(0, whole, FRAME_BYTES):
            yield audio[start : start + FRAME_BYTES]
