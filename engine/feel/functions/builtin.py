"""What a built-in function is: the kinds it takes and what it does with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from engine.feel.budget import Budget
from engine.feel.values import Value, YearsMonths

Kinds: TypeAlias = frozenset[type]

TEXT: Kinds = frozenset({str})
NUMBER: Kinds = frozenset({Decimal})
TRUTH: Kinds = frozenset({bool})
LIST: Kinds = frozenset({list})
DAY: Kinds = frozenset({date, datetime})
DURATION: Kinds = frozenset({timedelta, YearsMonths})
NULL: Kinds = frozenset({type(None)})
ANY: Kinds = NULL | TEXT | NUMBER | TRUTH | LIST | DAY | DURATION | {dict}


@dataclass(frozen=True, slots=True)
class Builtin:
    """One function; an argument of another kind than it takes makes the result null.

    ``optional``: so many of the last parameters may be left out. ``repeats``: the last parameter
    may be given any number of times. ``paying``: ``apply`` takes the budget first, because it
    does more work than its arguments are long.
    """

    parameters: tuple[Kinds, ...]
    apply: Callable[..., Value]
    optional: int = 0
    repeats: bool = False
    paying: bool = False

    @property
    def counts(self) -> tuple[int, int | None]:
        """The least and the most arguments; None for any number."""
        least = len(self.parameters) - self.optional
        return least, None if self.repeats else len(self.parameters)

    def call(self, budget: Budget, arguments: Sequence[Value]) -> Value:
        last = len(self.parameters) - 1
        for place, argument in enumerate(arguments):
            if type(argument) not in self.parameters[min(place, last)]:
                return None
            if isinstance(argument, list):
                budget.spend(len(argument))
        try:
            result = self.apply(budget, *arguments) if self.paying else self.apply(*arguments)
        except (ArithmeticError, ValueError):  # beyond the number space or the calendar
            return None
        if isinstance(result, str):
            budget.spend_text(len(result))
        return result
