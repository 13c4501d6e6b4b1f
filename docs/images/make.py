"""Makes the pictures of the documentation: `python docs/images/make.py` (needs Chromium).

Nobody in them is real. Further pages go to a folder given as an argument.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright
from werkzeug.serving import make_server

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "console")]

from conftest import PASSWORD, Hotline  # noqa: E402 (found by the path above)

from cli.running import running  # noqa: E402
from storage.staff import Staff  # noqa: E402

NAME = "clerk"
CLAIM = ("claim_status", 0.94, "where is my claim")
PAYMENT = ("payment_date", 0.71, "when is my pension paid")
OFFICE = ("office_hours", 0.38, "when are you open")


def past(hotline: Hotline) -> None:
    """Conversations that are over, and promises to call back."""
    earlier = datetime.now(UTC) - timedelta(hours=3)
    english = {"intent": "payment_date", "candidates": [PAYMENT, OFFICE], "confidence": 0.71}
    hotline.say("SM0", "when is my pension paid", "On Friday 27 November.",
                channel="sms", at=earlier, status="ended", place="end", **english)  # fmt: skip
    hotline.say("SM9", "¿Cuándo llega mi pensión de jubilación?", "El viernes 27 de noviembre.",
                channel="sms", language="es", at=earlier, status="ended", place="end")  # fmt: skip
    hotline.promise("+15005550042", "old_age_pension", "2026-11-20", language="es")
    hotline.promise("+15005550043", "child_benefit", "2099-11-25")


def present(hotline: Hotline) -> None:
    """Conversations that go on."""
    now = datetime.now(UTC)

    def before(seconds: int) -> datetime:
        return now - timedelta(seconds=seconds)

    hotline.say("CA1", "", "Hello, this is Benefitline. How can I help?", at=before(48))
    hotline.say("CA1", "where is my claim", "Please say or key in your reference.",
                intent="claim_status", confidence=0.94, candidates=[CLAIM, PAYMENT, OFFICE],
                at=before(22))  # fmt: skip
    hotline.say("CA1", "four seven um", "Sorry, once more: your reference?",
                candidates=[("claim_status", 0.41, "my reference is")], confidence=0.41,
                at=before(9))  # fmt: skip
    hotline.live.hearing("CA1", "four seven one one nine")
    hotline.say("SM1", "¿A qué hora abre la oficina de Ashford?", "¿En qué ciudad vive?",
                channel="sms", language="es", intent="office_hours", confidence=0.71,
                place="office_hours.ask_place", at=before(75))  # fmt: skip
    hotline.say("CA2", "", "您好，请问需要什么帮助？", language="zh", at=before(40))
    hotline.say("CA2", "我的养老金什么时候发", "您的养老金将在星期五支付。", language="zh",
                intent="payment_date", confidence=0.88, place="payment_date.anything_else",
                at=before(5))  # fmt: skip
    hotline.say("CA3", "", "Hello, this is Benefitline. How can I help?", at=before(130))
    hotline.say("CA3", "I want to talk to a person", "I am connecting you. One moment.",
                meaning={"command": "person", "confidence": 0.97}, place="handoff",
                status="handoff", at=before(95))  # fmt: skip
    hotline.say("CA4", "", "Hello, this is Benefitline. How can I help?", at=before(2),
                place="main.subject")  # fmt: skip


def photograph(page: Page, address: str, hotline: Hotline, others: Path | None) -> None:
    """The live page into the documentation, and the other pages where they are asked for."""

    def take(path: str, name: str) -> None:
        page.goto(address + path)
        if others:
            page.screenshot(path=others / f"{name}.png")

    take("", "login")
    page.fill("#name", NAME)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#live")
    take("live", "empty")
    past(hotline)
    present(hotline)
    page.goto(address + "live")
    page.screenshot(path=HERE / "console-live.png")
    take("conversations/CA1", "conversation")
    take("search?words=pension", "search")
    take("search?words=nothing+of+this", "search-none")
    take("search", "search-latest")
    take("callbacks", "callbacks")
    take("callbacks/1", "callback")
    take("nowhere", "missing")


def photograph_phone(playwright: Playwright, chromium: str | None, folder: Path) -> None:
    """The practice phone of a whole server, in the middle of a call."""
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
    ]
    with running(folder, people=0) as server:
        Staff(server.store.database).add(NAME, PASSWORD, "agent")
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(server.settings.public_url + "/phone")
        page.fill("#name", NAME)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#phone[data-ready]")
        page.check("#mute")
        page.select_option("#language", "en")
        page.click("#call")
        page.wait_for_selector("#phone[data-state=talking]")
        page.click("[data-key='1']")
        page.wait_for_selector("#transcript .said >> nth=1")
        for key in "47110011":
            page.keyboard.press(key)
        page.wait_for_selector("#transcript .said >> nth=2")
        page.fill("#body", "Which papers do I need for a maternity benefit?")
        page.keyboard.press("Enter")
        page.wait_for_selector("#bubbles .ours")
        page.screenshot(path=HERE / "console-phone.png")
        browser.close()


def main() -> None:
    """Start a console with invented conversations and photograph it."""
    others = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        hotline = Hotline(Path(folder))
        hotline.staff.add(NAME, PASSWORD, "agent")
        server = make_server("127.0.0.1", 0, hotline.app(), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        photograph(page, f"http://127.0.0.1:{server.server_port}/console/", hotline, others)
        browser.close()
        server.shutdown()
        photograph_phone(playwright, chromium, Path(folder))


if __name__ == "__main__":
    main()
