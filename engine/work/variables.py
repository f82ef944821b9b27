"""Variables of an instance: the answers that an expression of its edition reads, by scope.

Everything else a person fills in stays encrypted in the event of the completed
work item. Lint refuses a sealed key in an expression, so no identity comes here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from engine.bpmn.system_step import Scope
from engine.errors import ProcessFailed, Sentence
from engine.journal.canonical import canonical_bytes

# A scalar or short list a name; more is a document and belongs in the case file.
MOST_BYTES = 4096


@dataclass
class Variables:
    """``answers`` by scope, then task; ``visits`` counts how often a task was completed there."""

    answers: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    visits: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def parse(cls, stored: bytes) -> Self:
        return cls(**json.loads(stored))

    def to_bytes(self) -> bytes:
        """Return canonical JSON.

        Raises
        ------
        ProcessFailed
            The expressions of this process read more than an instance may carry.
        """
        stored = canonical_bytes({"answers": self.answers, "visits": self.visits})
        if len(stored) > MOST_BYTES:
            raise ProcessFailed(
                Sentence(
                    "คำตอบที่ใช้กำหนดเส้นทางยาวเกินไป ลดจำนวนรายการที่เลือก",
                    "The answers that steer the process are too long; choose fewer entries.",
                )
            )
        return stored

    def put(self, scope: Scope, task: str, answers: Mapping[str, Any]) -> None:
        self.answers.setdefault(scope_key(scope), {})[task] = dict(answers)

    def count_visit(self, scope: Scope, task: str) -> int:
        counts = self.visits.setdefault(scope_key(scope), {})
        counts[task] = counts.get(task, 0) + 1
        return counts[task]

    def round_of(self, scope: Scope, task: str) -> int:
        """Return which round of the task is open in this scope, from 1."""
        return self.visits.get(scope_key(scope), {}).get(task, 0) + 1

    def names(self, scope: Scope) -> dict[str, Any]:
        """Return what an expression in this scope sees: its own answers, then outward."""
        seen: dict[str, Any] = {}
        for depth in range(len(scope) + 1):
            seen.update(self.answers.get(scope_key(scope[:depth]), {}))
        return seen


def scope_key(scope: Scope) -> str:
    """Return a scope as one word: ``units=u1``; outermost first, "" for the instance itself."""
    return "/".join(f"{activity}={item}" for activity, item in scope)


def last_item(scope: str) -> str | None:
    """Return the item of the innermost multi-instance of a scope word: a unit's or party's id."""
    return scope.rpartition("=")[2] or None


def steering_answers(
    reads: frozenset[tuple[str, str]], task: str, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the part of a form's answers that some expression of the edition reads."""
    return {key: answers.get(key) for name, key in sorted(reads) if name == task}
