"""How one file is written to by many."""

import pytest

from storage.database import Database


def checkpoint(database):
    return database.connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0]


def test_who_writes_much_empties_the_log_less_often_and_then_as_ever(tmp_path):
    database = Database(tmp_path / "b.db")
    database.connection.execute("CREATE TABLE row (text TEXT)")
    usual = checkpoint(database)
    log = tmp_path / "b.db-wal"
    text = "x" * 2000
    with database.writing_much():
        assert checkpoint(database) > usual
        for _ in range(30):
            with database.transaction() as connection:
                connection.executemany("INSERT INTO row VALUES (?)", [(text,)] * 100)
    assert log.stat().st_size > 1_000 * 4096  # else it would have been emptied in between
    assert checkpoint(database) == usual
    database.close()
    assert (
        Database(tmp_path / "b.db").connection.execute("SELECT count(*) FROM row").fetchone()[0]
        == 3000
    )


def test_it_is_as_ever_after_a_failure_too(tmp_path):
    database = Database(tmp_path / "b.db")
    usual = checkpoint(database)
    with pytest.raises(RuntimeError), database.writing_much():
        raise RuntimeError
    assert checkpoint(database) == usual
