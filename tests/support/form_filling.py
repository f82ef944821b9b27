"""Fill a form in the browser as a person does: what an answer opens further down is met in turn."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# What is asked of the server is counted: an answer that was quick has exchanged the form as well.
_CONTROLS = """
form => {
  if (window.asked === undefined) {
    window.asked = 0;
    document.addEventListener('htmx:beforeRequest', () => { window.asked += 1; });
  }
  return [...form.elements].filter(e => e.name && !e.name.startsWith('_') && e.type !== 'file'
    && e.type !== 'hidden' && e.type !== 'password' && e.type !== 'submit')
  .map(e => ({name: e.name, type: e.type, value: e.value, checked: !!e.checked}));
}
"""
_ROWS = """
form => [...form.querySelectorAll('[name$="._rows"]')].map(e => [e.name.slice(0, -6), +e.value])
"""
# htmx marks what it is exchanging; without scripts nothing is ever marked.
_ASKED = "() => window.asked || 0"
_QUIET = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"


def fill_form(page: Page, answers: Mapping[str, Any], *, scripts: bool = True) -> None:
    """Make ``#work-form`` say what ``answers`` say, as far as it asks for it."""
    wanted = dict(_posted(answers))
    for _ in range(200):
        changes = list(_changes(page, answers, wanted))
        if not changes:
            return
        asked = page.evaluate(_ASKED)
        for change in changes:
            change()
            if scripts and page.evaluate(_ASKED) != asked:
                page.wait_for_function(_QUIET)
                break
    raise AssertionError("the form does not come to rest")


def fill_without_scripts(page: Page, answers: Mapping[str, Any]) -> None:
    """Press the button that looks again after each pass: that is what it is there for."""
    for _ in range(3):
        fill_form(page, answers, scripts=False)
        again = page.locator('#work-form noscript button, #work-form button[name="_refresh"]')
        if again.count() < 2:
            return
        again.nth(1).click()
    fill_form(page, answers, scripts=False)


def _changes(
    page: Page, answers: Mapping[str, Any], wanted: Mapping[str, list[str]]
) -> Iterator[Callable[[], Any]]:
    """Yield what is to be done, as far as it can be seen now; a row more or less stands alone."""
    form = page.locator("#work-form")
    for key, shown in form.evaluate(_ROWS):
        rows = answers.get(key)
        add, remove = f'[name="_add:{key}"]', f'[name="_remove:{key}"]'
        if isinstance(rows, list) and len(rows) > shown and form.locator(add).count():
            yield form.locator(add).click
            return
        if isinstance(rows, list) and len(rows) < shown and form.locator(remove).count():
            yield form.locator(remove).last.click
            return
    for control in form.evaluate(_CONTROLS):
        name, kind, values = control["name"], control["type"], wanted.get(control["name"])
        if kind in ("radio", "checkbox"):
            tick = bool(values) and (control["value"] in values or values == ["yes"])
            if name not in wanted or tick == control["checked"] or (kind == "radio" and not tick):
                continue
            yield partial(
                form.locator(f'[name="{name}"][value="{control["value"]}"]').set_checked, tick
            )
        elif values and control["value"] != values[0]:
            found = form.locator(f'[name="{name}"]')
            write = found.select_option if kind == "select-one" else partial(_type, found)
            yield partial(write, values[0])


def _type(found: Any, text: str) -> None:
    found.fill(text)
    found.dispatch_event("change")


def _posted(answers: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in answers.items():
        name = f"{at}{key}"
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for index, row in enumerate(value):
                yield from _posted(row, f"{name}.{index}.")
        elif isinstance(value, list):
            yield name, [str(one) for one in value]
        elif isinstance(value, bool):
            yield name, ["yes"] if value else []
        elif isinstance(value, str) and (day := _day(value)):
            yield f"{name}.day", [str(day.day)]
            yield f"{name}.month", [str(day.month)]
            yield f"{name}.year", [str(day.year + 543)]
            yield name, [value]
        elif value is not None:
            yield name, [str(value)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def attach(page: Page, name: str, path: Path) -> None:
    page.locator(f'#work-form input[type=file][name="{name}"]').set_input_files(path)
