"""Every address of the whole application is protected as this table says. A new one that is not in
it fails here: whoever adds it says how it is protected, or that it is open on purpose."""

import re

import pytest

from console.access import rule_of
from console.guard import HEADERS
from storage.rights import Right
from storage.staff import Staff
from tests.conftest import PUBLIC_URL

SIGNED, SECRET, TOKEN, MACHINE = "the provider's signature", "secret", "token", "this machine"
SOCKET = "the provider's signature, or a ticket and a login"
OPEN = "open on purpose"
WEBHOOKS = (
    *("/voice/incoming", "/voice/after-stream", "/voice/stream-status", "/voice/fallback"),
    *("/voice/keys", "/voice/recorded", "/voice/silence", "/voice/waiting"),
    *("/voice/handoff-result", "/voice/whisper", "/voice/queue", "/voice/queue-key"),
    *("/voice/status", "/voice/called-back", "/sms/incoming", "/sms/status"),
)
PROTECTED = {
    **dict.fromkeys(WEBHOOKS, SIGNED),
    "/voice/stream": SOCKET,
    "/oauth2/client/token": SECRET,
    "/registry/sync/search": TOKEN,
    "/registry/": OPEN,  # says that there is nothing
    "/registry/<path:rest>": OPEN,
    "/phone": OPEN,  # leads to a page of the console
    "/health": OPEN,
    "/metrics": MACHINE,
    "/console/static/<path:filename>": OPEN,
}
"""By rule; those of the console state theirs in the code (`console.access`)."""
OPEN_PAGES = {"login", "enter", "login_code", "enter_code", "choose_language"}
"""The pages of the console for who is not logged in."""
PASSWORD = "battery staple"


@pytest.fixture
def here(make_door):
    return make_door(secure_cookies=False)


@pytest.fixture(scope="module")
def administrator(make_door):
    """Whoever has every right: a browser that is logged in, with its rights widened."""
    door = make_door(secure_cookies=False)
    Staff(door.app.extensions["benefitline"]["database"]).add("root", PASSWORD, "administrator")
    page = door.client.get("/console/login").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"name": "root", "password": PASSWORD, "csrf_token": token}
    assert door.client.post("/console/login", data=form).status_code == 302
    return door


@pytest.fixture
def every_right(monkeypatch):
    rights = {"administrator": frozenset(Right)}
    monkeypatch.setattr("console.access.RIGHTS", rights)


def routes(app, pages=True):
    """Rule, path and methods of every address; pages: of those that are no sockets."""
    for rule in app.url_map.iter_rules():
        if rule.websocket and pages:
            continue
        known = {"number": 1, "call": "x", "session_id": "x", "filename": "console.css"}
        values = {name: known.get(name, "x") for name in rule.arguments}
        path = rule.build(values, append_unknown=False)[1] if pages else rule.rule
        yield rule, path, sorted(rule.methods - {"HEAD", "OPTIONS"})


def test_every_address_says_how_it_is_protected(door):
    unknown = []
    for rule, _, _ in routes(door.app, pages=False):
        view = door.app.view_functions[rule.endpoint]
        if rule.endpoint.startswith("console.") and rule.endpoint != "console.static":
            stated = rule_of(view)
            name = rule.endpoint.removeprefix("console.")
            assert stated in {"staff", "all", *Right}, rule
            assert (stated == "all") == (name in OPEN_PAGES), rule
        elif rule.rule not in PROTECTED:
            unknown.append(rule.rule)
    assert unknown == []
    assert set(PROTECTED) <= {rule.rule for rule, _, _ in routes(door.app, pages=False)}


@pytest.mark.parametrize("path", WEBHOOKS)
def test_webhooks_are_refused_without_the_signature(door, path):
    fields = {"CallSid": "CA1", "MessageSid": "SM1", "MessageStatus": "sent"}
    for signature in ("", "nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="):
        assert door.post(path, fields, signature).status_code == 403
    assert door.client.post(path, data=fields).status_code == 403
    assert door.client.get(path).status_code == 405
    assert door.post(path, fields).status_code != 403  # with it they are let in


def test_a_socket_is_no_page(door):
    assert door.client.get("/voice/stream").status_code in (400, 404)


def test_other_systems_need_a_secret_and_a_token(door):
    form = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "x"}
    assert door.client.post("/oauth2/client/token", data=form).status_code == 401
    for header in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"}):
        asked = door.client.post("/registry/sync/search", json={}, headers=header)
        assert asked.status_code == 401
    assert door.client.get("/registry/anything").status_code == 404


def test_figures_are_for_the_machine_itself(door):
    elsewhere = {"REMOTE_ADDR": "203.0.113.5"}
    assert door.client.get("/metrics", environ_overrides=elsewhere).status_code == 403
    forwarded = {"X-Forwarded-For": "203.0.113.5"}
    assert door.client.get("/metrics", headers=forwarded).status_code == 403
    assert door.client.get("/metrics").status_code == 200
    assert door.client.get("/health").json == {"ok": True}
    assert door.client.get("/phone").location == "/console/phone"


def test_nobody_sees_a_page_of_the_console_without_a_login(here):
    seen = 0
    for rule, path, methods in routes(here.app):
        if rule_of(here.app.view_functions[rule.endpoint]) in {"staff", *Right}:
            for method in methods:
                answer = here.client.open(path, method=method)
                header = "HX-Redirect" if answer.status_code == 401 else "Location"
                assert answer.headers[header].startswith("/console/login"), f"{method} {path}"
                assert answer.text == "" or "Redirecting" in answer.text
                seen += 1
    assert seen > 40


def test_every_post_of_the_console_needs_its_token(administrator, every_right):
    refused = 0
    for rule, path, methods in routes(administrator.app):
        if rule.endpoint.startswith("console."):
            for method in set(methods) - {"GET"}:
                for form in ({}, {"csrf_token": "x"}):
                    answer = administrator.client.open(path, method=method, data=form)
                    assert answer.status_code == 400, f"{method} {path}"
                    assert "open for too long" in answer.text, f"{method} {path}"
                    refused += 1
    assert refused > 30
    assert administrator.client.get("/console/account").status_code == 200  # nothing was done


def test_every_page_of_the_console_has_its_headers(administrator, every_right):
    seen = 0
    for rule, path, methods in routes(administrator.app):
        if rule.endpoint.startswith("console.") and "GET" in methods:
            answer = administrator.client.get(path)
            assert answer.status_code in (200, 204, 302, 400, 404), f"{path}: {answer.status}"
            for header, value in HEADERS.items():
                assert answer.headers[header] == value, path
            if rule.endpoint != "console.static":
                assert answer.headers["Cache-Control"] == "no-store", path
            answer.close()
            seen += 1
    assert seen > 15


def test_the_login_is_sent_over_https_alone(make_door):
    door = make_door()
    answer = door.client.get("/console/login", base_url=PUBLIC_URL)
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
