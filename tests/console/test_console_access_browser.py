"""Logging in with a code, looking after staff and verifying the trail, in a real browser."""

import pyotp
import pytest

from console import trail
from tests.console.conftest import PASSWORD


def enter(page, address, path="account"):
    page.goto(f"{address}login?next=/console/{path}")
    page.fill("#name", "clerk")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_app_is_set_up_and_asked_for(page, address, hotline):
    enter(page, address)
    page.fill("#for-app", PASSWORD)
    page.click("text=Set it up")
    page.wait_for_selector("svg.qr")
    assert page.locator("svg.qr").bounding_box()["width"] > 120
    assert fits(page)
    app = pyotp.TOTP(page.inner_text(".secret").replace(" ", ""))
    page.fill("#code", app.now())
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    codes = page.locator(".codes code").all_inner_texts()
    page.click("text=I have written them down")
    page.wait_for_selector("#live")
    page.click("text=Log out")
    enter(page, address)
    page.wait_for_selector("#code:focus")
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Recovery codes left: 9.")


def test_the_trail_is_verified_piece_by_piece(page, address, hotline, monkeypatch):
    monkeypatch.setattr(trail, "SLICE", 3)
    hotline.database.connection.execute("UPDATE staff SET role = 'auditor'")
    enter(page, address, "audit")
    page.wait_for_selector("table.trail")
    assert fits(page)
    page.select_option("#action", "log_in")
    page.click("search button")
    page.wait_for_selector("td:text-is('Logged in')")
    for number in range(10):
        hotline.audit.record(hotline.staff.named("clerk"), "view_callback", f"callback {number}")
    page.click("text=Verify the trail")
    page.click("button:text-is('Verify')")
    page.wait_for_selector("text=All 12 entries hold")
    assert hotline.audit.entries(limit=1)[0].action == "verify_audit"


@pytest.mark.parametrize("path", ["staff", "staff/1"])
def test_the_pages_of_staff_fit(page, address, hotline, path):
    hotline.database.connection.execute("UPDATE staff SET role = 'administrator'")
    enter(page, address, path)
    page.wait_for_selector("h1")
    page.wait_for_selector("form.leave")
    assert fits(page)
    assert page.locator("main label").count() == page.locator("main label[for]").count() > 0
