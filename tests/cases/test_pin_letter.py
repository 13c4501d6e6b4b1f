"""A PIN chosen with a letter's code: nothing keeps PIN or code, and staff print the letter."""

from datetime import UTC, datetime
from pathlib import Path

from case_line import ByPhone, WholeServer

from benefits.letter_texts import text_of
from cli.cases.hotline import DATABASE, KEY, letter_code
from cli.cases.reading import read_cases
from cli.cases.running import play
from storage.letters import Letters
from storage.vault import Vault

CASE = next(case for case in read_cases() if case.case == "A PIN is chosen on the line itself")
NAME, ADDRESS = "Tobin Harrowdale", "19 Market Street, 2130 Northfield"
PINS = "46820193", "11112222"


def test_neither_pin_nor_code_is_kept(tmp_path: Path, understander, country_of, capfd, caplog):
    with WholeServer(CASE, tmp_path, country_of(CASE.records), understander) as whole:
        with ByPhone(CASE, whole) as line:
            play(CASE, line.take)
        code = letter_code(whole.rows("letter"))
        outbox = Letters(whole._parts["database"], Vault([KEY]))
        (letter,) = outbox.waiting()
        assert (letter.name, letter.to) == (NAME, ADDRESS)
        assert " ".join(code) in text_of(letter.kind, letter.language, letter.details)
        assert code not in repr(letter)
        assert outbox.done(letter.id, datetime.now(UTC))
        assert not outbox.done(letter.id, datetime.now(UTC))
        assert outbox.waiting() == []
        assert [row["details"] for row in whole.rows("letter")] == [""]
        rows = str([dict(row) for row in whole.rows("interaction")])
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert (tmp_path / DATABASE).exists()
    assert b"pin_choose.ask_again" in kept  # what is looked through is the database
    logged = "".join(capfd.readouterr()) + caplog.text
    for secret in (*PINS, code):
        assert secret not in rows
        assert secret.encode() not in kept
        assert secret not in logged
