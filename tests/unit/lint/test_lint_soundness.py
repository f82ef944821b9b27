"""The token rules against two judges: a walk without shortcuts, and the engine itself."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.lint.graph import cycles
from engine.bpmn.lint.workflow_net import DoubleToken, Edge, GaveUp, Net
from tests.unit.lint.clerk import Clerk, Correct
from tests.unit.lint.sketches import lint, rules

KINDS = ["xor", "xor", "and", "and", "work", "work", "or"]


@st.composite
def nets(draw: st.DrawFn) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Draw a graph of up to nine nodes in which every node lies between the start and an end."""
    count = draw(st.integers(1, 7))
    kinds = {"s": "start", "e": "end", "f": "end"}
    kinds |= {f"n{n}": draw(st.sampled_from(KINDS)) for n in range(count)}
    inner = [node for node in kinds if node[0] == "n"]
    flows = {("s", inner[0])}
    for number, node in enumerate(inner):
        later = [*inner[number + 1 :], "e", "f"]
        anywhere = [*inner, "e", "f"]
        flows.add((node, draw(st.sampled_from(later))))
        if kinds[node] != "work":
            for target in draw(st.lists(st.sampled_from(anywhere), max_size=2)):
                flows.add((node, target))
    entered = {target for _, target in flows}
    for number, node in enumerate(inner[1:], start=1):
        if node not in entered:
            gateways = [each for each in inner[:number] if kinds[each] != "work"]
            if gateways:
                flows.add((draw(st.sampled_from(gateways)), node))
    return kinds, sorted(flows)


def net_of(kinds: dict[str, str], flows: list[tuple[str, str]]) -> Net | None:
    """Make the net of the part that the start reaches; None where something cannot end."""
    reached, waiting = {"s"}, ["s"]
    while waiting:
        node = waiting.pop()
        for source, target in flows:
            if source == node and target not in reached:
                reached.add(target)
                waiting.append(target)
    net = Net({node: kinds[node].replace("work", "xor") for node in kinds if node in reached})
    for node in net.kinds:
        net.ins.setdefault(node, set())
        net.outs.setdefault(node, set())
    for source, target in flows:
        if source in reached:
            is_default = kinds[source] == "or" and (source, target) == last_of(flows, source)
            works = kinds[source] == "work"
            net.connect(Edge(source, target, source, target, works, is_default))
    return net


def last_of(flows: list[tuple[str, str]], source: str) -> tuple[str, str]:
    return [flow for flow in flows if flow[0] == source][-1]


@given(nets())
@settings(max_examples=300, deadline=None)
def test_reducing_a_net_keeps_its_faults(
    graph: tuple[dict[str, str], list[tuple[str, str]]],
) -> None:
    whole, reduced = net_of(*graph), net_of(*graph)
    plain = list(whole.walk())
    reduced.reduce()
    short = list(reduced.walk())
    if any(isinstance(fault, GaveUp) for fault in (*plain, *short)):
        return
    told = [f for f in plain if not (isinstance(f, DoubleToken) and not whole.edges[f.edge].works)]
    if told:
        assert short
    if short:
        assert plain


@given(nets())
@settings(max_examples=100, deadline=None)
def test_reducing_ends_and_leaves_no_dangling_edge(
    graph: tuple[dict[str, str], list[tuple[str, str]]],
) -> None:
    net = net_of(*graph)
    net.reduce()
    for identity, edge in net.edges.items():
        assert identity in net.outs[edge.source]
        assert identity in net.ins[edge.target]
        assert edge.source in net.kinds
        assert edge.target in net.kinds


def lines_of(kinds: dict[str, str], flows: list[tuple[str, str]]) -> list[str]:
    """Write the graph as a diagram whose decisions toss a coin kept by the task before."""
    tags = {"start": "start", "end": "end", "work": "user", "xor": "xor", "and": "and", "or": "or"}
    used = {node for flow in flows for node in flow}
    lines = [f"{tags[kind]} {node}" for node, kind in kinds.items() if node in used]
    lines += ["user coin"]
    for source, target in flows:
        if source == "s":
            lines += ["s -> coin", f"coin -> {target}"]
            continue
        outs = [each for each in flows if each[0] == source]
        if kinds[source] in {"xor", "or"} and len(outs) > 1:
            is_default = (source, target) == outs[-1]
            number = outs.index((source, target))
            lines.append(
                f"{source} -> {target}: " + ("default" if is_default else f"coin.c{number}")
            )
        else:
            lines.append(f"{source} -> {target}")
    return lines


@given(nets(), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_what_the_token_rules_accept_never_gets_stuck(
    graph: tuple[dict[str, str], list[tuple[str, str]]], seed: int
) -> None:
    lines = lines_of(*graph)
    fields = {"coin": "c0? c1? c2?"}
    report = lint(*lines, fields=fields)
    if not report.ok:
        return
    clerk = Clerk(Correct(tuple(lines), fields), random.Random(seed), patience=60)
    clerk.work()
    assert clerk.run.completed or clerk.open
    assert not clerk.did_twice_at_once


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({}, []),
        ({"a": ["b"], "b": []}, []),
        ({"a": ["a"]}, [{"a"}]),
        (
            {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["e"], "e": ["d"]},
            [{"d", "e"}, {"a", "b", "c"}],
        ),
    ],
)
def test_cycles_are_found(graph: dict[str, list[str]], expected: list[set[str]]) -> None:
    assert [set(part) for part in cycles(graph)] == expected


def test_cycles_of_a_long_chain_need_no_recursion() -> None:
    graph = {str(n): [str(n + 1)] for n in range(50_000)}
    graph["50000"] = ["0"]
    assert [len(part) for part in cycles(graph)] == [50_001]


def test_a_join_in_a_wide_sound_diagram_is_found_sound() -> None:
    lines = ["start s", "and g", "and j", "end e", "s -> g", "j -> e"]
    for number in range(40):
        lines += [
            f"user a{number}", f"xor q{number}", f"g -> a{number}", f"a{number} -> q{number}",
            f"q{number} -> j: a{number}.ok", f"q{number} -> a{number}: default",
        ]  # fmt: skip
    assert rules(lint(*lines)) == set()
