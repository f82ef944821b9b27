"""Every result that a form of ours can give a case has a name in the reports."""

import json
from pathlib import Path
from typing import Any

from engine.office.profile import parse_profile
from engine.office.profile_tables import CaseKind
from engine.reports.definitions import RESULTS, nothing_received
from engine.resources import bundled_dir
from web.register.wording import RESULT_WORDS


def results_of(file: Path) -> set[str]:
    found: set[str] = set()
    waiting = [json.loads(file.read_text(encoding="utf-8"))]
    while waiting:
        each = waiting.pop()
        waiting += each.get("components", [])
        if each.get("properties", {}).get("case") == "result":
            found |= {value["value"] for value in each["values"]}
    return found


def test_every_result_that_a_form_can_give_has_a_name():
    given = {r for file in bundled_dir("forms").glob("*.json") for r in results_of(file)}
    # What was joined is counted with the case it was joined to.
    assert given - {"merged"} == set(RESULTS) - {None}


def test_every_result_that_a_form_can_give_is_said_in_words_in_the_register():
    given = {r for file in bundled_dir("forms").glob("*.json") for r in results_of(file)}
    assert given <= set(RESULT_WORDS)


def test_the_zero_sentence_names_who_could_have_come_and_with_what():
    every = nothing_received(list(CaseKind), is_of_corruption=True, no_opinions=True).th
    assert every == (
        "ไม่มีเจ้าหน้าที่ บุคคลภายนอก หรือประชาชนทั่วไป แจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ "
        "หรือแจ้งเบาะแส หรือให้ความคิดเห็นในช่วงนี้"
    )
    plain = nothing_received([CaseKind.COMPLAINT], is_of_corruption=False, no_opinions=True).th
    assert "เบาะแส" not in plain
    assert "ความคิดเห็น" not in plain
    assert "ความคิดเห็น" not in nothing_received(list(CaseKind), is_of_corruption=False).th


def test_an_opinion_is_a_kind_of_its_own_at_the_doors_of_every_bundled_office():
    kinds = {"complaint", "tip_off", "opinion"}
    for file in (bundled_dir("processes") / "offices").glob("*.toml"):
        profile = parse_profile(file.read_text(encoding="utf-8"), file.name)
        assert kinds <= {kind.value for kind in profile.kinds}, file.name
        for door in ("officer", "general"):
            form = bundled_dir("forms") / f"{profile.doors[door]}.start.json"
            assert kinds_of(json.loads(form.read_text(encoding="utf-8"))) == kinds, file.name


def kinds_of(component: dict[str, Any]) -> set[str]:
    if component.get("properties", {}).get("case") == "kind":
        return {value["value"] for value in component["values"]}
    return set().union(*map(kinds_of, component.get("components", [])))
