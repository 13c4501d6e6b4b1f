"""Calling a whole server from the command line."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import yaml

from cli.call import converse, pcm
from cli.case import Case
from cli.transcript import Transcript
from provider.standin.api import Api
from provider.standin.calling import PhoneCall


def call(hotline, answers: list[dict], case: Case) -> list[str]:
    """A call in real time that hears no prompt out; answers what was said after each answer."""
    phone = PhoneCall(hotline.server, case.caller, hotline.settings.phone_number)
    transcript = Transcript(hotline.store, "voice", phone.sid)
    with phone:
        followed = converse(phone, transcript, case, answers, interrupt=True)
    assert phone.failure is None
    assert not phone.line.complaints
    return [" ".join(exchange.said) for exchange in followed]


def test_a_call_by_keys_is_written_down(hotline, tmp_path: Path, capsys) -> None:
    case, file = Case("voice", "+15550100001"), tmp_path / "by_keys.yaml"
    said = call(hotline, [{"keys": "1"}, {"keys": "47110011"}], case)
    assert "claim reference" in said[1]
    assert "old-age pension" in said[2]
    case.save(file)
    saved = yaml.safe_load(file.read_text())
    assert [next(iter(turn)) for turn in saved["turns"]] == ["start", "keys", "keys"]
    assert saved["turns"][1]["at"] == "claim_status.ask_reference"
    assert "heard  1 " in capsys.readouterr().out


def test_spoken_words_reach_the_recogniser(hotline, capsys) -> None:
    """The second answer is spoken into a short prompt."""
    said = call(hotline, [{"keys": "5"}, {"audio": "menu"}], Case("voice", "+15550100002"))
    assert "press 1" in said[2]
    assert "recognised" in capsys.readouterr().out


def test_answers_are_read_from_the_command_line(benefitline, hotline) -> None:
    env_file = hotline.settings.data_dir / "benefitline.env"
    lost = benefitline("--env-file", env_file, "call", "nowhere.wav")
    assert lost.exit_code == 2
    assert "no file nowhere.wav" in lost.output
    empty = benefitline("--env-file", env_file, "call", "--keys")
    assert empty.exit_code == 2
    assert "--keys needs a value" in empty.output


def test_a_whole_call_from_the_command_line(benefitline, hotline) -> None:
    env_file = hotline.settings.data_dir / "benefitline.env"
    result = benefitline(
        "--env-file", env_file, "call", "--interrupt", "--keys", "1", "--keys", "47110011"
    )
    assert result.exit_code == 0, result.output
    assert "old-age pension" in result.output
    assert "The call is over." in result.output


def test_a_call_without_a_stream_goes_on_by_webhooks(hotline) -> None:
    """The socket breaks, and the conversation goes on where it stood, by keys."""
    settings = hotline.settings
    with (
        Api(settings.account_sid, settings.auth_token, decode=pcm) as api,
        PhoneCall(
            hotline.server,
            "+15550100001",
            settings.phone_number,
            keep_recording=api.keep_recording,
        ) as phone,
    ):
        assert phone.wait_for_prompt(interrupt=True)
        phone.press("1")
        assert phone.wait_for_prompt(interrupt=True)
        phone.drop_stream()
        wait(lambda: phone.place in ("gather", "record"))
        phone.press("47110011")
        wait(lambda: "old-age pension" in " ".join(phone.words))


def wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within twenty seconds"
        time.sleep(0.01)
