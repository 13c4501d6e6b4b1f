import sys
from pathlib import Path

import pytest

# Helper modules live beside the tests that use them; without packages they need their folder.
sys.path.insert(0, str(Path(__file__).parent))

from checks_country import MONDAY, Institution

from benefits import country, seed
from storage.country import load_country
from storage.database import Database
from storage.vault import Vault


@pytest.fixture
def institution(tmp_path: Path) -> Institution:
    database, vault = Database(tmp_path / "test.db"), Vault([Vault.new_key()])
    database.migrate()
    load_country(database, vault, country.offices(), seed.people(0, today=MONDAY.date()))
    return Institution(database, vault)
