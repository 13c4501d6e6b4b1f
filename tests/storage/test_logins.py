"""Proving who one is: passwords, codes, lock-outs and who looks after them."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from storage.audit import OPERATOR, Audit
from storage.database import Database
from storage.lock_outs import LASTS, MOST, LockedOut
from storage.logins import Logins
from storage.staff import StaffError
from storage.staffing import Staffing
from storage.vault import Vault

PASSWORD = "correct horse 7"


class Desk:
    """A database with a clock that the test turns."""

    def __init__(self, folder):
        self.now = datetime(2026, 11, 20, 9, tzinfo=UTC)
        self.database = Database(folder / "hotline.db")
        self.database.migrate()
        self.vault = Vault([Vault.new_key()])
        self.audit = Audit(self.database, lambda: self.now)
        self.logins = self.with_policy("optional")
        self.staffing = Staffing(
            self.database, self.logins.staff, self.logins.lock_outs, self.audit
        )

    def with_policy(self, policy):
        return Logins.of(self.database, self.vault, self.audit, lambda: self.now, policy)

    def add(self, name, role="agent"):
        self.staffing.add(OPERATOR, name, role, PASSWORD)
        return self.logins.staff.named(name)

    def trail(self):
        return [(e.staff, e.action, e.subject) for e in self.audit.entries()]


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.database.close()


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Real hashes with small parameters: these tests check a hundred passwords."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64)
    monkeypatch.setattr("storage.staff.PasswordHasher", lambda: quick)


def enrol(desk, member):
    secret = desk.logins.factors.offer(member)
    codes = desk.logins.factors.confirm(member, pyotp.TOTP(secret).at(desk.now))
    return pyotp.TOTP(secret), codes


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_ten_wrong_passwords_lock_a_name_whether_it_exists_or_not(desk, name):
    desk.add("ann")
    for _ in range(MOST):
        assert desk.logins.password(name, "wrong password") is None
    with pytest.raises(LockedOut) as locked:
        desk.logins.password(name, PASSWORD)
    assert locked.value.wait_s == LASTS.total_seconds()
    assert (("-", "lock_out", "staff ann") in desk.trail()) == (name == "ann")
    failed = [subject for _, action, subject in desk.trail() if action == "log_in_failed"]
    assert failed == (["staff ann"] * MOST if name == "ann" else ["staff ?"])
    desk.now += LASTS - timedelta(seconds=1)
    with pytest.raises(LockedOut):  # trying on does not prolong it
        desk.logins.password(name, PASSWORD)
    desk.now += timedelta(seconds=1)
    assert bool(desk.logins.password(name, PASSWORD)) == (name == "ann")


def test_only_failures_in_a_row_count(desk):
    desk.add("ann")
    for _ in range(3):
        for _ in range(MOST - 1):
            assert desk.logins.password("ann", "wrong password") is None
        assert desk.logins.password("ANN ".lower(), PASSWORD)


def test_an_unlocked_name_is_looked_at_again(desk):
    ann = desk.add("ann")
    for _ in range(MOST):
        desk.logins.password("ann", "wrong password")
    desk.staffing.unlock(OPERATOR, ann.id)
    assert desk.logins.password("ann", PASSWORD) == ann
    assert ("operator", "unlock_staff", "staff ann") in desk.trail()


def test_a_password_in_the_field_of_the_name_does_not_stay(desk):
    desk.logins.password("my secret password", "ann")
    assert "my secret" not in str(desk.trail())
    rows = desk.database.connection.execute("SELECT * FROM staff_failure").fetchall()
    assert "my secret" not in str([tuple(row) for row in rows])


def test_a_code_is_good_once_and_close_to_its_time(desk):
    ann = desk.add("ann")
    app, _ = enrol(desk, ann)
    ann = desk.logins.staff.named("ann")
    assert desk.logins.asks_code(ann)
    assert not desk.logins.code(ann, app.at(desk.now))  # used to confirm
    desk.now += timedelta(seconds=30)
    good = app.at(desk.now)
    assert desk.logins.code(ann, f"{good[:3]} {good[3:]}")
    assert not desk.logins.code(ann, good)
    assert desk.logins.code(ann, app.at(desk.now + timedelta(seconds=30)))  # an app that is fast
    assert not desk.logins.code(ann, app.at(desk.now))  # older than the last one
    desk.now += timedelta(minutes=5)
    assert not desk.logins.code(ann, app.at(desk.now - timedelta(seconds=60)))
    assert desk.logins.code(ann, app.at(desk.now - timedelta(seconds=30)))


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "１２３４５６", "9" * 1000])
def test_what_is_no_code_of_theirs_is_refused(desk, code):
    ann = desk.add("ann")
    enrol(desk, ann)
    assert not desk.logins.code(ann, code)


def test_the_codes_are_those_of_the_standard(desk):
    # RFC 6238, appendix B, the last six of its eight digits.
    ann = desk.add("ann")
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with desk.database.transaction() as connection:
        connection.execute("UPDATE staff SET totp = ?", (desk.vault.encrypt(secret),))
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        desk.now = datetime.fromtimestamp(seconds, UTC)
        assert desk.logins.code(ann, code)


def test_right_password_and_wrong_codes_lock_too(desk):
    ann = desk.add("ann")
    enrol(desk, ann)
    for _ in range(MOST):
        assert desk.logins.password("ann", PASSWORD).enrolled
        assert not desk.logins.code(ann, "000000")
    with pytest.raises(LockedOut):
        desk.logins.password("ann", PASSWORD)
    with pytest.raises(LockedOut):
        desk.logins.code(ann, "000000")


def test_recovery_codes_are_good_once_and_kept_as_fingerprints(desk):
    ann, bea = desk.add("ann"), desk.add("bea")
    _, codes = enrol(desk, ann)
    assert len(set(codes)) == 10
    kept = str([tuple(r) for r in desk.database.connection.execute("SELECT * FROM staff_recovery")])
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert not desk.logins.code(bea, codes[0])
    assert desk.logins.code(ann, codes[0].upper().replace("-", " "))
    assert not desk.logins.code(ann, codes[0])
    assert desk.logins.factors.left(ann) == 9


def test_the_secret_is_encrypted_and_counts_once_confirmed(desk):
    ann = desk.add("ann")
    secret = desk.logins.factors.offer(ann)
    assert desk.logins.factors.confirm(ann, "000000") is None
    assert not desk.logins.staff.named("ann").enrolled
    assert secret in desk.logins.factors.uri(ann, secret)
    row = desk.database.connection.execute("SELECT * FROM staff").fetchone()
    assert secret not in str(tuple(row))


def test_what_the_policy_asks_for(desk):
    ann = desk.add("ann")
    required, off = desk.with_policy("required"), desk.with_policy("off")
    assert (required.owes(ann), desk.logins.owes(ann)) == ("factor", "")
    enrol(desk, ann)
    ann = desk.logins.staff.named("ann")
    assert required.owes(ann) == ""
    assert not off.asks_code(ann)
    desk.staffing.reset_password(OPERATOR, ann.id)
    assert required.owes(desk.logins.staff.named("ann")) == "password"


def test_each_change_ends_logins_and_is_in_the_trail(desk):
    ann, root = desk.add("ann"), desk.add("root", "administrator")
    epochs = [ann.epoch]
    enrol(desk, ann)
    for change in (
        lambda: desk.staffing.change_role(root, ann.id, "supervisor"),
        lambda: desk.staffing.reset_factor(root, ann.id),
        lambda: desk.staffing.reset_password(root, ann.id),
        lambda: desk.logins.staff.change_password(ann, "another one"),
    ):
        change()
        epochs.append(desk.logins.staff.named("ann").epoch)
    assert epochs == sorted(set(epochs))
    desk.staffing.deactivate(root, ann.id)
    assert desk.logins.staff.get(ann.id) is None
    assert desk.logins.password("ann", "another one") is None
    with pytest.raises(StaffError, match="is taken"):
        desk.add("ann")
    with pytest.raises(StaffError, match="'ann' is deactivated"):
        desk.staffing.reset_password(root, ann.id)
    given = desk.staffing.activate(root, ann.id)
    assert desk.logins.password("ann", given).temporary
    done = [action for who, action, subject in desk.trail() if (who, subject)[0] == "root"]
    assert done[::-1] == [
        *("change_role", "reset_factor", "reset_password", "deactivate_staff", "activate_staff"),
    ]
    assert desk.audit.verify()[1] is None


def test_the_last_administrator_stays(desk):
    root, ann = desk.add("root", "administrator"), desk.add("ann")
    for change in (
        lambda: desk.staffing.deactivate(root, root.id),
        lambda: desk.staffing.change_role(root, root.id, "agent"),
    ):
        with pytest.raises(StaffError, match="last administrator"):
            change()
    assert desk.logins.staff.get(root.id) == root
    desk.staffing.change_role(root, ann.id, "administrator")
    desk.staffing.deactivate(root, root.id)


@pytest.mark.parametrize(
    ("name", "role", "password", "why"),
    [
        ("bea", "king", PASSWORD, "the role"),
        ("bea", "agent", "short", "8 to"),
        ("beatrice", "agent", "Beatrice", "not one's name"),
        ("a\nb", "agent", PASSWORD, "1 to 100"),
    ],
)
def test_what_cannot_be_is_said_and_leaves_no_entry(desk, name, role, password, why):
    with pytest.raises(StaffError, match=why):
        desk.staffing.add(OPERATOR, name, role, password)
    assert desk.trail() == []
    with pytest.raises(StaffError, match="no such member"):
        desk.staffing.unlock(OPERATOR, 99)
