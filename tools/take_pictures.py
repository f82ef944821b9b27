"""Take the README's pictures from a running demonstration: python tools/take_pictures.py [URL]."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from playwright.sync_api import Page, sync_playwright

from engine.demo.people import PASSWORD

TARGET = Path(__file__).parents[1] / "docs" / "pictures"
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTH, HEIGHT = 1280, 900

# What leads from the first page to the one that is taken.
Go: TypeAlias = Callable[[Page], None]


def main(address: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    pictures: tuple[tuple[str, str, Go], ...] = (
        ("worklist", "kanlaya", _stay),
        ("work-item", "kanlaya", _open_first_item),
        ("oversight", "thanakon", _open_last_room),
        ("replay", "siriphon", _open_first_replay),
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        for name, user, go in pictures:
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(f"{address}/sign-in")
            page.fill("input[name=name]", user)
            page.fill("input[name=password]", PASSWORD)
            page.click("form button.btn-1")
            go(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=TARGET / f"{name}.png")
            page.close()
        browser.close()


def _stay(_page: Page) -> None:
    """Take the page on which this person's day begins."""


def _open_last_room(page: Page) -> None:
    page.locator(".nav a").last.click()


def _open_first_item(page: Page) -> None:
    page.locator("table.work a.subject").first.click()


def _open_first_replay(page: Page) -> None:
    page.locator("main table a").first.click()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
