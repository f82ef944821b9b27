"""The examples at /design: whole, live, in a demonstration only, and without any database."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

import web.design
import web.examples
from engine.forms.components import Kind
from engine.settings import Mode, Settings
from web import pages
from web.application import create_app
from web.design.icons import ICON_NAMES
from web.examples import values
from web.examples.catalogue import PAGES, page

WEB = Path(web.design.__file__).parents[1]
DESIGN = WEB / "design" / "templates" / "design"
TEMPLATES = WEB / "examples" / "templates" / "examples"
ADDRESSES = ["/design", *(f"/design/{key}" for key in PAGES[1:]), "/design/paper/public"]
# Macros that no example can show, and why.
NOT_SHOWN = {
    "forms.html kept_files": "holds hidden fields alone, signed by the office of a case",
    "base.html leave": "stands beside who is signed in, and nobody is",
    "ui.html state": "has the one heading of a page: the refusal that an example leads to",
}
# Kinds of a form's components that show nothing.
NO_FIELDS = {Kind.EXPRESSION, Kind.SPACER}


class NoDatabase:
    """Whoever asks it anything fails."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("examples"))
    return Settings.from_environ({"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": folder})


@pytest.fixture(scope="module")
def app(settings):
    return create_app(settings, NoDatabase())


@pytest.fixture(scope="module")
def real(settings):
    """The same in production."""
    made = create_app(settings, NoDatabase())
    pages.init_app(made, replace(settings, mode=Mode.PRODUCTION), NoDatabase())
    return made


@pytest.fixture
def client(app):
    return app.test_client()


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_sees_each_page_and_no_database_is_asked(client, address, language):
    answer = client.get(f"{address}?language={language}")
    assert answer.status_code == 200
    found = Elements(answer.text).found
    assert len([tag for tag, _ in found if tag == "h1"]) == 1
    assert not [tag for tag, attributes in found if "style" in attributes or tag == "style"]
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in found:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)


@pytest.mark.parametrize("key", PAGES)
def test_every_example_of_a_page_is_shown_on_it(client, key):
    html = client.get("/design" if key == PAGES[0] else f"/design/{key}").text
    shown = re.findall(r'class="specimen[^"]*" id="([\w-]+)"', html)
    assert shown == list(page(key).examples)


@pytest.mark.parametrize("address", [*ADDRESSES, "/design/days-off", "/design/refused/refusal"])
def test_production_knows_no_such_address(real, address):
    client = real.test_client()
    answer, unknown = client.get(address), client.get("/nothing-here")
    assert answer.status_code == 404
    assert answer.text.replace(f"{address}?", "/nothing-here?") == unknown.text


def test_a_button_of_an_example_says_that_nothing_was_recorded(client):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/design/lists").text)[1]
    answer = client.post("/design/lists", data={"csrf_token": token}, follow_redirects=True)
    assert "ตัวอย่างนี้ไม่บันทึกสิ่งใด" in answer.text


def test_the_refusal_is_that_of_the_product_and_keeps_what_was_typed(client):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/design/refused").text)[1]
    typed = {"csrf_token": token, "opinion": "เห็นควรตรวจสอบข้อเท็จจริง"}
    answer = client.post("/design/refused/refusal", data=typed)
    assert answer.status_code == 409
    assert typed["opinion"] in answer.text


def test_every_macro_of_the_design_is_shown_or_named_with_the_reason():
    written = {name for file in DESIGN.glob("*.html") for name in macros_in(file)}
    shown = reached_from(calls_in_examples())
    assert written - shown == set(NOT_SHOWN)


def test_every_kind_of_field_is_shown():
    text = (WEB / "examples" / "every_field.json").read_text(encoding="utf-8")
    shown = {component["type"] for component in components(json.loads(text)["components"])}
    assert {*Kind} - shown == NO_FIELDS


def test_every_icon_is_shown(client):
    html = client.get("/design/values").text
    named = set(re.findall(r'<code class="meta">([\w-]+)</code>', html))
    assert named == ICON_NAMES


def test_what_an_example_names_as_its_source_is_there():
    sources = {one for key in PAGES for each in page(key).examples.values() for one in each.source}
    macros = {name for file in DESIGN.glob("*.html") for name in macros_in(file)}
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in WEB.rglob("*.css"))
    for source in sources:
        place, _, name = source.partition(" ")
        if place.startswith("design/") and name:
            assert source.removeprefix("design/") in macros
        elif place.startswith("."):
            assert re.search(rf"{re.escape(place)}\b", sheets), source
        elif "/" in place or place.endswith(".html"):
            assert is_file(place), source
        else:
            assert (WEB.parent / place.replace(".", "/")).with_suffix(".py").exists() or (
                WEB.parent / place.replace(".", "/")
            ).is_dir(), source


def test_the_contrasts_that_are_told_are_those_of_wcag():
    assert values.contrast("#000", "#fff") == pytest.approx(21)
    assert values.contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)
    told = {one.role: one for _, group in values.colours() for one in group}
    assert told["ink"].contrasts == {"light": ("16.2", "14.8"), "dark": ("13.7", "15.2")}
    assert told["paper"].values["dark"] != told["surface"].values["dark"]


def test_each_size_and_step_is_told_in_pixels():
    assert [one.pixels for one in values.lengths("type")] == ["15", "17", "19", "23", "29", "40"]
    steps = [one.pixels for one in values.lengths("space")]
    assert steps == ["4", "8", "12", "16", "24", "32", "48"]


def components(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield one
        yield from components(one.get("components", []))


def macros_in(file: Path) -> Iterator[str]:
    return (f"{file.name} {macro.name}" for macro in parsed(file).find_all(nodes.Macro))


def parsed(file: Path) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"]).parse(file.read_text(encoding="utf-8"))  # noqa: S701


def calls_in_examples() -> set[str]:
    return {called for file in TEMPLATES.glob("*.html") for called in calls(file, parsed(file))}


def calls(file: Path, inside: nodes.Node) -> Iterator[str]:
    """Name the macros of the design that are called: those imported, and those of the same file."""
    names = {
        one.target: Path(one.template.value).name
        for one in parsed(file).find_all(nodes.Import)
        if one.template.value.startswith("design/")
    }
    for call in inside.find_all(nodes.Call):
        match call.node:
            case nodes.Getattr(node=nodes.Name(name=alias), attr=macro) if alias in names:
                yield f"{names[alias]} {macro}"
            case nodes.Name(name=macro) if file.parent == DESIGN:
                yield f"{file.name} {macro}"


def reached_from(called: set[str]) -> set[str]:
    """Add what those macros call themselves."""
    inner = {
        f"{file.name} {macro.name}": set(calls(file, macro))
        for file in DESIGN.glob("*.html")
        for macro in parsed(file).find_all(nodes.Macro)
    }
    found: set[str] = set()
    left = set(called)
    while left:
        one = left.pop()
        found.add(one)
        left |= inner.get(one, set()) - found
    return found


def is_file(place: str) -> bool:
    roots = (WEB.parent, WEB / "templates", WEB / "design/templates", WEB / "form_pages/templates")
    return any((root / place).is_file() for root in roots)
