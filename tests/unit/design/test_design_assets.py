import importlib.util
import json
import re
from pathlib import Path

import pytest

from web.design.assets import DIST, Assets, AssetsMissing

ROOT = Path(__file__).parents[3]


def build_hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bundle_is_that_of_the_present_sources():
    assert build_hook().is_fresh(ROOT), "run: python hatch_build.py"


def test_every_name_carries_a_hash_and_leads_to_a_file():
    assets = Assets.read()
    for plain in assets.names:
        found = assets.resolve(plain)
        assert re.fullmatch(r".+-[A-Z0-9]{8}\.\w+", found)
        assert (DIST / found).is_file()


def test_nothing_is_shipped_that_the_manifest_does_not_name():
    shipped = {file.relative_to(DIST).as_posix() for file in DIST.rglob("*") if file.is_file()}
    named = set(Assets.read().names.values())
    assert shipped - named == {"manifest.json", "source.sha256"}


def test_the_six_faces_of_sarabun_are_shipped_with_their_licence():
    names = Assets.read().names
    for script in ("thai", "latin"):
        for weight in (400, 600, 700):
            assert f"fonts/sarabun-{script}-{weight}-normal.woff2" in names
    licences = (DIST / names["licences.txt"]).read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licences.upper()
    assert "htmx.org" in licences


def test_the_script_cannot_evaluate_text():
    script = (DIST / Assets.read().resolve("app.js")).read_text(encoding="utf-8")
    assert not re.findall(r"\beval\(|\bnew Function\b|\bFunction\(", script)


def test_the_style_sheet_asks_for_nothing_outside():
    sheet = (DIST / Assets.read().resolve("design.css")).read_text(encoding="utf-8")
    addresses = re.findall(r"url\(([^)]*)\)", sheet)
    assert addresses
    for address in addresses:
        assert re.fullmatch(r'"?\./fonts/sarabun-[\w-]+\.woff2"?', address)
    assert "@import" not in sheet


def test_the_lock_names_no_registry():
    lock = (ROOT / "web/frontend/package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    packages = json.loads(lock)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_a_missing_bundle_is_said_plainly(tmp_path):
    with pytest.raises(AssetsMissing, match=r"hatch_build\.py"):
        Assets.read(tmp_path)


def test_a_bundle_that_lost_a_file_is_refused(tmp_path):
    (tmp_path / "manifest.json").write_text('{"app.js": "app-00000000.js"}', encoding="utf-8")
    with pytest.raises(AssetsMissing, match="app-00000000"):
        Assets.read(tmp_path)


def test_a_name_that_was_never_built_is_refused():
    with pytest.raises(AssetsMissing, match=r"nothing\.js"):
        Assets.read().resolve("nothing.js")


def test_the_stamp_changes_with_every_source(tmp_path):
    hook = build_hook()
    source = tmp_path / "web/design/css/base.css"
    source.parent.mkdir(parents=True)
    source.write_text("a", encoding="utf-8")
    first = hook.stamp(tmp_path)
    source.write_text("b", encoding="utf-8")
    second = hook.stamp(tmp_path)
    source.rename(source.with_name("other.css"))
    assert len({first, second, hook.stamp(tmp_path)}) == 3
