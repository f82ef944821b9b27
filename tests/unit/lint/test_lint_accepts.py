"""Correct diagrams, one or more for each construct: lint is silent and the engine finishes them."""

import random
from collections.abc import Mapping

import pytest

from engine.bpmn.lint.vocabulary import EVENT_DEFINITIONS, NODES
from engine.bpmn.xml import read_xml
from engine.errors import Severity
from tests.unit.lint.clerk import Clerk, Correct
from tests.unit.lint.sketches import lint, sketch

UNIT = ("start s", 'groups w: = "unit:" + unit', "end e", "s -> w", "w -> e")
PARTY = (
    "start s", "xor q", "user w", "system post: post_message", "end e", "s -> q",
    "q -> w: party.contactable = true", "q -> post: default", "w -> e", "post -> e",
)  # fmt: skip


def right(
    *lines: str, called: Mapping[str, tuple[str, ...]] | None = None, **fields: str
) -> Correct:
    return Correct(lines, fields, called or {})


CORRECT = {
    "one task": right("start s", "user a", "end e", "s -> a", "a -> e"),
    "start to end": right("start s", "end e", "s -> e"),
    "two tasks": right("start s", "user a", "user b", "end e", "s -> a", "a -> b", "b -> e"),
    "timer start": right('start s: cycle("monthly")', "user a", "end e", "s -> a", "a -> e"),
    "milestone": right("start s", "milestone m", "user a", "end e", "s -> m", "m -> a", "a -> e"),
    "terminate alone": right("start s", "user a", "stop e", "s -> a", "a -> e"),
    "terminate stops the other branch": right(
        "start s", "and g", "user a", "user b", "stop e", "end f",
        "s -> g", "g -> a", "g -> b", "a -> e", "b -> f",
    ),
    "exclusive by radio": right(
        "start s", "user a", "xor q", "user b", "end e", "s -> a", "a -> q",
        'q -> b: a.result = "yes"', "q -> e: default", "b -> e", a="result=yes|no",
    ),
    "exclusive three ways": right(
        "start s", "user a", "xor q", "user b", "user c", "end e", "s -> a", "a -> q",
        'q -> b: a.result = "yes"', 'q -> c: a.result in ["no", "never"]', "q -> e: default",
        "b -> e", "c -> e", a="result=yes|no|never|later",
    ),
    "exclusive by checkbox": right(
        "start s", "user a", "xor q", "user b", "end e", "s -> a", "a -> q", "q -> b: a.ok",
        "q -> e: default", "b -> e",
    ),
    "exclusive by number": right(
        "start s", "user a", "xor q", "user b", "end e", "s -> a", "a -> q", "q -> b: a.n > 3",
        "q -> e: default", "b -> e", a="n#",
    ),
    "exclusive by date": right(
        "start s", "user a", "xor q", "user b", "end e", "s -> a", "a -> q",
        "q -> b: a.on.year = 2026", "q -> e: default", "b -> e", a="on@",
    ),
    "exclusive by case": right(
        "start s", "xor q", "user b", "end e", "s -> q", "q -> b: case.is_anonymous = true",
        "q -> e: default", "b -> e",
    ),
    "exclusive by kind of case": right(
        "start s", "xor q", "user b", "end e", "s -> q", 'q -> b: case.kind = "complaint"',
        "q -> e: default", "b -> e",
    ),
    "exclusive by null": right(
        "start s", "user a", "xor q", "user b", "end e", "s -> a", "a -> q",
        "q -> b: a.word = null", "q -> e: default", "b -> e", a="word",
    ),
    "exclusive merge": right(
        "start s", "user a", "xor q", "user b", "user c", "xor m", "user d", "end e", "s -> a",
        "a -> q", "q -> b: a.ok", "q -> c: default", "b -> m", "c -> m", "m -> d", "d -> e",
    ),
    "merge at a task": right(
        "start s", "user a", "xor q", "user b", "user c", "user d", "end e", "s -> a",
        "a -> q", "q -> b: a.ok", "q -> c: default", "b -> d", "c -> d", "d -> e",
    ),
    "gateway with one way through": right(
        "start s", "xor q", "user a", "end e", "s -> q", "q -> a", "a -> e"
    ),
    "send back": right(
        "start s", "user a", "user b", "xor q", "end e", "s -> a", "a -> b", "b -> q",
        "q -> e: b.ok = true", "q -> a: default",
    ),
    "loop of one task": right(
        "start s", "user a", "xor q", "end e", "s -> a", "a -> q", "q -> e: a.ok",
        "q -> a: default",
    ),
    "loop within a loop": right(
        "start s", "user a", "user b", "xor q", "xor r", "end e", "s -> a", "a -> b", "b -> q",
        "q -> r: b.ok = true", "q -> b: default", "r -> e: a.ok = true", "r -> a: default",
    ),
    "loop by a timer": right(
        "start s", "user a", "xor q", "wait w: P1D", "end e", "s -> a", "a -> q",
        "q -> e: a.ok", "q -> w: default", "w -> a",
    ),
    "loop of wait and decision": right(
        "start s", "xor q", "wait w: P1D", "user a", "end e", "s -> q",
        "q -> a: case.is_anonymous = false", "q -> w: default", "w -> a", "a -> e",
    ),
    "parallel pair": right(
        "start s", "and g", "user a", "user b", "and j", "end e", "s -> g", "g -> a", "g -> b",
        "a -> j", "b -> j", "j -> e",
    ),
    "parallel three": right(
        "start s", "and g", "user a", "user b", "user c", "and j", "end e", "s -> g", "g -> a",
        "g -> b", "g -> c", "a -> j", "b -> j", "c -> j", "j -> e",
    ),
    "parallel with an empty branch": right(
        "start s", "and g", "user a", "milestone m", "and j", "user z", "end e", "s -> g",
        "g -> a", "g -> m", "a -> j", "m -> j", "j -> z", "z -> e",
    ),
    "parallel straight to the join": right(
        "start s", "and g", "user a", "and j", "user z", "end e", "s -> g", "g -> a", "g -> j",
        "a -> j", "j -> z", "z -> e",
    ),
    "parallel ends apart": right(
        "start s", "and g", "user a", "user b", "end e", "end f", "s -> g", "g -> a", "g -> b",
        "a -> e", "b -> f",
    ),
    "parallel ends at one end": right(
        "start s", "and g", "user a", "user b", "end e", "s -> g", "g -> a", "g -> b", "a -> e",
        "b -> e",
    ),
    "parallel many ends": right(
        "start s", "and g", *(f"user a{n}" for n in range(14)), "end e", "s -> g",
        *(f"g -> a{n}" for n in range(14)), *(f"a{n} -> e" for n in range(14)),
    ),
    "parallel wide": right(
        "start s", "and g", *(f"user a{n}" for n in range(16)), "and j", "end e", "s -> g",
        *(f"g -> a{n}" for n in range(16)), *(f"a{n} -> j" for n in range(16)), "j -> e",
    ),
    "parallel within parallel": right(
        "start s", "and g", "user a", "and h", "user b", "user c", "and k", "and j", "end e",
        "s -> g", "g -> a", "g -> h", "h -> b", "h -> c", "b -> k", "c -> k", "a -> j", "k -> j",
        "j -> e",
    ),
    "parallel split inside, one join": right(
        "start s", "and g", "user a", "and h", "user b", "user c", "and j", "end e", "s -> g",
        "g -> a", "g -> h", "h -> b", "h -> c", "a -> j", "b -> j", "c -> j", "j -> e",
    ),
    "join and split in one": right(
        "start s", "and g", "user a", "user b", "and m", "user c", "user d", "and j", "end e",
        "s -> g", "g -> a", "g -> b", "a -> m", "b -> m", "m -> c", "m -> d", "c -> j", "d -> j",
        "j -> e",
    ),
    "parallel crossing": right(
        "start s", "and g", "user a", "user b", "and h", "user c", "user d", "and k", "user x",
        "and j", "end e", "s -> g", "g -> a", "g -> b", "a -> h", "h -> c", "h -> d", "d -> k",
        "b -> k", "k -> x", "c -> j", "x -> j", "j -> e",
    ),
    "decision in a branch": right(
        "start s", "and g", "user a", "xor q", "user b", "user c", "xor m", "user d", "and j",
        "end e", "s -> g", "g -> a", "a -> q", "q -> b: a.ok", "q -> c: default", "b -> m",
        "c -> m", "m -> j", "g -> d", "d -> j", "j -> e",
    ),
    "loop in a branch": right(
        "start s", "and g", "user a", "xor q", "user d", "and j", "end e", "s -> g", "g -> a",
        "a -> q", "q -> j: a.ok", "q -> a: default", "g -> d", "d -> j", "j -> e",
    ),
    "parallel block in a loop": right(
        "start s", "xor m", "and g", "user a", "user b", "and j", "user c", "xor q", "end e",
        "s -> m", "m -> g", "g -> a", "g -> b", "a -> j", "b -> j", "j -> c", "c -> q",
        "q -> e: c.ok", "q -> m: default",
    ),
    "parallel block in a loop, entered at a task": right(
        "start s", "user r", "and g", "user a", "user b", "and j", "user c", "xor q", "end e",
        "s -> r", "r -> g", "g -> a", "g -> b", "a -> j", "b -> j", "j -> c", "c -> q",
        "q -> e: c.ok", "q -> r: default",
    ),
    "inclusive": right(
        "start s", "user a", "or g", "user b", "user c", "or j", "end e", "s -> a", "a -> g",
        "g -> b: a.one", "g -> c: default", "b -> j", "c -> j", "j -> e", a="one?",
    ),
    "inclusive three": right(
        "start s", "user a", "or g", "user b", "user c", "user d", "or j", "end e", "s -> a",
        "a -> g", "g -> b: a.one", "g -> c: a.two", "g -> d: default", "b -> j", "c -> j",
        "d -> j", "j -> e", a="one? two?",
    ),
    "inclusive with a loop in a branch": right(
        "start s", "user a", "or g", "user b", "xor q", "user c", "or j", "user z", "end e",
        "s -> a", "a -> g", "g -> b: a.one", "g -> c: default", "b -> q", "q -> j: b.ok",
        "q -> b: default", "c -> j", "j -> z", "z -> e", a="one?",
    ),
    "inclusive in a loop": right(
        "start s", "user a", "or g", "user b", "user c", "or j", "user z", "xor q", "end e",
        "s -> a", "a -> g", "g -> b: a.one", "g -> c: default", "b -> j", "c -> j", "j -> z",
        "z -> q", "q -> e: z.ok", "q -> a: default", a="one?",
    ),
    "inclusive branch that leaves": right(
        "start s", "user a", "or g", "user b", "xor q", "user c", "or j", "user z", "end e",
        "end f", "s -> a", "a -> g", "g -> b: a.one", "g -> c: default", "b -> q",
        "q -> j: b.ok", "q -> f: default", "c -> j", "j -> z", "z -> e", a="one?",
    ),
    "system step": right("start s", "system a: post_message", "end e", "s -> a", "a -> e"),
    "every topic": right(
        "start s", *(f"system a_{topic}: {topic}" for topic in sorted((
            "appoint", "post_message", "escalate", "grant_roles", "freeze_figures",
            "freeze_guideline", "publish",
        ))),
        "end e", "s -> a_appoint", "a_appoint -> a_escalate", "a_escalate -> a_freeze_figures",
        "a_freeze_figures -> a_freeze_guideline", "a_freeze_guideline -> a_grant_roles",
        "a_grant_roles -> a_post_message",
        "a_post_message -> a_publish", "a_publish -> e",
    ),
    "script": right(
        "start s", "user a", "script c: big = a.n > 3; small = not(big)", "xor q", "user b",
        "end e", "s -> a", "a -> c", "c -> q", "q -> b: big", "q -> e: default", "b -> e", a="n#",
    ),
    "wait": right("start s", "wait w: P3D", "end e", "s -> w", "w -> e"),
    "wait by hours": right(
        "start s", "wait w: PT8H", "user a", "end e", "s -> w", "w -> a", "a -> e"
    ),
    "wait by an answer": right(
        "start s", "user a", "wait w: a.on", "end e", "s -> a", "a -> w", "w -> e", a="on@"
    ),
    "boundary interrupts": right(
        "start s", "user a", "late t on a: P7D", "user b", "end e", "s -> a", "a -> e", "t -> b",
        "b -> e",
    ),
    "boundary by deadline": right(
        "start s", "user a", 'late t on a: deadline("unit_report")', "end e", "end f", "s -> a",
        "a -> e", "t -> f",
    ),
    "boundary rings": right(
        "start s", "user a", 'ring t on a: deadline("first_notice")', "system x: escalate", "end e",
        "end told", "s -> a", "a -> e", "t -> x", "x -> told",
    ),
    "boundary rings in cycles": right(
        "start s", "user a", "ring t on a: R3/P1D", "system x: escalate", "end e", "end told",
        "s -> a", "a -> e", "t -> x", "x -> told",
    ),
    "boundary rings to the same end": right(
        "start s", "user a", "ring t on a: P1D", "system x: escalate", "end e", "s -> a",
        "a -> e", "t -> x", "x -> e",
    ),
    "two boundaries share a branch": right(
        "start s", "user a", "user b", "ring t on a: P1D", "ring u on b: P1D",
        "system x: escalate", "end e", "end told", "s -> a", "a -> b", "b -> e", "t -> x",
        "u -> x", "x -> told",
    ),
    "late branch decides": right(
        "start s", "user a", "ring t on a: P1D", "xor q", "system x: escalate", "end e",
        "end told", "s -> a", "a -> e", "t -> q", "q -> x: case.contactable", "q -> told: default",
        "x -> told",
    ),
    "boundary loops back by duration": right(
        "start s", "user a", "late t on a: P1D", "user b", "end e", "s -> a", "a -> e", "t -> b",
        "b -> a",
    ),
    "boundary in a loop": right(
        "start s", "user a", "late t on a: P1D", "xor q", "end e", "end f", "s -> a", "a -> q",
        "q -> e: a.ok", "q -> a: default", "t -> f",
    ),
    "two boundaries on a task": right(
        "start s", "user a", "ring t on a: P1D", "late u on a: P9D", "system x: escalate", "end e",
        "end told", "s -> a", "a -> e", "t -> x", "x -> told", "u -> e",
    ),
    "sub-process": right(
        "start s", "sub b", "start i", "user a", "end o", "i -> a", "a -> o", "close", "end e",
        "s -> b", "b -> e",
    ),
    "answer inside a sub-process is seen after it": right(
        "start s", "sub b", "start i", "user a", "end o", "i -> a", "a -> o", "close", "xor q",
        "user c", "end e", "s -> b", "b -> q", "q -> c: a.ok", "q -> e: default", "c -> e",
    ),
    "loop inside a sub-process": right(
        "start s", "sub b", "start i", "user a", "xor q", "end o", "i -> a", "a -> q",
        "q -> o: a.ok", "q -> a: default", "close", "late t on b: P60D", "end e", "s -> b",
        "b -> e", "t -> e",
    ),
    "sub-process in a loop": right(
        "start s", "sub b", "start i", "user a", "end o", "i -> a", "a -> o", "close", "xor q",
        "end e", "s -> b", "b -> q", "q -> e: a.ok", "q -> b: default",
    ),
    "sub-process in a sub-process": right(
        "start s", "sub b", "start i", "sub c", "start k", "user a", "end l", "k -> a", "a -> l",
        "close", "end o", "i -> c", "c -> o", "close", "end e", "s -> b", "b -> e",
    ),
    "parallel inside a sub-process": right(
        "start s", "sub b", "start i", "and g", "user a", "user c", "and j", "end o", "i -> g",
        "g -> a", "g -> c", "a -> j", "c -> j", "j -> o", "close", "end e", "s -> b", "b -> e",
    ),
    "terminate inside a sub-process": right(
        "start s", "sub b", "start i", "and g", "user a", "user c", "stop o", "end o2", "i -> g",
        "g -> a", "g -> c", "a -> o", "c -> o2", "close", "user z", "end e", "s -> b", "b -> z",
        "z -> e",
    ),
    "items of a user task": right(
        "start s", "user a", "user b: unit in a.units", "end e", "s -> a", "a -> b", "b -> e",
        a="units[]",
    ),
    "items of a sub-process": right(
        "start s", "user a", "sub b: unit in a.units", "start i", 'groups w: = "unit:" + unit',
        "end o", "i -> w", "w -> o", "close", "end e", "s -> a", "a -> b", "b -> e", a="units[]",
    ),
    "decision inside an item": right(
        "start s", "user a", "sub b: unit in a.units", "start i", "user w", "xor q", "end o",
        "i -> w", "w -> q", "q -> o: w.ok", "q -> w: default", "close", "end e", "s -> a",
        "a -> b", "b -> e", a="units[]",
    ),
    "call": right(
        "start s", "call c: r", "end e", "s -> c", "c -> e",
        called={"r": ("start s", "user w", "end e", "s -> w", "w -> e")},
    ),
    "call sees the caller's answers": right(
        "start s", "user a", "call c: r", "end e", "s -> a", "a -> c", "c -> e",
        called={
            "r": (
                "start s", "xor q", "user w", "end e", "s -> q", "q -> w: a.ok",
                "q -> e: default", "w -> e",
            )
        },
    ),
    "call in a loop": right(
        "start s", "call c: r", "user a", "xor q", "end e", "s -> c", "c -> a", "a -> q",
        "q -> e: a.ok", "q -> c: default",
        called={"r": ("start s", "user w", "end e", "s -> w", "w -> e")},
    ),
    "call for each unit": right(
        "start s", "user a", "call c: unit_work for unit in a.units", "end e", "s -> a", "a -> c",
        "c -> e", a="units[]", called={"unit_work": UNIT},
    ),
    "call for each party": right(
        "start s", "call c: notice for party in case.notice_parties", "end e", "s -> c", "c -> e",
        called={"notice": PARTY},
    ),
    "call twice": right(
        "start s", "call c: notice for party in case.notice_parties", "user a",
        "call d: notice for party in case.result_parties", "end e", "s -> c", "c -> a", "a -> d",
        "d -> e", called={"notice": PARTY},
    ),
    "call with a boundary": right(
        "start s", "call c: r", "late t on c: P30D", "end e", "end f", "s -> c", "c -> e",
        "t -> f", called={"r": ("start s", "user w", "end e", "s -> w", "w -> e")},
    ),
    "calls in parallel": right(
        "start s", "and g", "call c: r", "user a", "and j", "end e", "s -> g", "g -> c",
        "g -> a", "c -> j", "a -> j", "j -> e",
        called={"r": ("start s", "user w", "end e", "s -> w", "w -> e")},
    ),
    "call through a call": right(
        "start s", "user a", "call c: r", "end e", "s -> a", "a -> c", "c -> e",
        called={
            "r": ("start s", "call d: q", "end e", "s -> d", "d -> e"),
            "q": (
                "start s", "xor x", "user w", "end e", "s -> x", "x -> w: a.ok",
                "x -> e: default", "w -> e",
            ),
        },
    ),
    "groups by role": right("start s", "groups a: officer, head", "end e", "s -> a", "a -> e"),
    "groups by committee": right(
        "start s", 'groups a: = "committee:" + case.id', "end e", "s -> a", "a -> e"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CORRECT)
def test_lint_is_silent_about_a_correct_diagram(name: str) -> None:
    diagram = CORRECT[name]
    report = lint(*diagram.lines, fields=diagram.fields, callees=diagram.callees)
    assert [problem for file in report.files for problem in file.problems] == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", CORRECT)
def test_what_lint_accepts_runs_to_its_end(name: str, seed: int) -> None:
    diagram = CORRECT[name]
    clerk = Clerk(diagram, random.Random(f"{name} {seed}"))
    clerk.work()
    assert clerk.run.completed


def test_every_construct_that_lint_allows_is_among_the_correct_diagrams() -> None:
    seen = set()
    for diagram in CORRECT.values():
        for body in (diagram.lines, *diagram.callees.values()):
            for element in read_xml(sketch(*body), "p").iter():
                seen.add(element.tag.rpartition("}")[2])
    assert seen >= NODES
    assert seen >= {each for definitions in EVENT_DEFINITIONS.values() for each in definitions}


def test_a_warning_does_not_make_a_file_unfit() -> None:
    report = lint("start s", "wait w: 2026-12-01", "end e", "s -> w", "w -> e")
    (problem,) = report.of("p.bpmn").problems
    assert problem.severity is Severity.WARNING
    assert report.ok
