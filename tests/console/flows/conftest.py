"""Authors and second persons at the console."""

import pytest

from tests.console.conftest import COOKIE, PASSWORD, Visitor


@pytest.fixture(scope="session")
def sessions():
    """Cookies of logins by name: checking a password takes long on purpose."""
    return {}


@pytest.fixture
def at_desk(hotline, hashed, sessions):
    """Somebody of the staff, logged in: name and role."""
    app, numbers = hotline.app(), iter(range(2, 99))

    def come(name, role):
        row = (next(numbers), name, hashed[2], role, hashed[4])
        with hotline.database.transaction() as connection:
            connection.execute("INSERT INTO staff VALUES (?, ?, ?, ?, ?)", row)
        visitor = Visitor(app.test_client())
        key = (row[0], name)
        if key not in sessions:
            assert visitor.log_in(name, PASSWORD).status_code == 302
            sessions[key] = visitor.client.get_cookie(COOKIE, path="/").value
        visitor.client.set_cookie(COOKIE, sessions[key], path="/")
        return visitor

    return come


@pytest.fixture
def author(at_desk):
    return at_desk("Ann", "author")


@pytest.fixture
def second(author, at_desk):
    return at_desk("Sue", "supervisor")
