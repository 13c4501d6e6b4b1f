"""Asks the network whether a number has moved to another SIM, by the CAMARA project's SIM Swap API.

The request is `POST {url}/check` with `phoneNumber` (E.164) and `maxAge` (hours, 1 to 2,400), the
answer `{"swapped": true or false}`. `url` ends in the version: https://api.example.org/sim-swap/v2.
"""

from __future__ import annotations

import uuid

import requests
import structlog

TIMEOUT_SECONDS = 4.0
"""Somebody waits on the line meanwhile."""
_log = structlog.get_logger()


class SimSwapApi:
    """The operator's service, with an access token for our account (two-legged)."""

    def __init__(self, url: str, token: str, max_age: int) -> None:
        """max_age: hours that a change counts as recent."""
        self._url, self._token, self._max_age = url.rstrip("/"), token, max_age

    def swapped(self, phone: str) -> bool | None:
        """Has this number (E.164) a new SIM? None when there is no clear answer."""
        try:
            answer = requests.post(
                f"{self._url}/check",
                json={"phoneNumber": phone, "maxAge": self._max_age},
                headers={
                    "Authorization": f"Bearer {self._token}",
                    "x-correlator": str(uuid.uuid4()),
                },
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
            )
            swapped = answer.json().get("swapped") if answer.status_code == 200 else None
        except (requests.RequestException, ValueError, AttributeError) as error:
            # The error may quote the address, never the number: that is in the body.
            _log.warning("SIM swap check failed", reason=type(error).__name__)
            return None
        if not isinstance(swapped, bool):
            _log.warning("SIM swap check unclear", status=answer.status_code)
            return None
        return swapped
