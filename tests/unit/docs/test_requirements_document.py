"""docs/requirements.md names places that there are, and tests that run and show one thing each."""

import ast
import json
import re
import tomllib
from functools import cache

import pytest
from lxml import etree

from engine.settings import Settings
from tests.unit.docs.test_needs_document import ROOT, TEST, function_of
from web.application import create_app

ROW = re.compile(r"^\| (00\d-[\d.]+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "requirements.md").read_text(encoding="utf-8"))
IDS = [row[0] for row in ROWS]
PLACE = re.compile(r"`([^`]+)`")


@cache
def elements_of(process: str) -> frozenset[str]:
    tree = etree.parse(ROOT / "processes" / f"{process}.bpmn")
    return frozenset(each.get("id", "") for each in tree.iter())


@cache
def keys_of(form: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [json.loads((ROOT / "forms" / f"{form}.json").read_text(encoding="utf-8"))]
    while waiting:
        each = waiting.pop()
        found |= {each.get("key", ""), each.get("path", "")}
        waiting += each.get("components", [])
    return frozenset(found)


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("data")
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(folder)}
    )
    return frozenset(rule.rule for rule in create_app(settings).url_map.iter_rules())


def is_there(place: str, addresses: frozenset[str]) -> bool:
    if place.startswith("/"):
        return place in addresses
    if "#" in place:
        process, _, element = place.partition("#")
        return element in elements_of(process)
    if "/" in place:
        form, _, key = place.partition("/")
        return key in keys_of(form)
    office, _, path = place.partition(":")
    at = tomllib.loads((ROOT / "processes" / "offices" / office).read_text(encoding="utf-8"))
    for key in path.split("."):
        if key not in at:
            return False
        at = at[key]
    return True


@pytest.mark.parametrize("where", [row[2] for row in ROWS], ids=IDS)
def test_what_a_document_asks_is_done_at_places_that_there_are(where, addresses):
    places = PLACE.findall(where)
    assert places
    assert PLACE.sub("", where).strip() == ""
    assert [place for place in places if not is_there(place, addresses)] == []


@pytest.mark.parametrize("shown_by", [row[3] for row in ROWS], ids=IDS)
def test_what_a_document_asks_is_shown_by_tests_that_run(shown_by):
    named = TEST.findall(shown_by)
    assert named
    assert TEST.sub("", shown_by).strip() == ""
    for path, name in named:
        function = function_of(path, name)
        marks = [ast.unparse(each) for each in function.decorator_list]
        assert not re.search(r"\b(skip|skipif|xfail|long)\b", " ".join(marks)), name


def test_no_test_shows_two_requirements_and_none_stands_twice():
    named = [test for *_, shown_by in ROWS for test in TEST.findall(shown_by)]
    assert len(named) == len(set(named))
    assert len(IDS) == len(set(IDS)) >= 18


@pytest.mark.parametrize(
    "place",
    ["complaint_tambon#nobody", "complaint_tambon.start/nothing", "/nowhere", "tapamok.toml:x.y"],
)
def test_a_place_that_is_not_there_is_seen(place, addresses):
    assert not is_there(place, addresses)
