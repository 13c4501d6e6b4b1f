"""Checks and texts as jobs: the same findings as by command, each once."""

from __future__ import annotations

from datetime import timedelta

from checks_country import EDDA, MONDAY, ROSALMA

from benefits.jobs import checks, news


def done(institution, job, now=MONDAY):
    """The keys of the items that there are, each of which is done."""
    items = institution.act(lambda registry: [*job.items(registry, now)], now)
    for item in items:
        institution.act(lambda registry, item=item: job.act(registry, now, item), now)
    return [item.key for item in items]


def test_a_finding_is_an_item_once_and_again_for_other_facts(institution):
    institution.act(lambda registry: registry.checks.add_death(EDDA, "2026-09-10", "register"))
    first = done(institution, checks.JOB)
    assert [key.rpartition(":")[0] for key in first] == [
        "check:death_match:1", "check:paid_after_death:1",
    ]  # fmt: skip
    assert done(institution, checks.JOB) == []
    for days, day in enumerate(("2026-10-10", "2026-09-10", "2026-10-10"), 1):
        institution.act(lambda registry, day=day: registry.checks.add_death(EDDA, day, "register"))
        keys = done(institution, checks.JOB, MONDAY + timedelta(days=days))
        assert len(keys) == 2
        assert not set(keys) & set(first)
        first += keys
    assert len(institution.rows("SELECT * FROM case_file")) == 2


def test_only_who_is_texted_now_is_an_item(institution):
    prefer = {"reminders": "yes", "quiet_hours": "20:00-12:00"}
    for name, value in prefer.items():
        institution.act(
            lambda registry, name=name, value=value: registry.preferences.set(ROSALMA, name, value)
        )
    assert done(institution, news.JOB) == []
    assert done(institution, news.JOB, MONDAY.replace(hour=14)) == ["news:3:2026-11-23:document"]
    assert done(institution, news.JOB, MONDAY.replace(hour=15)) == []
    assert len(institution.texts()) == 1
