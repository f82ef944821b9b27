"""The syntax tree. Chains of one operator level are one node, so that length is not depth."""

from dataclasses import dataclass
from typing import TypeAlias

from engine.feel.values import Value

Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """``sort.result``: a variable and the way into it."""

    path: Path


@dataclass(frozen=True, slots=True)
class Property:
    """``parties[1].kind``: the way into something that is no variable."""

    target: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    target: "Node"
    position: "Node"


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``first op operand op operand ...``, all of one level, from left to right."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Between:
    value: "Node"
    low: "Node"
    high: "Node"


@dataclass(frozen=True, slots=True)
class Half:
    """The unary test ``< limit`` (or ``<=``, ``>``, ``>=``)."""

    sign: str
    limit: "Node"


@dataclass(frozen=True, slots=True)
class Range:
    """The unary test ``[low..high]``; each end belongs to it or does not."""

    low: "Node"
    high: "Node"
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """``value in tests``.

    ``grouped``: the tests stood in parentheses, where each may be a value or a list of values;
    otherwise the one test is a half, a range or an expression that gives a list or a value.
    """

    value: "Node"
    tests: tuple["Test", ...]
    grouped: bool


@dataclass(frozen=True, slots=True)
class Junction:
    """``a and b and c`` or ``a or b or c``."""

    word: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    condition: "Node"
    yes: "Node"
    no: "Node"


@dataclass(frozen=True, slots=True)
class Quantified:
    """``some a in x, b in y satisfies ...`` or ``every ...``."""

    word: str
    iterators: tuple[tuple[str, "Node"], ...]
    condition: "Node"


Test: TypeAlias = "Half | Range | Node"
Node: TypeAlias = (
    Literal
    | Name
    | Property
    | Index
    | ListOf
    | Call
    | Negative
    | Arithmetic
    | Comparison
    | Between
    | Membership
    | Junction
    | Conditional
    | Quantified
)


def children(node: Test) -> tuple[Test, ...]:  # noqa: C901, PLR0911, PLR0912 -- one case a kind
    match node:
        case Literal() | Name():
            return ()
        case Property(target=target):
            return (target,)
        case Index(target=target, position=position):
            return (target, position)
        case ListOf(items=items):
            return items
        case Call(arguments=arguments):
            return arguments
        case Negative(operand=operand):
            return (operand,)
        case Arithmetic(first=first, rest=rest):
            return (first, *(operand for _, operand in rest))
        case Comparison(left=left, right=right):
            return (left, right)
        case Between(value=value, low=low, high=high):
            return (value, low, high)
        case Half(limit=limit):
            return (limit,)
        case Range(low=low, high=high):
            return (low, high)
        case Membership(value=value, tests=tests):
            return (value, *tests)
        case Junction(operands=operands):
            return operands
        case Conditional(condition=condition, yes=yes, no=no):
            return (condition, yes, no)
        case Quantified(iterators=iterators, condition=condition):
            return (*(source for _, source in iterators), condition)


def height(node: Node) -> int:
    """Count the nodes on the longest way down; not by recursion, the tree may be hostile."""
    highest = 0
    waiting: list[tuple[Test, int]] = [(node, 1)]
    while waiting:
        current, level = waiting.pop()
        highest = max(highest, level)
        waiting.extend((child, level + 1) for child in children(current))
    return highest
