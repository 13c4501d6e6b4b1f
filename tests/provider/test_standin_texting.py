"""The stand-in's texts and API, against small real servers."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.serving import make_server

from provider.standin import Server, StandinError
from provider.standin.api import Api
from provider.standin.texting import TextPhone, segments

TOKEN, ACCOUNT, PUBLIC = "a-token", "AC" + "0" * 32, "https://line.example"


class Texts:
    """A server that checks signatures with the provider's own library and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[dict[str, str]] = []
        self.answer = Response("<Response><Message>You wrote it</Message></Response>")
        app = Flask(__name__)
        app.post("/sms/incoming")(self.incoming)
        app.post("/sms/status")(self.incoming)
        self.http = make_server("127.0.0.1", 0, app, threaded=True)
        self.server = Server(f"http://127.0.0.1:{self.http.port}", PUBLIC, ACCOUNT, TOKEN)

    def incoming(self) -> Response:
        signature = request.headers["X-Twilio-Signature"]
        if not RequestValidator(TOKEN).validate(PUBLIC + request.path, request.form, signature):
            return Response("refused", status=403)
        self.got.append(request.form.to_dict())
        self.answer.content_type = "text/xml"
        return self.answer


@pytest.fixture
def texts() -> Iterator[Texts]:
    texts = Texts()
    threading.Thread(target=texts.http.serve_forever, args=(0.05,), daemon=True).start()
    yield texts
    texts.http.shutdown()


def test_a_text_is_signed_and_its_reply_read(texts: Texts) -> None:
    phone = TextPhone(texts.server, "+15550100001", "+15550100000")
    assert phone.send("¿Cuándo me pagan?") == "You wrote it"
    assert texts.got[0]["Body"] == "¿Cuándo me pagan?"
    assert texts.got[0]["From"] == "+15550100001"
    assert texts.got[0]["NumSegments"] == "1"


def test_every_text_is_new_and_a_resent_one_is_not(texts: Texts) -> None:
    phone = TextPhone(texts.server, "+15550100001", "+15550100000")
    phone.send("1")
    phone.resend()
    phone.send("1")
    first, again, other = texts.got
    assert first == again
    assert first["MessageSid"] != other["MessageSid"]


def test_silence_and_several_messages_are_told_apart(texts: Texts) -> None:
    phone = TextPhone(texts.server, "+15550100001", "+15550100000")
    texts.answer = Response("<Response/>")
    assert phone.send("STOP") is None
    texts.answer = Response(
        "<Response><Message><Body>One</Body></Message><Message>Two</Message></Response>"
    )
    assert phone.send("both") == "One\nTwo"


def test_a_wrong_secret_is_reported_in_a_sentence(texts: Texts) -> None:
    stranger = Server(texts.server.url, PUBLIC, ACCOUNT, "another-token")
    with pytest.raises(StandinError, match="/sms/incoming answered 403"):
        TextPhone(stranger, "+15550100001", "+15550100000").send("hello")


def test_no_server_is_reported_in_a_sentence() -> None:
    nobody = Server("http://127.0.0.1:9", PUBLIC, ACCOUNT, TOKEN)
    with pytest.raises(StandinError, match=r"127\.0\.0\.1:9 does not answer"):
        TextPhone(nobody, "+15550100001", "+15550100000").send("hello")


@pytest.mark.parametrize(
    ("body", "count"),
    [("", 1), ("a" * 160, 1), ("a" * 161, 2), ("€" * 81, 2), ("好" * 70, 1), ("好" * 71, 2)],
)
def test_segments(body: str, count: int) -> None:
    assert segments(body) == count


class _Elsewhere(TwilioHttpClient):
    """The provider's own client, pointed at the stand-in."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.there = url

    def request(self, method, url, *args, **kwargs):  # type: ignore[no-untyped-def]
        return super().request(
            method, url.replace("https://api.twilio.com", self.there), *args, **kwargs
        )


def test_the_providers_client_can_send_through_the_api(texts: Texts) -> None:
    with Api(ACCOUNT, TOKEN) as api:
        client = Client(ACCOUNT, TOKEN, http_client=_Elsewhere(api.url))
        message = client.messages.create(
            to="+15550100001",
            from_="+15550100000",
            body="We will call you.",
            status_callback=PUBLIC + "/sms/status",
        )
        assert message.status == "queued"
        assert api.texts[0].sid == message.sid
        assert api.texts[0].fields["Body"] == "We will call you."
        assert api.report(texts.server, api.texts[0], "undelivered", "30005") == 200
        assert texts.got[0]["MessageStatus"] == "undelivered"
        assert texts.got[0]["ErrorCode"] == "30005"


def test_the_api_refuses_strangers_and_what_it_is_told_to_refuse() -> None:
    with Api(ACCOUNT, TOKEN) as api:
        stranger = Client(ACCOUNT, "wrong", http_client=_Elsewhere(api.url))
        with pytest.raises(TwilioRestException, match="Authenticate"):
            stranger.messages.create(to="+15550100001", from_="+15550100000", body="x")
        api.refuses = (400, 21610, "Attempt to send to unsubscribed recipient")
        client = Client(ACCOUNT, TOKEN, http_client=_Elsewhere(api.url))
        with pytest.raises(TwilioRestException) as refusal:
            client.messages.create(to="+15550100001", from_="+15550100000", body="x")
        assert refusal.value.code == 21610
        assert not api.texts
