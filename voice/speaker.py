"""Says replies over a stream: prompts as frames of audio, a mark at the end of each reply."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from conversation.reply import Reply
from voice import mulaw
from voice.endpoint import FRAME_BYTES, FRAME_S
from voice.prompts import Prompts
from voice.stream import Clear, Mark, Media, Message


class Speaker:
    """Knows what is playing. The provider buffers audio, so everything is sent at once, sentence
    by sentence; the mark that comes back tells when the caller has heard it."""

    def __init__(
        self, send: Callable[[Message], None], stream_sid: str, prompts: Prompts, grace_s: float
    ) -> None:
        """grace_s: how long after its audio a reply counts as playing without its mark."""
        self._send = send
        self._stream_sid = stream_sid
        self._prompts = prompts
        self._grace_s = grace_s
        self._sentences: deque[tuple[str, str, str]] = deque()
        self._mark = ""
        self._replies = 0
        self._remaining_s = 0.0

    @property
    def playing(self) -> bool:
        """Is the caller still hearing the reply?"""
        return bool(self._mark)

    @property
    def more(self) -> bool:
        """Are there sentences that were not sent yet?"""
        return bool(self._sentences)

    def say(self, reply: Reply) -> None:
        """Begin a reply: its first sentence goes out now, the others with `send_next`."""
        self._replies += 1
        self._mark = f"reply-{self._replies}"
        self._remaining_s = self._grace_s
        self._sentences = deque(
            (part, prompt.language, reply.pace)
            for prompt in reply.prompts
            for part in self._prompts.parts(prompt.text, prompt.language, reply.pace)
        )
        self.send_next()

    def send_next(self) -> None:
        """Send one more sentence, and the mark after the last."""
        if self._sentences:
            audio = self._prompts.audio(*self._sentences.popleft())
            audio += bytes([mulaw.SILENCE]) * (-len(audio) % FRAME_BYTES)
            for start in range(0, len(audio), FRAME_BYTES):
                self._send(Media(audio[start : start + FRAME_BYTES], self._stream_sid))
            self._remaining_s += len(audio) / mulaw.RATE
        if not self._sentences and self._mark:
            self._send(Mark(self._mark, self._stream_sid))

    def marked(self, name: str) -> None:
        """A mark came back."""
        if name == self._mark and not self._sentences:
            self._mark = ""

    def frame(self) -> None:
        """The caller's audio went on by one frame: a mark that got lost is waited for no longer."""
        if self._mark and not self._sentences:
            self._remaining_s -= FRAME_S
            if self._remaining_s <= 0:
                self._mark = ""

    def stop(self) -> None:
        """Barge-in: the caller need not hear the rest."""
        if self.playing:
            self._sentences.clear()
            self._mark = ""
            self._send(Clear(self._stream_sid))
