"""Folds new turns into the figures: each once, whatever process is killed when."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from storage.database import Database
from storage.figures import rows
from storage.figures.talk import Entry, Talk, entries, gone_quiet, went_on
from storage.vault import Vault
from storage.watched import IN_PROGRESS, stamp

AT_ONCE = 500
"""Turns, or conversations, of one transaction: it keeps others waiting for some 100 ms at most."""
Day = tuple[str, str, str]
"""Day, channel and language that figures are kept by."""


class Folding:
    """Keeps the figures up to date. Several may fold at once: one after the other."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        local: Callable[[datetime], datetime] = lambda at: at,
    ) -> None:
        """local: the time on the country's clocks, by which days and hours are told apart."""
        self._database = database
        self._vault = vault
        self._local = local

    def behind(self) -> int:
        """How many turns are not in the figures yet, at most."""
        row = self._database.connection.execute(
            """SELECT ifnull((SELECT max(id) FROM interaction), 0)
                - (SELECT last FROM figure_folded) AS behind"""
        ).fetchone()
        return max(0, int(row["behind"]))

    def fold(self, now: datetime, at_most: int = 10**9) -> int:
        """Take up to so many new turns in, then what else has changed; answers how many turns.

        Conversations without a sign of life for half an hour are taken for left.
        """
        taken = 0
        while taken < at_most and self.behind():
            with self._database.transaction() as connection:
                count = self._turns(connection, min(AT_ONCE, at_most - taken))
            taken += count
        if not self.behind():
            while self._due() and self._in_one(self._later):
                pass
            while self._quiet(now) and self._in_one(lambda c: self._settle(c, now)):
                pass
        return taken

    def _in_one(self, act: Callable[[sqlite3.Connection], int]) -> int:
        with self._database.transaction() as connection:
            return act(connection)

    # New turns --------------------------------------------------------------------------------

    def _turns(self, connection: sqlite3.Connection, most: int) -> int:
        (last,) = connection.execute("SELECT last FROM figure_folded").fetchone()
        # The range of ids, not the number of rows: ids may be missing, and most turns are one.
        found = connection.execute(rows.TURNS, (last, most)).fetchall()
        if not found:
            # Only turns that were deleted before they were counted.
            connection.execute(
                "UPDATE figure_folded SET last = ifnull((SELECT max(id) FROM interaction), last)"
            )
            return 0
        by_session = itemgetter("session")
        wanted = sorted((row for row in found if not row["practice"]), key=by_session)
        changes = _Changes(connection)
        known = rows.known(connection, {row["session"] for row in wanted})
        for session, of_session in groupby(wanted, key=by_session):
            turns = sorted(of_session, key=itemgetter("id"))
            before = known.get(session)
            after = before or rows.began(turns[0], self._local)
            for row in turns:
                after = went_on(after, rows.turn(row))
            changes.add(before, replace(after, language=turns[-1]["language"]))
        changes.write()
        connection.execute("UPDATE figure_folded SET last = ?", (found[-1]["id"],))
        return len(found)

    # What happens beside turns ----------------------------------------------------------------

    def _due(self) -> bool:
        found = self._database.connection.execute("SELECT 1 FROM figure_due LIMIT 1")
        return found.fetchone() is not None

    def _later(self, connection: sqlite3.Connection) -> int:
        """Conversations that were handed over, commented on or promised a call."""
        due = [
            row[0]
            for row in connection.execute("SELECT session_id FROM figure_due LIMIT ?", (AT_ONCE,))
        ]
        changes = _Changes(connection)
        for session, before in rows.known(connection, due).items():
            changes.add(before, rows.with_what_came_later(connection, self._vault, before))
            connection.execute("DELETE FROM figure_due WHERE session_id = ?", (session,))
        changes.write()
        # The others are practice, or belong to no conversation: all turns are folded by now.
        connection.executemany("DELETE FROM figure_due WHERE session_id = ?", [(s,) for s in due])
        return len(due)

    def _quiet(self, now: datetime) -> bool:
        found = self._database.connection.execute(rows.QUIET, (stamp(now - IN_PROGRESS), 1))
        return found.fetchone() is not None

    def _settle(self, connection: sqlite3.Connection, now: datetime) -> int:
        found = connection.execute(rows.QUIET, (stamp(now - IN_PROGRESS), AT_ONCE)).fetchall()
        changes = _Changes(connection)
        for row in found:
            before = rows.talk(row)
            changes.add(before, gone_quiet(before))
        changes.write()
        return len(found)


class _Changes:
    """Conversations that became others, and what that changes in the figures."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._talks: list[Talk] = []
        self._sums: dict[Day, dict[Entry, int]] = {}

    def add(self, before: Talk | None, after: Talk) -> None:
        self._talks.append(after)
        self._sum(after, 1)
        if before:
            self._sum(before, -1)

    def _sum(self, talk: Talk, times: int) -> None:
        day = talk.at.date().isoformat(), talk.channel, talk.language
        sums = self._sums.setdefault(day, {})
        for entry, value in entries(talk).items():
            sums[entry] = sums.get(entry, 0) + times * value

    def write(self) -> None:
        rows.store(self._connection, self._talks)
        self._connection.executemany(rows.ADD, _added(self._sums))


def _added(sums: Mapping[Day, Mapping[Entry, int]]) -> Iterable[tuple[str | int, ...]]:
    for (day, channel, language), added in sums.items():
        for (name, flow, key), value in added.items():
            if value:
                yield name, day, channel, language, flow, key, value
