"""Why the last day of a deadline is another one than was counted first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self


class MoveKind(StrEnum):
    PAUSE = "pause"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Move:
    """Why the last day of a deadline is another one than was counted first.

    ``days`` are of the rule: what a pause left over, counted anew from ``until``, the day on
    which the matter came back; or what an extension added to ``was_on``. ``on`` is the day it
    took effect, ``cited`` by what: the body that has the matter, the order.
    """

    kind: MoveKind
    on: date
    until: date
    days: int
    was_on: date
    now_on: date
    cited: str

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "on": self.on.isoformat(),
            "until": self.until.isoformat(),
            "days": self.days,
            "was_on": self.was_on.isoformat(),
            "now_on": self.now_on.isoformat(),
            "cited": self.cited,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            kind=MoveKind(stored["kind"]),
            on=date.fromisoformat(stored["on"]),
            until=date.fromisoformat(stored["until"]),
            days=stored["days"],
            was_on=date.fromisoformat(stored["was_on"]),
            now_on=date.fromisoformat(stored["now_on"]),
            cited=stored["cited"],
        )


@dataclass(frozen=True)
class Lead:
    """The day of an agency that sent the case comes before the office's own: it leads.

    ``party`` is the agency; its letter stands with the case. ``own_on`` is the last day as the
    office counts it, every pause and extension included.
    """

    on: date
    own_on: date
    party: str

    def as_json(self) -> dict[str, str]:
        return {
            "on": self.on.isoformat(),
            "own_on": self.own_on.isoformat(),
            "party": self.party,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Self:
        return cls(
            on=date.fromisoformat(stored["on"]),
            own_on=date.fromisoformat(stored["own_on"]),
            party=stored["party"],
        )
