"""Appointments: a desk is had by one, one open appointment a topic, and nothing in the clear."""

from datetime import UTC, datetime

import pytest
from stdnum import verhoeff

from benefits import country, seed
from storage.conversations import Overtaken
from storage.country import load_country
from storage.database import Database
from storage.registry import SqlRegistry
from storage.vault import Vault

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ROW = {
    "person_id": 1,
    "name": "",
    "phone": "+15550100001",
    "office": "ashford",
    "day": "2026-11-25",
    "at": "10:00",
    "desk": 1,
    "minutes": 30,
    "topic": "pension",
    "language": "en",
    "channel": "voice",
    "remind_on": "2026-11-24",
}
CELLS = ["10:00", "10:15"]
HERE = "2026-11-23T09:30"


class Turn:
    """One turn: what it reads, and what it writes when it is committed."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self.later = []
        self.registry = SqlRegistry(database, vault, self.later, "s", NOW)
        self.diary = self.registry.appointments

    def commit(self) -> None:
        with self._database.transaction() as connection:
            for write in self.later:
                write(connection)


@pytest.fixture
def turn(database: Database, vault: Vault):
    load_country(database, vault, country.offices(), seed.people(0, today=NOW.date()))
    return lambda: Turn(database, vault)


def test_of_two_who_want_one_desk_the_second_is_overtaken(turn):
    first, second = turn(), turn()
    first.diary.add(ROW, CELLS, HERE)
    later = {**ROW, "person_id": 2, "at": "10:15"}
    second.diary.add(later, ["10:15", "10:30"], HERE)  # saw the desk free, too
    first.commit()
    with pytest.raises(Overtaken):
        second.commit()
    taken = turn().diary.taken("ashford", "2026-11-25", "2026-11-25")
    assert taken == {"2026-11-25": {("10:00", 1), ("10:15", 1)}}


def test_one_open_appointment_a_topic(turn):
    first, second = turn(), turn()
    first.diary.add(ROW, CELLS, HERE)
    first.commit()
    second.diary.add({**ROW, "at": "12:00"}, ["12:00"], HERE)
    with pytest.raises(Overtaken):
        second.commit()


def test_what_is_past_does_not_count(turn):
    first, second = turn(), turn()
    first.diary.add(ROW, CELLS, HERE)
    first.commit()
    second.diary.add({**ROW, "day": "2026-12-02"}, CELLS, "2026-11-26T08:00")
    second.commit()
    rows = turn().diary.of_person(1, "2026-01-01T00:00")
    assert [(row["day"], row["status"]) for row in rows] == [
        ("2026-11-25", "past"),
        ("2026-12-02", "booked"),
    ]


def test_moved_and_cancelled_its_time_is_free_again(turn):
    first = turn()
    code = first.diary.add(ROW, CELLS, HERE)
    first.commit()
    assert verhoeff.is_valid(code)
    row = first.diary.by_code(code)
    second = turn()
    second.diary.move(row["id"], {**ROW, "at": "11:00"}, ["11:00", "11:15"])
    second.commit()
    assert ("10:00", 1) not in second.diary.taken("ashford", ROW["day"], ROW["day"])[ROW["day"]]
    third = turn()
    third.diary.cancel(row["id"])
    third.diary.cancel(row["id"])
    third.commit()
    assert third.diary.taken("ashford", ROW["day"], ROW["day"]) == {}
    fourth = turn()
    fourth.diary.move(row["id"], ROW, CELLS)
    with pytest.raises(Overtaken):
        fourth.commit()  # cancelled meanwhile


def test_a_reminder_is_due_once(turn):
    first = turn()
    first.diary.add(ROW, CELLS, HERE)
    first.commit()
    (row,) = [one for one in first.diary.due_reminders("2026-11-24") if one["office"] == "ashford"]
    assert (row["phone"], row["at"], row["language"]) == ("+15550100001", "10:00", "en")
    second = turn()
    second.diary.reminded(row["id"])
    second.commit()
    assert row["id"] not in [one["id"] for one in second.diary.due_reminders("2026-11-24")]


def test_nothing_in_the_clear(turn, database: Database):
    first = turn()
    code = first.diary.add({**ROW, "person_id": None, "name": "Harold Finch"}, CELLS, HERE)
    first.commit()
    stored = str([tuple(row) for row in database.connection.execute("SELECT * FROM appointment")])
    for secret in (code, "Harold", "+15550100001"):
        assert secret not in stored


def test_proofs_and_what_they_come_from(turn, database: Database):
    first = turn()
    first.registry.proofs.add_evidence(1, "hospital", "2026-11-01", "Harbour hospital")
    first.registry.proofs.set_due(1, "2027-11-01")
    first.registry.proofs.add_failure(1)
    first.commit()
    proofs = turn().registry.proofs
    assert proofs.due(1) == "2027-11-01"
    assert proofs.evidence(1)[0] == {
        "kind": "hospital",
        "seen_on": "2026-11-01",
        "source": "Harbour hospital",
    }
    assert proofs.failures(1, "2026-11-22T09:30:00") == 1
    assert proofs.failures(1, "2026-11-24T09:30:00") == 0
    stored = str([tuple(row) for row in database.connection.execute("SELECT * FROM evidence")])
    assert "Harbour" not in stored


def test_who_is_reminded_of_a_proof(turn):
    rows = turn().registry.proofs.due_reminders("2026-12-31")
    assert {row["person_id"] for row in rows} == {1, 5}  # 2 later, and 6 has no telephone
    assert rows[0]["phone"].startswith("+1555")


def test_what_is_drawn_varies(turn):
    proofs = turn().registry.proofs
    drawn = {tuple(proofs.drawn("abcd", 3)) for _ in range(200)}
    assert len(drawn) == 4
    assert all(list(names) == sorted(names) for names in drawn)
