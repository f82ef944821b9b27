"""What does not run is refused before it runs, with its element and line."""

from collections.abc import Callable
from typing import Any

import pytest

from engine import bpmn
from engine.errors import DefinitionInvalid

Draw = Callable[..., bytes]
PLAIN = ["start s", "user a", "end e", "s -> a", "a -> e"]


def problems(source: bytes) -> list[tuple[str, str, int]]:
    with pytest.raises(DefinitionInvalid) as refused:
        bpmn.parse_edition(bpmn.build_edition("p", {"p": source}, {}))
    assert all(each.message.th and each.message.en for each in refused.value.problems)
    return [(each.rule, each.element, each.line) for each in refused.value.problems]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (['<bpmn:manualTask id="t"/>'], ("unsupported_element", "t", 9)),
        (['<bpmn:task id="t"/>', "s -> t", "t -> e"], ("unsupported_element", "t", 9)),
        (['<bpmn:eventBasedGateway id="t"/>'], ("unsupported_element", "t", 9)),
        (['<bpmn:adHocSubProcess id="t"/>'], ("unsupported_element", "t", 9)),
        (['<bpmn:receiveTask id="t"/>'], ("unsupported_element", "t", 9)),
        (
            [('<bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition/>'
             "</bpmn:intermediateThrowEvent>")],
            ("unsupported_element", "t", 9),
        ),
        (
            [('<bpmn:boundaryEvent id="t" attachedToRef="a"><bpmn:compensateEventDefinition/>'
             "</bpmn:boundaryEvent>")],
            ("unsupported_element", "t", 9),
        ),
        (["late t on nothing: P1D", "t -> e"], ("boundary_host", "t", 9)),
        (["late t on s: P1D", "t -> e"], ("boundary_host", "t", 9)),
        (["late t on a: R/P1D", "t -> e"], ("timer_cycle", "t", 9)),
        (["wait t: R/P1D", "s -> t", "t -> e"], ("timer_cycle", "t", 9)),
        (["late t on a:  ", "t -> e"], ("timer_time", "t", 9)),
        (["system t: format_disk", "a -> t", "t -> e"], ("unknown_topic", "t", 9)),
        (
            ['<bpmn:serviceTask id="t" camunda:class="x.Y"/>'],
            ("unknown_topic", "t", 9),
        ),
        (
            [('<bpmn:scriptTask id="t" scriptFormat="python"><bpmn:script>1</bpmn:script>'
             "</bpmn:scriptTask>")],
            ("script_format", "t", 9),
        ),
        (["start t", "t -> a"], ("one_start", "p", 3)),
        (["user t", "t -> e"], ("unreachable", "t", 9)),
        (["user t", "a -> t"], ("no_way_on", "t", 9)),
        (["a -> s"], ("implicit_split", "a", 5)),
        (["a -> nowhere"], ("flow_ends", "f_a__nowhere", 9)),
        (["a -> e"], ("flow_twice", "f_a__e", 9)),
        (["e -> a"], ("flow_ends", "e", 6)),
        (["user a"], ("duplicate_id", "a", 9)),
        (["user End", "End -> e"], ("duplicate_id", "End", 9)),
        (
            ["xor t", "user u", "a -> t", "t -> u", "t -> e", "u -> e"],
            ("flow_condition", "t", 9),
        ),
        (
            ['<bpmn:userTask id="t"><bpmn:standardLoopCharacteristics/></bpmn:userTask>'],
            ("unsupported_element", "t", 9),
        ),
        (
            [('<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics isSequential="true"'
             ' camunda:collection="x" camunda:elementVariable="y"/></bpmn:userTask>')],
            ("multi_instance_kind", "t", 9),
        ),
        (["items t:  in case.x"], ("multi_instance_collection", "t", 9)),
        (['<bpmn:subProcess id="t" triggeredByEvent="true"/>'], ("unsupported_element", "t", 9)),
    ],
)  # fmt: skip
def test_what_would_run_wrongly_is_refused_where_it_stands(
    draw: Draw, lines: list[str], found: tuple[str, str, int]
) -> None:
    assert found in problems(draw(*PLAIN, *lines))


def test_all_problems_of_a_file_are_told_at_once(draw: Draw) -> None:
    found = problems(draw(*PLAIN, "user b", "user c", "system d: nothing"))
    assert {element for _, element, _ in found} == {"b", "c", "d"}


@pytest.mark.parametrize("executable", ['isExecutable="false"', ""])
def test_a_process_must_be_executable(draw: Draw, executable: str) -> None:
    source = draw(*PLAIN).replace(b'isExecutable="true"', executable.encode())
    assert problems(source) == [("not_executable", "p", 3)]


def test_annotations_and_documentation_are_no_problem(draw: Draw) -> None:
    source = draw(
        "<bpmn:documentation>x</bpmn:documentation>", *PLAIN,
        '<bpmn:textAnnotation id="t"><bpmn:text>x</bpmn:text></bpmn:textAnnotation>',
        '<bpmn:association id="u" sourceRef="a" targetRef="t"/>',
    )  # fmt: skip
    assert bpmn.parse_edition(bpmn.build_edition("p", {"p": source}, {})).process_id == "p"


def test_a_sub_process_may_have_the_id_another_file_uses(desk: Callable[..., Any]) -> None:
    inner = ["sub q", "start t", "user {}", "end f", "t -> {}", "{} -> f", "close"]
    case = desk(
        "start s", *(line.format("a") for line in inner), "call c: q", "end e",
        "s -> q", "q -> c", "c -> e",
        callees={"q": ["start s", *(line.format("b").replace("sub q", "sub r") for line in inner),
                       "end e", "s -> r", "r -> e"]},
    )  # fmt: skip
    assert case.do("a").waiting == ["b"]
    assert case.do("b").run.completed
