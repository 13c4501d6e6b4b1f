"""The real server with every line in use: webhooks are answered, further callers served by keys."""

from __future__ import annotations

import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest
from simple_websocket import Client, ConnectionClosed

from cli.running import running
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone

STREAMS = 3


@pytest.fixture(scope="module")
def hotline(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full")
    with running(
        folder, people=1, max_streams=str(STREAMS), web_threads="2", prepare="off"
    ) as server:
        yield server


def call(hotline, number, clock_speed=1.0):
    ours = hotline.settings.phone_number
    return PhoneCall(hotline.server, f"+1555020{number:04d}", ours, clock_speed)


def await_audio(phone, seconds=20.0):
    """Until the call has its stream, and something was said on it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not (phone.line.stream and phone.line.stream.media_at):
        assert not phone.failure, phone.failure
        time.sleep(0.02)
    assert phone.line.stream.media_at


def closed(socket, seconds=5.0):
    """Does the server close it, without a word?"""
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            socket.receive(timeout=0.5)
    except ConnectionClosed:
        return True
    return False


def worker(hotline):
    """What the system knows of the server's worker."""
    parent = Path(f"/proc/{hotline.process.pid}/task/{hotline.process.pid}")
    (number,) = (parent / "children").read_text().split()
    return Path(f"/proc/{number}")


def threads(hotline):
    return len(list((worker(hotline) / "task").iterdir()))


def files(hotline):
    """Open files and sockets."""
    return len(list((worker(hotline) / "fd").iterdir()))


def test_webhooks_stay_quick_and_further_callers_use_keys(hotline):
    with ExitStack() as calls:
        for number in range(STREAMS):
            phone = calls.enter_context(call(hotline, number))
            await_audio(phone)
        # Whoever connects without having been told to is turned away and holds no thread.
        url = hotline.settings.public_url.replace("http", "ws") + "/voice/stream"
        silent = [Client(url, headers=hotline.server.signed(url, {})) for _ in range(8)]
        silent += [Client(url) for _ in range(8)]
        took = []
        for _ in range(40):
            began = time.perf_counter()
            with urllib.request.urlopen(f"{hotline.settings.public_url}/health", timeout=5):
                took.append(time.perf_counter() - began)
        assert sorted(took)[20] < 0.5, "with every line in use"
        began = time.perf_counter()
        texting = TextPhone(hotline.server, "+15550200300", hotline.settings.phone_number)
        assert "claim" in (texting.send("hello") or ""), "texts are answered too"
        assert time.perf_counter() - began < 2.0
        for socket in silent:
            assert closed(socket), "and holds no thread"
        further = calls.enter_context(call(hotline, 99, clock_speed=40.0))
        further.wait_for_prompt()
        said = " ".join(further.words)
        assert "So many people are calling" in said
        assert "press star 8" in said
        assert further.line.stream is None
        further.press("*8")
        further.wait_for_prompt()
        assert "call you back on the number" in " ".join(further.words)


def await_free_lines(hotline, seconds=20.0):
    """Until the server has seen the last stream end."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with urllib.request.urlopen(f"{hotline.settings.public_url}/metrics", timeout=5) as answer:
            if "benefitline_voice_streams 0.0" in answer.read().decode():
                return
        time.sleep(0.1)
    raise AssertionError("a line is still in use")


def test_lines_are_free_again_afterwards(hotline):
    await_free_lines(hotline)
    before, opened = threads(hotline), files(hotline)
    for number in range(STREAMS * 2):
        with call(hotline, 200 + number) as phone:
            await_audio(phone)
        await_free_lines(hotline)
    assert threads(hotline) <= before + STREAMS + 2, "threads are those of the pool"
    time.sleep(1.0)  # the last sockets say goodbye
    assert files(hotline) <= opened + STREAMS + 2, "each of which has its database"
