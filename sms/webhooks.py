"""Where the provider brings texts and delivery receipts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from provider.signature import Guard
from sms import receipts, twiml
from sms.answering import Answering
from sms.incoming import Incoming
from storage.texts import Texts


def blueprint(
    answering: Answering,
    guard: Guard,
    texts: Texts,
    *,
    status_url: str = "",
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Blueprint:
    """POST /sms/incoming and POST /sms/status, both for signed requests only.

    status_url: the public address of /sms/status, to be told what becomes of replies.
    """
    routes = Blueprint("sms", __name__, url_prefix="/sms")
    routes.before_request(guard.require)

    @routes.post("/incoming")
    def incoming() -> Response:
        """A text has come in. The provider's form, of which we use the first six:

        MessageSid=SM…&From=+15005550006&To=+15005550001&Body=where+is+my+claim
        &NumMedia=0&OptOutType=STOP|START|HELP (only when it has answered the keyword itself)
        &AccountSid=AC…&SmsSid=SM…&SmsMessageSid=SM…&SmsStatus=received&MessagingServiceSid=MG…
        &NumSegments=1&ApiVersion=2010-04-01&FromCountry=US&MediaUrl0=https://…, and more
        at any time.

        Answers TwiML with one message or none; 400 when the form lacks its first three fields.
        """
        message = Incoming.parse(request.form)
        if message is None:
            return _plain("A text needs the fields MessageSid, From and To.", 400)
        return Response(twiml.reply(answering.answer(message), status_url), mimetype="text/xml")

    @routes.post("/status")
    def status() -> Response:
        """A text of ours has come further, or not. The provider's form:

        MessageSid=SM…&MessageStatus=delivered&ErrorCode=30003 (only after a failure)
        &From=+15005550001&To=+15005550006&AccountSid=AC…&SmsSid=SM…&SmsStatus=delivered
        &ApiVersion=2010-04-01

        Receipts may come late, twice and in any order. Answers 204, also for a status that is
        new to us; 400 when the form lacks its first two fields.
        """
        form = request.form
        message_id = form.get("MessageSid") or form.get("SmsSid") or ""
        state = form.get("MessageStatus") or form.get("SmsStatus") or ""
        if not message_id or not state:
            return _plain("A receipt needs the fields MessageSid and MessageStatus.", 400)
        error = form.get("ErrorCode") or None
        further = receipts.record(texts, message_id, state, error, now())
        if further and error == receipts.OPTED_OUT and form.get("From") and form.get("To"):
            # The provider took a word for STOP that we took for an answer: it must be so here too.
            texts.opt_out(form["From"], form["To"], f"error {error}", now())
        return Response(status=204)

    return routes


def _plain(text: str, code: int) -> Response:
    return Response(text + "\n", status=code, mimetype="text/plain")
