"""Recording on real calls: real audio over the real socket, and nothing kept before a yes."""

import errno
import os
import signal
import time

import pytest

from cli.running import process, running
from cli.speech import spoken
from conversation.reply import Reply
from provider.standin.calling import PhoneCall
from storage.audio_files import AudioFiles, AudioGone
from storage.recordings import Recordings
from storage.vault import Vault
from voice import mulaw
from voice.recogniser import Models

pytestmark = pytest.mark.skipif("en" not in Models().languages(), reason="no English model is here")

KEY = "A" * 43 + "="


@pytest.fixture
def line(make_whole):
    return make_whole(recording="ask", max_streams=2)


@pytest.fixture
def kept(line, tmp_path):
    vault = Vault([KEY])
    files = AudioFiles(tmp_path / "calls", vault)
    return Recordings(line.parts["database"], vault, files)


class Caller:
    """A caller who waits for each reply."""

    def __init__(self, line):
        self.line, self.turn = line, 0
        self.phone = line.speaking()
        self.phone.dial()
        self.reply = self._reply()

    def says(self, text):
        audio = spoken(text)
        self.phone.say(audio)
        self.reply = self._reply()
        return audio

    def presses(self, keys):
        self.phone.press(keys)
        self.reply = self._reply()

    def hangs_up(self):
        self.phone.hang_up()
        assert not self.phone.line.complaints

    @property
    def at(self):
        expects = self.reply.expects
        return f"{expects.flow}.{expects.step}" if expects else self.reply.next

    def _reply(self):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.phone.wait_for_prompt()
            reply = self.line.parts["turns"].last("voice", self.phone.sid)
            if reply and reply.turn > self.turn:
                self.turn = reply.turn
                return reply
            time.sleep(0.01)
        raise TimeoutError("no new turn")


def loud(audio, seconds=0.3):
    """A stretch from the loudest place of some audio: nothing else on the line is the same."""
    samples = abs(mulaw.decode(audio).astype(int))
    length = int(seconds * mulaw.RATE)
    middle = max(range(0, len(audio) - length, 80), key=lambda at: samples[at : at + length].sum())
    return audio[middle : middle + length]


def all_bytes(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def await_step(store, phone, step, seconds=20.0):
    """Until a server in a process of its own asks what it asks in this step."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        stored = store.conversations.last_reply("voice", phone.sid)
        expects = Reply.from_json(stored).expects if stored else None
        if expects and f"{expects.flow}.{expects.step}" == step:
            return
        time.sleep(0.05)
    raise TimeoutError(f"{step} was not reached")


def files_of(folder):
    return [path for path in (folder / "calls").rglob("*") if path.is_file()]


def test_what_is_said_after_a_spoken_yes_is_kept_encrypted(line, kept, tmp_path):
    caller = Caller(line)
    before = caller.says("claim status")
    assert caller.at == "recording.may_we"
    assert not caller.reply.recording
    yes = caller.says("yes please")
    assert caller.at == "claim_status.ask_reference"
    assert caller.reply.recording
    said = caller.says("four seven one one zero zero one one")
    caller.hangs_up()
    (recording,) = kept.all()
    assert (recording.place, recording.asked) == ("claim_status.ask_reference", "claim_reference")
    utterance = kept.files.read(recording.file)
    assert loud(said) in utterance.audio
    assert loud(before) not in utterance.audio
    assert loud(yes) not in utterance.audio
    assert utterance.heard.split()[:2] == ["four", "seven"]
    assert recording.seconds == pytest.approx(len(utterance.audio) / 8000, abs=0.01)
    everything = all_bytes(tmp_path)
    assert loud(said) not in everything
    assert mulaw.decode(loud(said)).tobytes() not in everything
    assert b"four seven" not in everything
    consent = kept.consent_of(recording.session_id)
    (library,) = line.rows("SELECT library FROM session WHERE id = ?", recording.session_id)[0]
    assert (consent.library, consent.ended_why) == (library, None)


def test_a_yes_by_key_and_then_a_stop_by_key_leaves_nothing(line, kept, tmp_path):
    caller = Caller(line)
    caller.presses("3")
    caller.presses("1")
    assert caller.at == "nearest_office.ask_place"
    caller.says("well that is nothing")
    assert len(files_of(tmp_path)) == 1
    caller.presses("*7")
    assert not files_of(tmp_path)
    assert not list(kept.all())
    assert not caller.reply.recording
    caller.says("hello again there")
    caller.hangs_up()
    assert not files_of(tmp_path)


def test_stop_recording_is_heard_as_that(line, kept, tmp_path):
    caller = Caller(line)
    caller.presses("3")
    caller.presses("1")
    caller.says("well that is nothing")
    assert len(files_of(tmp_path)) == 1
    caller.says("stop recording")
    assert caller.at == "nearest_office.ask_place"  # and not the end of the call
    caller.hangs_up()
    assert not files_of(tmp_path)
    assert kept.consent_of(caller.reply.session_id).ended_why == "caller"


def test_a_no_keeps_nothing(line, kept, tmp_path):
    caller = Caller(line)
    caller.says("claim status")
    caller.says("no")
    assert caller.at == "claim_status.ask_reference"
    caller.says("four seven one one zero zero one one")
    caller.hangs_up()
    assert not files_of(tmp_path)
    assert line.rows("SELECT count(*) FROM recording_consent")[0][0] == 0


def test_what_is_private_is_cut(line, kept, tmp_path):
    caller = Caller(line)
    caller.presses("2")
    caller.presses("1")
    assert caller.at == "next_payment.ask_number"
    said = caller.says("one two three four five six seven eight nine")
    caller.hangs_up()
    (recording,) = kept.all()
    assert recording.private
    utterance = kept.files.read(recording.file)
    assert set(utterance.audio) == {mulaw.SILENCE}
    assert len(utterance.audio) > len(said) * 0.8
    assert (utterance.heard, utterance.words) == ("", [])
    (heard, words, meaning) = line.rows(
        "SELECT heard, words, meaning FROM interaction WHERE kind = 'speech'"
    )[0]
    assert (heard, words) == ("•••", "[]")
    assert not any(char.isdigit() for char in meaning.split('"confidence"')[0])


def test_recordings_go_when_their_time_has_come(line, kept, tmp_path):
    caller = Caller(line)
    caller.presses("3")
    caller.presses("1")
    said = caller.says("well that is nothing")
    caller.hangs_up()
    line.later(days=29)
    assert line.parts["retention"].delete_due() == 0
    line.later(days=1, minutes=1)
    assert line.parts["retention"].delete_due() == 1
    assert not files_of(tmp_path)
    assert loud(said) not in all_bytes(tmp_path)
    assert line.rows("SELECT count(*) FROM recording")[0][0] == 0


def test_a_full_disk_stops_the_recording_and_not_the_call(line, kept, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    caller = Caller(line)
    caller.presses("3")
    caller.presses("1")
    monkeypatch.setattr("storage.audio_files.os.replace", full)
    caller.says("well that is nothing")
    assert caller.at == "nearest_office.ask_place"
    assert not caller.reply.recording
    monkeypatch.undo()
    caller.says("still nothing of use")
    session = caller.reply.session_id
    caller.hangs_up()
    assert not files_of(tmp_path)
    assert kept.consent_of(session).ended_why == os.strerror(errno.ENOSPC)
    metrics = line.app.test_client().get("/metrics").text
    assert 'benefitline_recording_failures_total{reason="No space left on device"} 1.0' in metrics


def test_by_webhook_the_providers_recording_is_kept_too(make_whole, tmp_path):
    line = make_whole(recording="ask")  # no stream: each answer is a <Record>
    caller = Caller(line)
    caller.presses("3")
    caller.presses("1")
    caller.phone.silence()  # no key: the beep comes
    line.wait(lambda: caller.phone.place == "record")
    said = caller.says("well that is nothing")
    caller.hangs_up()
    vault = Vault([KEY])
    kept = Recordings(line.parts["database"], vault, AudioFiles(tmp_path / "calls", vault))
    (recording,) = kept.all()
    assert loud(said) in kept.files.read(recording.file).audio


def test_a_server_that_is_killed_in_mid_call_leaves_nothing_readable(tmp_path):
    first, second = spoken("well that is nothing"), spoken("and this is never finished at all")
    old, new = Vault.new_key(), Vault.new_key()
    with running(tmp_path, people=0, recording="ask", encryption_keys=old, prepare="off") as server:
        # In real time: with its own process the server is as it is on the air.
        phone = PhoneCall(server.server, "+15550100001", server.settings.phone_number)
        phone.dial()
        phone.wait_for_prompt(interrupt=True)
        for key, step in ("3", "recording.may_we"), ("1", "nearest_office.ask_place"):
            phone.press(key)
            await_step(server.store, phone, step)
            phone.wait_for_prompt(interrupt=True)
        phone.wait_for_prompt()
        for _ in range(4):  # whoever is not heard, on a machine that has much to do, says it again
            phone.say(first)
            end = time.monotonic() + 12
            while not files_of(tmp_path) and time.monotonic() < end:
                time.sleep(0.05)
            if files_of(tmp_path):
                break
        assert files_of(tmp_path), "nothing is kept"
        phone.wait_for_prompt(interrupt=True)
        phone.say(second)
        time.sleep(1.0)  # in the middle of it
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait(10)
        phone.hang_up()
        everything = all_bytes(tmp_path)
        for audio in (first, second):
            assert loud(audio) not in everything
            assert mulaw.decode(loud(audio)).tobytes() not in everything
        stray = tmp_path / "calls" / "ab" / ("ab" + "0" * 30 + ".part")
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"half of something")
        os.utime(stray, (1, 1))
        # Started again, with a new key in front: what was kept is still there, what was not goes.
        env_file = tmp_path / "benefitline.env"
        env_file.write_text(env_file.read_text().replace(old, f"{new},{old}"))
        command = [*server.process.args]
        with process(command, tmp_path / "server.log", server.settings.port):
            end = time.monotonic() + 10
            while stray.exists():
                assert time.monotonic() < end, "the half-written file stays"
                time.sleep(0.05)
        vault = Vault([new, old])
        kept = Recordings(server.store.database, vault, AudioFiles(tmp_path / "calls", vault))
        recording, *_ = kept.all()
        assert loud(first) in kept.files.read(recording.file).audio
        with pytest.raises(AudioGone, match="key that is not given"):
            AudioFiles(tmp_path / "calls", Vault([new])).read(recording.file)
        server.store.database.close()
