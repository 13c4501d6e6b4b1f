"""With an institution's registry only those jobs run that need what the hotline itself keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.back_office import BackOffice
from cli.environment import fresh, load
from settings import PREFIX
from storage.institution.registry import InstitutionRegistry

OWN = {"reminders", "changes", "texts"}


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    values = fresh(8080) | {
        PREFIX + "DATA_DIR": str(tmp_path),
        PREFIX + "REGISTRY_URL": "http://127.0.0.1:9/registry/sync/search",
        PREFIX + "REGISTRY_CLIENT_ID": "hotline",
        PREFIX + "REGISTRY_SECRET": "secret",
        PREFIX + "TEXT_HOURS": "",
    }
    file = tmp_path / "elsewhere.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    return file


def test_the_list_says_which_are_off_and_why(env_file, benefitline):
    listed = benefitline("--env-file", env_file, "jobs", "list")
    assert listed.exit_code == 0, listed.output
    off = {
        line.split(":")[0]
        for line in listed.output.splitlines()
        if line.endswith("is kept by the institution (REGISTRY_URL)")
    }
    assert off == {"claims", "payments", "proofs", "checks", "news"}
    assert all(f"\n{name}: " in f"\n{listed.output}" for name in OWN)


def test_the_others_run_and_one_that_is_off_is_refused(env_file, benefitline):
    ran = benefitline("--env-file", env_file, "jobs", "run", "--once")
    assert ran.exit_code == 0, ran.output
    assert {line.split()[0] for line in ran.output.splitlines()} == OWN
    assert "failed" not in ran.output
    refused = benefitline("--env-file", env_file, "jobs", "start", "payments")
    assert refused.exit_code == 1
    assert "payments is off, as what it works on is kept by the institution" in refused.output
    assert benefitline("--env-file", env_file, "jobs", "start", "texts").exit_code == 0


def test_jobs_read_people_from_the_institution(env_file):
    office = BackOffice.open(load(env_file))
    assert isinstance(office.reading(), InstitutionRegistry)
    assert set(office.jobs) == OWN
