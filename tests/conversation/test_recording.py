"""What a turn keeps of a caller's voice, and when all of it goes."""

import os
import time
from datetime import timedelta

import pytest

from conversation.recorder import Recorder
from conversation.retention import Retention
from conversation.turn import Turns
from storage.audio_files import AudioFiles, Utterance
from storage.recordings import Recordings
from storage.registry import SqlRegistry

AUDIO = bytes(range(1, 201)) * 40


@pytest.fixture
def kept(hotline, tmp_path):
    """Recordings of the hotline, whose callers are asked from here on."""
    files = AudioFiles(tmp_path / "calls", hotline.vault)
    recordings = Recordings(hotline.database, hotline.vault, files)

    def registry(later, session_id, now):
        return SqlRegistry(hotline.database, hotline.vault, later, session_id, now)

    hotline.turns = Turns(
        hotline.conversations,
        registry,
        hotline.understander,
        hotline.library,
        "en",
        lambda: hotline.now,
        recorder=Recorder(recordings, True),
    )
    return recordings


@pytest.fixture
def agreed(hotline, kept):
    """A caller who agreed, and is asked for a town."""
    hotline.call("start")
    hotline.call("keys", "3")
    return hotline.call("keys", "1")


def say(hotline, text):
    return hotline.call("speech", text, audio=AUDIO)


def on_disk(kept):
    return [path for path in kept.files.folder.rglob("*") if path.is_file()]


def test_a_turn_that_is_sent_again_keeps_one_recording(hotline, kept, agreed):
    for _ in range(2):
        hotline.call("speech", "well", id="CA1:again", audio=AUDIO)
    assert len(list(kept.all())) == len(on_disk(kept)) == 1


def test_audio_that_a_channel_hands_on_unasked_is_not_kept(hotline, kept):
    hotline.call("start")
    say(hotline, "claim status")
    say(hotline, "no")
    say(hotline, "well")
    assert not on_disk(kept)


def test_a_private_number_told_unasked_is_cut(hotline, kept, agreed):
    number = "two one zero zero zero zero zero one three"
    reply = say(hotline, f"when is my next payment my number is {number}")
    assert reply.expects.flow != "recording"
    (recording,) = kept.all()
    said = kept.files.read(recording.file)
    assert recording.private
    assert (set(said.audio), len(said.audio), said.heard) == ({0xFF}, len(AUDIO), "")
    stored = hotline.rows("SELECT heard, words FROM interaction ORDER BY id DESC LIMIT 1")[0]
    assert tuple(stored) == ("•••", "[]")


def test_stopping_deletes_also_what_was_kept_before_the_disk_was_full(
    hotline, kept, agreed, monkeypatch
):
    def full(*_):
        raise OSError(28, os.strerror(28))

    assert say(hotline, "well").recording
    with monkeypatch.context() as patch:
        patch.setattr("storage.audio_files.os.replace", full)
        assert not say(hotline, "well now").recording
    assert len(on_disk(kept)) == 1
    hotline.call("keys", "*7")
    assert not on_disk(kept)


def test_a_call_that_comes_back_from_a_person_is_not_asked_again(hotline, kept, agreed):
    hotline.call("keys", "*0")
    assert not hotline.call("unanswered").recording
    hotline.call("keys", "*4")
    assert "record" not in hotline.call("keys", "1").text


def test_a_second_call_of_the_same_number_is_asked_anew(hotline, kept, agreed):
    hotline.call("hangup")
    hotline.call("start", sid="CA2")
    assert "May we record" in hotline.call("keys", "1", sid="CA2").text


def test_what_became_due_while_the_server_was_down_goes_at_its_start(hotline, kept, agreed):
    say(hotline, "well")
    stray = kept.files.folder / "ab" / f"ab{'0' * 30}.said"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"of a turn that was never committed")
    os.utime(stray, (1, 1))
    hotline.later(days=31)
    worker = Retention(kept, timedelta(days=30), lambda: hotline.now)
    worker.start()
    end = time.monotonic() + 10
    while on_disk(kept):
        assert time.monotonic() < end, "they stay"
        time.sleep(0.01)
    worker.stop()
    assert not list(kept.all())


def test_a_file_of_a_turn_in_progress_is_not_swept(kept, agreed):
    kept.files.add(Utterance(AUDIO))
    assert kept.sweep(older_s=600) == 0
    assert kept.sweep(older_s=-1) == 1
    assert not on_disk(kept)
