import io

import pytest
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from twilio.request_validator import RequestValidator

from provider.signature import HEADER, MAX_BODY_BYTES, Guard

TOKEN, URL = "0123456789abcdef0123456789abcdef", "https://hotline.example.org/line"
GUARD = Guard(TOKEN, URL + "/")


def sign(path, form, base=URL, token=TOKEN):
    return RequestValidator(token).compute_signature(base + path, form)


@pytest.fixture(scope="module")
def client():
    app = Flask(__name__)
    app.before_request(GUARD.require)
    app.post("/in", endpoint="in")(lambda: request.form.get("Body", "-"))
    app.get("/get", endpoint="get")(lambda: "got")
    app.get("/odd/<name>", endpoint="odd")(lambda name: name)
    return app.test_client()


def refused(reason):
    return REGISTRY.get_sample_value("benefitline_refused_requests_total", {"reason": reason}) or 0


text = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(text, text, max_size=5))
def test_accepts_what_was_signed(form):
    assert GUARD.accepts("/in?a=1%20b", form, sign("/in?a=1%20b", form))


@given(st.text(), st.dictionaries(st.text(), st.text() | st.lists(st.text())), st.text())
def test_wrong_is_false_and_never_an_exception(path, form, signature):
    assert GUARD.accepts(path, form, signature) is False
    assert GUARD.accepts_socket(path, signature) is False


@pytest.mark.parametrize("signature", [None, "", "é" * 28, "\x00", "=" * 28, "a" * 100_000])
def test_malformed_headers_are_false(signature):
    assert GUARD.accepts("/in", {"Body": "x"}, signature) is False
    assert GUARD.accepts_socket("/voice/stream", signature) is False


def test_several_values_and_key_order():
    form = {"b": ["2", "1", "2"], "A": "x", "a": ["y"]}

    class Multi(dict):
        def getlist(self, key):
            value = self[key]
            return value if isinstance(value, list) else [value]

    assert GUARD.accepts("/in", form, sign("/in", Multi(form)))
    assert not GUARD.accepts("/in", {**form, "b": ["1", "3"]}, sign("/in", Multi(form)))


def test_socket_over_wss_or_https_of_the_same_path_only():
    secure = "wss" + URL.removeprefix("https")
    assert GUARD.accepts_socket("/voice/stream", sign("/voice/stream", {}, secure))
    assert GUARD.accepts_socket("/voice/stream", sign("/voice/stream", {}))
    assert not GUARD.accepts_socket("/voice/other", sign("/voice/stream", {}, secure))
    plain = Guard(TOKEN, "http://127.0.0.1:8080")
    assert plain.accepts_socket("/s", sign("/s", {}, "ws://127.0.0.1:8080"))


def test_explicit_port_may_be_left_out():
    guard = Guard(TOKEN, "https://hotline.example.org:443")
    assert guard.accepts("/in", {}, sign("/in", {}, "https://hotline.example.org"))


@pytest.mark.parametrize("url", ["", "hotline.example.org", "ftp://x", "https://"])
def test_refuses_an_address_it_cannot_sign_over(url):
    with pytest.raises(ValueError, match="public address"):
        Guard(TOKEN, url)


def test_refuses_an_empty_token():
    with pytest.raises(ValueError, match="token"):
        Guard("", URL)


def test_host_header_does_not_matter(client):
    headers = {HEADER: sign("/in", {"Body": "hi"}), "Host": "elsewhere.example"}
    assert client.post("/in", data={"Body": "hi"}, headers=headers).text == "hi"
    forged = {HEADER: sign("/in", {"Body": "hi"}, "https://elsewhere.example")}
    forged["Host"] = "elsewhere.example"
    assert client.post("/in", data={"Body": "hi"}, headers=forged).status_code == 403


def test_refusals_are_counted_by_reason(client):
    missing, wrong = refused("missing"), refused("wrong")
    assert client.post("/in", data={"Body": "hi"}).status_code == 403
    signed = sign("/in", {"Body": "hi"}, token="another")
    answer = client.post("/in", data={"Body": "hi"}, headers={HEADER: signed})
    assert (answer.status_code, answer.mimetype) == (403, "text/plain")
    assert (refused("missing"), refused("wrong")) == (missing + 1, wrong + 1)


def test_get_is_signed_over_its_query(client):
    path = "/get?a=b+c&d=%C3%A9"
    assert client.get(path, headers={HEADER: sign(path, {})}).text == "got"
    assert client.get(path + "x", headers={HEADER: sign(path, {})}).status_code == 403


def test_path_is_signed_as_it_was_written(client):
    for path in ("/odd/a%20b", "/odd/%C3%A9", "/odd/a~b"):
        assert client.get(path, headers={HEADER: sign(path, {})}).status_code == 200


def test_without_the_servers_raw_address_the_path_is_encoded_again(client):
    environ = {"RAW_URI": "", "REQUEST_URI": ""}
    headers = {HEADER: sign("/odd/a%20b?c=d", {})}
    answer = client.get("/odd/a b?c=d", headers=headers, environ_overrides=environ)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"Body=%ff%fe", b"\xff\xfe=\x00&&==", b"Body=a&Body=b", b"%"]
)
def test_strange_bodies_are_refused(client, body):
    for headers in ({}, {HEADER: "x" * 28}, {HEADER: "\xff\xfe"}):
        answer = client.post(
            "/in", data=body, headers=headers, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 403


def test_broken_multipart_and_other_types_are_refused(client):
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "application/json", ""):
        answer = client.post("/in", data=b"--x\r\n\xff", headers={HEADER: "x"}, content_type=kind)
        assert answer.status_code in (400, 403)


def test_form_above_the_limit_is_413(client):
    form = {"Body": "x" * 100_000}
    signed = {HEADER: sign("/in", form)}
    assert client.post("/in", data=form, headers=signed).status_code == 413
    endless = io.BytesIO(b"Body=" + b"x" * 100_000)  # no Content-Length: a chunked body
    answer = client.post(
        "/in",
        input_stream=endless,
        headers=signed,
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    largest = {"Body": "x" * (MAX_BODY_BYTES - 5)}
    answer = client.post("/in", data=largest, headers={HEADER: sign("/in", largest)})
    assert answer.status_code == 200
