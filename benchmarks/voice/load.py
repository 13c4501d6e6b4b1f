"""Calls from a process of its own, so that their making does not slow the server under them."""

from __future__ import annotations

import gc
import heapq
import itertools
import math
import multiprocessing
import os
import queue
import random
import re
import selectors
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import TracebackType
from xml.etree import ElementTree

from benchmarks.voice.phone import Answered, Ended, Phone, Script
from benchmarks.voice.scripts import Astray, Dropped
from benchmarks.voice.wire import Closed, Refused, Wire
from provider.standin import Server, StandinError
from provider.standin.clock import FRAME_S
from provider.standin.ids import new_sid

_DIALLERS = 6
_FIRST_PHONE = 15_551_000_000
_ENDS_WITHIN_S = 30.0
_USUAL = ("hung up", "closed", "dropped")


@dataclass(frozen=True)
class Plan:
    """What the calls of a load are like.

    pace: how many times faster than real time a call passes. speed: how many times faster than the
    call prompts are played. most: calls altogether.
    """

    server: Server
    to: str
    scripts: Sequence[Script]
    pace: float = 1.0
    speed: float = 1.0
    most: int = 1_000_000
    keep_audio: bool = False
    core: int | None = None


@dataclass
class Heard:
    """What came of calls in some time."""

    answers: list[Answered] = field(default_factory=list)
    calls: list[Ended] = field(default_factory=list)

    def add(self, news: Answered | Ended) -> None:
        """Something happened."""
        if isinstance(news, Answered):
            self.answers.append(news)
        else:
            self.calls.append(news)

    def __iadd__(self, other: Heard) -> Heard:
        self.answers += other.answers
        self.calls += other.calls
        return self

    @property
    def troubles(self) -> list[str]:
        """What went wrong in calls."""
        return [call.how for call in self.calls if call.how not in _USUAL]


class Load:
    """Runs a number of calls at once; each that ends is followed by another."""

    def __init__(self, plan: Plan) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(plan, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe.recv()  # it is ready; raises EOFError when it could not start

    def hold(self, calls: int) -> None:
        """So many calls at once from now on."""
        self._pipe.send(calls)

    def watch(self, seconds: float = math.inf) -> Heard:
        """What happens within some seconds, or until the last call of the plan has ended."""
        heard, until = Heard(), time.monotonic() + seconds
        try:
            while (left := until - time.monotonic()) > 0:
                if self._pipe.poll(min(left, 1.0)):
                    heard.add(self._pipe.recv())
        except EOFError:
            pass
        return heard

    def stop(self) -> Heard:
        """End all calls; answers what they were."""
        self._pipe.send(None)
        return self.watch()

    def __enter__(self) -> Load:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe.close()
        self._process.join(0 if kind else _ENDS_WITHIN_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _run(plan: Plan, pipe: Connection) -> None:
    if plan.core is not None:
        os.sched_setaffinity(0, {plan.core})
    pipe.send("ready")
    gc.freeze()
    gc.disable()  # a pause of ours would look like one of the server's
    _Exchange(plan, pipe).run()


class _Exchange:
    """The loop over all calls."""

    def __init__(self, plan: Plan, pipe: Connection) -> None:
        self._plan, self._pipe = plan, pipe
        self._frame_s = FRAME_S / plan.pace
        self._selector = selectors.DefaultSelector()
        self._due: list[tuple[float, int, Phone]] = []
        self._order = itertools.count()
        self._connected: queue.Queue[Phone | Ended] = queue.Queue()
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._wanted, self._made, self._dialling, self._live = 0, 0, 0, 0
        self._leaving = False

    def run(self) -> None:
        helpers = [threading.Thread(target=self._help) for _ in range(_DIALLERS)]
        for helper in helpers:
            helper.start()
        next_look = 0.0
        while not self._over:
            now = time.monotonic()
            if now >= next_look:
                self._look()
                next_look = now + 0.05
            self._tick(now)
            wait = self._due[0][0] - time.monotonic() if self._due else 0.01
            for key, _ in self._selector.select(min(max(0.0, wait), 0.01)):
                self._take(key.data)
        for _ in helpers:
            self._jobs.put(None)
        for helper in helpers:
            helper.join()

    @property
    def _over(self) -> bool:
        done = self._leaving or self._made >= self._plan.most
        return done and not self._live and not self._dialling

    def _look(self) -> None:
        """Orders, new connections, and calls that are missing."""
        while not self._leaving and self._pipe.poll():
            try:
                wanted = self._pipe.recv()
            except EOFError:
                wanted = None
            self._wanted = wanted or 0
            if wanted is None:
                self._leave()
        while not self._connected.empty():
            self._dialling -= 1
            found = self._connected.get()
            if isinstance(found, Ended):
                self._tell(found)
            else:
                self._join(found)
        while self._live + self._dialling < self._wanted and self._made < self._plan.most:
            number, script = self._made, self._plan.scripts[self._made % len(self._plan.scripts)]
            self._made += 1
            self._dialling += 1
            self._jobs.put(lambda number=number, script=script: self._dial(number, script))

    def _leave(self) -> None:
        self._leaving = True
        for _, _, phone in list(self._due):
            self._end(phone, "hung up")

    def _join(self, phone: Phone) -> None:
        if self._leaving:
            self._tell(phone.ended("hung up"))
            return
        self._live += 1
        self._selector.register(phone.wire.socket, selectors.EVENT_READ, phone)
        first = time.monotonic() + random.random() * self._frame_s
        heapq.heappush(self._due, (first, next(self._order), phone))

    def _tick(self, now: float) -> None:
        while self._due and self._due[0][0] <= now:
            due, order, phone = heapq.heappop(self._due)
            if phone.over:
                continue
            try:
                phone.tick()
            except StopIteration:
                self._end(phone, "hung up")
            except Closed:
                self._end(phone, "closed")
            except Dropped:
                self._end(phone, "dropped")
            except Astray as error:
                self._end(phone, str(error))
            else:
                heapq.heappush(self._due, (due + self._frame_s, order, phone))
                self._tell_answers(phone)

    def _take(self, phone: Phone) -> None:
        try:
            phone.take(time.monotonic())
        except Closed:
            self._end(phone, "closed")

    def _end(self, phone: Phone, how: str) -> None:
        if phone.over:
            return
        self._selector.unregister(phone.wire.socket)
        self._live -= 1
        self._tell_answers(phone)
        self._tell(phone.ended(how))
        self._jobs.put(lambda: self._finish(phone, how))

    def _tell_answers(self, phone: Phone) -> None:
        while phone.answers:
            self._tell(phone.answers.pop())

    def _tell(self, news: Answered | Ended) -> None:
        with suppress(OSError):  # nobody listens any more
            self._pipe.send(news)

    # In the helpers: requests, for which the loop must not wait -----------------------------------

    def _help(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _dial(self, number: int, script: Script) -> None:
        began = time.monotonic()
        try:
            self._connected.put(self._phone(number, script))
        except (StandinError, Refused, OSError) as error:
            waited = time.monotonic() - began
            self._connected.put(Ended("", waited, 0.0, str(error)))

    def _phone(self, number: int, script: Script) -> Phone:
        plan, server, sid = self._plan, self._plan.server, new_sid("CA")
        fields = self._fields(sid, number, "ringing")
        url, parameters = _stream(server.post("/voice/incoming", fields).body)
        wire = Wire(server.reachable(url), server.signed(url, {}))
        phone = Phone(wire, sid, number, script, plan.speed, plan.keep_audio)
        phone.begin(parameters)
        return phone

    def _finish(self, phone: Phone, how: str) -> None:
        """What the provider does after a stream."""
        server = self._plan.server
        try:
            if how in ("closed", "dropped"):
                fields = self._fields(phone.call_sid, phone.number, "in-progress")
                server.post("/voice/after-stream", fields)
            fields = self._fields(phone.call_sid, phone.number, "completed")
            server.post("/voice/status", fields)
        except StandinError:
            pass  # a server that does not answer shows in the figures

    def _fields(self, sid: str, number: int, status: str) -> dict[str, str]:
        return {
            "CallSid": sid,
            "AccountSid": self._plan.server.account_sid,
            "From": f"+{_FIRST_PHONE + number % 1000}",
            "To": self._plan.to,
            "CallStatus": status,
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }


def _stream(twiml: bytes) -> tuple[str, dict[str, str]]:
    """The address and the parameters of the announced stream. Raises Refused without one."""
    found = ElementTree.fromstring(twiml).find("Connect/Stream")
    if found is None:
        verbs = re.findall(rb"<([A-Z]\w+)", twiml)
        raise Refused(f"No stream, but {b' '.join(verbs).decode()}.")
    parameters = {item.get("name", ""): item.get("value", "") for item in found.iter("Parameter")}
    return found.get("url", ""), parameters
