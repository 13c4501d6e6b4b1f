"""A call that brings a code comes at once, once, and says what it is to the server that answers."""

from datetime import UTC, datetime

import pytest

from conversation.call_backs import CallBacks, Rules
from conversation.calling import Calling
from provider.sender import Sender
from provider.standin.api import Api
from storage.calls_out import CODE_CALL, PIN_CALL, PROOF_CALL, CallsOut
from storage.database import Database
from storage.texts import Texts
from storage.vault import Vault

NIGHT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cause", "url"),
    [
        (CODE_CALL, "https://x.example/voice/incoming?for=code"),
        (PIN_CALL, "https://x.example/voice/incoming?for=pin"),
        (PROOF_CALL, "https://x.example/voice/incoming"),
    ],
)
def test_also_at_night_and_never_again(tmp_path, cause, url):
    vault, database = Vault(["A" * 43 + "="]), Database(tmp_path / "b.db")
    database.migrate()
    calls = CallsOut(database, vault)
    backs = CallBacks(calls, Texts(database, vault), "+15550100000", Rules(), lambda: NIGHT)
    with Api("AC1", "token") as api:
        sender = Sender("AC1", "token", api.url, "")
        calling = Calling(calls, backs, sender, "https://x.example", lambda: NIGHT)
        calls.add(f"{cause}1", "+15550100000", "+15550100001", NIGHT, NIGHT)
        assert calling.place_due() == 1
        assert [call.fields["Url"] for call in api.calls] == [url]
        backs.ended(1, "no-answer")
        assert calling.place_due() == 0
    assert not calls.waits(NIGHT)
    assert calls.recent("+15550100001", NIGHT, NIGHT).of_number == 0
    database.close()
