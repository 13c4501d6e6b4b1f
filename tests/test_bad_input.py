"""Whatever comes in by the front doors: a correct answer, never an error of ours."""

import itertools
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from tests.conftest import OURS, PUBLIC_URL, THEIRS, TOKEN

NUMBERS = itertools.count(1)
ODD = [
    "",
    " ",
    "\N{GRINNING FACE}",
    "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}" * 50,
    "\N{RIGHT-TO-LEFT OVERRIDE}abc",
    "<script>alert(1)</script>",
    "{session.topic} $session.topic",
]
BODIES = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩０１２３４５６７８９ *#-", max_size=40),
    st.sampled_from(ODD),
    st.text(min_size=1, max_size=20).map(lambda text: text * 80),
)
FIELDS = st.dictionaries(
    st.sampled_from(["Digits", "RecordingUrl", "CallStatus", "StreamEvent", "SpeechResult", "X"])
    | st.text(min_size=1, max_size=10),
    st.text(max_size=200),
    max_size=5,
)
VOICE = [
    "/voice/incoming",
    "/voice/after-stream",
    "/voice/stream-status",
    "/voice/fallback",
    "/voice/keys",
    "/voice/silence",
    "/voice/handoff-result",
    "/voice/status",
    "/voice/called-back?n=1",
    f"/voice/whisper?of={'0' * 32}",
    f"/voice/queue?of={'0' * 32}",
    f"/voice/queue-key?of={'0' * 32}",
]
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def texted(**fields):
    known = {"MessageSid": f"SM{next(NUMBERS)}", "From": THEIRS, "To": OURS, "NumMedia": "0"}
    return {**known, **fields}


@quick
@given(body=BODIES, extra=FIELDS)
def test_every_text_is_answered(door, body, extra):
    answer = door.post("/sms/incoming", {**extra, **texted(Body=body)})
    assert answer.status_code == 200
    messages = ElementTree.fromstring(answer.data).findall("Message")
    assert len(messages) == 1
    assert (messages[0].text or "").strip()


@quick
@given(path=st.sampled_from(VOICE), extra=FIELDS)
def test_every_call_webhook_is_answered(door, path, extra):
    known = {"CallSid": f"CA{next(NUMBERS)}", "From": THEIRS, "To": OURS}
    answer = door.post(path, {**extra, **known})
    assert answer.status_code < 500
    if answer.status_code == 200 and answer.data:
        assert ElementTree.fromstring(answer.data).tag == "Response"


@pytest.mark.parametrize("path", ["/sms/incoming", "/sms/status", *VOICE])
@pytest.mark.parametrize("signature", ["", "bm8=", "é", "x" * 5000])
def test_a_forged_request_is_refused_and_leaves_nothing(door, path, signature):
    before = door.count("interaction"), door.count("session"), door.count("delivery")
    fields = {**texted(Body="hello"), "CallSid": "CA1", "MessageStatus": "sent"}
    header = signature.encode("utf-8").decode("latin-1")
    assert door.post(path, fields, signature=header).status_code == 403
    assert (door.count("interaction"), door.count("session"), door.count("delivery")) == before


def test_a_signature_does_not_serve_another_request(door):
    fields = texted(Body="hello")
    signed = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + "/sms/incoming", fields)
    assert door.post("/sms/incoming", {**fields, "Body": "stop"}, signed).status_code == 403
    assert door.post("/sms/status", fields, signed).status_code == 403


def test_refusals_are_counted(door):
    door.post("/sms/incoming", texted(Body="x"), signature="bm8=")
    page = door.client.get("/metrics").text
    assert 'benefitline_refused_requests_total{reason="wrong"}' in page


def test_the_same_webhook_again_changes_nothing(door):
    fields = texted(Body="claim status", From="+15550177777")
    first = door.post("/sms/incoming", fields)
    before = door.count("interaction")
    assert door.post("/sms/incoming", fields).data == first.data
    assert door.count("interaction") == before


@pytest.mark.parametrize(
    "digits", ["٤٧١١٠٠١١", "４７１１００１１", "4711-0011", " 4711 0011 ", "47110011."]
)
def test_digits_of_any_script_are_a_reference(door, digits):
    number = f"+1555017{next(NUMBERS) + 1000}"
    door.post("/sms/incoming", texted(Body="claim status", From=number))
    answer = door.post("/sms/incoming", texted(Body=digits, From=number))
    assert "old-age pension" in answer.text


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_huge_body_is_refused_or_answered(door, size):
    answer = door.post("/sms/incoming", texted(Body="a" * size))
    assert answer.status_code in (200, 413)


def test_a_body_that_is_not_text(door):
    answer = door.client.post(
        "/sms/incoming",
        data=b"Body=\xff\xfe%ff%00&From=%80",
        headers={"X-Twilio-Signature": "bm8="},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 403


def test_metrics_are_for_this_machine_only(door):
    assert door.client.get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}).status_code == 403
    assert door.client.get("/health").json == {"ok": True}
