import pytest

from console.access import rule_of
from console.guard import HEADERS
from console.throttle import FREE, Throttle
from storage.rights import RIGHTS, ROLES, Right
from storage.staff import Staff, StaffError


def test_the_right_password_lets_in_and_the_wrong_one_does_not(visitor):
    refused = visitor.log_in(password="something else")
    assert refused.status_code == 403
    assert "do not belong together" in refused.text
    assert visitor.get("/console/live").status_code == 302
    assert visitor.log_in().location == "/console/live"
    assert "clerk" in visitor.get("/console/live").text


def test_an_unknown_name_is_refused_in_the_same_words(visitor):
    assert "do not belong together" in visitor.log_in(name="Nobody").text


def test_a_name_of_ten_thousand_characters_is_refused(visitor, hotline):
    refused = visitor.log_in(name="x" * 10_000)
    assert refused.status_code == 403
    assert "x" * 101 not in refused.text
    with pytest.raises(StaffError, match="1 to 100 characters"):
        hotline.staff.add("x" * 10_000, "long enough", "agent")


def test_wrong_passwords_have_to_wait(visitor):
    for _ in range(FREE):
        assert visitor.log_in(password="wrong").status_code == 403
    waiting = visitor.log_in()
    assert waiting.status_code == 429
    assert 1 <= int(waiting.headers["Retry-After"]) <= 2
    assert "Too many wrong attempts" in waiting.text


def test_the_wait_grows_ends_and_is_forgiven():
    now = [100.0]
    throttle = Throttle(clock=lambda: now[0])
    for _ in range(FREE):
        throttle.failed("robin")
    assert throttle.wait("robin") == 2
    throttle.failed("robin")
    assert throttle.wait("robin") == 4
    assert throttle.wait("somebody else") == 0
    now[0] += 4
    assert throttle.wait("robin") == 0
    for _ in range(100):
        throttle.failed("robin")
    assert throttle.wait("robin") == 900
    throttle.succeeded("robin")
    assert throttle.wait("robin") == 0


def test_a_post_without_its_token_is_refused_in_plain_words(visitor, clerk):
    for path in ("/console/login", "/console/logout"):
        refused = visitor.client.post(path, data={"name": "clerk"})
        assert refused.status_code == 400
        assert "open for too long" in refused.text


def test_logging_out_ends_it(clerk):
    left = clerk.client.post("/console/logout", data={"csrf_token": clerk.token("/console/live")})
    assert left.location == "/console/login"
    assert clerk.get("/console/live").status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_pages_and_no_others(clerk, hotline, role):
    hotline.database.connection.execute("UPDATE staff SET role = ?", (role,))
    app = clerk.client.application
    for rule in app.url_map.iter_rules():
        right = rule_of(app.view_functions[rule.endpoint])
        if right not in set(Right) or "GET" not in rule.methods:
            continue
        path = rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
        refused = clerk.get(path).status_code == 403
        assert refused != (right in RIGHTS[role]), f"{role} {path}"


def test_the_pages_speak_the_language_that_was_chosen(visitor):
    form = {"csrf_token": visitor.token(), "language": "es", "next": ""}
    assert visitor.client.post("/console/language", data=form).location == "/console/login"
    assert '<html lang="es"' in visitor.get("/console/login").text


@pytest.mark.parametrize("elsewhere", ["https://example.org/console/", "//example.org", "/\\x", ""])
def test_nobody_is_sent_elsewhere_after_login(visitor, elsewhere):
    assert visitor.log_in(next=elsewhere).location == "/console/live"


def test_after_login_the_page_that_was_asked_for_comes(visitor):
    login = visitor.get("/console/search?words=pension").location
    assert login == "/console/login?next=/console/search?words%3Dpension"
    assert 'value="/console/search?words=pension"' in visitor.get(login).text
    assert visitor.log_in(next="/console/search?words=pension").location.endswith("?words=pension")


@pytest.mark.parametrize("path", ["/console/login", "/console/live", "/console/none", "/console/"])
def test_every_page_has_its_headers(clerk, path):
    answer = clerk.get(path)
    for header, value in HEADERS.items():
        assert answer.headers[header] == value
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor):
    cookie = visitor.log_in().headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_only_what_a_person_does_prolongs_a_login(clerk):
    assert "Set-Cookie" in clerk.get("/console/live").headers
    assert "Set-Cookie" not in clerk.get("/console/live/news").headers


def test_a_login_that_ended_sends_the_whole_page_to_the_form(visitor):
    answer = visitor.get(
        "/console/live/news", headers={"HX-Current-URL": "http://localhost/console/live"}
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/console/login?next=/console/live&expired=1"
    assert "not used for 30 minutes" in visitor.get(answer.headers["HX-Redirect"]).text


def test_who_is_no_longer_staff_is_out_at_once(clerk, hotline):
    with hotline.database.transaction() as connection:
        connection.execute("DELETE FROM staff")
    assert clerk.get("/console/live").status_code == 302


def test_missing_pages_and_failures_are_said_in_plain_words(clerk, hotline):
    for path in ("/console/nothing", "/console/conversations/none", "/console/callbacks/99"):
        missing = clerk.get(path)
        assert missing.status_code == 404
        assert "There is no such page" in missing.text
    assert clerk.get(f"/console/callbacks/{10**30}").status_code == 404
    with hotline.database.transaction() as connection:
        connection.execute("DROP TABLE callback")
        connection.execute("DROP TABLE staff")
    clerk.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    failed = clerk.get("/console/callbacks")
    assert failed.status_code == 500
    assert "Something went wrong here" in failed.text
    assert "OperationalError" not in failed.text


def test_staff_are_added_once_and_with_a_proper_password_and_role(hotline):
    added = hotline.staff.add("Kim Oduya", "long enough", "supervisor")
    assert hotline.staff.get(added.id) == added
    assert hotline.staff.check("Kim Oduya", "long enough") == added
    assert hotline.staff.get(12345) is None
    for name, password, role, why in (
        ("Kim Oduya", "long enough", "agent", "is taken"),
        ("  ", "long enough", "agent", "a name has"),
        ("Lee", "short", "clerk", "a password has 8"),
        ("Lee", "long enough", "king", "the role 'king' is none of agent"),
    ):
        with pytest.raises(StaffError, match=why):
            hotline.staff.add(name, password, role)


def test_a_hash_of_older_parameters_is_renewed_at_login(hotline):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=1024).hash("long enough")
    with hotline.database.transaction() as connection:
        connection.execute("UPDATE staff SET password = ?", (old,))
    assert Staff(hotline.database).check("clerk", "long enough")
    (new,) = hotline.database.connection.execute("SELECT password FROM staff").fetchone()
    assert new != old
    assert hotline.staff.check("clerk", "long enough")
