"""Every result that a form of ours can give a case has a name in the reports."""

import json
from pathlib import Path

from engine.reports.definitions import RESULTS
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
