"""Whole calls over a real socket, without speech: prompts, keys, silence, endings."""

import base64

import pytest


def test_keys_lead_to_the_end_and_the_socket_closes(line, tools):
    here = line(models=tools.NoModels())
    phone = here.call()
    first = phone.until("media")
    assert len(base64.b64decode(first["media"]["payload"])) == 160
    phone.hear()
    phone.press("1")
    phone.hear()
    phone.press("123456789#")
    phone.hear()
    phone.press("1")
    phone.hear()
    assert phone.gone() == 1000
    assert here.turns.kinds() == [
        ("start", ""),
        ("keys", "1"),
        ("keys", "123456789"),
        ("keys", "1"),
    ]
    assert here.board.tickets.open == 0


def test_a_key_stops_the_prompt(line, tools):
    here = line(models=tools.NoModels())
    phone = here.call()
    phone.until("media")
    phone.press("1")
    phone.until("clear")
    phone.hear()
    assert here.turns.kinds()[-1] == ("keys", "1")
