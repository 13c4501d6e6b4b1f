"""Hearing and correcting what a caller agreed to have kept."""

import io
import re
import wave
from datetime import UTC, datetime

import numpy as np
import pytest

from storage.audio_files import Utterance
from voice import mulaw

TONE = mulaw.encode((8000 * np.sin(np.arange(4000) / 3)).astype(np.int16))


@pytest.fixture
def recording(hotline):
    """Four digits that somebody said in the second turn of a call."""
    hotline.say("CA1", "", "Your reference?")
    hotline.say("CA1", "•••", "I cannot find it.")
    return _keep(hotline, Utterance(TONE, "four seven one one"), private=False)


@pytest.fixture
def supervisor(clerk, hotline):
    """The clerk of the other tests, promoted."""
    hotline.database.connection.execute("UPDATE staff SET role = 'supervisor'")
    return clerk


def _keep(hotline, utterance, private):
    kept, now = hotline.recordings, datetime.now(UTC)
    about = "en", "claim_status.ask_reference", "claim_reference"
    with hotline.database.transaction() as connection:
        kept.consent("CA1", "v1", "en", now)(connection)
        kept.add("CA1", 2, now, about, utterance, private)(connection)
    return kept.of_session("CA1")[2]


def test_the_conversation_leads_to_its_recordings(supervisor, recording):
    page = supervisor.get("/console/conversations/CA1").text
    assert f'href="/console/recordings/{recording.id}"' in page
    assert "agreed" in page


def test_a_recording_is_heard(supervisor, recording, capfd):
    page = supervisor.get(f"/console/recordings/{recording.id}")
    assert f'src="/console/recordings/{recording.id}.wav"' in page.text
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    audio = supervisor.get(f"/console/recordings/{recording.id}.wav")
    assert (audio.status_code, audio.mimetype) == (200, "audio/wav")
    assert audio.headers["Cache-Control"] == "no-store"
    with wave.open(io.BytesIO(audio.data)) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnframes()) == (8000, 2, 4000)
    assert re.search(r"recording heard.*recording=.*1.*staff=.*clerk", capfd.readouterr().err)


def test_what_was_said_is_corrected(supervisor, recording, hotline):
    path = f"/console/recordings/{recording.id}"
    token = supervisor.token(path)
    form = {"csrf_token": token, "said": "Four seven, one TWO.", "group": "over 70"}
    answer = supervisor.client.post(path, data=form)
    assert answer.headers["Location"] == "/console/conversations/CA1#turn-2"
    said = hotline.recordings.files.read(recording.file)
    assert (said.corrected, said.group, said.audio) == ("four seven one two", "over 70", TONE)
    assert "four seven one two" in supervisor.get(path).text


def test_digits_are_refused_and_what_was_typed_stays(supervisor, recording, hotline):
    path = f"/console/recordings/{recording.id}"
    form = {"csrf_token": supervisor.token(path), "said": "4712 <please>"}
    answer = supervisor.client.post(path, data=form)
    assert answer.status_code == 400
    assert "as words" in answer.text
    assert "4712 &lt;please&gt;" in answer.text
    assert hotline.recordings.files.read(recording.file).corrected is None


def test_a_correction_needs_its_token(supervisor, recording, hotline):
    path = f"/console/recordings/{recording.id}"
    assert supervisor.client.post(path, data={"said": "yes"}).status_code == 400
    assert hotline.recordings.files.read(recording.file).corrected is None


@pytest.mark.parametrize("end", ["", ".wav"])
def test_a_clerk_may_not_hear(clerk, recording, end, capfd):
    answer = clerk.get(f"/console/recordings/{recording.id}{end}")
    assert answer.status_code == 403
    assert b"RIFF" not in answer.data
    assert "refused " in capfd.readouterr().err
    assert "/console/recordings/" not in clerk.get("/console/conversations/CA1").text


def test_nobody_hears_without_a_login(visitor, recording):
    answer = visitor.get(f"/console/recordings/{recording.id}.wav")
    assert "/console/login" in answer.headers["Location"]


def test_what_is_private_or_gone_is_not_there(supervisor, hotline, recording):
    hotline.recordings.files.delete(recording.file)
    assert supervisor.get(f"/console/recordings/{recording.id}").status_code == 404
    assert supervisor.get(f"/console/recordings/{recording.id}.wav").status_code == 404
    assert hotline.recordings.delete(recording.id) == 1
    private = _keep(hotline, Utterance(b"\xff" * 800), private=True)
    assert supervisor.get(f"/console/recordings/{private.id}.wav").status_code == 404
    assert supervisor.get(f"/console/recordings/{2**70}.wav").status_code == 404


def test_staff_see_why_a_recording_ended(clerk, hotline, recording):
    now = datetime.now(UTC)
    with hotline.database.transaction() as connection:
        hotline.recordings.ended("CA1", "No space left on device", now)(connection)
    page = clerk.get("/console/conversations/CA1").text
    assert "No space left on device" in page
