"""A whole server of our own: started on a free port with fresh data, and always ended again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.environment import Store, fresh, load, server_of
from cli.seed import plant
from provider.standin import Server, StandinError
from settings import PREFIX, Settings

_ROOT = Path(__file__).parent.parent
_STARTS_WITHIN_S = 180.0


@dataclass(frozen=True)
class Running:
    """A server that answers, and the same database beside it."""

    settings: Settings
    server: Server
    store: Store
    process: subprocess.Popen[bytes]


@contextmanager
def running(folder: Path, people: int | None = 100, **changes: str) -> Iterator[Running]:
    """A server with its data in `folder`, gone when the block ends.

    people: invented ones beside the well-known of the demo; None: whoever is there.
    changes: settings by name.
    """
    port = free_port()
    values = fresh(port) | {PREFIX + "DATA_DIR": str(folder)}
    values |= {PREFIX + name.upper(): value for name, value in changes.items()}
    env_file = folder / "benefitline.env"
    env_file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    env_file.chmod(0o600)
    with only_these_settings():
        settings = load(env_file)
        store = Store.open(settings)
        if people is not None:
            plant(store, people)
        command = [sys.executable, "-m", "cli", "--env-file", str(env_file), "serve"]
        with process(command, folder / "server.log", port) as child:
            yield Running(settings, server_of(settings), store, child)


@contextmanager
def only_these_settings() -> Iterator[None]:
    """The environment's own settings do not reach into a server with fresh data."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    for name in kept:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(kept)


@contextmanager
def process(command: list[str], log: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that answers at /health; ended by its id, whatever happens."""
    with log.open("wb") as output:
        # A group of its own: Ctrl-C in the terminal is ours to pass on, in an orderly way.
        child = subprocess.Popen(
            command, cwd=_ROOT, stdout=output, stderr=output, start_new_session=True
        )
    try:
        _await_health(child, log, port)
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask the process to end, and insist after a while."""
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_health(child: subprocess.Popen[bytes], log: Path, port: int) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    last = log.read_text(errors="replace").strip().splitlines()[-3:]
    raise StandinError("The server did not start: " + (" / ".join(last) or "it said nothing"))
