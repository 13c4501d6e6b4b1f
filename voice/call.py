"""One call over one stream: whose turn it is, from the greeting to the last word."""

from __future__ import annotations

import time
from collections.abc import Callable

from prometheus_client import Histogram

from conversation.redaction import MASK
from conversation.reply import Reply
from voice import metrics
from voice.endpoint import FRAME_S
from voice.listener import Answer, Listener
from voice.question import question_of
from voice.speaker import Speaker
from voice.stream import Clear, Dtmf, Frames, Mark, Media, Message
from voice.switchboard import Caller, Switchboard, next_event
from voice.taking import AT_ONCE_S, Wait


class Call:
    """Takes the messages of a stream one by one. Time passes with the caller's audio only."""

    def __init__(
        self, board: Switchboard, who: Caller, stream_sid: str, send: Callable[[Message], None]
    ) -> None:
        self._board = board
        self._who = who
        self._frames = Frames()
        self._send = send
        self._speaker = Speaker(self._say, stream_sid, board.prompts, board.timing.mark_grace)
        self._listener = Listener(board.models, board.timing)
        self._reply: Reply | None = None
        self._wait: Wait | None = None
        self._timed = metrics.FIRST_AUDIO
        self._began = 0.0
        self._listening = False
        self._by_keys = False
        """Has this call been told that there are too many?"""
        self._shown = ""
        self._lasted: float | None = 0.0
        """Seconds of the caller's audio so far; None where another stream brought the first."""

    @property
    def over(self) -> bool:
        """Has the caller heard the last word? Then the socket closes and the call goes on
        where the TwiML of the stream continues."""
        return self._final and not self._speaker.playing

    @property
    def more(self) -> bool:
        """Is there audio that `send_next` should send before the next message is waited for?"""
        return self._speaker.more

    def send_next(self) -> None:
        """Send the next piece of a reply."""
        self._speaker.send_next()

    @property
    def waiting(self) -> bool:
        """Is a turn being taken, so that `look` should be called every now and then?"""
        return self._wait is not None

    def start(self) -> None:
        """The first words; a call whose stream came back is asked its question again."""
        began = time.perf_counter()
        self._take("start", lambda: self._board.current(self._who), metrics.FIRST_AUDIO, began)

    def look(self, patience_s: float = 0.0) -> None:
        """See whether the turn has come to its reply, and say that it takes a moment."""
        if self._wait is None:
            return
        reply = self._wait.reply(patience_s)
        if reply is not None:
            self._wait = None
            self._answer(reply)
        elif number := self._wait.filler():
            metrics.FILLERS.inc()
            self._speaker.say((self._board.filler(self._reply, number),), self._pace)

    def hear(self, message: Message) -> None:
        """What the stream brings while the call lasts."""
        if isinstance(message, Media):
            for frame in self._frames.add(message):
                self._hear_frame(frame)
            self._may_be_crowded_out()
            self._may_take_a_hint()
        elif isinstance(message, Dtmf):
            self._hear_key(message.digit)
        elif isinstance(message, Mark):
            self._speaker.marked(message.name)
            self._prompt_may_be_over()

    def close(self) -> None:
        """Nothing more will be heard."""
        self._listener.close()
        self._show("")
        if self._reply:
            self._board.listeners.ended(self._reply.session_id)

    def _say(self, message: Message) -> None:
        """Send a message to the caller; who listens in hears it too."""
        self._send(message)
        if isinstance(message, Media | Clear):
            audio = message.payload if isinstance(message, Media) else b""
            self._board.listeners.hear(self._reply, "us", audio)

    def _hear_frame(self, frame: bytes) -> None:
        self._board.listeners.hear(self._reply, "caller", frame)
        self._speaker.frame()
        if self._lasted is not None:
            self._lasted += FRAME_S
        if self._final or self.waiting:
            self._listener.pass_by()  # what is said while nothing is asked answers nothing
            return
        self._keys_may_interrupt()
        self._prompt_may_be_over()
        began = time.perf_counter()
        answer = self._listener.frame(frame, playing=self._speaker.playing)
        self._voice_may_interrupt()
        self._show(self._listener.words)
        if self._speaker.paused and self._is_nothing(answer):
            self._go_on()
        elif answer:
            self._took(answer, began)

    def _voice_may_interrupt(self) -> None:
        speaker = self._speaker
        if speaker.playing and self._listener.interrupts and not speaker.must_be_heard:
            speaker.pause()
            self._listening = True  # the utterance has begun already and must not be forgotten

    def _is_nothing(self, answer: Answer | None) -> bool:
        """Was what interrupted a prompt nothing that answers it: a cough that sounded like a word,
        a word to somebody in the room?"""
        if answer is None:
            return self._listener.idle
        if answer.said is None:
            return answer.kind == "silence"
        certain = answer.said.confidence >= self._board.timing.interruption_confidence
        return not (answer.said.text and certain)

    def _go_on(self) -> None:
        """A prompt that was interrupted for nothing goes on where it was."""
        metrics.RESUMED.inc()
        self._listener.dismiss()
        self._listening = False
        self._speaker.resume()

    def _may_be_crowded_out(self) -> None:
        """Too many calls: this one goes on by keys. A caller who is keying does so already."""
        crowded = self._board.crowding.deaf(self._who.call_sid)
        if not crowded:
            self._by_keys = False
        elif not (self._by_keys or self._final or self.waiting or self._listener.keys_waiting):
            self._by_keys = True
            if self._reply and self._reply.expects and not self._reply.expects.keys_only:
                self._speaker.stop()
                self._took(Answer("crowded"), time.perf_counter())

    def _may_take_a_hint(self) -> None:
        """What a clerk has whispered: at once where nobody speaks, else with what is being said."""
        reply, live, listener = self._reply, self._board.live, self._listener
        if reply is None or not live.whispered(reply.session_id) or self._final or self.waiting:
            return
        if listener.keys_waiting or not listener.idle or self._speaker.must_be_heard:
            return
        live.heeded(reply.session_id)
        if self._board.turns.staffed.waits(reply.session_id, reply.expects):
            self._speaker.stop()
            self._took(Answer("hint"), time.perf_counter())

    def _hear_key(self, key: str) -> None:
        if not self._final:
            self._listener.key(key)
            self._keys_may_interrupt()

    def _keys_may_interrupt(self) -> None:
        """Keys end a prompt; where it must be heard out they wait until it has been."""
        if self._listener.keys_waiting and not (self.waiting or self._speaker.must_be_heard):
            self._speaker.stop()
            self._prompt_may_be_over()
            self._take_keys(time.perf_counter())

    def _take_keys(self, began: float) -> None:
        """The keys pressed so far may make an answer, also before its question is asked."""
        answer = self._listener.keys()
        if answer:
            self._took(answer, began)

    @property
    def _final(self) -> bool:
        return self._reply is not None and self._reply.next != "listen"

    def _prompt_may_be_over(self) -> None:
        asked = not (self._final or self.waiting)
        if asked and not self._listening and not self._speaker.playing:
            self._listening = True
            self._listener.prompt_over()

    def _took(self, answer: Answer, began: float) -> None:
        event = next_event(self._reply)
        self._show("")
        ended_at, keep = self._lasted, self._reply is not None and self._reply.recording

        def take() -> Reply:
            kind, keys, said = answer.kind, answer.keys, answer.said
            return self._board.take(
                self._who, event, kind, keys, said, ended_at=ended_at, keep=keep
            )

        self._take(event, take, metrics.REPLY, began)

    def _take(self, event: str, take: Callable[[], Reply], timed: Histogram, began: float) -> None:
        """Take a turn beside the stream: its messages go on being heard."""
        self._timed, self._began = timed, began
        self._wait = self._board.wait(self._who, event, take)
        self.look(AT_ONCE_S)

    def _answer(self, reply: Reply) -> None:
        """Say the reply, and be ready for what it asks before it is over."""
        if self._reply is None and reply.turn > 1:
            self._lasted = None
        self._reply = reply
        self._listening = False
        prompts = reply.prompts
        if reply.next == "listen" and self._listener.keys_waiting:
            self._speaker.stop()
            prompts = tuple(prompt for prompt in prompts if prompt.hear_out)
        if prompts or not self._listener.keys_waiting:
            self._speaker.say(prompts, reply.pace)
            self._timed.observe(time.perf_counter() - self._began)
        # Sound first: making the recogniser's grammar takes a moment that nobody needs to hear.
        if reply.next == "listen":
            self._listener.expect(question_of(self._board.turns, reply))
            self._prompt_may_be_over()
            self._keys_may_interrupt()

    @property
    def _pace(self) -> str:
        return self._reply.pace if self._reply else "normal"

    def _show(self, words: str) -> None:
        """The words as they are spoken, for staff; at a private question only that there are."""
        if words and self._reply and self._reply.expects and self._reply.expects.private:
            words = MASK
        if words != self._shown and self._reply is not None:
            self._shown = words
            self._board.live.hearing(self._reply.session_id, words)
