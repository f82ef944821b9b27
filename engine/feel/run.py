"""One evaluation: what it may reach, what it has read and called, what it has left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.feel.budget import Budget
from engine.feel.values import Value

Function: TypeAlias = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Called:
    """One call out of the language: the function, what it was given and what it answered."""

    name: str
    arguments: tuple[Value, ...]
    value: Value


class Run:
    __slots__ = ("bound", "budget", "called", "functions", "names", "reads")

    def __init__(self, names: Mapping[str, object], functions: Mapping[str, Function]) -> None:
        self.names = names
        self.functions = functions
        self.bound: dict[str, Value] = {}
        self.reads: dict[str, Value] = {}
        self.called: list[Called] = []
        self.budget = Budget()


Code: TypeAlias = Callable[[Run], Value]
TestCode: TypeAlias = Callable[[Run, Value], bool | None]
