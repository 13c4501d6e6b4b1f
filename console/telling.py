"""News of an open page, told over one connection as they come (server-sent events).

Pages that ask every second cost more in requests than in what they show. An open page holds a
thread of the server instead; where no more are to be held, the page asks.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import structlog
from flask import Response, request, stream_with_context

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY_S = 1.0
"""So often is looked for news."""
LASTS_S = 60.0
"""After so long the page comes again: whether it still may is asked then."""
_QUIET_S = 3.0
"""So often at least something is sent: else the page takes the server for gone."""

_log = structlog.get_logger()

Source = Callable[[], str | None]
"""A part of a page as it is now, or None where it is what was told last."""


class Telling:
    """Who is told news now; one for the process."""

    def __init__(self, most: int = 0) -> None:
        """most: pages at once."""
        self._places = threading.Semaphore(most)
        self._over = threading.Event()

    def stream(self, parts: Mapping[str, Source], still: Callable[[], bool]) -> Response:
        """An answer that goes on with news of the parts, by their ids; 204 where no place is left.

        still: may whoever is told be told more? Asked every few seconds. The context of the request
        at hand stays for as long as it goes on.
        """
        if self._over.is_set() or not self._places.acquire(blocking=False):
            return Response(status=204)  # what an event source takes for the end of it
        headers = {"X-Accel-Buffering": "no"}  # a proxy that collects would keep them back
        news = stream_with_context(self._news(parts, still))
        response = Response(news, mimetype="text/event-stream", headers=headers)
        response.call_on_close(self._places.release)
        return response

    def end(self) -> None:
        """The server stops: every page is let go, and none is taken."""
        self._over.set()

    def _news(self, parts: Mapping[str, Source], still: Callable[[], bool]) -> Iterator[str]:
        began = said = asked = time.monotonic()
        yield ": here\n\n"
        try:
            while (now := time.monotonic()) - began < LASTS_S:
                if now - asked >= _QUIET_S:
                    if not still():
                        return
                    asked = now
                told = {name: html for name, part in parts.items() if (html := part()) is not None}
                if told:
                    yield f"data: {json.dumps(told)}\n\n"
                    said = now
                elif now - said >= _QUIET_S:
                    yield "event: still\ndata:\n\n"
                    said = now
                if self._over.wait(EVERY_S) or _closed(request.environ.get("gunicorn.socket")):
                    return
        except Exception:  # the page comes again, and is told what is wrong
            _log.exception("news_ended")


def _closed(connection: socket.socket | None) -> bool:
    """Has the other side hung up? Sending alone would find out seconds later."""
    if connection is None:  # no real one, in a test
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
