"""What to bring, and the lists that flows choose among."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benefits import LISTS, country
from storage.registry import SqlRegistry


@pytest.mark.parametrize("programme", sorted(country.programmes()))
@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_documents_of_every_programme(desk, programme, language):
    answer = desk.ask("programmes.documents", programme=programme, language=language)
    assert answer["found"]
    assert 3 <= answer["count"] <= 5
    assert answer["programme_name"] == country.programmes()[programme].names[language][0]


def test_documents_read_as_a_sentence(desk):
    answer = desk.ask("programmes.documents", programme="unemployment_benefit")
    assert answer["documents"] == (
        "your identity card, the letter that ended your job, your last three pay slips, "
        "and your bank account number"
    )


def test_an_unknown_programme(desk):
    assert desk.ask("programmes.documents", programme="lottery")["found"] is False


def test_lists(desk):
    registry = SqlRegistry(desk.database, desk.vault, [], "s1", datetime(2026, 11, 23, tzinfo=UTC))
    places = LISTS["offices.places"](registry)
    programmes = LISTS["programmes.names"](registry)
    assert len(places) == 24
    assert [entry.value for entry in programmes] == list(country.programmes())
    for entry in (*places, *programmes):
        assert all(entry.names[language] for language in ("en", "zh", "es"))
