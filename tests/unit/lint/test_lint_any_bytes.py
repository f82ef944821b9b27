"""Whatever the bytes are, lint answers: located, in both languages, within bounds."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.bpmn.lint import FileReport, lint_bytes, lint_definition
from engine.bpmn.lint.rules import MAX_PROBLEMS
from engine.resources import bundled_dir
from tests.unit.lint.making import SCRIPTED, TIMED
from tests.unit.lint.sketches import ROLES, forms_of, sketch
from tests.unit.lint.wrong import WRONG

BUNDLED = sorted(bundled_dir("processes").glob("*.bpmn"))
FORMS = {file.name: file.read_bytes() for file in bundled_dir("forms").glob("*.json")}
CONTEXT = {file.name: file.read_bytes() for file in BUNDLED}
SKETCHES = [
    sketch(*SCRIPTED),
    sketch(*TIMED),
    sketch(
        "start s", "user a", "and g", "call c: p for unit in a.units", "or h", "user b", "and j",
        "wait w: P1D", "stop e", "s -> a", "a -> g", "g -> c", "g -> h", "h -> b: a.ok",
        "h -> j: default", "b -> j", "c -> j", "j -> w", "w -> e",
    ),
    sketch(
        "start s", "sub b: x in case.notice_parties", "start i", "user a", "end o", "i -> a",
        "a -> o", "close", "milestone m", "xor q", "end e", "s -> b", "b -> m", "m -> q",
        "q -> e: case.contactable", "q -> b: default",
    ),
]  # fmt: skip
GOOD = [*SKETCHES, *(file.read_bytes() for file in BUNDLED)]
WORDS = [
    "subProcess", "userTask", "startEvent", "endEvent", "boundaryEvent", "parallelGateway",
    "exclusiveGateway", "inclusiveGateway", "complexGateway", "sequenceFlow", "lane", "process",
    "definitions", "extensionElements", "transaction", "callActivity", "timerEventDefinition",
    "timeCycle", "multiInstanceLoopCharacteristics", "conditionExpression", "scriptTask",
]  # fmt: skip
VALUES = [
    "", " ", "a", "s", "e", "p", "../a", "ก", "\u202e", "P99999999Y", "R/PT0S", "deadline()",
    "case", "${x}", "= 1 +", "a.ok", "not(", '"' * 40, "x" * 3_000, "true", "false", "1", "latest",
    "{x}", "{subject}", "[" * 60, "-" * 60 + "1",
]  # fmt: skip


def judged(data: bytes, file: str = "p.bpmn") -> FileReport:
    is_sketch = file == "p.bpmn"
    return lint_bytes(
        file,
        data,
        forms_of("user a", "user b") if is_sketch else FORMS,
        roles=ROLES,
        deadlines=("first_notice", "unit_report", "committee_report", "conclude"),
        cycles=("monthly",),
        context={} if is_sketch else CONTEXT,
    )


def holds(report: FileReport, data: bytes) -> None:
    lines = max(len(re.findall(rb"\r\n|\r|\n", data)), data.count(b"\n")) + 1
    assert len(report.problems) <= MAX_PROBLEMS + 1
    assert report.ok == (not report.errors)
    for problem in report.problems:
        assert 1 <= problem.line <= max(lines, 1)
        assert problem.message.th.strip()
        assert problem.message.en.strip()
        assert len(problem.message.th) < 2_000
        assert problem.message.th.isprintable()
        assert problem.message.en.isprintable()
        assert problem.element.isprintable()


@given(st.binary(max_size=2_000))
@example(b"\xff\xfe<\x00")
@example(b"<")
@example(b"\xef\xbb\xbf")
@example(b'<?xml version="1.0" encoding="nothing"?><a/>')
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_answered(data: bytes) -> None:
    report = judged(data)
    assert not report.ok
    holds(report, data)


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_a_good_file_with_some_bytes_changed_is_answered(data: st.DataObject) -> None:
    source = bytearray(data.draw(st.sampled_from(SKETCHES)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(source) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "repeat"])):
            case "flip":
                source[at] = data.draw(st.integers(0, 255))
            case "cut":
                del source[at : at + data.draw(st.integers(1, 200))]
            case "repeat":
                length = data.draw(st.integers(1, 200))
                source[at:at] = source[at : at + length]
    holds(judged(bytes(source)), bytes(source))


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_good_file_with_its_elements_mixed_up_is_answered(data: st.DataObject) -> None:
    mix_up(data)


@pytest.mark.long
@pytest.mark.timeout(3_600)
@given(st.data())
@settings(max_examples=2_000, deadline=None)
def test_thousands_of_mixed_up_files_are_answered(data: st.DataObject) -> None:
    mix_up(data)


def mix_up(data: st.DataObject) -> None:
    """Delete, double, move, rename elements and change their attributes and texts."""
    chosen = data.draw(st.integers(0, len(GOOD) - 1))
    root = etree.fromstring(GOOD[chosen])
    for _ in range(data.draw(st.integers(1, 5))):
        elements = [each for each in root.iter() if isinstance(each.tag, str)][1:]
        if not elements:
            break
        change(data, data.draw(st.sampled_from(elements)), elements)
    changed = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    name = "p.bpmn" if chosen < len(SKETCHES) else BUNDLED[chosen - len(SKETCHES)].name
    holds(judged(changed, name), changed)


def change(data: st.DataObject, element: etree._Element, elements: list[etree._Element]) -> None:
    match data.draw(
        st.sampled_from(["delete", "double", "move", "rename", "value", "text", "drop"])
    ):
        case "delete":
            element.getparent().remove(element)
        case "double":
            element.addnext(etree.fromstring(etree.tostring(element)))
        case "move":
            target = data.draw(st.sampled_from(elements))
            if element not in [target, *target.iterancestors()]:
                target.append(element)
        case "rename":
            namespace = element.tag.rpartition("}")[0]
            element.tag = f"{namespace}}}{data.draw(st.sampled_from(WORDS))}"
        case "value" if element.attrib:
            key = data.draw(st.sampled_from(sorted(element.attrib)))
            element.set(key, data.draw(st.sampled_from(VALUES)))
        case "text":
            element.text = data.draw(st.sampled_from(VALUES))
        case "drop" if element.attrib:
            del element.attrib[data.draw(st.sampled_from(sorted(element.attrib)))]


@pytest.mark.parametrize("situation", WRONG)
def test_every_line_of_a_problem_is_in_its_file(situation: str) -> None:
    wrong = WRONG[situation]
    report = wrong.report()
    holds(report, wrong.sources[report.file])


def test_a_chain_of_files_that_call_one_another_is_answered() -> None:
    sources = {
        f"r{number}.bpmn": sketch(
            "start s",
            f"call c: r{number + 1}",
            "end e",
            "s -> c",
            "c -> e",
            process_id=f"r{number}",
        )
        for number in range(120)
    }
    report = lint_definition(sources, {}, roles=ROLES)
    assert {problem.rule for problem in report.of("r0.bpmn").errors} == {"call_depth"}
    assert {problem.rule for problem in report.of("r119.bpmn").errors} == {"called_process_unknown"}


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.stem)
def test_line_numbers_count_from_the_top_of_the_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    binding = 'camunda:formRefBinding="deployment"'
    line = next(number for number, each in enumerate(text.splitlines(), 1) if binding in each)
    report = judged(text.replace(binding, "", 1).encode(), file.name)
    # A step without its form is none, so that what hangs on it may be told below.
    assert (report.errors[0].rule, report.errors[0].line) == ("form_binding", line)
