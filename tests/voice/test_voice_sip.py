"""A caller from a real telephone call: one SIP phone speaks to another, which records the line.

Both are `baresip` on 127.0.0.1, with G.711 mu-law at 8000 Hz in RTP packets of 20 ms between them.
What the second phone heard, jitter buffer and all, is then the caller's audio of a stream.
"""

import shutil
import socket
import subprocess
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from voice import mulaw

MODULES = Path("/usr/lib/baresip/modules")
LIMIT_S = 60
CONFIG = """\
sip_listen 127.0.0.1:{port}
net_interface 127.0.0.1
audio_source {source}
audio_player {player}
audio_alert {player}
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
jitter_buffer_delay 5-10
ringback_disabled yes
menu_bell no
snd_path {folder}
module_path {modules}
module g711.so
{loaded}
module_tmp account.so
module_app menu.so
"""


def free_port():
    """A port that is free together with the next one, where the phone listens for TLS."""
    for _ in range(100):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
    raise AssertionError("no free ports")


class SipPhone:
    """One process of baresip with its own folder, ended by `close`."""

    def __init__(self, folder, source, player, modules, account="", dial=""):
        folder.mkdir()
        self.port = free_port()
        loaded = "\n".join(f"module {name}.so" for name in modules)
        config = CONFIG.format(
            port=self.port,
            source=source,
            player=player,
            folder=folder,
            modules=MODULES,
            loaded=loaded,
        )
        (folder / "config").write_text(config)
        (folder / "contacts").write_text("\n")
        address = f"<sip:phone@127.0.0.1:{self.port}>;regint=0;audio_codecs=pcmu/8000/1"
        (folder / "accounts").write_text(address + account + "\n")
        self.address = f"sip:phone@127.0.0.1:{self.port}"
        self._log = folder / "log"
        command = ["stdbuf", "-oL", "baresip", "-f", str(folder), *(["-e", dial] if dial else [])]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder
            )

    @property
    def log(self):
        return self._log.read_text(errors="replace")

    def until(self, text):
        """Wait until the phone has reported this."""
        end = time.monotonic() + LIMIT_S
        while text not in self.log:
            assert self._process.poll() is None, f"the phone ended:\n{self.log}"
            assert time.monotonic() < end, f"no “{text}” in:\n{self.log}"
            time.sleep(0.05)

    def close(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def telephone(said, folder):
    """Say 8000 Hz samples over a SIP call; the samples that came out at the other end."""
    with wave.open(str(folder / "said.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(said.tobytes())
    # A bridge is the sound card: the phone plays into it in real time and its microphone is there.
    clerk = SipPhone(
        folder / "clerk",
        "aubridge,card",
        "aubridge,card",
        ("aubridge", "sndfile"),
        account=";answermode=auto",
    )
    caller = None
    try:
        clerk.until("baresip is ready")
        caller = SipPhone(
            folder / "caller",
            f"aufile,{folder / 'said.wav'}",
            "aubridge,none",
            ("aufile", "aubridge"),
            dial=f"/dial {clerk.address}",
        )
        clerk.until("Call established")
        clerk.until("terminated")  # the caller hangs up when everything is said
        assert "Set audio decoder: PCMU 8000Hz 1ch" in clerk.log
    finally:
        clerk.close()
        if caller is not None:
            caller.close()
    (recording,) = (folder / "clerk").glob("dump-*-dec.wav")
    with wave.open(str(recording)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_words_from_a_sip_call_are_recognised(line, model, tools, tmp_path):
    if shutil.which("baresip") is None or not MODULES.is_dir():
        pytest.skip("baresip is not there: apt-get install baresip-core")
    here = line(models=model)
    said = mulaw.decode(tools.quiet(2.0) + tools.spoken("next payment") + tools.quiet(2.0))
    came = telephone(said, tmp_path)
    assert len(came) > 0.7 * len(said)
    phone = here.call()
    phone.hear()
    phone.say(mulaw.encode(came) + tools.quiet(1.0))
    phone.hear()
    heard = here.turns.heard[-1]
    assert (heard.kind, heard.text) == ("speech", "next payment")
