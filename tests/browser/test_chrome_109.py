"""Desktops of old offices stop at Chrome 109: nothing of ours needs a newer one."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest

from tests.browser.conftest import HERE
from web.design.assets import Assets

ROOT = HERE.parents[1]
WEB = ROOT / "web"
SHEETS = sorted([*WEB.glob("*/*.css"), *WEB.glob("design/css/*.css")])
EDITORS = sorted(WEB.glob("frontend/src/**/*.css"))
SCRIPTS = sorted(WEB.glob("frontend/src/**/*.js"))

# What is newer and does no harm where it is missing.
HARMLESS = {
    "text-wrap": "lines break one after the other",
    "scrollbar-width": "a bar is seen under rooms and views that do not fit",
    "font-family: ui-monospace": "the next face of the list is taken",
    "@bottom-right": "sheets bear no number of ours; the browser's own can be ticked",
}
# Names that browsers use for something newer, and that are somebody else's in our scripts.
OF_OTHERS = {
    "config": "htmx",
    "draw": "our calendar",
    "fontWeight": "a style of bpmn-js",
    "gather": "our placing of new steps",
    "path": "a field of form-js",
    "subject": "our panel of properties",
}
NEWER = {
    ".a { & .b { color: var(--ink); } }": "nesting",
    ".a { top: 0; @media print { top: 1px; } }": "nesting",
    ".a { .b { color: var(--ink); } }": "not read",
    ".a { color red; }": "not read",
    ".a { color: color-mix(in srgb, red, blue); }": "color-mix()",
    ".a { color: light-dark(#fff, #000); }": "light-dark()",
    ":root { --a: light-dark(#fff, #000); }": "light-dark()",
    ".a { color: rgb(from red r g b); }": "rgb(from)",
    ".a { text-wrap: balance; }": "text-wrap",
    ".a { grid-template-columns: subgrid; }": "grid-template-columns: subgrid",
    ".a:popover-open { top: 0; }": ":popover-open",
    ".a::details-content { top: 0; }": "::details-content",
    ".a { field-sizing: content; }": "field-sizing",
    ".a { width: round(1px, 2px); }": "round()",
    ".a { width: 1cap; }": "unit cap",
    "@scope (.a) { .b { top: 0; } }": "@scope",
    "@starting-style { .b { top: 0; } }": "@starting-style",
    "@media (scripting: none) { .b { top: 0; } }": "(scripting)",
    ".a { colour: red; }": "colour",
}
OLD = (
    ".a:has(:checked) { color: rgba(0, 0, 0, .5); inset: 0; height: 100dvh; aspect-ratio: 1; }",
    "@layer a { .a:is(.b, .c) { accent-color: auto; translate: 1px; } }",
    "@container (width > 20rem) { .a { width: min(1rem, 5cqw); } }",
    "@media (width >= 40rem) { .a { gap: clamp(1px, 2px, 3px); } }",
    '@font-face { font-family: a; src: url("a.woff2") format("woff2"); font-display: swap; }',
    "@page { size: A4; margin: 20mm; }",
)
NEWER_SCRIPTS = {
    "[1].toSorted();": "toSorted",
    "Object.groupBy([], String);": "groupBy",
    "document.body.showPopover();": "showPopover",
    "const { promise } = Promise.withResolvers();": "withResolvers",
}


@pytest.fixture
def newer(packages):
    """Give what the files use and Chrome 109 lacks: file, line, feature."""
    assert (packages / "@mdn" / "browser-compat-data").is_dir()
    node = shutil.which("node")
    assert node is not None

    def told(*files: Path) -> list[tuple[str, int, str]]:
        said = subprocess.run(
            [node, HERE / "chrome109.mjs", *files], check=True, capture_output=True, text=True
        ).stdout
        return [(Path(one["file"]).name, one["line"], one["feature"]) for one in json.loads(said)]

    return told


@pytest.fixture
def written(tmp_path):
    """Write each text to a file of its own."""

    def files(ending: str, texts: Iterable[str]) -> list[Path]:
        made = []
        for number, text in enumerate(texts):
            made.append(tmp_path / f"{number:02}{ending}")
            made[-1].write_text(text, encoding="utf-8")
        return made

    return files


def test_no_sheet_of_ours_needs_a_newer_chrome(newer):
    found = newer(*SHEETS, *EDITORS)
    assert [one for one in found if one[2] not in HARMLESS] == []
    assert {feature for _, _, feature in found} == set(HARMLESS)


def test_no_script_of_ours_needs_a_newer_chrome(newer):
    found = newer(*SCRIPTS)
    assert [one for one in found if one[2] not in OF_OTHERS] == []
    assert {name for _, _, name in found} == set(OF_OTHERS)


def test_what_the_diagram_editor_mixes_of_colours_is_plain_in_ours():
    assets = Assets.read()
    built = (assets.folder / assets.resolve("studio.css")).read_text(encoding="utf-8")
    mixed = set(re.findall(r"(--[\w-]+):\s*color-mix\(", built))
    assert mixed
    for name in mixed:
        *_, last = re.findall(rf"{name}:\s*([^;}}]+)", built)
        assert "color-mix" not in last, name


def test_what_is_newer_in_a_sheet_is_found(newer, written):
    found = newer(*written(".css", NEWER))
    assert of_files(found) == [{feature} for feature in NEWER.values()]


def test_what_chrome_109_has_is_not_held_against_a_sheet(newer, written):
    assert newer(*written(".css", OLD)) == []


def test_what_is_newer_in_a_script_is_found(newer, written):
    old = "structuredClone([].at(-1));"
    found = newer(*written(".js", [f"{script}\n{old}" for script in NEWER_SCRIPTS]))
    assert of_files(found) == [{feature} for feature in NEWER_SCRIPTS.values()]


def test_the_lock_of_these_tests_names_no_registry():
    assert '"resolved"' not in (HERE / "package-lock.json").read_text(encoding="utf-8")


def of_files(found: list[tuple[str, int, str]]) -> list[set[str]]:
    """Give the features of each file, in the order of the files."""
    return [
        {feature for _, _, feature in group}
        for _, group in groupby(sorted(found), key=lambda one: one[0])
    ]
