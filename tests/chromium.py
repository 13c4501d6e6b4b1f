"""The browser that is on this machine, as every test with one starts it."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--mute-audio",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_COMPLAINTS = (
    "ERR_SOCKET_NOT_CONNECTED",  # a connection that the server has given up is opened anew
    "Autofocus processing was blocked",  # of the closed list of keys, where a page begins lower
)
"""What the browser says although nothing is wrong."""
needs_chromium = pytest.mark.skipif(
    not Path(CHROMIUM).is_file(),
    reason="no Chromium on this machine: install it, or name it in $CHROMIUM",
)


def complaints_among(said):
    """What a page should not have made the browser say."""
    return [one for one in said if not any(each in one for each in NO_COMPLAINTS)]


@contextmanager
def chromium():
    """Launches browsers without a screen, by the arguments that they have besides; all of them end
    with the block. There is one such block in a process: two drivers get in each other's way."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = []

        def launch(*more):
            arguments = [*ARGUMENTS, *more]
            launched.append(playwright.chromium.launch(executable_path=CHROMIUM, args=arguments))
            return launched[-1]

        yield launch
        for browser in launched:
            browser.close()
