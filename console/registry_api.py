"""The registry for other systems: `POST /registry/sync/search`, as the DCI's registry API has it.

The console is where the institution comes in: its people log in there, and its systems ask here.
Every answer is JSON, errors too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from console.registry_tokens import LASTS, SCOPE, Tokens
from console.throttle import Throttle
from storage.database import Database
from storage.institution.answering import Answering, Refused
from storage.institution.audit import Audit
from storage.institution.clients import Client, Clients
from storage.institution.messages import read
from storage.institution.searching import Searching
from storage.institution.signing import Signer
from storage.vault import Vault

LONGEST_BODY = 256_000
"""Bytes of a message."""
_log = structlog.get_logger()
_EVERY = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class RegistryApi:
    """What the addresses below work with."""

    clients: Clients
    answering: Answering
    tokens: Tokens
    signer: Signer
    our_id: str
    """What we are called as a sender and a receiver."""

    @staticmethod
    def of(
        database: Database,
        vault: Vault,
        secret_key: str,
        our_id: str,
        clock: Callable[[], datetime],
    ) -> RegistryApi:
        """On the records of this database."""
        return RegistryApi(
            Clients(database),
            Answering(Searching(database, vault), Audit(database), our_id, clock),
            Tokens(secret_key, clock),
            Signer(secret_key),
            our_id,
        )


def install(app: Flask, api: RegistryApi) -> None:
    """Add the addresses."""
    pages = Blueprint("registry", __name__)
    throttle = Throttle()

    @pages.route("/oauth2/client/token", methods=_EVERY)
    def token() -> Response:
        _only_post()
        form = request.form
        client_id = form.get("client_id", "")[:99]
        if form.get("grant_type") != "client_credentials":
            return _oauth_error(400, "unsupported_grant_type")
        # By address too, so that nobody keeps another's system out by wrong secrets.
        who = f"{request.remote_addr} {client_id}"
        if (wait := throttle.wait(who)) > 0:
            return _error(429, "err.request.too_many_requests", "try again later", int(wait) + 1)
        client = api.clients.check(client_id, form.get("client_secret", "")[:999])
        if client is None:
            throttle.failed(who)
            return _oauth_error(401, "invalid_client")
        throttle.succeeded(who)
        return _json(
            {
                "access_token": api.tokens.issue(client.client_id),
                "token_type": "bearer",
                "expires_in": int(LASTS.total_seconds()),
                "scope": SCOPE,
            }
        )

    @pages.route("/registry/sync/search", methods=_EVERY)
    def search() -> Response:
        _only_post()
        client = _client()
        answer = api.answering.answer(client, _content())
        return _json(api.signer.signed(answer, api.our_id))

    @pages.route("/registry/", defaults={"rest": ""}, methods=_EVERY)
    @pages.route("/registry/<path:rest>", methods=_EVERY)
    def elsewhere(rest: str) -> Response:
        raise Refused(404, "err.request.not_found", "only /registry/sync/search is offered here")

    def _client() -> Client:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        holder = api.tokens.holder(given.strip()) if scheme.lower() == "bearer" else None
        client = api.clients.get(holder) if holder else None
        if client is None:
            raise Refused(401, "err.request.unauthorized", "the token is missing, wrong or over")
        return client

    @pages.before_request
    def not_too_long() -> None:
        request.max_content_length = LONGEST_BODY

    @pages.after_request
    def not_kept(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @pages.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return _error(error.status, error.code, str(error), error.retry_after_s)

    @pages.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return _error(error.code or 400, "err.request.bad", error.name)
        _log.exception("registry search failed")
        return _error(500, "err.service.unavailable", "something does not work on our side")

    app.register_blueprint(pages)


def _only_post() -> None:
    if request.method != "POST":
        raise Refused(405, "err.request.bad", "only POST")


def _content() -> Any:
    if not request.is_json:
        raise Refused(415, "err.request.bad", "a message is application/json")
    try:
        return read(request.get_data())
    except RequestEntityTooLarge:
        raise Refused(413, "err.request.bad", f"at most {LONGEST_BODY} bytes") from None
    except ValueError:
        raise Refused(400, "err.request.bad", "this is not JSON") from None


def _error(status: int, code: str, message: str, retry_after_s: int = 0) -> Response:
    response = _json({"errors": [{"code": code, "message": message}]}, status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if retry_after_s:
        response.headers["Retry-After"] = str(retry_after_s)
    return response


def _oauth_error(status: int, error: str) -> Response:
    """As RFC 6749 has it, and in the standard's own form beside."""
    code = "err.request.unauthorized" if status == 401 else "err.request.bad"
    return _json({"error": error, "errors": [{"code": code, "message": error}]}, status)


def _json(content: Mapping[str, Any], status: int = 200) -> Response:
    text = json.dumps(content, ensure_ascii=False)
    return Response(text, status, content_type="application/json")
