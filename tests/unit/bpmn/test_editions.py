"""Editions are known by all their bytes and take along what they name."""

from collections.abc import Callable

import pytest

from engine import bpmn
from engine.errors import DefinitionInvalid

Draw = Callable[..., bytes]
CALLS = ["start s", "user a", "call c: q", "end e", "s -> a", "a -> c", "c -> e"]
CALLED = ["start s", "user b", "end e", "s -> b", "b -> e"]
FORM = ' camunda:formRef="{}" camunda:formRefBinding="deployment"'


def with_form(source: bytes, task: str, form: str) -> bytes:
    marker = f'<bpmn:userTask id="{task}"'
    return source.replace(marker.encode(), (marker + FORM.format(form)).encode())


@pytest.fixture
def sources(draw: Draw) -> dict[str, bytes]:
    return {
        "p": with_form(draw(*CALLS), "a", "p.a"),
        "q": with_form(draw(*CALLED, process_id="q"), "b", "q.b"),
        "unused": draw(*CALLED, process_id="unused"),
    }


FORMS = {"p.a": b"{}", "q.b": b"{}", "unused": b"{}"}


def rules(process_id: str, sources: dict[str, bytes], forms: dict[str, bytes]) -> list[str]:
    with pytest.raises(DefinitionInvalid) as refused:
        bpmn.build_edition(process_id, sources, forms)
    return [each.rule for each in refused.value.problems]


def test_an_edition_holds_what_it_names_and_nothing_else(sources: dict[str, bytes]) -> None:
    edition = bpmn.build_edition("p", sources, FORMS)
    assert set(edition.sources) == {"p", "q"}
    assert set(edition.forms) == {"p.a", "q.b"}


def test_equal_bytes_are_the_same_edition(sources: dict[str, bytes]) -> None:
    first = bpmn.build_edition("p", sources, FORMS)
    again = bpmn.build_edition("p", dict(reversed(sources.items())), dict(FORMS))
    assert first == again


@pytest.mark.parametrize("changed", ["p", "q", "p.a", "q.b"])
def test_every_byte_counts(sources: dict[str, bytes], changed: str) -> None:
    before = bpmn.build_edition("p", sources, FORMS).sha256
    bytes_ = {**sources, **FORMS}[changed] + b"\n"
    after = bpmn.build_edition(
        "p",
        sources | ({changed: bytes_} if changed in sources else {}),
        FORMS | ({changed: bytes_} if changed in FORMS else {}),
    )
    assert after.sha256 != before


def test_what_is_not_named_does_not_count(sources: dict[str, bytes]) -> None:
    before = bpmn.build_edition("p", sources, FORMS)
    assert bpmn.build_edition("p", {**sources, "unused": b"x"}, {**FORMS, "x": b"y"}) == before


def test_missing_forms_and_processes_are_told_together(sources: dict[str, bytes]) -> None:
    del sources["q"]
    assert rules("p", sources, {}) == ["form_missing", "called_process_missing"]


def test_a_latest_binding_is_refused(sources: dict[str, bytes]) -> None:
    loose = sources["p"].replace(b"formRefBinding", b"formRefVersion")
    assert rules("p", {**sources, "p": loose}, FORMS) == ["binding_deployment"]
    latest = sources["p"].replace(
        b'calledElementBinding="deployment"', b'calledElementBinding="latest"'
    )
    assert rules("p", {**sources, "p": latest}, FORMS) == ["binding_deployment"]


def test_processes_that_call_each_other_are_refused(draw: Draw) -> None:
    def caller(own: str, other: str) -> bytes:
        return draw("start s", f"call c: {other}", "end e", "s -> c", "c -> e", process_id=own)

    assert rules("p", {"p": caller("p", "p")}, {}) == ["call_cycle"]
    assert rules("p", {"p": caller("p", "q"), "q": caller("q", "p")}, {}) == ["call_cycle"]


def test_a_file_of_another_process_is_refused(draw: Draw) -> None:
    assert rules("p", {"p": draw(*CALLED, process_id="stolen")}, {}) == ["process_id"]


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (b"", "xml_empty"),
        (b"<html/>", "not_bpmn"),
        (b'<d xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "not_bpmn"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "one_process"),
    ],
)
def test_a_file_that_is_no_process_is_refused(source: bytes, rule: str) -> None:
    assert rules("p", {"p": source}, {}) == [rule]
