"""Says replies over a stream: prompts as frames of audio, a mark at the end of each reply."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flows.outcome import Prompt
from voice import mulaw
from voice.endpoint import FRAME_BYTES, FRAME_S
from voice.phrasing import Piece
from voice.prompts import Prompts
from voice.stream import Clear, Mark, Media, Message

PIECE_BYTES = 50 * FRAME_BYTES
"""One second of audio is sent at a time, so that many calls that begin at once share the machine
fairly, and a caller who interrupts is noticed in between. It is one message: 50 would cost more
than all that is heard in that second."""


@dataclass(frozen=True)
class _Part:
    """What is made and sent as one, about a sentence."""

    piece: Piece
    pace: str
    hear_out: bool


class Speaker:
    """Knows what is playing. The provider buffers audio, so it is sent as fast as it is made,
    part by part; the mark that comes back tells when the caller has heard it. In between the
    caller's own audio is the clock that tells how far the caller has heard."""

    def __init__(
        self, send: Callable[[Message], None], stream_sid: str, prompts: Prompts, grace_s: float
    ) -> None:
        """grace_s: how long after its audio a reply counts as playing without its mark."""
        self._send = send
        self._stream_sid = stream_sid
        self._prompts = prompts
        self._grace_s = grace_s
        self._waiting: deque[_Part] = deque()
        self._sent: deque[tuple[_Part, float]] = deque()
        """Parts that were begun and are not heard to their end, and where that is, in seconds."""
        self._audio = b""
        self._mark = ""
        self._replies = 0
        self._sent_s = self._heard_s = 0.0
        self._broken_off: list[_Part] = []

    @property
    def playing(self) -> bool:
        """Is the caller still hearing the reply?"""
        return bool(self._mark)

    @property
    def more(self) -> bool:
        """Is there audio that was not sent yet?"""
        return bool(self._audio or self._waiting)

    @property
    def paused(self) -> bool:
        """Was the reply broken off by somebody who may have meant something else?"""
        return bool(self._broken_off)

    @property
    def must_be_heard(self) -> bool:
        """Is there something in the rest of the reply that nobody may talk over?"""
        return self.playing and any(part.hear_out for part in self._rest())

    def say(self, prompts: Iterable[Prompt], pace: str) -> None:
        """Begin a reply, after what is playing: its first second goes out now, the rest with
        `send_next`."""
        self._broken_off = []
        self._begin(
            _Part(piece, pace, prompt.hear_out)
            for prompt in prompts
            for piece in self._prompts.pieces(prompt)
        )

    def send_next(self) -> None:
        """Send one more piece, and the mark after the last."""
        if not self._audio and self._waiting:
            part = self._waiting.popleft()
            audio = self._prompts.audio(part.piece, part.pace)
            self._audio = audio + bytes([mulaw.SILENCE]) * (-len(audio) % FRAME_BYTES)
            self._sent.append((part, self._sent_s + len(self._audio) / mulaw.RATE))
        piece, self._audio = self._audio[:PIECE_BYTES], self._audio[PIECE_BYTES:]
        if piece:
            self._send(Media(piece, self._stream_sid))
        self._sent_s += len(piece) / mulaw.RATE
        if not self.more and self._mark:
            self._send(Mark(self._mark, self._stream_sid))

    def marked(self, name: str) -> None:
        """A mark came back."""
        if name == self._mark and not self.more:
            self._over()

    def frame(self) -> None:
        """The caller's audio went on by one frame: a mark that got lost is waited for no longer."""
        if not self._mark:
            return
        self._heard_s += FRAME_S
        while self._sent and self._sent[0][1] <= self._heard_s:
            self._sent.popleft()
        if not self.more and self._heard_s >= self._sent_s + self._grace_s:
            self._over()

    def stop(self) -> None:
        """The caller need not hear the rest."""
        self._broken_off = []
        if self.playing:
            self._over()
            self._send(Clear(self._stream_sid))

    def pause(self) -> None:
        """The caller seems to speak: be quiet, but know how to go on."""
        rest = self._rest()
        self.stop()
        self._broken_off = rest

    def resume(self) -> None:
        """It was nothing: go on with the sentence in which the reply was broken off."""
        rest, self._broken_off = self._broken_off, []
        self._begin(rest)

    def _begin(self, parts: Iterable[_Part]) -> None:
        if not self._mark:
            self._sent_s = self._heard_s = 0.0
        self._replies += 1
        self._mark = f"reply-{self._replies}"
        self._waiting.extend(parts)
        self.send_next()

    def _rest(self) -> list[_Part]:
        """From the part that is being heard to the last one."""
        return [*(part for part, _ in self._sent), *self._waiting]

    def _over(self) -> None:
        self._waiting.clear()
        self._sent.clear()
        self._audio = b""
        self._mark = ""
