"""The least that a text webhook can cost: the signature checked, fixed TwiML answered.

Served exactly as the hotline is, it shows what of a turn's time is the web server's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask, Response, jsonify

from cli.environment import load
from cli.serve import Hotline
from provider.signature import Guard
from settings import Settings

_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Thank you.</Message></Response>'


class Bare(Hotline):
    """One route and a check of health."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._guard = Guard(settings.auth_token, settings.public_url)
        super().__init__(settings, "127.0.0.1", port)

    def load(self) -> Flask:
        app = Flask("bare", static_folder=None)

        @app.post("/sms/incoming")
        def incoming() -> Response:
            return self._guard.require() or Response(_TWIML, mimetype="text/xml")

        @app.get("/health")
        def health() -> Response:
            return jsonify(ok=True)

        return app


if __name__ == "__main__":
    Bare(load(Path(sys.argv[1])), int(sys.argv[2])).run()
