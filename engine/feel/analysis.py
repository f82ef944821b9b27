"""What an expression reads, calls and compares, told without evaluating it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.feel.functions import BUILTINS
from engine.feel.syntax import (
    Call,
    Comparison,
    ListOf,
    Literal,
    Membership,
    Name,
    Node,
    Path,
    Quantified,
    Test,
    children,
)
from engine.feel.values import Value


@dataclass(frozen=True)
class Findings:
    reads: set[Path] = field(default_factory=set)
    calls: set[tuple[str, tuple[Value, ...]]] = field(default_factory=set)
    literals_compared: set[tuple[Path, Value]] = field(default_factory=set)


def analyse(node: Node) -> Findings:
    findings = Findings()
    _visit(node, frozenset(), findings)
    return findings


def _visit(node: Test, bound: frozenset[str], findings: Findings) -> None:
    if isinstance(node, Quantified):
        for name, source in node.iterators:
            _visit(source, bound, findings)
            bound |= {name}
        _visit(node.condition, bound, findings)
        return
    _note(node, bound, findings)
    for child in children(node):
        _visit(child, bound, findings)


def _note(node: Test, bound: frozenset[str], findings: Findings) -> None:
    match node:
        case Name(path=path) if path[0] not in bound:
            findings.reads.add(path)
        case Call(name=name, arguments=arguments) if name not in BUILTINS:
            findings.calls.add((name, tuple(map(_literal_of, arguments))))
        case Comparison(sign="=" | "!=", left=left, right=right):
            findings.literals_compared.update(_pairs(left, right, bound))
            findings.literals_compared.update(_pairs(right, left, bound))
        case Membership(value=value, tests=tests):
            for test in tests:
                for item in test.items if isinstance(test, ListOf) else (test,):
                    findings.literals_compared.update(_pairs(value, item, bound))
        case _:
            pass


def _pairs(name: Test, literal: Test, bound: frozenset[str]) -> Iterator[tuple[Path, Value]]:
    if isinstance(name, Name) and isinstance(literal, Literal) and name.path[0] not in bound:
        yield name.path, literal.value


def _literal_of(node: Node) -> Value:
    return node.value if isinstance(node, Literal) else None
