"""The processes that ship: no error, no warning; and what lint says about itself is true."""

import json
from pathlib import Path

import pytest

from engine.bpmn import names, parser
from engine.bpmn.lint import RULES, Grade, lint_paths, to_json
from engine.bpmn.lint.catalogue import SUBJECTS
from engine.bpmn.lint.handbook import handbook
from engine.bpmn.lint.vocabulary import CHILDREN, EVENT_DEFINITIONS, NODES, REFUSED_ELEMENTS
from engine.resources import bundled_dir
from tests.unit.lint.making import PLAIN
from tests.unit.lint.sketches import ROLES, forms_of, sketch
from tests.unit.lint.test_lint_hostile import UNSAFE_FILES
from tests.unit.lint.wrong import WRONG

ROOT = Path(__file__).parents[3]
PROCESSES, FORMS = bundled_dir("processes"), bundled_dir("forms")


def test_the_bundled_processes_and_forms_have_no_problem() -> None:
    report = lint_paths([PROCESSES, FORMS], forms_dir=FORMS, processes_dir=PROCESSES, roles=ROLES)
    assert len(report.files) >= 5 + 24
    assert [(file.file, problem.rule) for file in report.files for problem in file.problems] == []


@pytest.mark.parametrize("process", sorted(PROCESSES.glob("*.bpmn")), ids=lambda file: file.stem)
def test_a_bundled_process_is_judged_alone_with_the_others_around_it(process: Path) -> None:
    report = lint_paths([process], forms_dir=FORMS, processes_dir=PROCESSES, roles=ROLES)
    assert [file.problems for file in report.files] == [()]


def test_the_handbook_is_what_the_rules_say() -> None:
    assert (ROOT / "docs" / "lint.md").read_text(encoding="utf-8") == handbook()


def test_every_rule_has_a_wrong_file_that_it_refuses() -> None:
    shown = {wrong.rule for wrong in WRONG.values()} | {rule for rule, _ in UNSAFE_FILES.values()}
    assert set(RULES) - shown == {"file_unreadable", "too_many_problems"}  # shown elsewhere


def test_no_two_rules_share_a_key() -> None:
    assert len(RULES) == sum(len(rules) for rules in SUBJECTS.values())


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.key)
def test_a_rule_speaks_plain_thai_and_english(rule) -> None:
    thai = f"{rule.what.th} {rule.mend.th}"
    assert "สอบสวน" not in thai
    assert not any(word in thai for word in ("ครับ", "ค่ะ", "กรุณา", "!"))
    assert rule.why.endswith(".")
    assert rule.what.en.rstrip()[-1] in ".}”"


def test_lint_and_the_engine_know_the_same_elements_and_events() -> None:
    assert {names.bpmn(tag) for tag in NODES} == parser.RUNNABLE_ELEMENTS
    for tag, definitions in EVENT_DEFINITIONS.items():
        runnable = parser.RUNNABLE_EVENTS[names.bpmn(tag)] - {""}
        assert {names.bpmn(each) for each in definitions} == runnable


def test_nothing_is_both_allowed_and_refused() -> None:
    allowed = {tag for children in CHILDREN.values() for tag in children}
    assert not allowed & set(REFUSED_ELEMENTS)


def test_the_report_as_json_has_the_documented_shape(tmp_path: Path) -> None:
    file = tmp_path / "p.bpmn"
    file.write_bytes(sketch("start s", "user a", "end e", "s -> a"))
    report = lint_paths([file], forms_dir=tmp_path, processes_dir=None, roles=ROLES)
    told = json.loads(json.dumps(to_json(report)))
    (judged,) = told["files"]
    assert judged["file"] == str(file)
    assert judged["ok"] is False
    for problem in judged["problems"]:
        assert set(problem) == {
            "rule", "severity", "element", "line", "message", "message_th", "message_en",
        }  # fmt: skip
        assert problem["message"] == problem["message_th"]
        assert problem["severity"] in {"error", "warning"}
        assert problem["line"] >= 1
    assert {problem["rule"] for problem in judged["problems"]} == {
        "form_unknown", "no_outgoing_flow", "unreachable",
    }  # fmt: skip


def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    report = lint_paths(
        [tmp_path / "gone.bpmn"], forms_dir=tmp_path, processes_dir=tmp_path, roles=ROLES
    )
    (problem,) = report.files[0].problems
    assert (problem.rule, problem.line) == ("file_unreadable", 1)
    assert RULES[problem.rule].grade is Grade.UNSAFE


def test_forms_among_the_files_are_judged_and_used(tmp_path: Path) -> None:
    (tmp_path / "p.bpmn").write_bytes(sketch(*PLAIN))
    for name, data in forms_of(*PLAIN).items():
        (tmp_path / f"{name}.json").write_bytes(data)
    (tmp_path / "broken.json").write_bytes(b"{")
    report = lint_paths([tmp_path], forms_dir=tmp_path / "nowhere", processes_dir=None, roles=ROLES)
    assert {Path(file.file).name: file.ok for file in report.files} == {
        "broken.json": False, "p.a.json": True, "p.bpmn": True,
    }  # fmt: skip


def test_called_processes_come_from_the_folder_but_are_not_reported(tmp_path: Path) -> None:
    folder = tmp_path / "processes"
    folder.mkdir()
    (folder / "r.bpmn").write_bytes(sketch("start s", "end e", "s -> e", process_id="r"))
    file = tmp_path / "p.bpmn"
    file.write_bytes(sketch("start s", "call c: r", "end e", "s -> c", "c -> e"))
    alone = lint_paths([file], forms_dir=tmp_path, processes_dir=None, roles=ROLES)
    around = lint_paths([file], forms_dir=tmp_path, processes_dir=folder, roles=ROLES)
    assert {problem.rule for problem in alone.files[0].errors} == {"called_process_unknown"}
    assert [(each.file, each.problems) for each in around.files] == [(str(file), ())]
