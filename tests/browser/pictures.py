"""Pictures of pages, kept where a folder for them is named: SUCHARIT_PICTURES."""

import os
from pathlib import Path

from playwright.sync_api import Page


def take_picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page for looking at."""
    folder = os.environ.get("SUCHARIT_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, caret="initial")
