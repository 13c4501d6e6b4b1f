"""A telephone that sends text messages."""

from __future__ import annotations

import math

from provider.standin import twiml
from provider.standin.errors import StandinError
from provider.standin.ids import new_sid
from provider.standin.server import Server

_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = set("^{}\\[~]|€")  # two places each


class TextPhone:
    """Sends texts from `number` to `to` (both E.164) and reads the replies."""

    def __init__(self, server: Server, number: str, to: str, path: str = "/sms/incoming") -> None:
        self.server, self.number, self.to, self.path = server, number, to, path
        self._last: dict[str, str] | None = None

    def send(self, body: str, **fields: str) -> str | None:
        """Send one text; answers the reply, or None when the server stays silent.

        `fields` adds to the webhook's fields or replaces them (NumMedia, OptOutType …).
        """
        sid = new_sid("SM")
        self._last = {
            "ToCountry": "US",
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "SmsSid": sid,
            "SmsStatus": "received",
            "Body": body,
            "FromCountry": "US",
            "To": self.to,
            "NumSegments": str(segments(body)),
            "MessageSid": sid,
            "AccountSid": self.server.account_sid,
            "From": self.number,
            "ApiVersion": "2010-04-01",
        } | fields
        return self._deliver(self._last)

    def resend(self) -> str | None:
        """The last webhook again, field for field, as after a lost answer."""
        if self._last is None:
            raise StandinError("No text has been sent yet that could be sent again.")
        return self._deliver(self._last)

    def _deliver(self, fields: dict[str, str]) -> str | None:
        answer = self.server.post(self.path, fields)
        messages = [
            "".join(verb.itertext()).strip()
            for verb in twiml.verbs(answer, self.path)
            if verb.tag in ("Message", "Sms")
        ]
        return "\n".join(messages) if messages else None


def segments(body: str) -> int:
    """How many parts the text takes on the air."""
    if set(body) <= _BASIC | _EXTENDED:
        length, single, part = len(body) + sum(c in _EXTENDED for c in body), 160, 153
    else:
        length, single, part = len(body.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= single else math.ceil(length / part)
