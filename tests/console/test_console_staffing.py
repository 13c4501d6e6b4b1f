"""Administrators look after the logins of staff."""

import re

import pyotp
import pytest

from storage.lock_outs import MOST
from tests.console.conftest import PASSWORD


@pytest.fixture
def administrator(clerk, hotline):
    """The clerk of the other tests, as administrator; beside them bea, an agent."""
    with hotline.database.transaction() as connection:
        connection.execute("UPDATE staff SET role = 'administrator'")
        connection.execute(
            "INSERT INTO staff (name, password, role, created_at)"
            " SELECT 'bea', password, 'agent', created_at FROM staff"
        )
    return clerk


def post(visitor, path, **fields):
    token = visitor.token("/console/staff")
    return visitor.client.post(path, data={"csrf_token": token, **fields})


def password_on(answer):
    return re.search(r'<code class="secret">(\S+)</code>', answer.text)[1]


def trail(hotline):
    return [(entry.action, entry.subject) for entry in hotline.audit.entries()]


def test_somebody_is_added_and_their_password_is_shown_once(administrator, hotline):
    added = post(administrator, "/console/staff", name="Kim Oduya", role="supervisor")
    given = password_on(added)
    member = hotline.staff.check("Kim Oduya", given)
    assert (member.role, member.temporary) == ("supervisor", True)
    assert given not in administrator.get(f"/console/staff/{member.id}").text
    assert ("add_staff", "staff Kim Oduya") in trail(hotline)
    listed = administrator.get("/console/staff").text
    assert "Kim Oduya" in listed
    assert "has yet to choose a password" in listed


@pytest.mark.parametrize(
    ("name", "role", "why"),
    [
        ("bea", "agent", "This name is taken"),
        ("", "agent", "1 to 100 characters"),
        ("x" * 101, "agent", "1 to 100 characters"),
        ("Lee", "king", "one of the roles"),
        ("<script>", "", "&lt;script&gt;"),
    ],
)
def test_what_cannot_be_added_is_said(administrator, hotline, name, role, why):
    refused = post(administrator, "/console/staff", name=name, role=role)
    assert refused.status_code == 400
    assert why in refused.text
    assert len(hotline.staff.all()) == 2


def test_a_role_is_changed_and_the_login_ends(administrator, hotline):
    before = hotline.staff.named("bea")
    assert (
        post(administrator, f"/console/staff/{before.id}/role", role="auditor").status_code == 302
    )
    after = hotline.staff.named("bea")
    assert (after.role, after.epoch) == ("auditor", before.epoch + 1)
    assert post(administrator, f"/console/staff/{before.id}/role", role="king").status_code == 400


def test_somebody_is_deactivated_and_activated(administrator, hotline):
    bea = hotline.staff.named("bea")
    assert post(administrator, f"/console/staff/{bea.id}/deactivate").status_code == 302
    assert hotline.staff.get(bea.id) is None
    page = administrator.get(f"/console/staff/{bea.id}").text
    assert "deactivated on" in page
    assert "Change the role" not in page
    assert post(administrator, f"/console/staff/{bea.id}/password").status_code == 400
    given = password_on(post(administrator, f"/console/staff/{bea.id}/activate"))
    assert hotline.staff.check("bea", given).temporary
    assert post(administrator, f"/console/staff/{bea.id}/activate").status_code == 400


def test_a_forgotten_password_and_a_lost_telephone_are_helped(administrator, hotline):
    bea = hotline.staff.named("bea")
    assert post(administrator, f"/console/staff/{bea.id}/app").status_code == 400  # there is none
    app = pyotp.TOTP(hotline.logins.factors.offer(bea))
    hotline.logins.factors.confirm(bea, app.now())
    assert "Remove the authenticator app" in administrator.get(f"/console/staff/{bea.id}").text
    assert post(administrator, f"/console/staff/{bea.id}/app").status_code == 302
    assert not hotline.staff.named("bea").enrolled
    given = password_on(post(administrator, f"/console/staff/{bea.id}/password"))
    assert hotline.staff.check("bea", PASSWORD) is None
    assert hotline.staff.check("bea", given)
    assert trail(hotline)[:2] == [("reset_password", "staff bea"), ("reset_factor", "staff bea")]


def test_a_locked_login_is_seen_and_unlocked(administrator, hotline):
    for _ in range(MOST):
        hotline.logins.password("bea", "wrong password")
    assert re.search(r"locked for \d\d min", administrator.get("/console/staff").text)
    bea = hotline.staff.named("bea")
    assert "Unlock" in administrator.get(f"/console/staff/{bea.id}").text
    post(administrator, f"/console/staff/{bea.id}/unlock")
    assert hotline.logins.password("bea", PASSWORD)
    assert "Unlock" not in administrator.get(f"/console/staff/{bea.id}").text


def test_the_last_administrator_cannot_go(administrator, hotline):
    me = hotline.staff.named("clerk")
    for change, fields in (("deactivate", {}), ("role", {"role": "agent"})):
        refused = post(administrator, f"/console/staff/{me.id}/{change}", **fields)
        assert refused.status_code == 400
        assert "This is the last administrator" in refused.text
    bea = hotline.staff.named("bea")
    post(administrator, f"/console/staff/{bea.id}/role", role="administrator")
    gone = post(administrator, f"/console/staff/{me.id}/deactivate")
    assert gone.location == "/console/login"
    assert administrator.get("/console/staff").status_code == 302


@pytest.mark.parametrize("path", ["/console/staff/99", f"/console/staff/{10**30}"])
def test_who_is_not_there_is_a_missing_page(administrator, path):
    assert administrator.get(path).status_code == 404
    assert post(administrator, f"{path}/unlock").status_code == 404
