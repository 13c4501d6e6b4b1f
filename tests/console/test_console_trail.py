"""The trail of what staff saw and did, as auditors find, take along and verify it."""

import csv
import io
import re

import pytest

from console import trail
from storage.staff import StaffMember

ANN = StaffMember(7, "Ann", "agent")


@pytest.fixture
def auditor(clerk, hotline):
    hotline.database.connection.execute("UPDATE staff SET role = 'auditor'")
    return clerk


def tamper(hotline, statement):
    for trigger in ("audit_stays", "audit_is_kept"):
        hotline.database.connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    hotline.database.connection.execute(statement)


def verified(auditor, **query):
    """The last answer of the pieces that the page asks for one after the other."""
    page = auditor.get("/console/audit/verify", query_string={"begin": "1", **query}).text
    pieces = 0
    while step := re.search(r'hx-get="([^"]+)"', page):
        page = auditor.get(step[1].replace("&amp;", "&")).text
        pieces += 1
    return page, pieces


def numbers(page):
    return [int(n) for n in re.findall(r'<th scope="row" class="number">(\d+)</th>', page)]


def test_what_is_looked_at_is_written_down_once(auditor, hotline):
    hotline.say("CA1", "where is my claim", "One moment.")
    for path in ("live", "live/news", "conversations/CA1", "conversations/CA1/news", "search"):
        for _ in range(3):
            assert auditor.get(f"/console/{path}").status_code in (200, 204)
    found = [entry for entry in hotline.audit.entries() if entry.action != "log_in"]
    seen = [(entry.staff, entry.role, entry.action, entry.subject) for entry in found]
    assert seen == [
        ("clerk", "auditor", "search_conversations", "search"),
        ("clerk", "auditor", "view_conversation", "conversation CA1"),
        ("clerk", "auditor", "view_live", "live"),
    ]
    assert "conversations/CA1" in auditor.get("/console/audit").text


def test_the_list_is_narrowed_and_goes_on(auditor, hotline, monkeypatch):
    monkeypatch.setattr(trail, "PAGE", 2)
    for number in range(5):
        action = "view_conversation" if number % 2 else "view_callback"
        hotline.audit.record(ANN, action, f"conversation CA{number}", reason="<b>asked</b>")
    first = auditor.get("/console/audit?staff=Ann")
    assert numbers(first.text) == [5, 4]
    assert "&lt;b&gt;asked" in first.text
    older = re.search(r'href="(/console/audit\?[^"]*before=4[^"]*)"', first.text)[1]
    assert numbers(auditor.get(older.replace("&amp;", "&")).text) == [3, 2]
    assert numbers(auditor.get("/console/audit?action=view_callback&staff=Ann").text) == [5, 3]
    assert numbers(auditor.get("/console/audit?subject=conversation+CA1").text) == [2]
    assert numbers(auditor.get("/console/audit?last=2020-01-01").text) == []
    assert "Nothing of this kind" in auditor.get("/console/audit?staff=Zoe").text


@pytest.mark.parametrize(
    "query",
    ["first=yesterday", "before=x", f"before={10**30}", "before=-1", "staff=" + "x" * 5000],
)
def test_nonsense_in_the_address_is_no_failure(auditor, query):
    page = auditor.get(f"/console/audit?{query}")
    assert page.status_code == 200
    assert ("yesterday" in page.text) == ("yesterday" in query)


def test_a_table_is_taken_along_which_spreadsheets_do_not_run(auditor, hotline):
    hotline.audit.record(StaffMember(8, "=HYPERLINK(1)", "agent"), "view_callback", "callback 1")
    hotline.audit.record(ANN, "unmask", "callback 1", reason='said "so", twice')
    answer = auditor.get("/console/audit.csv?subject=callback+1")
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["staff"] for row in rows] == ["Ann", "'=HYPERLINK(1)"]
    assert rows[0]["detail"] == '{"reason": "said \\"so\\", twice"}'
    assert rows[0]["hash"] == hotline.audit.entries()[1].hash
    export = hotline.audit.entries(limit=1)[0]
    assert (export.action, export.detail) == ("export_audit", {"only": "subject callback 1"})


def test_the_chain_is_verified_piece_by_piece(auditor, hotline, monkeypatch):
    monkeypatch.setattr(trail, "SLICE", 2)
    for number in range(5):
        hotline.audit.record(ANN, "view_conversation", f"conversation CA{number}")
    last = hotline.audit.entries(limit=1)[0].hash
    page, pieces = verified(auditor)
    assert "All 5 entries hold" in page
    assert last in page
    assert pieces == 3
    entry = hotline.audit.entries(limit=1)[0]
    assert (entry.action, entry.detail) == (
        "verify_audit",
        {"entries": 5, "holds": True, "hash": last},
    )
    assert "All 6 entries hold" in verified(auditor, expect=last.upper())[0]
    assert "none of theirs" in verified(auditor, expect="0" * 63 + "1")[0]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET staff = 'Ben' WHERE id = 4", "Entry 4 was changed"),
        ("DELETE FROM audit WHERE id = 2", "Entry 2 is missing. The 1 entries before it hold"),
    ],
)
def test_a_broken_chain_is_said_in_a_sentence(auditor, hotline, monkeypatch, statement, said):
    monkeypatch.setattr(trail, "SLICE", 2)
    for number in range(5):
        hotline.audit.record(ANN, "view_conversation", f"conversation CA{number}")
    tamper(hotline, statement)
    assert said in verified(auditor)[0]
    assert hotline.audit.entries(limit=1)[0].detail["holds"] is False


def test_nobody_leaves_a_piece_out(auditor):
    for at in ("", '[3,"",true]', "WzMsIiIsdHJ1ZV0.x"):
        assert auditor.get("/console/audit/verify/step", query_string={"at": at}).status_code == 400
