"""`benefitline serve`: the web server, in one process with many threads."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it has none

from cli import memory
from cli.environment import load
from settings import Settings

_SWITCH_S = 0.001
"""For so long a thread computes while others want to. A turn waits for its records a dozen times,
and after each for whoever computes: with Python's five milliseconds, staff who watch would halve
the number of webhooks that are answered."""


class Hotline(BaseApplication):
    """The application under gunicorn.

    One worker: streams, live words and one-time tokens live in its memory. An open call holds a
    thread, so there are as many as calls, and more for webhooks and staff.
    """

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._settings = settings
        self._options: dict[str, Any] = options(settings, host, port)
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:  # older versions know fewer
                self.cfg.set(name, value)

    def load(self) -> Flask:
        sys.setswitchinterval(_SWITCH_S)
        if not any((self._settings.cache_dir / "intents").glob("intents-*")):
            click.echo("The first start learns from all examples: it answers in about a minute.")
        # Imported in the worker, after the fork: the recogniser's threads would not survive it.
        from app import create_app

        app = create_app(self._settings)
        _first(app.extensions["telling"].end)
        if self._settings.jobs == "on":
            from cli.back_office import BackOffice

            # It ends with the process: whatever it is at then is gone on with later.
            workers = BackOffice.open(self._settings).queue.workers()
            Thread(target=workers.run, name="jobs", daemon=True).start()
        return app


def _first(end: Callable[[], None]) -> None:
    """When the process is to end, do this before its server waits for what is going on."""

    def ending(number: int, frame: FrameType | None) -> None:
        end()
        then = before[signal.Signals(number)]
        if callable(then):
            then(number, frame)

    before = {each: signal.signal(each, ending) for each in (signal.SIGTERM, signal.SIGINT)}


def options(settings: Settings, host: str, port: int) -> dict[str, Any]:
    """How gunicorn runs; the benchmark's bare server runs the same way."""
    return {
        "bind": f"{host}:{port}",
        "worker_class": "gthread",
        "workers": 1,
        "threads": settings.max_streams + settings.news_pages + settings.web_threads,
        "keepalive": 75,  # the provider and proxies keep connections; each new one costs a turn
        "graceful_timeout": 10,
        "loglevel": "warning",
        "control_socket_disable": True,  # nothing uses it
    }


@click.command()
@click.option("--host", help="Address to listen on; by default as in the settings.")
@click.option("--port", type=click.IntRange(1, 65535), help="By default as in the settings.")
@click.pass_obj
def serve(env_file: Path, host: str | None, port: int | None) -> None:
    """Serve webhooks, media streams and the staff's page."""
    settings = load(env_file)
    host, port = host or settings.host, port or settings.port
    click.echo(f"Listening on {host}:{port} as {settings.public_url}. Ctrl-C ends it.")
    click.echo(f"Try it: log in at {settings.public_url}/phone and call.")
    memory.share()
    Hotline(settings, host, port).run()
