"""Makes the pictures of the documentation: `python docs/images/make.py [NAME …]`.

Starts a server with the demo country, holds real conversations with it, and photographs the console
in Chromium, as staff of the roles that have a page. A page that this installation does not have is
left out, with a word about it. Needs Chromium, and for Chinese words a font (fonts-noto-cjk).
Nobody in the pictures is real.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

from day import Day  # noqa: E402 (found by the path above)

from cli.running import Running, running  # noqa: E402
from console.texts import COOKIE  # noqa: E402
from storage.rights import ROLES  # noqa: E402
from storage.staff import Staff  # noqa: E402
from tests.chromium import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.console.browser.conftest import PASSWORD, SIZE, log_in  # noqa: E402


@dataclass(frozen=True)
class Picture:
    """A page, who opens it, and what has to be on it before it is taken.

    path: below /console/; {call}, {person}: conversations of `Day`. follow: a link to go on by.
    """

    name: str
    role: str
    path: str
    wait: str = "main h1"
    follow: str = ""
    language: str = "en"


PICTURES = (
    Picture("console-live", "supervisor", "live", wait=".partial .words"),
    Picture("console-conversation", "supervisor", "conversations/{call}"),
    Picture("console-case", "agent", "cases", follow="main tbody a"),
    Picture("console-teach", "supervisor", "teach"),
    Picture("console-figures", "supervisor", "figures"),
    Picture("console-flow", "author", "flows", follow="main tbody a, main li a"),
    Picture("console-audit", "auditor", "audit"),
)


class Photographer:
    """Opens pages as somebody of a role, in a language, and takes pictures of them."""

    def __init__(self, browser: Browser, server: Running, day: Day) -> None:
        self._browser, self._day = browser, day
        self._host = server.settings.public_url
        self._logins: dict[str, list[object]] = {}

    def take(self, picture: Picture) -> str:
        """The picture into this folder; what came of it in words."""
        with self._page(picture.role, picture.language) as page:
            address = picture.path.format(call=self._day.call, person=self._day.person)
            answer = page.goto(f"{self._host}/console/{address}")
            if answer is None or answer.status == 404:
                return "there is no such page here"
            if picture.follow:
                link = page.locator(picture.follow).first
                if not link.count():
                    return f"nothing to follow: {picture.follow}"
                page.goto(self._host + str(link.get_attribute("href")))
            page.wait_for_selector(picture.wait, timeout=15000)
            page.screenshot(path=HERE / f"{picture.name}.png")
        return "taken"

    @contextmanager
    def _page(self, role: str, language: str) -> Iterator[Page]:
        context = self._browser.new_context(viewport=SIZE, reduced_motion="reduce")
        page = context.new_page()
        if role not in self._logins:
            log_in(page, f"{self._host}/console/", role)
            self._logins[role] = list(context.cookies())
        tongue = {"name": COOKIE, "value": language, "url": self._host}
        context.add_cookies([*self._logins[role], tongue])  # type: ignore[list-item]
        yield page
        context.close()


def photograph_phone(browser: Browser, server: Running) -> None:
    """The practice phone in the middle of a call."""
    context = browser.new_context(viewport=SIZE, permissions=["microphone"])
    page = context.new_page()
    log_in(page, f"{server.settings.public_url}/console/", "agent")
    page.goto(f"{server.settings.public_url}/console/phone")
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
    context.close()


def main() -> None:
    """Take all pictures, or those that are named."""
    wanted = set(sys.argv[1:])
    microphone = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, *microphone]
        )
        with running(Path(folder), people=60, max_streams="6") as server:
            staff = Staff(server.store.database)
            for role in ROLES:
                staff.add(role, PASSWORD, role)
            with Day(server) as day:
                photographer = Photographer(browser, server, day)
                for picture in PICTURES:
                    if not wanted or picture.name in wanted:
                        print(f"{picture.name}: {photographer.take(picture)}")
            if not wanted or "console-phone" in wanted:
                photograph_phone(browser, server)
        browser.close()


if __name__ == "__main__":
    main()
