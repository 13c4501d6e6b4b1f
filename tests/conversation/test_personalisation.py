"""What is remembered of a telephone meets no other one, and what is erased is gone at once."""

from datetime import UTC, datetime, timedelta

import pytest

from conversation import practice
from conversation.heard import Heard
from conversation.personalisation import recalled
from storage.audio_files import AudioFiles
from storage.erasing import erasing
from storage.recordings import Recordings
from storage.telephones import KEPT, Telephone, Telephones

OURS, THEIRS = "+15550100000", "+15550100001"
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def telephones(hotline):
    return hotline.conversations.telephones


def remember(hotline, caller, telephone, now=NOW):
    with hotline.database.transaction() as connection:
        hotline.conversations.telephones.remember(caller, telephone, now)(connection)


def test_nothing_is_kept_of_a_withheld_number_or_after_a_year(hotline, telephones):
    remember(hotline, "", Telephone(wording="short"))
    assert hotline.rows("SELECT * FROM telephone") == []
    remember(hotline, THEIRS, Telephone(wording="short"))
    assert telephones.of(THEIRS, NOW).wording == "short"
    assert telephones.of(THEIRS, NOW + KEPT + timedelta(days=1)) == Telephone()


def test_the_number_itself_is_nowhere_kept(hotline):
    remember(hotline, THEIRS, Telephone(remember=True, topic="next_payment"))
    (row,) = hotline.rows("SELECT * FROM telephone")
    assert THEIRS not in [str(value) for value in row]


def test_practice_does_not_meet_the_number_that_it_borrows(hotline, telephones):
    remember(hotline, THEIRS, Telephone(wording="short", remember=True, topic="next_payment"))
    caller = practice.number("1", THEIRS)
    heard = Heard("PR:1", "voice", "PR1", caller, practice.LINE, "start")
    said = hotline.turns.take(heard).text
    assert "your social security line" in said
    assert "Last time" not in said


def test_a_phone_that_became_shared_is_not_asked_about_its_last_call(hotline):
    remember(hotline, "+15550100002", Telephone(remember=True, topic="next_payment"))
    assert "Last time" not in hotline.call("start", caller="+15550100002").text
    assert "Last time" in _said_after_remembering(hotline)


def _said_after_remembering(hotline):
    remember(hotline, THEIRS, Telephone(remember=True, topic="next_payment"))
    return hotline.call("start", sid="CA2").text


def test_a_subject_that_is_gone_is_not_asked_about(hotline):
    remember(hotline, THEIRS, Telephone(remember=True, topic="no_such_subject"))
    assert "Last time" not in hotline.call("start").text


def test_what_may_be_remembered_is_a_subject_and_gives_nothing_away(hotline):
    private = {"complaint", "report_fraud", "report_death", "appeal", "change_bank", "helper"}
    assert set(recalled().values()) <= set(hotline.library.by_intent)
    assert not private & set(recalled().values())


def test_erasing_reaches_all_conversations_of_the_phone_and_no_other(hotline, tmp_path):
    hotline.call("start", sid="CA1")
    hotline.call("speech", "where is the office in Ashford", id="CA1:said", sid="CA1")
    hotline.call("hangup", sid="CA1")
    hotline.call("start", sid="CA2")
    hotline.call("start", sid="CA3", caller="+15550100009")
    (now_id,) = hotline.rows("SELECT id FROM session WHERE key = ?", _key(hotline, "CA2"))[0]
    recordings = Recordings(hotline.database, hotline.vault, AudioFiles(tmp_path, hotline.vault))
    with hotline.database.transaction() as connection:
        connection.execute(
            "INSERT INTO recording (session_id, turn, at, file, language, place, asked,"
            " milliseconds, private) SELECT id, 1, ?, key, 'en', '', '', 1, 0 FROM session",
            (NOW.isoformat(),),
        )
        erasing(hotline.vault, now_id)(connection)
    said = dict(map(tuple, _said(hotline)))
    assert said.pop(hotline.vault.fingerprint("+15550100009"))
    assert list(said.values()) == [""]
    assert hotline.rows("SELECT * FROM interaction_words WHERE words MATCH 'Ashford'") == []
    recordings.expire(NOW - timedelta(days=365))
    assert len(hotline.rows("SELECT * FROM recording")) == 1
    again = hotline.call("speech", "where is the office in Ashford", id="CA1:said", sid="CA1")
    assert again.text == ""


def _key(hotline, sid):
    return hotline.vault.fingerprint(sid)


def _said(hotline):
    """By the fingerprint of the caller, everything that was heard and said together."""
    return hotline.rows(
        "SELECT caller_print, group_concat(heard || said, '') FROM session"
        " JOIN interaction ON session_id = session.id GROUP BY caller_print"
    )


def test_telephones_counts_people(hotline):
    telephones = Telephones(hotline.database, hotline.vault)
    assert telephones.is_shared("+15550100002")
    assert not telephones.is_shared(THEIRS)
    assert not telephones.is_shared("")
