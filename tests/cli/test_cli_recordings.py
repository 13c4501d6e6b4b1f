"""Recordings from the command line: listed, heard, corrected, handed on, and deleted."""

import io
import wave
from datetime import UTC, datetime

import numpy as np
import pytest

from audio_models.recordings import read
from cli.environment import Store, fresh, load
from settings import PREFIX
from storage.audio_files import AudioFiles, Utterance
from storage.conversations import Interaction, Session
from storage.recordings import Recordings
from voice import mulaw

ANA, BEN = "+15550100001", "+15550100002"
TONE = mulaw.encode((8000 * np.sin(np.arange(4000) / 3)).astype(np.int16))


class Kept:
    """An installation with calls in it."""

    def __init__(self, folder):
        self.folder, self.env_file = folder, folder / "benefitline.env"
        values = fresh(8080) | {PREFIX + "DATA_DIR": str(folder)}
        self.env_file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        self.store = Store.open(load(self.env_file))
        files = AudioFiles(folder / "calls", self.store.vault)
        self.recordings = Recordings(self.store.database, self.store.vault, files)
        self.store.conversations.keep_library("v1", {}, datetime.now(UTC))

    def call(self, sid, caller, *said, language="en", called="+15550100000", private=False):
        """A call in which things were said, each recorded."""
        now, later = datetime.now(UTC), []
        for turn, heard in enumerate(said, 1):
            about = language, "claim_status.ask_reference", "claim_reference"
            utterance = Utterance(TONE, heard)
            later.append(self.recordings.add(sid, turn, now, about, utterance, private))
        session = Session(sid, "voice", sid, caller, called, "v1", "{}", 1, 1, "ended", now, now)
        turn = Interaction(sid, "speech", "•••", 0.9, {}, None, None, "end", "", "{}", 1.0)
        self.store.conversations.commit(session, language, turn, later)

    @property
    def files(self):
        return [path for path in (self.folder / "calls").rglob("*") if path.is_file()]


@pytest.fixture
def kept(tmp_path):
    kept = Kept(tmp_path)
    yield kept
    kept.store.database.close()


@pytest.fixture
def run(kept, benefitline):
    return lambda *words: benefitline("--env-file", kept.env_file, "recordings", *words)


def test_the_list_says_nothing_of_the_caller(kept, run):
    kept.call("s1", ANA, "four seven one one", "yes")
    listed = run("list")
    assert listed.exit_code == 0
    assert "claim_status.ask_reference" in listed.output
    assert "2 recordings, 0.0 minutes" in listed.output
    assert ANA[2:] not in listed.output
    assert "four" not in listed.output


def test_a_recording_is_played(kept, run, tmp_path):
    kept.call("s1", ANA, "yes")
    assert run("play", "1", tmp_path / "out.wav").exit_code == 0
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert (file.getframerate(), file.getnframes()) == (8000, len(TONE))
    missing = run("play", "7")
    assert (missing.exit_code, missing.output) == (1, "Error: There is no recording 7.\n")


def test_corrected_recordings_become_what_adapting_reads(kept, run, tmp_path):
    kept.call("s1", ANA, "four seven one one", "yes")
    kept.call("s2", ANA, "no")
    kept.call("s3", BEN, "sí", language="es")
    kept.call("s4", BEN, "", private=True)
    kept.call("s5", f"practice:p:{BEN}", "yes", called="practice")
    for number, text in (("1", "Four seven one, seven!"), ("3", "no"), ("4", "sí"), ("6", "yes")):
        assert run("correct", number, text, "--group", "over 70").exit_code == 0
    out = tmp_path / "corpus"
    done = run("export", out)
    assert done.exit_code == 0, done.output
    assert "3 recordings written" in done.output
    assert "1 left out: not corrected" in done.output
    assert "1 left out: private" in done.output
    assert "1 left out: practice" in done.output
    examples = read(out)
    assert [(one.text, one.language, one.kind) for one in examples] == [
        ("four seven one seven", "en", "claim reference"),
        ("no", "en", "claim reference"),
        ("sí", "es", "claim reference"),
    ]
    assert examples[0].speaker == examples[1].speaker != examples[2].speaker
    assert {one.group for one in examples} == {"over 70"}
    assert (examples[0].samples == mulaw.decode(TONE)).all()
    assert ANA[2:] not in (out / "manifest.jsonl").read_text()
    assert out.stat().st_mode & 0o077 == 0
    assert run("export", out).exit_code == 1  # nothing is written over


def test_a_correction_is_made_of_words(kept, run):
    kept.call("s1", ANA, "yes")
    refused = run("correct", "1", "4711")
    assert refused.exit_code == 1
    assert 'Numbers are written as they were said: "four two", not "42".' in refused.output
    assert run("correct", "1", "x" * 501).exit_code == 1
    assert run("correct", "1", "").exit_code == 0
    assert kept.recordings.files.read(kept.recordings.get(1).file).corrected == ""


def test_a_private_one_cannot_be_corrected(kept, run):
    kept.call("s1", ANA, "", private=True)
    assert "private" in run("correct", "1", "one two").output


def test_a_caller_is_erased(kept, run):
    kept.call("s1", ANA, "yes", "no")
    kept.call("s2", BEN, "yes")
    (other,) = kept.recordings.of_session("s2").values()
    done = run("erase-caller", "+1 555 010 0001")
    assert (done.exit_code, done.output) == (0, "2 recordings deleted.\n")
    assert [path.stem for path in kept.files] == [other.file]
    assert run("erase-caller", "me").exit_code == 1
    assert "0 recordings deleted." in run("erase-caller", ANA).output


def test_recordings_are_deleted_one_by_one(kept, run):
    kept.call("s1", ANA, "yes", "no", "yes")
    assert run("delete", "1", "9").exit_code == 1
    assert len(kept.files) == 3  # a wrong number deletes nothing
    assert run("delete", "1", "3").output == "2 recordings deleted.\n"
    assert len(kept.files) == 1


def test_a_file_that_cannot_be_deleted_is_said_and_tried_again(kept, run, monkeypatch):
    kept.call("s1", ANA, "yes")

    def refuse(self, missing_ok=False):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("storage.audio_files.Path.unlink", refuse)
        done = run("delete", "1")
    assert done.exit_code == 1
    assert "1 files could not be deleted" in done.output
    assert not list(kept.recordings.all())  # nobody hears it any more
    assert kept.recordings.expire(datetime(2000, 1, 1, tzinfo=UTC)) == 1
    assert not kept.files


def test_a_file_in_the_place_of_another_is_not_taken_for_it(kept, run):
    kept.call("s1", ANA, "yes", "no")
    first, second = kept.recordings.all()
    place = kept.recordings.files.folder
    (place / first.file[:2] / f"{first.file}.said").write_bytes(
        (place / second.file[:2] / f"{second.file}.said").read_bytes()
    )
    assert "not the one that its name says" in run("play", "1").output


def test_the_audio_goes_to_standard_output(kept, run):
    kept.call("s1", ANA, "yes")
    with wave.open(io.BytesIO(run("play", "1").stdout_bytes)) as file:
        assert file.getnframes() == len(TONE)


def test_what_was_exported_can_be_learnt_from(kept, run, tmp_path):
    adapt = pytest.importorskip(
        "audio_models.train.adapt", reason="needs the train extra", exc_type=ImportError
    )
    kept.call("s1", ANA, "four seven one one", "yes")
    kept.call("s2", BEN, "sí", language="es")
    for number, text in (("1", "four seven one one"), ("2", "yes"), ("3", "sí")):
        assert run("correct", number, text, "--group", "over 70").exit_code == 0
    out = tmp_path / "corpus"
    assert run("export", out).exit_code == 0
    usable, left_out = adapt.usable(read(out), "en")
    assert (len(usable), dict(left_out)) == (2, {"another language": 1})
