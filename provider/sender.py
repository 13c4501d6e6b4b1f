"""Sends texts and places calls through Twilio, and says in plain words what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

TIMEOUT_SECONDS = 10.0


class Trouble(NamedTuple):
    """What an error code of Twilio means for us."""

    retry: bool
    """True when the same text or call may go through later."""
    sentence: str


TROUBLES: dict[int, Trouble] = {
    14107: Trouble(True, "Texts are sent faster than the provider allows."),
    20003: Trouble(False, "The provider does not accept our account and token."),
    20404: Trouble(False, "The provider does not know our account."),
    20429: Trouble(True, "Texts are sent faster than the provider allows."),
    20500: Trouble(True, "The provider had an error of its own."),
    20503: Trouble(True, "The provider is out of service for the moment."),
    21211: Trouble(False, "The number to send to is not a telephone number."),
    21212: Trouble(False, "The number to send from is not a telephone number."),
    21408: Trouble(False, "Our account may not send texts to that country."),
    21602: Trouble(False, "The text is empty."),
    21603: Trouble(False, "There is no number to send from."),
    21604: Trouble(False, "There is no number to send to."),
    21606: Trouble(False, "The number to send from cannot send texts."),
    21608: Trouble(False, "A trial account may only send to numbers that were verified."),
    21610: Trouble(False, "This person has asked for no more texts from this number."),
    21611: Trouble(True, "Too many texts are waiting to be sent from this number."),
    21612: Trouble(False, "The provider has no way from this number to that one."),
    21614: Trouble(False, "The number to send to is not a mobile number."),
    21617: Trouble(False, "The text is longer than 1,600 characters."),
    21635: Trouble(False, "The number to send to is a landline, which gets no texts."),
    21659: Trouble(False, "The number to send from is not ours."),
    21660: Trouble(False, "The number to send from belongs to another account."),
    30001: Trouble(True, "Too many texts were waiting, and this one was dropped."),
    30002: Trouble(False, "Our account with the provider is suspended."),
    30003: Trouble(True, "The phone is switched off or out of reach."),
    30004: Trouble(False, "The person or the network blocks texts from this number."),
    30005: Trouble(False, "The number does not exist any more."),
    30006: Trouble(False, "The number is a landline, or its network takes no texts."),
    30007: Trouble(False, "The network took the text for advertising and filtered it."),
    30008: Trouble(True, "The network did not deliver the text and gave no reason."),
    30010: Trouble(False, "The text would cost more than the limit that was set."),
    30022: Trouble(True, "Texts are sent faster than our registration allows."),
    30023: Trouble(True, "The day's limit of texts to this network is reached."),
    30032: Trouble(False, "Our toll-free number is not verified yet."),
    30034: Trouble(False, "Our number is not registered with the networks of that country."),
    30036: Trouble(True, "The text waited too long to be delivered."),
    30410: Trouble(True, "The network did not answer in time."),
}

CALL_TROUBLES: dict[int, Trouble] = {
    10001: Trouble(False, "Our account with the provider is not active."),
    10004: Trouble(True, "As many calls as our account allows are going on."),
    13223: Trouble(False, "The number to call is not a telephone number."),
    13224: Trouble(False, "The number to call is not a telephone number."),
    13225: Trouble(False, "The provider calls no numbers of that kind."),
    13227: Trouble(False, "Our account may not call that country."),
    20003: TROUBLES[20003],
    20404: TROUBLES[20404],
    20429: Trouble(True, "Calls are placed faster than the provider allows."),
    20500: TROUBLES[20500],
    20503: TROUBLES[20503],
    21201: Trouble(False, "There is no number to call."),
    21205: Trouble(False, "The address that the call is to go to is malformed."),
    21210: Trouble(False, "The number to call from is not ours."),
    21211: Trouble(False, "The number to call is not a telephone number."),
    21212: Trouble(False, "The number to call from is not a telephone number."),
    21214: Trouble(False, "The number to call cannot be reached."),
    21215: Trouble(False, "Our account may not call that country."),
    21216: Trouble(False, "The provider calls no numbers of that kind."),
    21217: Trouble(False, "The number to call is not a telephone number."),
    21219: Trouble(False, "A trial account may only call numbers that were verified."),
}


def trouble(
    code: int | None, status: int = 0, known: dict[int, Trouble] = TROUBLES, what: str = "text"
) -> Trouble:
    """What an error means. A code that is not in the table is judged by its HTTP status."""
    if code in known:
        return known[code]
    if status == 429 or status >= 500:
        return Trouble(True, f"The provider cannot take the {what} at the moment.")
    return Trouble(False, f"The provider refused the {what} (code {code or status or 'unknown'}).")


class SendError(Exception):
    """A text or call that was not taken.

    code: Twilio's, the HTTP status when it gave none, None when nothing sensible answered.
    retry: whether later may go better. sentence: for staff; holds neither number nor text.
    """

    def __init__(self, code: int | None, retry: bool, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.retry = retry
        self.sentence = sentence


class Sender:
    """Sends texts and places calls from the institution's numbers."""

    def __init__(
        self, account_sid: str, auth_token: str, api_url: str | None, status_callback_url: str
    ) -> None:
        """api_url: where the API is instead of Twilio's (a stand-in on this machine), or None.

        status_callback_url: where delivery receipts are to go; empty for none.
        """
        http = _ElsewhereClient(api_url) if api_url else TwilioHttpClient(timeout=TIMEOUT_SECONDS)
        client = Client(account_sid, auth_token, http_client=http)
        # Asked for now, because the library loads these parts at their first use, and calls that
        # are in progress would stand still meanwhile.
        self._messages, self._calls = client.messages, client.calls
        self._status_callback = (
            {"status_callback": status_callback_url} if (status_callback_url) else {}
        )

    def send_text(self, from_: str, to: str, body: str) -> str:
        """Hand a text to the provider; answers its message id. Raises SendError.

        A text whose answer was lost on the way may be retried and so arrive twice; the other
        choice is that it may not arrive at all.
        """
        return _sid(
            lambda: self._messages.create(from_=from_, to=to, body=body, **self._status_callback),
            TROUBLES,
            "text",
        )

    def place_call(
        self, from_: str, to: str, url: str, status_callback_url: str, ring_s: int
    ) -> str:
        """Have a call placed; answers its CallSid. Raises SendError.

        url: what is asked for instructions once somebody answers, by whatever that is: answering
        machines are not looked for. ring_s: seconds after which nobody is there.
        """
        return _sid(
            lambda: self._calls.create(
                from_=from_, to=to, url=url, status_callback=status_callback_url, timeout=ring_s
            ),
            CALL_TROUBLES,
            "call",
        )


def _sid(create: Callable[[], Any], known: dict[int, Trouble], what: str) -> str:
    """The id of what was created. Raises SendError."""
    try:
        created = create()
    except (TwilioRestException, TwilioServiceException) as error:
        meaning = trouble(error.code, error.status, known, what)
        raise SendError(error.code, meaning.retry, meaning.sentence) from error
    except requests.RequestException as error:
        raise SendError(None, True, "The provider could not be reached.") from error
    except (TwilioException, ValueError, TypeError, AttributeError) as error:
        # Something else answered in the provider's place, such as a proxy's error page.
        raise SendError(None, True, "The provider's answer made no sense.") from error
    if not created.sid:
        raise SendError(None, True, "The provider's answer made no sense.")
    return str(created.sid)


class _ElsewhereClient(TwilioHttpClient):
    """The API's client with the host of every request replaced."""

    def __init__(self, api_url: str) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS)
        self._base = api_url.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, f"{self._base}{parts.path}{query}", *args, **kwargs)
