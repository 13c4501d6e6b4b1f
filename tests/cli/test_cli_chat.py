"""Texting with a whole server from the command line."""

from __future__ import annotations

from pathlib import Path

import yaml


def test_a_conversation_from_standard_input_is_shown_and_saved(
    benefitline, hotline, tmp_path: Path
) -> None:
    case = tmp_path / "status_of_a_claim.yaml"
    result = benefitline(
        "--env-file",
        hotline.settings.data_dir / "benefitline.env",
        *("chat", "--from", "+15550100004", "--save", case),
        input="What is the status of my claim?\n\n47110030\n",
    )
    assert result.exit_code == 0, result.output
    assert "intent claim_status" in result.output
    assert "papers are missing" in result.output
    saved = yaml.safe_load(case.read_text())
    assert saved["channel"] == "sms"
    assert saved["caller"] == "+15550100004"
    question, reference = saved["turns"]
    assert question["text"] == "What is the status of my claim?"
    assert question["intent"] == "claim_status"
    assert question["at"] == "claim_status.ask_reference"
    assert reference["text"] == "47110030"
    assert "papers are missing" in " ".join(reference["says"])


def test_a_language_may_be_asked_for(benefitline, hotline) -> None:
    result = benefitline(
        "--env-file",
        hotline.settings.data_dir / "benefitline.env",
        *("chat", "--from", "+15550100003", "--language", "es"),
        input="47110024\n",
    )
    assert result.exit_code == 0, result.output
    assert "command language" in result.output
    assert "solicitud de asignacion por hijos" in result.output  # a reference says its subject


def test_stop_is_answered_outside_the_conversation(benefitline, hotline) -> None:
    result = benefitline(
        "--env-file",
        hotline.settings.data_dir / "benefitline.env",
        *("chat", "--from", "+15550100077"),
        input="STOP\n",
    )
    assert result.exit_code == 0, result.output
    assert "you    STOP\n" in result.output


def test_no_server_is_a_plain_sentence(benefitline, hotline) -> None:
    result = benefitline(
        "--env-file",
        hotline.settings.data_dir / "benefitline.env",
        *("chat", "--server", "http://127.0.0.1:9"),
        input="hello\n",
    )
    assert result.exit_code == 1
    assert "does not answer" in result.output
    assert "Traceback" not in result.output
