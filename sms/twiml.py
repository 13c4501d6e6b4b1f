"""The XML that answers a text."""

from __future__ import annotations

import re

from twilio.twiml.messaging_response import MessagingResponse

from sms.economy import economical

# What XML 1.0 cannot hold, not even escaped; one such character would lose the whole answer.
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def reply(text: str, status_url: str = "") -> str:
    """One message in the fewest segments; no message for an empty text.

    status_url: where the provider reports what became of it; empty for nowhere.
    """
    response = MessagingResponse()
    body = economical(_NOT_XML.sub("", text))
    if body:
        response.message(body, action=status_url or None)
    return str(response)
