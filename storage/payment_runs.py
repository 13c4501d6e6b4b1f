"""Payment runs: who is paid on a day, prepared by one and approved by another."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from storage.conversations import Overtaken
from storage.refusals import Refused
from storage.rows import Row, Rows

_PAYABLE = """
    SELECT person_id, coalesce(amount, 0) AS amount, id AS decision_id, first_on,
        NOT EXISTS (SELECT 1 FROM payment p WHERE p.person_id = d.person_id
            AND p.programme = d.programme)
        AND NOT EXISTS (SELECT 1 FROM payment_item i WHERE i.person_id = d.person_id
            AND i.programme = d.programme AND i.held = '') AS never_paid,
        CASE
        WHEN EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = d.person_id
            AND c.category IN ('hold', 'fraud', 'death') AND c.status NOT IN ('RESOLVED', 'CLOSED'))
            THEN 'an open case: hold, fraud or death'
        WHEN coalesce(amount, 0) <= 0 THEN 'no amount'
        WHEN EXISTS (SELECT 1 FROM decision o WHERE o.programme = d.programme
            AND o.person_id = d.person_id AND o.status = 'in_force' AND o.outcome = 'granted'
            AND o.id <> d.id) THEN 'two decisions are in force'
        ELSE '' END AS held
    FROM decision d
    WHERE programme = :programme AND status = 'in_force' AND outcome = 'granted'
        AND first_on <> '' AND first_on <= :due_on
        AND (last_on = '' OR substr(last_on, 1, 7) >= :month)
        AND NOT EXISTS (SELECT 1 FROM payment_item i WHERE i.person_id = d.person_id
            AND i.programme = d.programme AND i.month = :month AND i.held = '')
        AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.person_id = d.person_id
            AND p.programme = d.programme AND substr(p.due_on, 1, 7) = substr(:due_on, 1, 7))
    ORDER BY person_id, id"""
_DEBTS = """
    SELECT id, person_id, kept_back, amount - repaid - coalesce((
        SELECT sum(n.amount) FROM netting n JOIN payment_run r ON r.id = n.run_id
        WHERE n.overpayment_id = overpayment.id AND r.status = 'prepared'), 0) AS rest
    FROM overpayment WHERE programme = ? AND repaid < amount AND kept_back > 0
    ORDER BY person_id, decided_on, id"""
_REPAY = """
    UPDATE overpayment SET repaid = repaid + (SELECT n.amount FROM netting n
        WHERE n.run_id = :run AND n.overpayment_id = overpayment.id)
    WHERE id IN (SELECT overpayment_id FROM netting WHERE run_id = :run)"""
_PAY = """
    INSERT INTO payment (person_id, programme, due_on, amount, status, reason, kept_back)
    SELECT i.person_id, i.programme, r.due_on, sum(i.amount) - coalesce(n.kept, 0), 'due',
        CASE WHEN n.kept > 0 THEN 'repayment' ELSE '' END, coalesce(n.kept, 0)
    FROM payment_item i JOIN payment_run r ON r.id = i.run_id
    LEFT JOIN (SELECT person_id, sum(amount) AS kept FROM netting WHERE run_id = :run
        GROUP BY person_id) n ON n.person_id = i.person_id
    WHERE i.run_id = :run AND i.held = '' GROUP BY i.person_id ORDER BY i.person_id"""
_ITEM = ("person_id", "month", "amount", "decision_id", "held")
_RUN = "SELECT * FROM payment_run"


class NotApproved(Refused):
    """A run that cannot be approved or returned; the message says why."""


class PaymentRuns:
    """The runs as one turn sees them; the shape of `benefits.jobs.paying.PaymentRuns`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def payable(self, programme: str, month: str, due_on: str) -> list[Row]:
        """Who is to be paid for a month and is in no run or payment of it: person_id, amount,
        decision_id, first_on, never_paid (of this benefit) and held."""
        values = {"programme": programme, "month": month, "due_on": due_on}
        found = self._rows.database.connection.execute(_PAYABLE, values)
        return [dict(row) for row in found]

    def debts(self, programme: str) -> dict[int, list[Row]]:
        """What was paid too much and is kept back of payments of this programme, by person, the
        earliest first: id, rest and kept_back (cents). Runs that wait have taken theirs off."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self._rows.all(_DEBTS, programme):
            found[row["person_id"]].append(row)
        return dict(found)

    def prepare(
        self,
        programme: str,
        due_on: str,
        started_by: str,
        items: Sequence[Row],
        nettings: Sequence[Row] = (),
    ) -> None:
        """Keep a run of these, which waits to be approved: person_id, month, amount, decision_id
        and held of each. nettings: what is kept back: person_id, overpayment_id, amount."""
        now = self._rows.now
        paid = [item for item in items if not item["held"]]
        people = len({item["person_id"] for item in paid})
        kept = sum(one["amount"] for one in nettings)
        totals = (people, sum(item["amount"] for item in paid) - kept)

        def write(connection: sqlite3.Connection) -> None:
            run = connection.execute(
                "INSERT INTO payment_run (programme, due_on, status, started_by, started_at,"
                " count, total) VALUES (?, ?, 'prepared', ?, ?, ?, ?)",
                (programme, due_on, started_by, now, *totals),
            ).lastrowid
            try:
                connection.executemany(
                    "INSERT INTO payment_item (run_id, programme, person_id, month, amount,"
                    " decision_id, held) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [(run, programme, *(one[name] for name in _ITEM)) for one in items],
                )
            except sqlite3.IntegrityError:
                # Another run has taken somebody up in between.
                raise Overtaken(f"{programme} {due_on}") from None
            connection.executemany(
                "INSERT INTO netting (run_id, person_id, overpayment_id, amount)"
                " VALUES (?, ?, ?, ?)",
                [(run, one["person_id"], one["overpayment_id"], one["amount"]) for one in nettings],
            )

        self._rows.later.append(write)

    def all(self) -> list[Row]:
        """Every run, the latest first."""
        return [*self._rows.all(f"{_RUN} ORDER BY id DESC")]

    def page(self, before: int, count: int) -> list[Row]:
        """The runs with the numbers before this one, the latest first."""
        return [*self._rows.all(f"{_RUN} WHERE id < ? ORDER BY id DESC LIMIT ?", before, count)]

    def by_id(self, run_id: int) -> Row | None:
        """A run: programme, due_on, status, started_by, count, total, settled_by, settled_at."""
        return self._rows.first(f"{_RUN} WHERE id = ?", run_id)

    def held(self, run_id: int, after: int = 0, count: int = -1) -> list[Row]:
        """Who of a run is not paid with it: id, person_id, amount, held (why), month. after: those
        with a higher id; count: at most so many, all with -1."""
        return [
            *self._rows.all(
                "SELECT id, person_id, amount, held, month FROM payment_item"
                " WHERE run_id = ? AND held <> '' AND id > ? ORDER BY id LIMIT ?",
                *(run_id, after, count),
            )
        ]

    def kept_back(self, run_id: int) -> list[Row]:
        """What a run keeps back for what was paid too much: person_id and amount (cents)."""
        return [
            *self._rows.all(
                "SELECT person_id, sum(amount) AS amount FROM netting WHERE run_id = ?"
                " GROUP BY person_id ORDER BY person_id",
                run_id,
            )
        ]

    def approve(self, run_id: int, reviewer: str) -> None:
        """Pay a run, when the transaction runs: everybody in it gets one payment that is due.

        NotApproved, and nothing is written, where it is settled, where the reviewer started it,
        and where its figures are no longer those of the decisions.
        """
        now = self._rows.now

        def write(connection: sqlite3.Connection) -> None:
            _settle(connection, run_id, "approved", reviewer, now)
            _check(connection, run_id)
            connection.execute(_REPAY, {"run": run_id})
            connection.execute(_PAY, {"run": run_id})

        self._rows.later.append(write)

    def send_back(self, run_id: int, reviewer: str) -> None:
        """Give a run up, when the transaction runs: a later one takes its people up."""
        now = self._rows.now

        def write(connection: sqlite3.Connection) -> None:
            _settle(connection, run_id, "returned", reviewer, now)
            connection.execute(
                "UPDATE payment_item SET held = 'the run was returned'"
                " WHERE run_id = ? AND held = ''",
                (run_id,),
            )

        self._rows.later.append(write)


def _settle(
    connection: sqlite3.Connection, run_id: int, status: str, reviewer: str, now: str
) -> None:
    run = connection.execute(f"{_RUN} WHERE id = ?", (run_id,)).fetchone()
    if run is None:
        raise NotApproved(f"there is no payment run {run_id}")
    if run["status"] != "prepared":
        raise NotApproved(
            f"payment run {run_id} is {run['status']} already, by {run['settled_by']}",
            "run_settled",
            who=run["settled_by"],
            at=run["settled_at"],
        )
    if status == "approved" and run["started_by"] == reviewer:
        raise NotApproved(
            "whoever started a payment run does not approve it: ask somebody else", "own_run"
        )
    connection.execute(
        "UPDATE payment_run SET status = ?, settled_by = ?, settled_at = ? WHERE id = ?",
        (status, reviewer, now, run_id),
    )


def _check(connection: sqlite3.Connection, run_id: int) -> None:
    """Are the figures of a run those of its items, and these those of decisions in force?"""
    row = connection.execute(
        """SELECT r.count AS count, r.total AS total, count(DISTINCT i.person_id) AS counted,
               count(i.id) AS items,
               coalesce(sum(i.amount), 0) - coalesce((SELECT sum(n.amount) FROM netting n
                   WHERE n.run_id = r.id), 0) AS summed,
               coalesce(sum(d.status = 'in_force' AND d.amount = i.amount), 0) AS good
           FROM payment_run r LEFT JOIN payment_item i ON i.run_id = r.id AND i.held = ''
           LEFT JOIN decision d ON d.id = i.decision_id WHERE r.id = ?""",
        (run_id,),
    ).fetchone()
    if (row["count"], row["total"]) != (row["counted"], row["summed"]):
        raise NotApproved(
            f"the figures of payment run {run_id} are not the sum of its payments: return it",
            "run_sum",
        )
    if row["good"] != row["items"]:
        changed = row["items"] - row["good"]
        raise NotApproved(
            f"{changed} amounts of payment run {run_id} are no longer those of decisions in force:"
            " return it",
            "run_changed",
            count=changed,
        )
    (more,) = connection.execute(
        "SELECT count(*) FROM netting n JOIN overpayment v ON v.id = n.overpayment_id"
        " WHERE n.run_id = ? AND v.repaid + n.amount > v.amount",
        (run_id,),
    ).fetchone()
    if more:
        raise NotApproved(
            f"payment run {run_id} keeps back more than is still owed in {more} cases: return it"
        )
    held = connection.execute(
        "SELECT count(*) FROM payment_item i JOIN case_file c ON c.person_id = i.person_id"
        " WHERE run_id = ? AND held = '' AND c.category IN ('hold', 'fraud', 'death')"
        " AND c.status NOT IN ('RESOLVED', 'CLOSED')",
        (run_id,),
    ).fetchone()[0]
    if held:
        raise NotApproved(
            f"{held} people of payment run {run_id} have a hold since it was prepared: return it",
            "run_holds",
            count=held,
        )
