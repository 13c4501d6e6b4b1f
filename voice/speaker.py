"""Says replies over a stream: prompts as frames of audio, a mark at the end of each reply."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from flows.outcome import Prompt
from voice import mulaw
from voice.endpoint import FRAME_BYTES, FRAME_S
from voice.phrasing import Piece
from voice.prompts import Prompts
from voice.stream import Clear, Mark, Media, Message

PIECE_BYTES = 50 * FRAME_BYTES
"""One second of audio is sent at a time, so that many calls that begin at once share the machine
fairly, and a caller who interrupts is noticed in between."""


class Speaker:
    """Knows what is playing. The provider buffers audio, so it is sent as fast as it is made,
    sentence by sentence; the mark that comes back tells when the caller has heard it."""

    def __init__(
        self, send: Callable[[Message], None], stream_sid: str, prompts: Prompts, grace_s: float
    ) -> None:
        """grace_s: how long after its audio a reply counts as playing without its mark."""
        self._send = send
        self._stream_sid = stream_sid
        self._prompts = prompts
        self._grace_s = grace_s
        self._pieces: deque[tuple[Piece, str]] = deque()
        self._audio = b""
        self._mark = ""
        self._replies = 0
        self._remaining_s = 0.0

    @property
    def playing(self) -> bool:
        """Is the caller still hearing the reply?"""
        return bool(self._mark)

    @property
    def more(self) -> bool:
        """Is there audio that was not sent yet?"""
        return bool(self._audio or self._pieces)

    def say(self, prompts: Iterable[Prompt], pace: str) -> None:
        """Begin a reply, after what is playing: its first second goes out now, the rest with
        `send_next`."""
        self._remaining_s = max(self._remaining_s, self._grace_s) if self._mark else self._grace_s
        self._replies += 1
        self._mark = f"reply-{self._replies}"
        self._pieces.extend(
            (piece, pace) for prompt in prompts for piece in self._prompts.pieces(prompt)
        )
        self.send_next()

    def send_next(self) -> None:
        """Send one more piece, and the mark after the last."""
        if not self._audio and self._pieces:
            audio = self._prompts.audio(*self._pieces.popleft())
            self._audio = audio + bytes([mulaw.SILENCE]) * (-len(audio) % FRAME_BYTES)
        piece, self._audio = self._audio[:PIECE_BYTES], self._audio[PIECE_BYTES:]
        for start in range(0, len(piece), FRAME_BYTES):
            self._send(Media(piece[start : start + FRAME_BYTES], self._stream_sid))
        self._remaining_s += len(piece) / mulaw.RATE
        if not self.more and self._mark:
            self._send(Mark(self._mark, self._stream_sid))

    def marked(self, name: str) -> None:
        """A mark came back."""
        if name == self._mark and not self.more:
            self._mark = ""

    def frame(self) -> None:
        """The caller's audio went on by one frame: a mark that got lost is waited for no longer."""
        if self._mark and not self.more:
            self._remaining_s -= FRAME_S
            if self._remaining_s <= 0:
                self._mark = ""

    def stop(self) -> None:
        """Barge-in: the caller need not hear the rest."""
        if self.playing:
            self._pieces.clear()
            self._audio = b""
            self._mark = ""
            self._send(Clear(self._stream_sid))
