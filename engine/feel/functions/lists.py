"""Functions on lists. A value is never taken for a list of one, nor a list of one for its item."""

import functools
from collections.abc import Mapping
from decimal import Decimal

from engine.feel.budget import Budget
from engine.feel.functions.builtin import ANY, LIST, NULL, NUMBER, TEXT, Builtin
from engine.feel.functions.texts import slice_of
from engine.feel.operators import equal, ordered
from engine.feel.values import NUMBERS, Value


def _contains(budget: Budget, items: list[Value], wanted: Value) -> bool:
    return any(equal(item, wanted, budget) is True for item in items)


def _index_of(budget: Budget, items: list[Value], wanted: Value) -> list[Value]:
    return [
        Decimal(place)
        for place, item in enumerate(items, start=1)
        if equal(item, wanted, budget) is True
    ]


def _distinct(budget: Budget, items: list[Value]) -> list[Value]:
    found: list[Value] = []
    for item in items:
        budget.spend(len(found))
        if not _contains(budget, found, item):
            found.append(item)
    return found


def _union(budget: Budget, *lists: list[Value]) -> list[Value]:
    return _distinct(budget, _concatenated(*lists))


def _concatenated(*lists: list[Value]) -> list[Value]:
    return [item for items in lists for item in items]


def _flattened(budget: Budget, items: list[Value]) -> list[Value]:
    budget.spend(len(items))
    flat: list[Value] = []
    for item in items:
        flat.extend(_flattened(budget, item) if isinstance(item, list) else (item,))
    return flat


def _sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    window = slice_of(len(items), start, length)
    return None if window is None else items[window]


def _joined(budget: Budget, items: list[Value], delimiter: str | None = None) -> str | None:
    delimiter = delimiter or ""
    texts = [item for item in items if isinstance(item, str)]
    if any(item is not None and not isinstance(item, str) for item in items):
        return None
    budget.spend_text(sum(map(len, texts)) + len(delimiter) * len(texts))
    return delimiter.join(texts)


def _sum(*given: Value) -> Decimal | None:
    """Null for no number at all, as in the FEEL standard."""
    numbers = _numbers(given)
    return functools.reduce(NUMBERS.add, numbers) if numbers else None


def _mean(*given: Value) -> Decimal | None:
    numbers = _numbers(given)
    if not numbers:
        return None
    return NUMBERS.divide(functools.reduce(NUMBERS.add, numbers), Decimal(len(numbers)))


def _numbers(given: tuple[Value, ...]) -> list[Decimal]:
    """Take the given numbers; none if anything else is among them."""
    items = _spread(given)
    numbers = [item for item in items if isinstance(item, Decimal)]
    return numbers if len(numbers) == len(items) else []


def _least(*given: Value) -> Value:
    return _first_by("<", _spread(given))


def _greatest(*given: Value) -> Value:
    return _first_by(">", _spread(given))


def _first_by(sign: str, items: list[Value]) -> Value:
    """Find the item that stands before all others; null if two have no order."""
    if not items:
        return None
    best = items[0]
    for item in items:
        before = ordered(sign, item, best)
        if before is None:
            return None
        best = item if before else best
    return best


def _spread(given: tuple[Value, ...]) -> list[Value]:
    """Take the items of the one list, or the arguments themselves."""
    return given[0] if len(given) == 1 and isinstance(given[0], list) else list(given)


LIST_FUNCTIONS: Mapping[str, Builtin] = {
    "count": Builtin((LIST,), lambda items: Decimal(len(items))),
    "list contains": Builtin((LIST, ANY), _contains, paying=True),
    "index of": Builtin((LIST, ANY), _index_of, paying=True),
    "min": Builtin((ANY,), _least, repeats=True),
    "max": Builtin((ANY,), _greatest, repeats=True),
    "sum": Builtin((ANY,), _sum, repeats=True),
    "mean": Builtin((ANY,), _mean, repeats=True),
    "append": Builtin((LIST, ANY), lambda items, *more: [*items, *more], repeats=True),
    "concatenate": Builtin((LIST,), _concatenated, repeats=True),
    "union": Builtin((LIST,), _union, repeats=True, paying=True),
    "distinct values": Builtin((LIST,), _distinct, paying=True),
    "flatten": Builtin((LIST,), _flattened, paying=True),
    "reverse": Builtin((LIST,), lambda items: items[::-1]),
    "sublist": Builtin((LIST, NUMBER, NUMBER), _sublist, optional=1),
    "string join": Builtin((LIST, TEXT | NULL), _joined, optional=1, paying=True),
}
