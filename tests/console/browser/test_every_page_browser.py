"""Every page of the console that a role can open, with the traces of real conversations: found from
the application's addresses and by following links, in three languages, checked by axe, and never
wider than the window."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask

from console.access import rule_of
from console.texts import COOKIE, LANGUAGES
from conversation.authoring import text_at
from flows import Library
from storage.audio_files import AudioFiles, Utterance
from storage.audit import Audit
from storage.change_sets import ChangeSets
from storage.flow_changes import FlowChanges
from storage.flow_versions import FlowVersions
from storage.recordings import Recordings
from storage.registry import SqlRegistry
from storage.rights import RIGHTS, ROLES
from storage.staff import Staff
from storage.taught import Taught
from tests.console.browser.conftest import log_in

TWICE_AS_LARGE = {"width": 683, "height": 384}
"""What is left of 1366×768 at a zoom of 200 %."""
BY_ITSELF = {"missing", "static"}
"""Endpoints that are no pages of their own."""
ORDER = ("supervisor", *(role for role in ROLES if role != "supervisor"))
"""Who sees most comes first; what one role has looked at need not be looked at again."""
LINKED = """all => all.map((one) => new URL(
  one.getAttribute("href") ?? one.getAttribute("src"), location).href)"""
SOME = 1
"""Of pages that differ in their argument, so many are looked at."""


@pytest.fixture(scope="module")
def map_of(make_door):
    """The console's pages: (url map, rule by endpoint, paths of what takes no argument)."""
    app: Flask = make_door(secure_cookies=False).app
    rules, paths = {}, {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        area, _, name = rule.endpoint.partition(".")
        if area != "console" or name in BY_ITSELF or rule.websocket or "GET" not in rule.methods:
            continue
        if not getattr(view, "asked_by_page", False):
            rules[name] = rule_of(view)
            if not rule.arguments:
                paths[name] = rule.rule
    return app.url_map.bind("127.0.0.1"), rules, paths


@pytest.fixture(scope="module")
def lived(server, texts, call, session_of):
    """Conversations of a day, in three languages and to several ends; what is worth looking at."""
    texts("+15550100004", "What is the status of my claim?", "4711 0030")
    texts("+15550100003", "¿Cuál es el estado de mi solicitud?", "47110024")
    texts("+15550100005", "查申请进度", "47110048")
    texts("+15550109991", "call me back", "yes", "morning")
    texts("+15550109992", "qwrtz blgh", "I want to talk to a person")
    texts("+15550109993", "I want to make a complaint", "3", "1", "nobody answers my letters")
    phone = call("+15550100002", "1", "47110011")
    recorded = session_of(phone)
    store = server.store
    files = AudioFiles(server.settings.data_dir / "calls", store.vault)
    recordings = Recordings(store.database, store.vault, files)
    (library,) = store.database.connection.execute("SELECT version FROM library").fetchone()
    now, about = datetime.now(UTC), ("en", "claim_status.ask_reference", "claim_reference")
    with store.database.transaction() as connection:
        recordings.consent(recorded, library, "en", now)(connection)
        said = Utterance(b"\x55\xd5" * 8000, "four seven one one")
        recordings.add(recorded, 2, now, about, said, False)(connection)
    staff_leave_behind(store)
    console = f"{server.settings.public_url}/console"
    return [f"{console}/conversations/{recorded}", f"{console}/search?words=claim"]


def staff_leave_behind(store):
    """A draft of a flow, an example to be learnt, and a payment run: what no conversation makes."""
    author, supervisor = (Staff(store.database).named(role) for role in ("author", "supervisor"))
    now = datetime.now(UTC)
    text = text_at(Library.load(), "claim_status", "steps.ask_reference.text")
    was, place = text.languages["en"], text.place("en")
    with store.database.transaction() as connection:
        drafts = FlowChanges(store.database)
        draft = drafts.begin(connection, author.name, FlowVersions(store.database).latest(), now)
        new, where = {**was, "sms": "Which claim?"}, (place.file, place.path, "en")
        drafts.save(connection, draft, where, was, new, 0, now)
    audit = Audit(store.database, lambda: now)
    example = Taught("en", "next_payment", "qwrtz blgh")
    ChangeSets(store.database, audit, lambda: now).propose(supervisor, example, "qwrtz blgh", None)
    later = []
    runs = SqlRegistry(store.database, store.vault, later, "", now).payment_runs
    item = {"person_id": 1, "month": "2026-12", "amount": 14_000, "decision_id": 1, "held": ""}
    runs.prepare("child_allowance", "2026-12-15", supervisor.name, [item])
    store.database.commit(later)


def may_open(rules, role):
    """The endpoints whose rule lets this role in."""
    return {
        name for name, rule in rules.items() if rule in ("all", "staff") or rule in RIGHTS[role]
    }


def found_from(page, begin, map_of, look):
    """Addresses by endpoint of what links lead to: some of each, as no two need be alike.

    look: what is done on each page, with the name of its endpoint.
    """
    urls, rules, paths = map_of
    ways, waiting, seen = {}, list(begin), set()
    while waiting:
        way = waiting.pop(0).partition("#")[0]
        path = urlsplit(way).path
        name = urls.match(path)[0].partition(".")[2] if path.startswith("/console/") else ""
        if name not in rules or way in seen or len(ways.get(name, ())) == SOME:
            continue
        seen.add(way)
        answer = page.request.get(way)
        if answer.status in (400, 404) and path == paths.get(name) and way.endswith(path):
            continue  # it needs something in its address that a link has
        assert answer.status == 200, f"{way} answers {answer.status}"
        ways.setdefault(name, [])
        if "text/html" not in answer.headers["content-type"]:
            continue  # a file
        page.goto(way, wait_until="domcontentloaded")
        ways[name].append(page.url)
        waiting += page.eval_on_selector_all("a[href], audio[src], img[src]", LINKED)
        look(name)
    return ways


def too_wide(page):
    """Names the first thing that makes the page scroll sideways."""
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return "";
          const wide = [...document.querySelectorAll("body *")].filter(
            (one) => one.getBoundingClientRect().right > room + 1);
          return wide.map((one) => `${one.tagName}.${one.className}#${one.id}`).slice(0, 5).join();
        }"""
    )


def wrong_on(page, violations):
    page.wait_for_load_state()
    wrong = violations(page)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    for size in ({"width": 1366, "height": 768}, TWICE_AS_LARGE):
        page.set_viewport_size(size)
        if wide := too_wide(page):
            wrong.append(f"scrolls sideways at {size['width']}: {wide}")
    page.set_viewport_size({"width": 1366, "height": 768})
    return [f"{urlsplit(page.url).path}: {one}" for one in wrong]


@pytest.mark.parametrize("role", ORDER)
def test_every_page_can_be_used_by_everybody(role, open_page, lived, map_of, violations):
    page = open_page(role)
    host = page.url.partition("/console")[0]
    _, rules, paths = map_of
    mine = may_open(rules, role)
    begin = [host + paths[name] for name in mine if name in paths]
    before = set().union(*(may_open(rules, one) for one in ORDER[: ORDER.index(role)]))
    wrong = []

    def look(name):
        if name not in before:
            wrong.extend(wrong_on(page, violations))

    ways = found_from(page, begin + (lived if "watch" in RIGHTS[role] else []), map_of, look)
    wrong += [f"no link leads to {name}" for name in mine - set(ways)]
    new = [way for name, at in ways.items() if name not in before for way in at]
    # The other languages differ in the length of their words.
    for language in set(LANGUAGES) - {"en"}:
        read = open_page(role, language=language)
        for way in new:
            read.goto(way)
            if wide := too_wide(read):
                wrong.append(f"{language} {urlsplit(way).path} scrolls sideways: {wide}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_without_a_login_or_without_sense_can_be_used(language, open_page, violations):
    login = open_page(language=language, path="login", complains=True)
    assert wrong_on(login, violations) == []
    login.fill("#name", "nobody")
    login.fill("#password", "not a password")
    login.keyboard.press("Enter")
    login.wait_for_selector("p[role=alert]:visible")
    assert violations(login) == []
    page = open_page("agent", "nowhere", language=language, complains=True)
    assert wrong_on(page, violations) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_with_nothing_on_them_can_be_used(
    language, address, new_page, hotline, password, violations
):
    cookie = {"name": COOKIE, "value": language, "url": address}
    page = new_page([cookie])
    log_in(page, address, "clerk", password)
    for path in ("live", "callbacks", "search?words=nothing"):
        page.goto(address + path)
        assert wrong_on(page, violations) == []
        assert page.locator(".empty").count() == 1


def test_what_is_wrong_is_found(open_page, violations):
    page = open_page("agent", "callbacks")
    page.evaluate(
        """() => { document.querySelector("main").insertAdjacentHTML("beforeend",
          "<button></button><p id=pale>pale</p><p id=wide>wide</p>");
          document.querySelector("#pale").style.color = "#bbb";
          document.querySelector("#wide").style.width = "200rem"; }"""
    )
    found = violations(page)
    assert {one.partition(":")[0] for one in found} == {"button-name", "color-contrast"}
    assert "wide" in too_wide(page)
