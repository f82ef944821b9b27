"""What a list of work is narrowed to, as conditions on rows.

What the register says of a case narrows only rows whose case this person may know: a
secret step that she has not claimed must not answer to its category.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, literal

from engine.office.roles import Role
from engine.office.thai import arabic_digits
from engine.store import tables

# Due today or within this many days: what there is still time for.
SOON = timedelta(days=7)
_SATURDAY = 5


class Within(StrEnum):
    """How a due date stands to today. WEEK ends on Sunday, SOON on the seventh day from now."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    SOON = "soon"
    UNDATED = "undated"

    def bounds(self, today: date) -> tuple[date | None, date | None]:
        """Return the first and the last due date within it."""
        return {
            Within.LATE: (None, today - timedelta(days=1)),
            Within.TODAY: (today, today),
            Within.WEEK: (today, end_of_week(today)),
            Within.SOON: (today, today + SOON),
            Within.UNDATED: (tables.NO_DUE_DATE, None),
        }[self]


@dataclass(frozen=True)
class Narrow:
    """Conditions that all must hold; what is None or "" narrows nothing.

    ``from_on`` and ``to_on`` bound the due date, of done work the day on which it was done.
    ``number`` is a part of the case's number, in Thai or Arabic digits. ``lanes`` are the
    roles in whose lanes of the diagram a step stands, whoever does it in their place.
    """

    within: Within | None = None
    from_on: date | None = None
    to_on: date | None = None
    process_id: str = ""
    step: tuple[str, str] | None = None
    channel: str = ""
    category: str = ""
    tag: str = ""
    unit: str = ""
    number: str = ""
    lanes: frozenset[Role] = frozenset()

    @property
    def asks_step(self) -> bool:
        return self.step is not None or bool(self.unit or self.lanes)

    @property
    def asks_case(self) -> bool:
        told = self.channel or self.category or self.tag
        return bool(self.process_id or told or self.number.strip())

    def on_due(
        self, due_on: ColumnElement[date], first: date | None, last: date | None
    ) -> list[ColumnElement[bool]]:
        """Bound a due date by these and by its own days; work without one lies within no days."""
        asked = [due_on >= bound for bound in (first, self.from_on) if bound is not None]
        asked += [due_on <= bound for bound in (last, self.to_on) if bound is not None]
        if self.from_on is not None and self.to_on is None and self.within is None:
            asked.append(due_on < tables.NO_DUE_DATE)
        return asked

    def on_step(self) -> list[ColumnElement[bool]]:
        item = tables.work_item
        asked = []
        if self.step is not None:
            process_id, element = self.step
            asked += [item.c.process_id == process_id, item.c.element == element]
        if self.unit:
            groups = literal(" ") + item.c.groups + literal(" ")
            asked.append(groups.contains(f" unit:{self.unit} ", autoescape=True))
        if self.lanes:
            asked.append(item.c.role.in_(sorted(self.lanes)))
        return asked

    def on_case(self, is_known: ColumnElement[bool]) -> list[ColumnElement[bool]]:
        """Return what is asked of the register; ``is_known`` tells which cases she may know.

        The number of a case is known to whoever sees the row.
        """
        register = tables.case
        asked = []
        told: list[ColumnElement[bool]] = []
        if self.process_id:
            asked.append(register.c.process_id == self.process_id)
        if self.channel:
            told.append(register.c.channel == self.channel)
        if self.category:
            told.append(register.c.category == self.category)
        if self.tag:
            told.append(has_tag(self.tag))
        number = arabic_digits(" ".join(self.number.split()))
        if number:
            asked.append(register.c.number.contains(number, autoescape=True))
        return [*asked, is_known, *told] if told else asked


EVERYTHING = Narrow()


def has_tag(key: str) -> ColumnElement[bool]:
    """Return, as a condition on cases, that one has this tag."""
    tags = literal(" ") + tables.case.c.tags + literal(" ")
    return tags.contains(f" {key} ", autoescape=True)


def start_of_week(today: date) -> date:
    """Return the Monday of this week."""
    return today - timedelta(days=today.weekday())


def end_of_week(today: date) -> date:
    """Return the Sunday of this week."""
    return today + timedelta(days=_SATURDAY + 1 - today.weekday())
