"""Other systems that may search the registry: who they are and what they may see."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Database, stamp
from storage.institution.records import KINDS
from storage.institution.signing import Verifier

_ID = re.compile(r"[A-Za-z0-9._-]{3,99}")


class ClientError(Exception):
    """A client that cannot be added or is not there, said in plain words."""


@dataclass(frozen=True)
class Client:
    """Another system."""

    id: int
    client_id: str
    """What it calls itself, also as `sender_id`: mis.ministry.example.org."""
    name: str
    kinds: frozenset[str]
    """The `reg_record_type`s that it may see."""
    public_key: str
    """Ed25519 in base64: what it sends must be signed with it; empty: need not be signed."""
    per_minute: int
    created_at: str
    revoked_at: str | None


class Clients:
    """The clients in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        client_id: str,
        name: str,
        kinds: Collection[str],
        per_minute: int,
        now: datetime,
        public_key: str = "",
    ) -> str:
        """Register a client; answers its secret, which is not kept. Raises ClientError."""
        if not _ID.fullmatch(client_id):
            raise ClientError("an identifier has 3 to 99 letters, digits, dots, dashes and _")
        if not kinds or not set(kinds) <= KINDS.keys():
            raise ClientError(f"the kinds of record are {', '.join(KINDS)}")
        try:
            if public_key:
                Verifier(public_key)
        except ValueError as error:
            raise ClientError(f"the public key {error}") from None
        secret = secrets.token_urlsafe(32)
        values = (
            *(client_id, name.strip(), _hash(secret), json.dumps(sorted(kinds))),
            *(public_key, per_minute, stamp(now)),
        )
        try:
            with self._database.transaction() as connection:
                connection.execute(
                    "INSERT INTO registry_client (client_id, name, secret_hash, record_types,"
                    " public_key, per_minute, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    values,
                )
        except sqlite3.IntegrityError:
            raise ClientError(f"the client {client_id} is there already") from None
        return secret

    def new_secret(self, client_id: str) -> str:
        """Exchange a client's secret; the old one is good no more. Raises ClientError."""
        secret = secrets.token_urlsafe(32)
        with self._database.transaction() as connection:
            done = connection.execute(
                "UPDATE registry_client SET secret_hash = ?"
                " WHERE client_id = ? AND revoked_at IS NULL",
                (_hash(secret), client_id),
            )
        if not done.rowcount:
            raise ClientError(f"there is no client {client_id} that may search")
        return secret

    def revoke(self, client_id: str, now: datetime) -> None:
        """Let it search no more, at once. Raises ClientError when it is not there."""
        with self._database.transaction() as connection:
            done = connection.execute(
                "UPDATE registry_client SET revoked_at = ?"
                " WHERE client_id = ? AND revoked_at IS NULL",
                (stamp(now), client_id),
            )
        if not done.rowcount:
            raise ClientError(f"there is no client {client_id} that could be revoked")

    def all(self) -> list[Client]:
        """Every client, those that were revoked too."""
        rows = self._database.connection.execute("SELECT * FROM registry_client ORDER BY client_id")
        return [_client(row) for row in rows]

    def get(self, client_id: str) -> Client | None:
        """The client of this name, unless it was revoked."""
        row = self._row(client_id)
        return _client(row) if row else None

    def check(self, client_id: str, secret: str) -> Client | None:
        """The client if the secret is its own, else None."""
        row = self._row(client_id)
        # Compared with something in any case, so that the clock does not tell which names exist.
        right = hmac.compare_digest(row["secret_hash"] if row else _hash(""), _hash(secret))
        return _client(row) if row and right else None

    def _row(self, client_id: str) -> Any:
        return self._database.connection.execute(
            "SELECT * FROM registry_client WHERE client_id = ? AND revoked_at IS NULL", (client_id,)
        ).fetchone()


def _client(row: Any) -> Client:
    return Client(
        id=row["id"],
        client_id=row["client_id"],
        name=row["name"],
        kinds=frozenset(json.loads(row["record_types"])),
        public_key=row["public_key"],
        per_minute=row["per_minute"],
        created_at=row["created_at"],
        revoked_at=row["revoked_at"],
    )


def _hash(secret: str) -> str:
    # Secrets are 32 random bytes of our own: there is nothing to guess that would take a slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()
