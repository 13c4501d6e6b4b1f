"""A turn is stored once, whole, and in order."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.conversations import AlreadyTaken, Conversations, Interaction, Overtaken, Session
from storage.database import Database
from storage.vault import Vault

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "benefitline.db")
    database.migrate()
    return database


@pytest.fixture
def conversations(database):
    conversations = Conversations(database, Vault([Vault.new_key()]))
    conversations.keep_library("v1", {"library/a.yaml": "flow: a"}, NOW)
    return conversations


SESSION = Session("s1", "sms", "+1|+2", "+2", "+1", "v1", "{}", 1, 1, "open", NOW, NOW)


def interaction(provider_id: str, heard: str = "hello") -> Interaction:
    return Interaction(
        provider_id, "text", heard, 1.0, {}, None, None, "a.b", "well", '{"r": 1}', 1.0
    )


def test_a_turn_is_found_again(conversations):
    conversations.commit(SESSION, "en", interaction("SM1"), [])
    assert conversations.reply("SM1") == '{"r": 1}'
    assert conversations.reply("SM2") is None
    assert conversations.open("sms", "+1|+2", "+2") == SESSION
    assert conversations.last_reply("sms", "+1|+2") == '{"r": 1}'
    assert conversations.last_language("+2") == "en"
    assert conversations.library("v1") == {"library/a.yaml": "flow: a"}


def test_the_same_event_is_taken_once(conversations):
    conversations.commit(SESSION, "en", interaction("SM1"), [])
    with pytest.raises(AlreadyTaken):
        conversations.commit(replace(SESSION, version=2, turns=2), "en", interaction("SM1"), [])
    assert conversations.open("sms", "+1|+2", "+2").version == 1


def test_a_turn_on_an_old_version_is_refused(conversations):
    conversations.commit(SESSION, "en", interaction("SM1"), [])
    second = replace(SESSION, version=2, turns=2)
    conversations.commit(second, "en", interaction("SM2"), [])
    with pytest.raises(Overtaken):
        conversations.commit(second, "en", interaction("SM3"), [])


def test_two_first_turns_of_one_conversation_do_not_both_begin_it(conversations):
    conversations.commit(SESSION, "en", interaction("SM1"), [])
    with pytest.raises(Overtaken):
        conversations.commit(replace(SESSION, id="s2"), "en", interaction("SM2"), [])


def test_what_functions_write_is_undone_with_the_turn(conversations, database):
    def write(connection):
        connection.execute("INSERT INTO opt_out VALUES ('+1', 'x', 'now', 'STOP')")

    def fail(connection):
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        conversations.commit(SESSION, "en", interaction("SM1"), [write, fail])
    assert conversations.reply("SM1") is None
    assert not database.connection.execute("SELECT 1 FROM opt_out").fetchall()


def test_nothing_personal_is_stored_in_the_clear(conversations, database):
    session = replace(SESSION, caller="+15550100001", key="+1|+15550100001", state='{"x": "Ana"}')
    conversations.commit(session, "en", interaction("SM1"), [])
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = database.path.read_bytes()
    assert b"5550100001" not in stored
    assert b"Ana" not in stored
    assert b"hello" in stored


def test_many_threads_store_one_turn_each_in_order(conversations):
    conversations.commit(SESSION, "en", interaction("SM1"), [])
    refused = []

    def one(number: int) -> None:
        for _ in range(200):
            session = conversations.open("sms", "+1|+2", "+2")
            after = replace(session, version=session.version + 1, turns=session.turns + 1)
            try:
                conversations.commit(after, "en", interaction(f"T{number}"), [])
                return
            except Overtaken:
                refused.append(number)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert conversations.open("sms", "+1|+2", "+2").turns == 9
    assert all(conversations.reply(f"T{n}") for n in range(8))


def test_a_lost_key_is_said_plainly(database):
    Conversations(database, Vault([Vault.new_key()])).keep_library("v1", {}, NOW)
    Conversations(database, Vault(["A" * 43 + "="])).commit(SESSION, "en", interaction("SM1"), [])
    from storage.vault import VaultError

    with pytest.raises(VaultError, match="key that is not given"):
        Conversations(database, Vault([Vault.new_key()])).reply("SM1")
