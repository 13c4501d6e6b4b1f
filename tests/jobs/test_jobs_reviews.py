"""Reviews of many people: who draws a benefit goes on with it, and nobody loses it to a machine."""

from __future__ import annotations

import shutil

from benefits.jobs import claims
from benefits.rules.ruleset import FOLDER

PERSON = 7


def drawing(office):
    """Somebody who draws child allowance."""
    office.hand_in(PERSON)
    office.run(claims.JOB)


def test_who_draws_it_goes_on_with_it(office, cli):
    drawing(office)
    said = cli("adjudicate", "child_allowance", "--run", "a", "--on", "2026-12-01").stdout
    assert said.splitlines()[0] == "a: 1 people, 140.00 a month in all"
    found = office.reading.decisions.of_person(PERSON)
    assert [(row["status"], row["amount"]) for row in found] == [
        ("in_force", 14_000),
        ("superseded", 14_000),
    ]
    assert not office.exceptions.waiting()


def test_another_amount_is_put_to_a_person(office, cli):
    drawing(office)
    office.database.connection.execute("UPDATE decision SET amount = 13580 WHERE amount = 14000")
    said = cli("adjudicate", "child_allowance", "--run", "b", "--on", "2026-12-01").stdout
    assert "proposed" in said
    (one,) = office.exceptions.waiting()
    assert one["about"]["review"] == "b"
    found = office.reading.decisions.of_person(PERSON)
    assert [(row["status"], row["amount"]) for row in found] == [
        ("proposed", 14_000),
        ("in_force", 13_580),
    ]
    office.exceptions.approve(one["code"], office.staff["sue"])
    statuses = [row["status"] for row in office.reading.decisions.of_person(PERSON)]
    assert statuses == ["in_force", "superseded"]


def test_a_record_that_cannot_be_goes_to_a_person_and_stops_no_other(office, cli):
    drawing(office)
    # Before the child came: what was told lies in the future.
    said = cli("adjudicate", "child_allowance", "--people", "all", "--on", "2026-08-01").stdout
    assert "failed            1" in said
    (one,) = office.exceptions.waiting()
    assert "FactError: child_since" in one["about"]["to_do"]
    assert one["person_id"] == PERSON
    assert office.count("decision", "status = 'finding'") == office.count("person") - 1


def test_about_others_it_is_a_finding_from_which_nothing_follows(office, cli):
    people = office.count("person")
    before = office.reading.decisions.of_person(PERSON + 1)
    said = cli("adjudicate", "child_allowance", "--people", "all", "--on", "2026-12-01").stdout
    assert f"{people} people" in said
    assert office.count("decision", "status = 'finding'") == people
    assert office.reading.decisions.of_person(PERSON + 1) == before
    assert not office.exceptions.waiting()
    assert office.reading.payment_runs.payable("child_allowance", "2026-12", "2026-12-15") == []


def test_which_past_decisions_a_changed_rule_would_change(office, cli, tmp_path):
    drawing(office)
    count = office.count("decision")
    said = cli("rules", "compare", "--decisions").stdout
    assert said.endswith(f"{count} decisions, 0 come to something else\n")
    changed = tmp_path / "rules"
    shutil.copytree(FOLDER, changed)
    file = changed / "child_allowance.yaml"
    text = file.read_text("utf-8").replace(
        "{from: 2026-01-01, value: 60}", "{from: 2026-01-01, value: 61.50}"
    )
    file.write_text(text, "utf-8")
    first, last = cli(
        "rules", "compare", "--decisions", "--rules", str(changed)
    ).stdout.splitlines()
    number = office.reading.decisions.of_person(PERSON)[0]["id"]
    assert first.startswith(f"decision {number}, child_allowance on 2026-11-23: granted $140 ")
    assert "granted $141.50" in first
    assert "children_under_16" not in first
    assert last == f"{count} decisions, 1 come to something else"
    assert cli("rules", "compare").exit_code == 2
