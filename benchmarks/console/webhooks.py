"""How many texts a server answers in a second, alone and while staff look on."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from statistics import median
from threading import Barrier

from benchmarks.console.asking import Visitor, follow
from benchmarks.console.server import CLERKS
from benchmarks.texts import Texting, messages
from provider.standin import Server

_CONNECTIONS = 4
_ROUNDS = 3
_OPENED_WITHIN_S = 60
_CONTEXT = get_context("spawn")
_ONE = re.compile(r"/console/conversations/([0-9a-f]{32})")


def throughput(
    server: Server, to: str, cookie: str, seconds: float
) -> tuple[float, float, float, float]:
    """Texts a second without and with staff; then how much of them is kept, of each round that
    had one without and one with right after it, and how often a second a page was told news.

    Senders and staff are processes of their own: they take no time from each other's threads.
    """
    alone, watched, kept, told = [], [], [], []
    for _ in range(_ROUNDS):
        alone.append(_apart(_texts, server, to, seconds))
        began = time.monotonic()
        opened = _CONTEXT.Event()
        staff = _begun(_watch, server.url, cookie, seconds, opened)
        opened.wait(_OPENED_WITHIN_S)
        watched.append(_apart(_texts, server, to, seconds))
        told.append(staff() / (time.monotonic() - began))
        kept.append(watched[-1] / alone[-1])
    return median(alone), median(watched), median(kept), median(told)


def _texts(server: Server, to: str, seconds: float) -> float:
    """Texts answered in a second, over a few connections that always have one waiting."""
    until = time.monotonic() + seconds

    def send(number: int) -> int:
        texting, sent = Texting(server, to), 0
        # Everybody's own people: those of two connections would wait for one another.
        for phone, body in islice(messages(), number * 7, None):
            if time.monotonic() >= until:
                return sent
            texting.turn(f"{phone[:-4]}{number}{phone[-3:]}", body)
            sent += 1
        return sent

    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        return sum(pool.map(send, range(1, _CONNECTIONS + 1))) / seconds


def _watch(url: str, cookie: str, seconds: float, opened: Event) -> float:
    """Have the pages of all clerks open for so long; answers how often they were told news.

    opened: set once they all are.
    """
    together = Barrier(CLERKS, action=opened.set)
    going_on = _ONE.findall(Visitor(url, cookie).get("/console/live"))

    def clerk(number: int) -> int:
        # Every second one has a conversation open, the others the list of all.
        one = f"/console/conversations/{going_on[number % len(going_on)]}"
        time.sleep(number / CLERKS)
        visitor = Visitor(url, cookie)
        page = visitor.get(one if number % 2 else "/console/live")
        together.wait()
        return follow(visitor, page, time.monotonic() + seconds + 1)

    with ThreadPoolExecutor(CLERKS) as pool:
        return float(sum(pool.map(clerk, range(CLERKS))))


def _apart(act: Callable[..., float], *arguments: object) -> float:
    return _begun(act, *arguments)()


def _begun(act: Callable[..., float], *arguments: object) -> Callable[[], float]:
    """Begin something in a process of its own; the answer waits for its end."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_run, args=(theirs, act, arguments))
    process.start()
    theirs.close()

    def answer() -> float:
        result: float = ours.recv()  # raises EOFError where the process has failed
        process.join()
        return result

    return answer


def _run(pipe: Connection, act: Callable[..., float], arguments: tuple[object, ...]) -> None:
    pipe.send(act(*arguments))
