import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

# Helper modules live beside the tests that use them; without packages they need their folder.
sys.path.insert(0, str(Path(__file__).parent))

from scripted_registry import CLIENT, SECRET, ScriptedRegistry

from benefits import country, seed
from storage.country import load_country
from storage.database import Database
from storage.institution.access import Access
from storage.institution.breaker import Breaker
from storage.institution.client import Institution, Peer
from storage.institution.messages import REG_TYPE
from storage.institution.registry import InstitutionRegistry
from storage.institution.signing import Signer
from storage.vault import Vault

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def vault() -> Vault:
    return Vault([Vault.new_key()])


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """The hotline's own database: nobody's records are in it."""
    database = Database(tmp_path / "own.db")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def seeded(tmp_path: Path, vault: Vault) -> Iterator[Database]:
    """A database with the demo country."""
    database = Database(tmp_path / "seeded.db")
    database.migrate()
    load_country(database, vault, country.offices(), seed.people(0, today=TODAY))
    yield database
    database.close()


@pytest.fixture
def scripted() -> Iterator[ScriptedRegistry]:
    """A registry that does what a test tells it."""
    with ScriptedRegistry() as server:
        yield server


@pytest.fixture
def institution(scripted: ScriptedRegistry) -> Callable[..., Institution]:
    """Makes clients of the scripted registry."""

    def make(
        timeout_s: float = 1.0, breaker: Breaker | None = None, public_key: str = ""
    ) -> Institution:
        return Institution(
            Access(scripted.url, f"{scripted.url}/oauth2/client/token", CLIENT, SECRET),
            Peer("registry", REG_TYPE, public_key),
            Signer("the secret of the hotline"),
            timeout_s,
            breaker=breaker,
        )

    return make


@pytest.fixture
def registry(empty: Database, vault: Vault, institution: Callable[..., Institution]):
    """Makes the registry of a turn."""

    def make(patience_s: float = 3.0, **about: object) -> InstitutionRegistry:
        return InstitutionRegistry(institution(**about), patience_s, empty, vault, [], "s1", NOW)

    return make
