"""A whole call in real time by npm's `ws`, a client that shares no code with the server."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "node"
LIMIT_S = 120


@pytest.fixture
def node():
    """Run the client against a line; its summary."""
    if shutil.which("node") is None:
        pytest.skip("Node is not there")
    if not (HERE / "node_modules" / "ws").is_dir():
        pytest.skip("the client's modules are not there: npm ci --prefix tests/voice/node")

    def run(here, tools, *answers, token=None, signature=None):
        if token is None:
            incoming = tools.post(here.client, "/voice/incoming").text
            token = incoming.split('name="token" value="')[1].split('"')[0]
        signed = signature or tools.sign("wss" + tools.PUBLIC[5:] + "/voice/stream").decode()
        given = {
            "STREAM_URL": here.url,
            "STREAM_SIGNATURE": signed,
            "STREAM_TOKEN": token,
            "STREAM_CALL": tools.CALL,
            "STREAM_LIMIT_S": str(LIMIT_S),
        }
        done = subprocess.run(
            ["node", str(HERE / "client.mjs"), *answers],
            env=os.environ | given,
            capture_output=True,
            text=True,
            timeout=LIMIT_S + 30,
            check=False,
        )
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    return run


def test_a_whole_call_by_speech_and_keys(line, model, tools, node, tmp_path):
    here = line(models=model)
    for word in ("claim", "yes"):
        audio = tools.quiet(0.6) + tools.spoken(word) + tools.quiet(1.0)
        (tmp_path / word).write_bytes(audio)
    summary = node(
        here,
        tools,
        f"say:{tmp_path / 'claim'}",
        "interrupt:123456789",
        f"say:{tmp_path / 'yes'}",
    )
    assert summary["problems"] == []
    assert here.turns.kinds() == [
        ("start", ""),
        ("speech", "claim"),
        ("keys", "123456789"),
        ("speech", "yes"),
    ]
    assert summary["replies"] == 4
    assert summary["clears"] == 1  # the first key, and no word of the caller's, stopped a prompt
    assert summary["marks"] == ["reply-1", "reply-3", "reply-4"]
    assert summary["audio_ms"][0] > 2000
    assert summary["sent"]["dtmf"] == 9
    assert (summary["closed_by"], summary["code"]) == ("server", 1000)
    assert here.board.tickets.open == 0


def test_the_client_is_refused_without_signature_or_token(line, tools, node):
    here = line(models=tools.NoModels())
    tools.post(here.client, "/voice/incoming")
    for wrong in ({"signature": "AAAA"}, {"token": "wrong"}):
        summary = node(here, tools, **wrong)
        assert summary["closed_by"] == "server"
        assert summary["replies"] == 0
    assert here.turns.heard == []
