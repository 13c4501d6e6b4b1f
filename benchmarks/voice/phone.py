"""A call of the load: the provider's end of one stream, led by a script.

A script is a generator of frames (see `sounds`): one for each 20 ms of the call. Between two frames
it looks at what came from the server, and presses keys.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.voice import sounds
from benchmarks.voice.wire import Closed, Wire
from provider.standin.clock import FRAME_BYTES, FRAME_S
from provider.standin.ids import new_sid

Script = Callable[["Phone"], Iterator[str]]


@dataclass
class Answered:
    """Something a caller did, and when (monotonic seconds) what followed it came; 0 for never."""

    what: str
    step: str
    began_at: float
    ended_at: float = 0.0
    replied_at: float = 0.0
    """The first audio of the reply."""
    cleared_at: float = 0.0
    """The prompt was stopped."""

    @property
    def wait_ms(self) -> float:
        """From the end of speech to the first audio of the reply; negative when cut off."""
        return (self.replied_at - self.ended_at) * 1000


@dataclass
class Ended:
    """A call that is over."""

    sid: str
    seconds: float
    spoken_s: float
    how: str
    """"hung up", "closed" by the server, or what went wrong."""
    audio: list[tuple[str, list[str]]] = field(default_factory=list)
    """The caller's frames by the step that they were heard at, where they were kept."""


class Phone:
    """One call. `speed`: how many times faster than real time prompts are played."""

    def __init__(
        self,
        wire: Wire,
        call_sid: str,
        number: int,
        script: Script,
        speed: float,
        keep_audio: bool,
    ) -> None:
        self.wire, self.call_sid, self.number = wire, call_sid, number
        self.over = False
        self.step = ""
        self.answers: list[Answered] = []
        """Answers of the caller that are complete, until somebody takes them."""
        self.spoken = 0
        """Frames of speech so far."""
        self.frames = 0
        self.sent_at = 0.0
        """When the last frame went out."""
        self.cleared_at = self.reply_at = 0.0
        """When the prompt was last stopped, and when the first audio since `expect_reply` came."""
        self._sid = new_sid("MZ")
        self._sequence = 0
        self._waiting: deque[int | str] = deque()  # bytes of audio, and names of marks
        self._speed = speed
        self._speaking = False
        self._script = script(self)
        self._noise = sounds.line_noise()
        self._audio: list[tuple[str, list[str]]] | None = [] if keep_audio else None

    def begin(self, parameters: dict[str, str]) -> None:
        """`connected` and `start`."""
        self.wire.send('{"event":"connected","protocol":"Call","version":"1.0.0"}')
        start = {
            "streamSid": self._sid,
            "callSid": self.call_sid,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": parameters,
        }
        self._send("start", json.dumps(start))

    def tick(self) -> None:
        """20 ms pass. Raises StopIteration when the script is over, Closed."""
        self._play()
        payload = next(self._script)
        self.frames += 1
        self._send(
            "media",
            f'{{"track":"inbound","chunk":"{self.frames}","timestamp":"{self.frames * 20}",'
            f'"payload":"{payload}"}}',
        )
        self.sent_at = time.monotonic()
        if self._audio is not None:
            if not self._audio or self._audio[-1][0] != self.step:
                self._audio.append((self.step, []))
            self._audio[-1][1].append(payload)

    def take(self, now: float) -> None:
        """What the server sent. Raises Closed."""
        for text in self.wire.receive():
            message = json.loads(text)
            if message["event"] == "media":
                self._waiting.append(len(message["media"]["payload"]) // 4 * 3)
                self._speaking = True
                self.reply_at = self.reply_at or now
            elif message["event"] == "mark":
                self._waiting.append(message["mark"]["name"])
            elif message["event"] == "clear":
                self.cleared_at, self._speaking = now, False
                marks = [item for item in self._waiting if isinstance(item, str)]
                self._waiting.clear()
                self._return(marks)

    def ended(self, how: str) -> Ended:
        """The call is over; says goodbye where the line still stands."""
        self.over = True
        if how == "hung up":
            try:
                self._send("stop", json.dumps({"callSid": self.call_sid}))
            except Closed:
                how = "closed"
        self.wire.close()
        seconds, spoken_s = self.frames * FRAME_S, self.spoken * FRAME_S
        return Ended(self.call_sid, seconds, spoken_s, how, self._audio or [])

    # What scripts use --------------------------------------------------------------------------

    def noise(self) -> str:
        """A frame of the line while nobody speaks."""
        return self._noise[(7 * self.number + self.frames) % len(self._noise)]

    def press(self, key: str) -> None:
        """A key goes down."""
        self._send("dtmf", json.dumps({"track": "inbound_track", "digit": key}))

    def expect_reply(self) -> None:
        """Audio from now on is a reply."""
        self.reply_at = 0.0

    @property
    def playing(self) -> bool:
        """Is a prompt being played, up to the mark at its end?"""
        return self._speaking

    # ------------------------------------------------------------------------------------------

    def _play(self) -> None:
        wanted, marks = FRAME_BYTES * self._speed, []
        while self._waiting:
            item = self._waiting.popleft()
            if isinstance(item, str):
                marks.append(item)
                self._speaking = False
            elif item > wanted:
                self._waiting.appendleft(item - int(wanted))
                break
            else:
                wanted -= item
        self._return(marks)

    def _return(self, marks: list[str]) -> None:
        for name in marks:
            self._send("mark", json.dumps({"name": name}))

    def _send(self, event: str, content: str) -> None:
        self._sequence += 1
        self.wire.send(
            f'{{"event":"{event}","sequenceNumber":"{self._sequence}",'
            f'"streamSid":"{self._sid}","{event}":{content}}}'
        )
