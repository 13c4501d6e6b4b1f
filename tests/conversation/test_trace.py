"""What is kept of what a turn did: steps, functions, rules and the names of what was stored."""

import json

import pytest

from storage.noting import named


def traces(hotline):
    rows = hotline.rows("SELECT turn, trace FROM interaction ORDER BY id")
    return {row["turn"]: json.loads(row["trace"]) for row in rows}


def test_a_turn_keeps_its_steps_functions_and_what_was_stored(hotline):
    hotline.text("call me back")
    hotline.text("yes")
    hotline.text("morning")
    first, _, last = traces(hotline).values()
    assert first["steps"][0].startswith("welcome.")
    assert first["steps"][-1].startswith("callback.")
    (call,) = [one for one in last["calls"] if one["function"] == "callbacks.leave"]
    assert (call["came_to"], call["rules"]) == ("result", [])
    assert call["took_ms"] >= 0
    (stored,) = [one for one in last["wrote"] if one["table"] == "callback"]
    assert stored["what"] == "added"
    assert {"phone", "topic", "wanted"} <= set(stored["fields"])


def test_no_value_is_in_it(hotline):
    hotline.text("STATUS 47110011")
    hotline.text("call me back")
    hotline.text("yes")
    hotline.text("morning")
    kept = json.dumps(list(traces(hotline).values()))
    for value in ("47110011", "+1555", "5550100001", "morning"):
        assert value not in kept


def test_a_function_that_fails_or_needs_more_is_kept_as_such(hotline, monkeypatch):
    from dataclasses import replace

    from benefits import FUNCTIONS

    def fail(asked, **arguments):
        raise RuntimeError("47110011")

    broken = replace(FUNCTIONS["claims.status"], run=fail)
    monkeypatch.setitem(FUNCTIONS, "claims.status", broken)
    hotline.text("STATUS 47110011")
    (trace,) = traces(hotline).values()
    assert [one["came_to"] for one in trace["calls"] if one["function"] == "claims.status"] == [
        "failure"
    ]
    assert "47110011" not in json.dumps(trace)


def test_the_rules_that_ran_are_named(hotline):
    from benefits.rules import decide, ruleset
    from benefits.rules.noting import noting

    with noting() as outer:
        decide("child_allowance", {}, hotline.now.date())
        with noting() as inner:
            decide("old_age_pension", {}, hotline.now.date())
    version = ruleset().version
    assert outer == {f"child_allowance {version}"}
    assert inner == {f"old_age_pension {version}"}


@pytest.mark.parametrize(
    ("sql", "stored"),
    [
        ("SELECT * FROM phone", None),
        (
            "INSERT OR REPLACE INTO phone (person_id, number) VALUES (?, ?)",
            {"what": "added", "table": "phone", "fields": ["person_id", "number"]},
        ),
        (
            "INSERT INTO bank_account VALUES (?, ?)",
            {"what": "added", "table": "bank_account", "fields": []},
        ),
        (
            "UPDATE claim SET status = ?, expected_by = iif(a = 1, ?, (SELECT x FROM y))"
            " WHERE id = ? AND status = 'draft'",
            {"what": "changed", "table": "claim", "fields": ["status", "expected_by"]},
        ),
        (
            "DELETE FROM phone WHERE person_id = ?",
            {"what": "removed", "table": "phone", "fields": []},
        ),
    ],
)
def test_statements_are_named_by_what_they_store(sql, stored):
    assert named(sql) == stored
