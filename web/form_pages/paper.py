"""A form on paper: what is typed on the screen is written on lines and ticked in boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from engine.errors import Sentence
from engine.forms import Option
from engine.forms.components import (
    AnyComponent,
    ChoiceField,
    ComputedField,
    DateField,
    Field,
    Group,
    Mark,
    NumberField,
    Rows,
    Table,
    TextField,
    TimeField,
    level,
)

if TYPE_CHECKING:
    from web.form_pages.showing import Showing

# Of a longer list the office's own name is written by hand.
MOST_OPTIONS: Final = 24
# Who works here and which cases there are does not lie about on blank forms.
_BY_HAND: Final = frozenset({"members", "cases", "parties"})
MOST_ROWS: Final = 20
_FEW_ROWS: Final = 2
# From here on options stand below one another in columns.
_SIDE_BY_SIDE: Final = 4
_LONG_OPTION: Final = 28
# A row of so few short answers is a row of a table.
_MOST_COLUMNS: Final = 4
_MOST_IN_A_CELL: Final = 4
# 1-2345-67890-12-3
CITIZEN_ID: Final = (1, 4, 5, 2, 1)


@dataclass(frozen=True)
class Part:
    """Components that are asked on one condition, in lines; "" is always."""

    condition: str
    lines: tuple[tuple[AnyComponent, ...], ...]


class Paper:
    """A form to be filled in by hand.

    ``conditions`` say by component id when it is asked; ``rows`` is how often a list that may
    repeat is printed, 0 leaves it to the form.
    """

    def __init__(self, show: "Showing", conditions: Mapping[str, Sentence], rows: int) -> None:
        self.show = show
        self.citizen_id = CITIZEN_ID
        self._conditions = conditions
        self._rows = rows

    def parts(self, components: Sequence[AnyComponent]) -> list[Part]:
        written = [one for one in components if self._is_written(one)]
        return [
            Part(condition, tuple(_lines(list(together))))
            for condition, together in groupby(written, self._condition)
        ]

    def numbers(self, rows: Rows) -> range:
        """Give the numbers of the empty rows."""
        usual = max(rows.least, rows.initial, _FEW_ROWS)
        return range(min(max(self._rows, rows.least) if self._rows else usual, MOST_ROWS))

    def columns(self, rows: Rows) -> list[AnyComponent]:
        """Give what the columns ask if the rows are short enough for a table, else nothing."""
        asked = [one for one in level(rows.components) if self._is_written(one)]
        fits = len(asked) <= _MOST_COLUMNS and all(self._fits_a_cell(one) for one in asked)
        return asked if fits else []

    def options(self, choice: ChoiceField) -> tuple[Option, ...]:
        found = self.show.options(choice) if choice.office_list not in _BY_HAND else ()
        return found if len(found) <= MOST_OPTIONS else ()

    def stands_in_columns(self, options: Sequence[Option]) -> bool:
        return len(options) > _SIDE_BY_SIDE and all(
            len(self.show.plain(option.label)) <= _LONG_OPTION for option in options
        )

    def _is_written(self, component: AnyComponent) -> bool:
        if component.id in self.show.view.hidden:
            return False
        if isinstance(component, Table | Mark | ComputedField):
            return False
        if isinstance(component, Field) and component.readonly:
            return False
        if isinstance(component, Group | Rows):
            return any(self._is_written(one) for one in component.components)
        return True

    def _fits_a_cell(self, component: AnyComponent) -> bool:
        if component.id in self._conditions:
            return False
        match component:
            case TextField(lines=lines):
                return lines == 1 and component.form != "citizen_id"
            case ChoiceField():
                return len(self.options(component)) <= _MOST_IN_A_CELL
            case NumberField() | DateField() | TimeField():
                return True
        return False

    def _condition(self, component: AnyComponent) -> str:
        found = self._conditions.get(component.id)
        return self.show.say(found) if found else ""


def _lines(components: list[AnyComponent]) -> list[tuple[AnyComponent, ...]]:
    """Put short fields of one row of the layout side by side, everything else on its own."""
    lines: list[tuple[AnyComponent, ...]] = []
    for row, together in groupby(components, lambda one: one.row if _is_short(one) else None):
        found = tuple(together)
        lines += [found] if row else [(one,) for one in found]
    return lines


def _is_short(component: AnyComponent) -> bool:
    if isinstance(component, TextField):
        return component.lines == 1 and component.form != "citizen_id"
    return isinstance(component, NumberField | DateField | TimeField)
