"""Authors and second persons at the console."""

import pytest

from tests.console.conftest import PASSWORD, Visitor


@pytest.fixture
def at_desk(hotline):
    """Somebody of the staff, logged in: name and role. All have the password of the first."""
    app = hotline.app()

    def come(name, role):
        with hotline.database.transaction() as connection:
            connection.execute(
                "INSERT INTO staff (name, password, role, created_at)"
                " SELECT ?, password, ?, created_at FROM staff LIMIT 1",
                (name, role),
            )
        visitor = Visitor(app.test_client())
        assert visitor.log_in(name, PASSWORD).status_code == 302
        return visitor

    return come


@pytest.fixture
def author(at_desk):
    return at_desk("Ann", "author")


@pytest.fixture
def second(author, at_desk):
    return at_desk("Sue", "supervisor")
