"""Text turns over one kept connection, timed one by one."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from provider.standin import Server, StandinError
from provider.standin.ids import new_sid

_CONVERSATIONS = (
    ("What is the status of my claim?", "4711 0030", "thank you"),
    ("1", "47110011", "when will I get my money", "210000013", "menu"),
    ("where is the nearest office", "Ashford", "no thanks"),
    ("¿Cuál es el estado de mi solicitud?", "47110024", "gracias"),
    ("hello", "which papers do I need for child allowance", "menu", "2"),
    ("查申请进度", "47110048", "谢谢"),
    ("can I work while I get a pension", "back", "5", "what is the pension age"),
    ("call me back tomorrow morning", "yes", "menu"),
    ("asdf qwer", "the weather is nice today", "claim", "4711 0012", "47119991"),
)
_PHONES = 60
_FIRST_PHONE = 15_550_700_000


def messages() -> Iterator[tuple[str, str]]:
    """(number, text): people whose conversations go on side by side, over and over."""
    queues = [
        (f"+{_FIRST_PHONE + n}", _CONVERSATIONS[n % len(_CONVERSATIONS)]) for n in range(_PHONES)
    ]
    step = 0
    while True:
        for number, texts in queues:
            yield number, texts[step % len(texts)]
        step += 1


class Texting:
    """One kept connection to a server."""

    def __init__(self, server: Server, to: str) -> None:
        self._server, self._to = server, to
        self._url = server.absolute("/sms/incoming")
        self._connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)

    def turn(self, number: str, body: str) -> float:
        """Send a text as new and wait for its reply; answers the time that took, in ms."""
        sid = new_sid("SM")
        fields = {
            "MessageSid": sid,
            "SmsSid": sid,
            "AccountSid": self._server.account_sid,
            "From": number,
            "To": self._to,
            "Body": body,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsStatus": "received",
            "ApiVersion": "2010-04-01",
        }
        headers = self._server.signed(self._url, fields)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        content = urlencode(fields)
        began = time.perf_counter()
        self._connection.request("POST", "/sms/incoming", content, headers)
        response = self._connection.getresponse()
        answer = response.read()
        took = (time.perf_counter() - began) * 1000
        if response.status != 200 or b"<Message" not in answer:
            raise StandinError(f"The text {body!r} was answered with {response.status}.")
        return took


def interleaved(first: Texting, second: Texting, turns: int) -> tuple[list[float], list[float]]:
    """The same `turns` texts to both, one after the other, each one's times in ms.

    Who goes first alternates, so that neither always finds the machine warmed by the other.
    """
    took: tuple[list[float], list[float]] = ([], [])
    for count, (number, body) in zip(range(turns), messages(), strict=False):
        order = ((first, 0), (second, 1))
        for texting, which in order if count % 2 else reversed(order):
            took[which].append(texting.turn(number, body))
    return took
