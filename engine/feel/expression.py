"""A compiled expression, and what one evaluation of it found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from engine.feel.analysis import analyse
from engine.feel.evaluator import compile_node
from engine.feel.functions import BUILTINS
from engine.feel.lexer import is_name
from engine.feel.parser import parse
from engine.feel.run import Called, Code, Function, Run
from engine.feel.syntax import Path
from engine.feel.values import Value, weigh

_CACHED = 4_096


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``value``, and the evidence for it.

    ``reads`` maps each dotted path that was asked for to the value found there, null if there was
    none; ``called`` lists the calls of functions handed in. ``names_from(reads)`` and functions
    that answer as ``called`` says give the same value again.
    """

    value: Value
    reads: Mapping[str, Value]
    called: tuple[Called, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that is well formed; known by its text and the functions it may call.

    ``reads``: the free paths as written; the last name may be a property of a date or duration
    (``temporals.PROPERTY_NAMES``). ``calls``: the calls of functions handed in, each argument its
    literal or None. ``literals_compared``: (path, literal) for each ``=``, ``!=`` and ``in``
    between the two.
    """

    text: str
    functions: frozenset[str]
    reads: frozenset[Path] = field(compare=False)
    calls: frozenset[tuple[str, tuple[Value, ...]]] = field(compare=False)
    literals_compared: frozenset[tuple[Path, Value]] = field(compare=False)
    _code: Code = field(compare=False, repr=False)

    def evaluate(
        self,
        names: Mapping[str, object],
        functions: Mapping[str, Function] = MappingProxyType({}),
    ) -> Evaluation:
        """Give the value for these names; only what is asked for is read, nothing is changed.

        Raises FeelBudgetExceeded, FeelValueError for a value or function that cannot be used,
        and whatever a mapping or function handed in raises itself.
        """
        run = Run(names, functions)
        value = self._code(run)
        weigh(value, run.budget)
        return Evaluation(value, run.reads, tuple(run.called))


def compile_expression(text: str, *, functions: Collection[str] = ()) -> Expression:
    """Read ``text``, which may call ``functions`` beside the built-in ones; kept in a cache.

    Raises FeelSyntaxError. A function name that is no name, or is a built-in one, is ValueError.
    """
    return _compile(text, frozenset(functions))


@lru_cache(maxsize=_CACHED)
def _compile(text: str, functions: frozenset[str]) -> Expression:
    for name in functions:
        if not is_name(name) or name in BUILTINS:
            raise ValueError(name)
    node = parse(text, functions)
    findings = analyse(node)
    return Expression(
        text=text,
        functions=functions,
        reads=frozenset(findings.reads),
        calls=frozenset(findings.calls),
        literals_compared=frozenset(findings.literals_compared),
        _code=compile_node(node),
    )


def names_from(reads: Mapping[str, Value]) -> dict[str, Value]:
    """Turn the ``reads`` of an evaluation back into names that give it the same values."""
    names: dict[str, Value] = {}
    for dotted, value in reads.items():
        *way, last = dotted.split(".")
        # What stands within a value that was read whole follows from it, and so does what it lacks.
        if any(".".join(way[:depth]) in reads for depth in range(1, len(way) + 1)):
            continue
        place: dict[str, Any] = names
        for name in way:
            place = place.setdefault(name, {})
        place[last] = value
    return names
