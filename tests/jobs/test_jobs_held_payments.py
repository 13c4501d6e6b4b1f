"""Held payments: released or kept under four eyes, and by one person at a time."""

from __future__ import annotations

import threading

import pytest

from conversation.jobs.payments import PaymentWork
from conversation.jobs.settling import NotSettled
from storage.audit import Audit

DUE = "2026-12-01"


@pytest.fixture
def held(office):
    """The number of a payment that a check has stopped."""
    added = office.database.connection.execute(
        "INSERT INTO payment (person_id, programme, due_on, amount, status, reason)"
        " VALUES (7, 'old_age_pension', ?, 81400, 'held', 'check')",
        (DUE,),
    )
    return added.lastrowid


@pytest.fixture
def work(office):
    return PaymentWork(office.database, office.registry, lambda: office.now)


def status(office, number):
    return office.rows("SELECT status, reason FROM payment WHERE id = ?", number)[0]


def trail(office):
    entries = Audit(office.database, lambda: office.now).entries()
    return [(one.staff, one.action, one.subject) for one in reversed(entries)]


def test_a_payment_is_released_by_two(office, work, held):
    ann, sue, tom = (office.staff[name] for name in ("ann", "sue", "tom"))
    with pytest.raises(NotSettled, match="say why"):
        work.propose(held, "release", ann, "  ")
    work.propose(held, "release", ann, "the man lives, he came to the office")
    assert status(office, held)["status"] == "held"
    with pytest.raises(NotSettled, match="ann was faster"):
        work.propose(held, "keep", tom, "not sure")
    with pytest.raises(NotSettled, match="takes a supervisor"):
        work.approve(held, office.staff["ben"])
    assert work.approve(held, sue, "seen his card") == "release"
    assert status(office, held) == {"status": "due", "reason": ""}
    with pytest.raises(NotSettled, match="sue was faster"):
        work.approve(held, tom)
    with pytest.raises(NotSettled, match="sue was faster"):
        work.propose(held, "keep", ann, "again")
    (review,) = work.held(held)["reviews"]
    assert (review["reason"], review["note"]) == (
        "the man lives, he came to the office",
        "seen his card",
    )
    assert trail(office) == [
        ("ann", "propose_release", f"payment {held}"),
        ("sue", "approve_release", f"payment {held}"),
    ]
    stored = str(office.rows("SELECT * FROM payment_review"))
    assert "office" not in stored
    assert "card" not in stored


def test_nobody_approves_what_they_proposed(office, work, held):
    sue = office.staff["sue"]
    work.propose(held, "release", sue, "a mistake")
    with pytest.raises(NotSettled, match="somebody else has to approve it"):
        work.approve(held, sue)
    # Whatever is tried, the database has the last word.
    review = work.held(held)["reviews"][0]
    with pytest.raises(NotSettled):
        office.act(lambda registry: registry.held_payments.approve(review, "sue", ""))
    assert status(office, held)["status"] == "held"


def test_what_is_kept_stays_held_and_may_be_released_later(office, work, held):
    ann, sue = office.staff["ann"], office.staff["sue"]
    work.propose(held, "keep", ann, "the register says so")
    work.approve(held, sue)
    assert status(office, held)["status"] == "held"
    work.propose(held, "release", ann, "the register was wrong")
    work.send_back(held, sue, "show me the letter")
    with pytest.raises(NotSettled, match="sue was faster"):
        work.send_back(held, sue, "again")
    work.propose(held, "release", ann, "the letter is here")
    work.send_back(held, ann, "too early after all")  # one's own may be taken back by an agent
    assert [one["status"] for one in work.held(held)["reviews"]] == [
        "approved",
        "returned",
        "returned",
    ]
    assert status(office, held)["status"] == "held"


def test_of_two_who_approve_at_once_one_is_told_who_was_first(office, work, held):
    sue, tom = office.staff["sue"], office.staff["tom"]
    work.propose(held, "release", office.staff["ann"], "he lives")
    start, said = threading.Barrier(2), {}

    def approve(who):
        start.wait()
        try:
            said[who.name] = work.approve(held, who)
        except NotSettled as error:
            said[who.name] = error

    threads = [threading.Thread(target=approve, args=(who,)) for who in (sue, tom)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = next(name for name, answer in said.items() if answer == "release")
    (other,) = said.keys() - {first}
    assert (said[other].key, said[other].values["who"]) == ("faster", first)
    assert [action for _, action, _ in trail(office)] == ["propose_release", "approve_release"]
    assert status(office, held)["status"] == "due"


def test_what_is_unknown_or_not_held_is_said(office, work, held):
    ann = office.staff["ann"]
    with pytest.raises(NotSettled, match="no payment 99999 is held"):
        work.propose(99_999, "release", ann, "why")
    with pytest.raises(NotSettled, match="nothing is proposed"):
        work.approve(held, office.staff["sue"])
    (paid,) = office.rows("SELECT id FROM payment WHERE status = 'paid' LIMIT 1")
    with pytest.raises(NotSettled, match="is held"):
        work.propose(paid["id"], "release", ann, "why")


def test_payments_are_released_at_the_command_line(office, held, cli):
    assert f"{held}  due {DUE}  old_age_pension" in cli("payments", "held").stdout
    assert "say why" in cli("payments", "release", str(held), "--as", "ann").stderr.lower()
    said = cli("payments", "release", str(held), "--as", "ann", "--reason", "he lives").stdout
    assert said == f"Payment {held}: release is proposed by ann; somebody else approves it.\n"
    assert "release proposed by ann" in cli("payments", "held").stdout
    done = cli("payments", "release", str(held), "--as", "sue", "--approve")
    assert done.stdout == f"Approved by sue: payment {held} is due again.\n"
    again = cli("payments", "release", str(held), "--as", "tom", "--approve")
    assert "sue was faster" in again.stderr.lower()
    both = cli("payments", "release", str(held), "--as", "tom", "--approve", "--keep")
    assert both.exit_code == 2
    assert str(held) not in cli("payments", "held").stdout
