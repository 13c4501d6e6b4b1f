"""Staff at their pages, beside real calls."""

import re

from storage.staff import Staff

PASSWORD = "a-password-of-staff"


class Clerk:
    """A browser without a screen, logged in."""

    def __init__(self, whole, name="Ann", role="agent"):
        Staff(whole.parts["database"]).add(name, PASSWORD, role)
        self.whole, self.client = whole, whole.app.test_client()
        page = self.client.get("/console/login").text
        form = {"name": name, "password": PASSWORD, "csrf_token": _token(page)}
        assert self.client.post("/console/login", data=form).status_code == 302
        self.token = _token(self.client.get("/console/live").text)

    @property
    def session(self):
        """The latest conversation."""
        return self.whole.rows("SELECT id FROM session ORDER BY rowid DESC LIMIT 1")[0]["id"]

    def page(self):
        return self.client.get(f"/console/conversations/{self.session}").text

    def does(self, act, **form):
        path = f"/console/conversations/{self.session}/help/{act}"
        return self.client.post(path, data=form | {"csrf_token": self.token})

    def whispers(self, **form):
        place = re.search(r'name="place" value="([^"]+)"', self.page())[1]
        return self.does("hint", place=place, **form)


def _token(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
