import base64
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.endpoint import FRAME_BYTES
from voice.stream import (
    LONGEST_MESSAGE,
    Clear,
    Connected,
    Dtmf,
    Frames,
    Malformed,
    Mark,
    Media,
    Start,
    Stop,
    read,
    write,
)

START = """{"event":"start","sequenceNumber":"1","streamSid":"MZ1","start":{"accountSid":"AC1",
"streamSid":"MZ1","callSid":"CA1","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw",
"sampleRate":8000,"channels":1},"customParameters":{"token":"abc"}}}"""


def test_reads_what_twilio_sends():
    assert read('{"event":"connected","protocol":"Call","version":"1.0.0"}') == Connected()
    assert read(START) == Start("MZ1", "CA1", {"token": "abc"})
    media = """{"event":"media","sequenceNumber":"3","streamSid":"MZ1","media":{"track":"inbound",
    "chunk":"1","timestamp":"5","payload":"//8="}}"""
    assert read(media) == Media(b"\xff\xff", "MZ1", 1, 5)
    dtmf = '{"event":"dtmf","streamSid":"MZ1","dtmf":{"track":"inbound_track","digit":"1"}}'
    assert read(dtmf) == Dtmf("1", "MZ1")
    assert read('{"event":"mark","streamSid":"MZ1","mark":{"name":"p1"}}') == Mark("p1", "MZ1")
    assert read('{"event":"stop","streamSid":"MZ1","stop":{}}') == Stop("MZ1")


def test_writes_what_twilio_takes():
    assert json.loads(write(Media(b"\xff", "MZ1"))) == {
        "event": "media",
        "streamSid": "MZ1",
        "media": {"payload": "/w=="},
    }
    assert json.loads(write(Clear("MZ1"))) == {"event": "clear", "streamSid": "MZ1"}


def test_unknown_events_are_not_errors():
    assert read('{"event":"transcription","streamSid":"MZ1"}') is None


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", "7", '{"event":7}', '{"event":"media"}', "\x00", "[" * 5000,
        '{"event":"media","media":{"payload":"***"}}', '{"event":"media","media":{"payload":7}}',
        '{"event":"start","start":{"callSid":"CA1"}}', '{"event":"dtmf","dtmf":"1"}',
        '{"event":"mark","mark":{}}', '{"event":"media","media":{"payload":"é"}}',
        json.dumps({"event": "media", "media": {"payload": "A" * LONGEST_MESSAGE}}), b"\xff\xfe",
    ],
)  # fmt: skip
def test_nonsense_is_malformed(text):
    with pytest.raises(Malformed):
        read(text)


TEXT = st.text(max_size=20)
MESSAGES = st.one_of(
    st.just(Connected()),
    st.builds(Start, TEXT, TEXT, st.dictionaries(TEXT, TEXT, max_size=3)),
    st.builds(Media, st.binary(max_size=400), TEXT, st.integers(0, 10**9)),
    st.builds(Dtmf, TEXT, TEXT),
    st.builds(Mark, TEXT, TEXT),
    st.builds(Clear, TEXT),
    st.builds(Stop, TEXT),
)


@given(MESSAGES)
def test_what_is_written_reads_back(message):
    assert read(write(message)) == message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
EVENT = st.sampled_from(["connected", "start", "media", "dtmf", "mark", "stop", "clear", "x"])
NAME = st.sampled_from(
    ["start", "media", "dtmf", "mark", "streamSid", "callSid", "payload", "chunk", "digit", "name",
     "customParameters", "mediaFormat", "sampleRate"]
)  # fmt: skip
ALMOST = st.dictionaries(NAME, JSON | st.dictionaries(NAME, JSON, max_size=5), max_size=5)


@given(EVENT, ALMOST)
def test_almost_a_message_is_read_or_refused(event, body):
    with contextlib.suppress(Malformed):
        read(json.dumps({"event": event} | body))


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_anything_is_read_or_refused(text):
    with contextlib.suppress(Malformed):
        read(text)


@given(st.binary(max_size=3000), st.lists(st.integers(1, 700), min_size=1, max_size=20))
def test_frames_do_not_depend_on_how_audio_is_cut(audio, cuts):
    frames, got, place, chunk = Frames(), [], 0, 0
    while place < len(audio):
        size = cuts[chunk % len(cuts)]
        chunk += 1
        got += frames.add(Media(audio[place : place + size], chunk=chunk))
        place += size
    assert all(len(frame) == FRAME_BYTES for frame in got)
    assert b"".join(got) == audio[: len(audio) // FRAME_BYTES * FRAME_BYTES]


def test_repeated_and_late_chunks_are_dropped():
    frames = Frames()
    sent = [(1, b"a"), (2, b"b"), (2, b"b"), (1, b"a"), (4, b"d"), (3, b"c"), (5, b"e")]
    got = [f for chunk, byte in sent for f in frames.add(Media(byte * 160, chunk=chunk))]
    assert b"".join(frame[:1] for frame in got) == b"abde"


def test_a_new_count_of_chunks_is_not_late():
    frames = Frames()
    assert list(frames.add(Media(b"a" * 160, chunk=10**9)))
    assert list(frames.add(Media(b"b" * 160, chunk=1)))
    assert list(frames.add(Media(b"c" * 160))), "audio without a number is played"


def test_payload_is_plain_base64():
    assert (
        base64.b64decode(json.loads(write(Media(b"\x01\x02")))["media"]["payload"]) == b"\x01\x02"
    )
