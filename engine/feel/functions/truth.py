"""Functions on truth values."""

from collections.abc import Mapping

from engine.feel.functions.builtin import ANY, TRUTH, Builtin
from engine.feel.values import Value


def _all(*given: Value) -> bool | None:
    """Let False win over what is not known, as *and* does."""
    items = _spread(given)
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def _any(*given: Value) -> bool | None:
    items = _spread(given)
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


def _spread(given: tuple[Value, ...]) -> list[Value] | tuple[Value, ...]:
    """Take the items of the one list, or the arguments themselves."""
    return given[0] if len(given) == 1 and isinstance(given[0], list) else given


TRUTH_FUNCTIONS: Mapping[str, Builtin] = {
    "not": Builtin((TRUTH,), lambda truth: not truth),
    "all": Builtin((ANY,), _all, repeats=True),
    "any": Builtin((ANY,), _any, repeats=True),
}
