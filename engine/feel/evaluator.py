"""From the syntax tree to closures, which are walked faster than the tree.

A closure takes the ``Run`` and gives the value. Each pays one step.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from engine.errors import Sentence
from engine.feel.budget import Budget
from engine.feel.errors import FeelValueError
from engine.feel.functions import BUILTINS
from engine.feel.operators import both, calculated, equal, negated, ordered
from engine.feel.run import Called, Code, Run, TestCode
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Conditional,
    Half,
    Index,
    Junction,
    ListOf,
    Literal,
    Membership,
    Name,
    Negative,
    Node,
    Path,
    Property,
    Quantified,
    Range,
    Test,
)
from engine.feel.temporals import find_property
from engine.feel.values import Value, to_value, weigh, whole


def compile_node(node: Node, bound: frozenset[str] = frozenset()) -> Code:
    """``bound`` are the names that a quantifier around the node has taken."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Name(path=path):
            return _bound_name(path) if path[0] in bound else _name(path)
        case Property() | Index() | ListOf() | Call():
            return _compile_part(node, bound)
        case _:
            return _compile_operation(node, bound)


def _compile_part(node: Property | Index | ListOf | Call, bound: frozenset[str]) -> Code:
    match node:
        case Property(target=target, name=name):
            return _property(compile_node(target, bound), name)
        case Index(target=target, position=position):
            return _index(compile_node(target, bound), compile_node(position, bound))
        case ListOf(items=items):
            return _list([compile_node(item, bound) for item in items])
        case Call(name=name, arguments=arguments):
            call = _builtin_call if name in BUILTINS else _given_call
            return call(name, [compile_node(argument, bound) for argument in arguments])


def _compile_operation(node: Node, bound: frozenset[str]) -> Code:
    match node:
        case Negative(operand=operand):
            return _negative(compile_node(operand, bound))
        case Arithmetic(first=first, rest=rest):
            return _arithmetic(
                compile_node(first, bound),
                [(sign, compile_node(operand, bound)) for sign, operand in rest],
            )
        case Comparison(sign=sign, left=left, right=right):
            return _comparison(sign, compile_node(left, bound), compile_node(right, bound))
        case Junction(word=word, operands=operands):
            return _junction(word == "or", [compile_node(operand, bound) for operand in operands])
        case _:
            return _compile_choice(node, bound)


def _compile_choice(node: Node, bound: frozenset[str]) -> Code:
    match node:
        case Between(value=value, low=low, high=high):
            return _between(
                compile_node(value, bound),
                _range(compile_node(low, bound), compile_node(high, bound), ">=", "<="),
            )
        case Membership(value=value, tests=tests, grouped=grouped):
            return _membership(
                compile_node(value, bound),
                [_compile_test(test, bound, grouped=grouped) for test in tests],
            )
        case Conditional(condition=condition, yes=yes, no=no):
            return _conditional(
                compile_node(condition, bound), compile_node(yes, bound), compile_node(no, bound)
            )
        case Quantified():
            return _compile_quantified(node, bound)
        case _:
            raise TypeError(type(node).__name__)


def _compile_quantified(node: Quantified, bound: frozenset[str]) -> Code:
    iterators = []
    for name, source in node.iterators:
        iterators.append((name, compile_node(source, bound)))
        bound |= {name}
    return _quantified(node.word == "some", iterators, compile_node(node.condition, bound))


def _compile_test(test: Test, bound: frozenset[str], *, grouped: bool) -> TestCode:
    match test:
        case Half(sign=sign, limit=limit):
            return _half(sign, compile_node(limit, bound))
        case Range(low=low, high=high, low_included=low_included, high_included=high_included):
            return _range(
                compile_node(low, bound),
                compile_node(high, bound),
                ">=" if low_included else ">",
                "<=" if high_included else "<",
            )
        case _:
            return _candidate(compile_node(test, bound), grouped=grouped)


# Values and the way into them.


def _literal(value: Value) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        return value

    return code


def _name(path: Path) -> Code:
    dotted = ".".join(path)
    first, rest = path[0], path[1:]

    def code(run: Run) -> Value:
        run.budget.spend()
        if dotted in run.reads:
            return run.reads[dotted]
        found = run.names.get(first)
        for name in rest:
            found = found.get(name) if isinstance(found, Mapping) else _inside(run, found, name)
        value = run.reads[dotted] = to_value(found, run.budget)
        return value

    return code


def _inside(run: Run, found: object, name: str) -> object:
    """Go into a list or a date as it was handed in; a long list is not copied to be gone into."""
    if isinstance(found, list | tuple):
        run.budget.spend(len(found))
        return [item.get(name) if isinstance(item, Mapping) else None for item in found]
    return find_property(to_value(found, run.budget), name)


def _bound_name(path: Path) -> Code:
    first, rest = path[0], path[1:]

    def code(run: Run) -> Value:
        run.budget.spend()
        value = run.bound[first]
        for name in rest:
            value = _member(run.budget, value, name)
        return value

    return code


def _property(target: Code, name: str) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        return _member(run.budget, target(run), name)

    return code


def _member(budget: Budget, value: Value, name: str) -> Value:
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        budget.spend(len(value))
        return [item.get(name) if isinstance(item, dict) else None for item in value]
    return find_property(value, name)


def _index(target: Code, position: Code) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        items, place = target(run), position(run)
        if not isinstance(items, list) or not isinstance(place, Decimal):
            return None
        number = whole(place)
        if not number or abs(number) > len(items):
            return None
        return items[number - 1 if number > 0 else number]

    return code


def _list(items: Sequence[Code]) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        return [item(run) for item in items]

    return code


# Calls.


def _builtin_call(name: str, arguments: Sequence[Code]) -> Code:
    builtin = BUILTINS[name]

    def code(run: Run) -> Value:
        run.budget.spend()
        return builtin.call(run.budget, [argument(run) for argument in arguments])

    return code


def _given_call(name: str, arguments: Sequence[Code]) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        function = run.functions.get(name)
        if function is None:
            raise FeelValueError(
                Sentence(f"ไม่มีฟังก์ชัน {name} ให้เรียก", f"The function {name} was not handed in.")
            )
        values = tuple(argument(run) for argument in arguments)
        for value in values:
            weigh(value, run.budget)
        answer = to_value(function(*values), run.budget)
        run.called.append(Called(name, values, answer))
        return answer

    return code


# Operations.


def _negative(operand: Code) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        return negated(operand(run))

    return code


def _arithmetic(first: Code, rest: Sequence[tuple[str, Code]]) -> Code:
    def code(run: Run) -> Value:
        value = first(run)
        for sign, operand in rest:
            run.budget.spend()
            value = calculated(sign, value, operand(run), run.budget)
        return value

    return code


def _comparison(sign: str, left: Code, right: Code) -> Code:
    if sign == "=":

        def equality(run: Run) -> Value:
            run.budget.spend()
            return equal(left(run), right(run), run.budget)

        return equality

    if sign == "!=":

        def inequality(run: Run) -> Value:
            run.budget.spend()
            same = equal(left(run), right(run), run.budget)
            return None if same is None else not same

        return inequality

    def order(run: Run) -> Value:
        run.budget.spend()
        return ordered(sign, left(run), right(run))

    return order


def _junction(decisive: bool, operands: Sequence[Code]) -> Code:  # noqa: FBT001 -- a truth value
    """*or* is decided by the first True, *and* by the first False; what follows is not read."""

    def code(run: Run) -> Value:
        run.budget.spend()
        unknown = False
        for operand in operands:
            value = operand(run)
            if value is decisive:
                return decisive
            if value is not (not decisive):
                unknown = True
        return None if unknown else not decisive

    return code


def _conditional(condition: Code, yes: Code, no: Code) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        return yes(run) if condition(run) is True else no(run)

    return code


def _quantified(
    decisive: bool,  # noqa: FBT001 -- a truth value
    iterators: Sequence[tuple[str, Code]],
    condition: Code,
) -> Code:
    """Read *some* as *or* over all combinations, *every* as *and*; no list is unknown."""

    def level(run: Run, depth: int) -> bool | None:
        if depth == len(iterators):
            value = condition(run)
            return value if isinstance(value, bool) else None
        name, source = iterators[depth]
        items = source(run)
        if not isinstance(items, list):
            return None
        hidden = run.bound.get(name)
        unknown = False
        for item in items:
            run.budget.spend()
            run.bound[name] = item
            found = level(run, depth + 1)
            if found is decisive:
                run.bound[name] = hidden
                return decisive
            unknown = unknown or found is None
        run.bound[name] = hidden
        return None if unknown else not decisive

    return lambda run: level(run, 0)


# Membership.


def _between(value: Code, test: TestCode) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        return test(run, value(run))

    return code


def _membership(value: Code, tests: Sequence[TestCode]) -> Code:
    def code(run: Run) -> Value:
        run.budget.spend()
        wanted = value(run)
        unknown = False
        for test in tests:
            found = test(run, wanted)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    return code


def _half(sign: str, limit: Code) -> TestCode:
    return lambda run, value: ordered(sign, value, limit(run))


def _range(low: Code, high: Code, above: str, below: str) -> TestCode:
    return lambda run, value: both(
        ordered(above, value, low(run)), ordered(below, value, high(run))
    )


def _candidate(candidate: Code, *, grouped: bool) -> TestCode:
    """Test against a value or a list of values: null and other kinds are simply not equal.

    ``x in missing`` is unknown, but ``x in (missing)`` asks whether x is the same.
    """

    def code(run: Run, value: Value) -> bool | None:
        found = candidate(run)
        if isinstance(found, list):
            run.budget.spend(len(found))
            return any(equal(item, value, run.budget) is True for item in found)
        if found is None and not grouped:
            return None
        return equal(found, value, run.budget) is True

    return code
