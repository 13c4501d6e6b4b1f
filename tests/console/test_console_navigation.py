"""The head of every page: which pages it leads to, in which groups, and by which keys."""

import pytest

from console import navigation, texts
from console.navigation import Group, grouped
from storage.rights import RIGHTS, ROLES, Right

MANY = [
    ("audit", Right.AUDIT),
    ("live", Right.WATCH),
    ("figures", Right.UNDERSTAND),
    ("cases", Right.CASES),
    ("search", Right.WATCH),
    ("decisions", Right.DECIDE),
    ("flows", Right.READ_FLOWS),
]


def test_few_pages_stand_beside_each_other():
    assert grouped(MANY[:6]) == [
        Group("now", ("live", "search")),
        Group("work", ("cases", "decisions")),
        Group("improve", ("figures",)),
        Group("control", ("audit",)),
    ]


def test_of_many_pages_all_but_the_first_group_fold_away():
    assert grouped(MANY) == [
        Group("now", ("live", "search")),
        Group("work", ("cases", "decisions"), folded=True),
        Group("improve", ("figures", "flows"), folded=True),
        Group("control", ("audit",)),  # a page alone is quicker without a menu
    ]


def test_every_right_has_its_place():
    for right in Right:
        assert len(grouped([("page", right)])) == 1


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_first_page(role):
    assert [page for page, right in navigation._PAGES if right in RIGHTS[role]]


def test_every_page_has_a_name_and_a_key_of_its_own():
    keys = navigation.KEYS
    assert len(set(keys.values())) == len(keys)
    for page, _ in navigation._PAGES:
        assert page in keys, f"give {page} a key in console/navigation.py"
        assert page in texts.texts("en"), f"name {page} in a file of console/locales"


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [("agent", "live", "staff"), ("administrator", "phone", "search")],
)
def test_the_head_leads_to_what_a_role_may_open(make_door, role, shown, hidden):
    door = make_door(secure_cookies=False)
    from storage.staff import Staff
    from tests.console.conftest import PASSWORD, Visitor

    Staff(door.app.extensions["benefitline"]["database"]).add(role, PASSWORD, role)
    visitor = Visitor(door.client)
    visitor.log_in(role)
    first = visitor.get("/console/")
    assert first.status_code == 302
    page = visitor.get(first.headers["Location"]).text
    assert f'href="/console/{shown}"' in page
    assert f'href="/console/{hidden}"' not in page
    assert f'data-go="{navigation.KEYS[shown]}"' in page
