"""The checks that go over all records, with what evaluates them."""

from __future__ import annotations

from collections.abc import Mapping

from benefits.checks import deaths, duplicates, reported, sharing, working
from benefits.checks.finding import Look

LOOKS: Mapping[str, Look] = {
    "account_of_many": sharing.shared,
    "phone_of_many": sharing.shared,
    "death_match": deaths.match,
    "paid_after_death": deaths.paid_after,
    "unemployed_and_working": working.overlapping,
    "declared_income": working.declared,
    "duplicate_person": duplicates.duplicates,
    "contribution_errors": reported.errors,
    "employer_gap": reported.gaps,
}
