"""People at their browsers: they take what the list offers, fill it in and send it.

Each knows what was answered to each form. An answer that never came is asked for
again with the same form, until there is one: that is what a person does too.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.browser import Browser, NoAnswer, Reply

# What tells to send the same form once more, or to sign in again first.
_AGAIN = frozenset({503, 507})
_SIGN_IN = frozenset({302, 400, 401})
# Some minutes: the supervisor waits up to one before it starts a program again.
_PATIENCE = 1500


@dataclass
class Answered:
    """One form and what was said to it. ``status`` 303 is an acknowledgement."""

    work_item: str
    key: str
    status: int


@dataclass
class Person:
    """Somebody with an account. ``fills`` are the answers for the step that the page shows."""

    browser: Browser
    office_key: str
    fills: Callable[[Reply], dict[str, str]]
    dice: random.Random
    answered: list[Answered] = field(default_factory=list)

    def work_until(self, enough: threading.Event) -> None:
        while not enough.is_set():
            try:
                if not self._work_once():
                    # Nothing is there, or nobody answers for it; the next page may have more.
                    enough.wait(0.2)
            except NoAnswer:
                enough.wait(0.1)

    def _work_once(self) -> bool:
        mine = self.browser.get(f"/{self.office_key}/work")
        if mine.status in _AGAIN:
            return False
        if mine.status != 200:
            self.browser.sign_in()
            return True
        if not mine.work_items:
            return False
        item = self.dice.choice(mine.work_items)
        url = f"/{self.office_key}/work/{item}"
        page = self.browser.get(url)
        if page.status == 200 and not page.has_form:
            self.browser.post(f"{url}/claim", {"csrf_token": page.csrf})
            page = self.browser.get(url)
        if page.has_form:
            self._complete(url, item, page)
        return True

    def _complete(self, url: str, item: str, page: Reply) -> None:
        form = {"csrf_token": page.csrf, "_submission": page.key, **self.fills(page)}
        for _ in range(_PATIENCE):
            try:
                status = self.browser.post(url, form).status
                if status in _SIGN_IN:
                    self.browser.sign_in()
                    form["csrf_token"] = self.browser.get(url).csrf or form["csrf_token"]
                    continue
            except NoAnswer:
                # Unknown, so the same form is sent once more.
                threading.Event().wait(0.2)
                continue
            if status in _AGAIN:
                threading.Event().wait(0.1)
                continue
            self.answered.append(Answered(item, form["_submission"], status))
            return
        raise AssertionError(f"no answer to {form['_submission']} in {_PATIENCE} tries")
