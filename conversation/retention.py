"""Deletes recordings and old records when their time has come, also after the server was down."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from storage.old_records import OldRecords
from storage.recordings import Recordings

_PAUSE_S = 60.0
_SWEEPS = 60
"""Every so many pauses the files themselves are looked through."""
_YOUNG_S = 600.0
"""A turn takes a minute at most: an older file without a row belongs to none."""
_log = structlog.get_logger()


class Retention:
    """The worker that keeps recordings, and other records, for so many days and no longer."""

    def __init__(
        self,
        recordings: Recordings,
        kept: timedelta,
        clock: Callable[[], datetime],
        old_records: OldRecords | None = None,
    ) -> None:
        """kept: how long recordings are. old_records: what else there is; looked through with the
        files."""
        self._recordings = recordings
        self._kept = kept
        self._clock = clock
        self._old_records = old_records
        self._stopped = threading.Event()

    def delete_due(self, sweep: bool = True) -> int:
        """Delete what is due now; how many recordings that were."""
        deleted = self._recordings.expire(self._clock() - self._kept)
        if sweep and (swept := self._recordings.sweep(_YOUNG_S)):
            _log.warning("files without a recording deleted", count=swept)
        if sweep and self._old_records:
            for what, count in self._old_records.expire(self._clock()).items():
                _log.info("old records deleted", what=what, count=count)
        if deleted:
            _log.info("recordings deleted, their time has come", count=deleted)
        return deleted

    def start(self) -> None:
        """Look now, and then in the background until `stop`."""
        threading.Thread(target=self._run, name="retention", daemon=True).start()

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self._stopped.set()

    def _run(self) -> None:
        rounds = 0
        while not self._stopped.is_set():
            try:
                self.delete_due(sweep=rounds % _SWEEPS == 0)
            except Exception:
                # The worker must outlive a full disk or a locked database.
                _log.exception("recordings could not be looked through")
            rounds += 1
            self._stopped.wait(_PAUSE_S)
