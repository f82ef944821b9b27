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
# How far down the auditor's list a case has signatures and rounds to replay.
CASES_BACK = 40

# What leads from the first page to the one that is taken.
Go: TypeAlias = Callable[[Page], None]


def main(address: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    pictures: tuple[tuple[str, str, Go], ...] = (
        ("worklist", "kanlaya", _stay),
        ("work-item", "kanlaya", _open_first_item),
        ("oversight", "thanakon", _open_overview),
        ("replay", "siriphon", _open_replay_midway),
        ("studio", "rattikan", _open_modeler),
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


def _open_overview(page: Page) -> None:
    page.click(".nav a[href$='/oversight']")
    page.wait_for_selector(".dg")


def _open_first_item(page: Page) -> None:
    page.locator("table.work a.subject").first.click()


def _open_replay_midway(page: Page) -> None:
    """Replay a case that has gone a good way, up to one of its later events."""
    page.locator("main table tbody tr").nth(CASES_BACK).locator("a").first.click()
    # "เหตุการณ์ที่ 1 จาก 69": the last word is how many there are.
    shown = int(page.locator("#scrub-h").inner_text().split()[-1]) * 2 // 3
    page.fill("#seq", str(shown))
    page.press("#seq", "Enter")
    page.wait_for_selector(f"#scrub-h:has-text('{shown}')")


def _open_modeler(page: Page) -> None:
    """Choose a step of the complaint process; this opens a draft if there is none."""
    page.click(".nav a[href$='/studio/']")
    page.click("main table th a[href$='/complaint_provincial']")
    page.locator("main .head .btn-1").click()
    page.click("main table th a[href$='/process/complaint_provincial']")
    page.wait_for_selector("html[data-ready=yes]")
    page.locator("#steps button.link", has_text="๓ สรุปความเห็น").first.click()
    page.evaluate("window.scrollTo(0, 0)")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
