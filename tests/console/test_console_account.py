"""Codes beside passwords, lock-outs, one's own account, and how long a login lasts."""

import html
import re
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from console import entry
from console.guard import LONGEST
from storage.lock_outs import MOST
from tests.console.conftest import COOKIE, PASSWORD, Visitor


def actions(hotline):
    return [(one.staff, one.action) for one in hotline.audit.entries()]


def post(visitor, path, page="/console/account", **fields):
    """A form of a page, sent with its token."""
    token = visitor.token(page)
    return visitor.client.post(path, data={"csrf_token": token, **fields})


def enrol(hotline):
    """An app for the clerk, whose codes are those of a while ago and on."""
    member = hotline.staff.named("clerk")
    secret = hotline.logins.factors.offer(member)
    app = pyotp.TOTP(secret)
    ago = datetime.now(UTC) - timedelta(seconds=30)
    return app, hotline.logins.factors.confirm(member, app.at(ago))


def test_an_app_is_set_up_on_the_account_page(clerk, hotline):
    assert post(clerk, "/console/account/app", password="wrong").status_code == 403
    offered = post(clerk, "/console/account/app", password=PASSWORD)
    assert offered.location == "/console/account/app"
    page = clerk.get(offered.location).text
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    assert '<svg width="' in page
    assert "style=" not in page
    wrong = post(clerk, "/console/account/app/confirm", "/console/account/app", code="000000")
    assert wrong.status_code == 400
    assert secret[:4] in wrong.text
    code = pyotp.TOTP(secret).now()
    done = post(clerk, "/console/account/app/confirm", "/console/account/app", code=code)
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code>", done.text)
    assert len(codes) == 10
    assert clerk.get("/console/live").status_code == 200  # this login goes on
    assert "Recovery codes left: 10" in clerk.get("/console/account").text
    assert ("clerk", "set_up_app") in actions(hotline)
    assert clerk.get("/console/account/app").location == "/console/account"


def test_the_password_alone_does_not_let_in_who_has_an_app(visitor, hotline):
    app, codes = enrol(hotline)
    asked = visitor.log_in(next="/console/search?words=pension")
    assert asked.location.startswith("/console/login/code?next=/console/search")
    assert visitor.get("/console/live").status_code == 302
    wrong = post(visitor, "/console/login/code", asked.location, code="000000")
    assert wrong.status_code == 403
    assert "not right, or it was used" in html.unescape(wrong.text)
    code = app.now()
    let_in = post(
        visitor, "/console/login/code", asked.location, code=code, next="/console/search?words=x"
    )
    assert let_in.location == "/console/search?words=x"
    assert visitor.get("/console/live").status_code == 200
    assert actions(hotline)[:2] == [("clerk", "view_live"), ("clerk", "log_in")]
    post(visitor, "/console/logout", "/console/live")
    visitor.log_in()
    assert post(visitor, "/console/login/code", "/console/login/code", code=code).status_code == 403
    post(visitor, "/console/login/code", "/console/login/code", code=codes[3])
    assert visitor.get("/console/live").status_code == 200


def test_a_code_without_a_password_or_too_late_leads_to_the_beginning(visitor, hotline):
    app, _ = enrol(hotline)
    assert visitor.get("/console/login/code").location == "/console/login"
    assert post(visitor, "/console/login/code", "/console/login", code=app.now()).location == (
        "/console/login"
    )
    visitor.log_in()
    with visitor.client.session_transaction() as session:
        session["pending"][2] = int(time.time()) - 301
        session.modified = True
    assert visitor.get("/console/login/code").location == "/console/login"


@pytest.mark.parametrize("name", ["clerk", "nobody"])
def test_ten_wrong_passwords_lock_out_in_the_same_words(visitor, hotline, name):
    for _ in range(MOST):
        assert hotline.logins.password(name, "wrong password") is None
    locked = visitor.log_in(name=name)
    assert locked.status_code == 429
    assert 1600 < int(locked.headers["Retry-After"]) <= 1800
    assert re.search(r"Too many wrong attempts. You can try again in \d\d min\.", locked.text)


def test_one_address_tries_no_end_of_names(monkeypatch, hotline):
    monkeypatch.setattr(entry, "MOST_ATTEMPTS", (2, 60.0))
    visitor = Visitor(hotline.app().test_client())
    assert [visitor.log_in(name=name).status_code for name in "abc"] == [403, 403, 429]


def test_a_password_is_changed_and_other_logins_end(clerk, hotline):
    other = clerk.client.application.test_client()
    other.set_cookie(COOKIE, clerk.client.get_cookie(COOKIE, path="/").value, path="/")
    assert other.get("/console/live").status_code == 200
    for old, new, again, why in (
        ("wrong", "battery staple", "battery staple", "not your present password"),
        (PASSWORD, "battery staple", "battery stable", "not the same both times"),
        (PASSWORD, PASSWORD, PASSWORD, "the one that you have"),
        (PASSWORD, "short", "short", "has 8 to 1000 characters"),
        (PASSWORD, "", "", "has 8 to 1000 characters"),
    ):
        said = post(clerk, "/console/account/password", password=old, new=new, again=again)
        assert said.status_code in (400, 403)
        assert why in said.text
    fields = {"password": PASSWORD, "new": "battery staple", "again": "battery staple"}
    assert post(clerk, "/console/account/password", **fields).status_code == 302
    assert clerk.get("/console/live").status_code == 200
    assert other.get("/console/live").status_code == 302
    assert ("clerk", "change_password") in actions(hotline)
    assert hotline.staff.check("clerk", "battery staple")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE staff SET role = 'supervisor', epoch = epoch + 1",
        "UPDATE staff SET left_at = '2026-11-20'",
        "UPDATE staff SET epoch = epoch + 1",
    ],
)
def test_a_change_of_the_login_ends_it_at_once(clerk, hotline, change):
    assert clerk.get("/console/live").status_code == 200
    hotline.database.connection.execute(change)
    assert clerk.get("/console/live").location.startswith("/console/login")


@pytest.mark.parametrize(("age", "status"), [(LONGEST - 60, 200), (LONGEST + 1, 302), (-60, 302)])
def test_a_login_ends_after_twelve_hours_whatever_is_done(clerk, age, status):
    with clerk.client.session_transaction() as session:
        session["since"] = int(time.time()) - age
    assert clerk.get("/console/live").status_code == status


def test_a_given_password_has_to_be_changed_first(visitor, hotline):
    given = hotline.staffing.reset_password(hotline.staff.named("clerk"), 1)
    assert visitor.log_in(password=given).status_code == 302
    for path in ("/console/live", "/console/callbacks", "/console/nothing"):
        assert visitor.get(path).location == "/console/account"
    page = visitor.get("/console/account").text
    assert "choose your own before you go on" in page
    fields = {"password": given, "new": "battery staple", "again": "battery staple"}
    post(visitor, "/console/account/password", **fields)
    assert visitor.get("/console/live").status_code == 200


def test_where_an_app_is_required_nothing_goes_without(clerk, hotline):
    hotline.logins.policy = "required"
    assert clerk.get("/console/live").location == "/console/account"
    assert "Everybody here needs an authenticator app" in clerk.get("/console/account").text
    post(clerk, "/console/account/app", password=PASSWORD)
    page = clerk.get("/console/account/app").text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    code = pyotp.TOTP(secret).now()
    post(clerk, "/console/account/app/confirm", "/console/account/app", code=code)
    assert clerk.get("/console/live").status_code == 200
    assert post(clerk, "/console/account/app/remove", password=PASSWORD).status_code == 403
    assert hotline.staff.named("clerk").enrolled


def test_an_app_is_removed_with_the_password(visitor, hotline):
    _, codes = enrol(hotline)
    visitor.log_in()
    post(visitor, "/console/login/code", "/console/login/code", code=codes[0])
    assert post(visitor, "/console/account/app/remove", password="wrong").status_code == 403
    assert post(visitor, "/console/account/app/remove", password=PASSWORD).status_code == 302
    assert not hotline.staff.named("clerk").enrolled
    assert visitor.get("/console/live").status_code == 200
    assert post(visitor, "/console/account/app/remove", password=PASSWORD).status_code == 400


def test_where_codes_are_off_nobody_is_asked(visitor, hotline):
    enrol(hotline)
    hotline.logins.policy = "off"
    assert visitor.log_in().location == "/console/live"
    assert "authenticator" not in visitor.get("/console/account").text


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(visitor):
    form = "http://localhost/console/recordings/1?x=1"
    sent = visitor.client.post(
        "/console/recordings/1", data={"said": "four"}, headers={"Referer": form}
    )
    assert sent.location == "/console/login?next=/console/recordings/1?x%3D1&expired=1"
    assert "kept in this tab" in visitor.get(sent.location).text
    elsewhere = visitor.client.post(
        "/console/recordings/1", headers={"Referer": "https://example.org/console/x"}
    )
    assert elsewhere.location == "/console/login?expired=1"
    asked = visitor.client.post(
        "/console/recordings/1",
        headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/console/recordings/1"},
    )
    assert asked.status_code == 401
    assert asked.headers["HX-Redirect"] == "/console/login?next=/console/recordings/1&expired=1"


def test_who_is_logged_in_already_gets_the_page(clerk):
    assert clerk.get("/console/login?next=/console/search").location == "/console/search"
    assert clerk.get("/console/login?next=//example.org").location == "/console/live"
