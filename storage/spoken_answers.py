"""The calls that were held, turn by turn, for learning from them; nothing of what was said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from storage.database import Database, stamp

Row = tuple[str, Mapping[str, Any], str]
"""Kind, meaning, and the place that is waited at afterwards."""


def calls(database: Database, since: datetime) -> Iterator[list[Row]]:
    """The turns of each call that began at `since` or later, practice calls left out."""
    rows = database.connection.execute(
        """SELECT session_id, kind, meaning, interaction.place FROM interaction
           JOIN session ON session.id = interaction.session_id
           WHERE session.channel = 'voice' AND NOT session.practice AND session.started_at >= ?
           ORDER BY session_id, turn""",
        (stamp(since),),
    )
    for _, turns in groupby(rows, key=lambda row: row["session_id"]):
        yield [(turn["kind"], json.loads(turn["meaning"]), turn["place"]) for turn in turns]
