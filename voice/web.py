"""What every request about a call has, and how it is answered."""

from __future__ import annotations

import re

from flask import Response, abort, request
from twilio.twiml.voice_response import VoiceResponse

from voice.switchboard import Caller, shown

_SID = re.compile(r"[A-Za-z0-9]{1,64}")


def caller() -> Caller:
    """Whose call it is. Answers 400 for a request that names no call."""
    call_sid = request.form.get("CallSid", "")
    if not _SID.fullmatch(call_sid):
        abort(400, "CallSid is missing or is not the id of a call.")
    theirs, ours = "From", "To"
    if outbound():
        theirs, ours = ours, theirs
    number = shown(request.form.get(theirs, "")[:32])
    called = request.form.get(ours, "")[:32].strip()
    return Caller(call_sid, number, called, ours=outbound())


def outbound() -> bool:
    """Is it a call that we have placed?"""
    return request.form.get("Direction", "").startswith("outbound")


def xml(response: VoiceResponse) -> Response:
    """The answer to a webhook."""
    return Response(str(response), mimetype="text/xml")
