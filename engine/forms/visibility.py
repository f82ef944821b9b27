"""Which components of a form are seen, given the answers above them.

A condition sees what stands above it and is itself seen: one pass in order decides, and no two
conditions can chase each other. Sealed answers are never seen by one.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, TypeAlias

from engine.forms.components import (
    AnyComponent,
    AnyField,
    ComputedField,
    Field,
    Group,
    Rows,
    level,
)
from engine.forms.reading import ReadValue, Unreadable, read_value, stored
from engine.forms.schema import FormSchema

Evaluate: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
"""FEEL without the leading ``=`` and the names it may read, to its value; unknown names are null.

Whoever calls binds the FEEL engine and its functions; errors of a budget pass through.
"""

NOT_FOR_CONDITIONS = frozenset({"options", "uploads", "known"})


class Sight:
    """The names that the next condition sees."""

    def __init__(self, names: dict[str, Any], evaluate: Evaluate) -> None:
        self._names = names
        self._evaluate = evaluate

    @classmethod
    def of(cls, names: Mapping[str, Any], today: date, evaluate: Evaluate) -> "Sight":
        seen = {name: value for name, value in names.items() if name not in NOT_FOR_CONDITIONS}
        return cls(seen | {"today": today}, evaluate)

    def row(self) -> "Sight":
        """Give the sight of one row: its own keys come before those of the form."""
        return Sight(dict(self._names), self._evaluate)

    def hides(self, component: AnyComponent) -> bool:
        return component.hide is not None and (self._evaluate(component.hide, self._names) is True)

    def see(self, component: AnyField | Rows, value: ReadValue | list[dict[str, Any]]) -> None:
        if isinstance(component, Rows) or not component.sealed:
            self._names[component.key] = _without_time(value)

    def compute(self, component: ComputedField) -> str | int | bool | list[str] | None:
        value = self._evaluate(component.expression, self._names)
        if not isinstance(value, str | int | Decimal | bool | date | None):
            value = None
        if isinstance(value, Decimal) and value == value.to_integral_value():
            value = int(value)
        self._names[component.key] = value
        return stored(value)


def hidden_ids(
    schema: FormSchema,
    answers: Mapping[str, Any],
    *,
    today: date,
    names: Mapping[str, Any],
    evaluate: Evaluate,
) -> frozenset[str]:
    """Give the ids of the components that the answers hide, those of rows as ``list.0.id``.

    The answers need not be right: what cannot be read is seen as null. ``names`` are those of
    :func:`engine.forms.answers.check_answers`. What stands inside of something hidden is not
    listed.
    """
    found: set[str] = set()
    _look(schema.components, answers, names, Sight.of(names, today, evaluate), "", found)
    return frozenset(found)


def _look(  # one scope: its answers, names, sight and place
    components: Sequence[AnyComponent],
    answers: Mapping[str, Any],
    names: Mapping[str, Any],
    sight: Sight,
    at: str,
    found: set[str],
) -> None:
    for component in components:
        if sight.hides(component):
            found.add(at + component.id)
        elif isinstance(component, Group):
            _look(component.components, answers, names, sight, at, found)
        elif isinstance(component, Rows):
            _look_into_rows(component, answers.get(component.key), names, sight, found)
        elif isinstance(component, ComputedField):
            sight.compute(component)
        elif isinstance(component, Field):
            sight.see(component, _readable(component, _raw(component, answers, names, at), names))


def _raw(field: AnyField, answers: Mapping[str, Any], names: Mapping[str, Any], at: str) -> object:
    """Return an answer; what is read-only is not posted, and is what the case knows."""
    known = names.get("known")
    if field.key in answers or at or not field.readonly or not isinstance(known, Mapping):
        return answers.get(field.key)
    return known.get(field.key)


def _look_into_rows(
    rows: Rows, raw: object, names: Mapping[str, Any], sight: Sight, found: set[str]
) -> None:
    seen: list[dict[str, Any]] = []
    for index, row in enumerate(raw if isinstance(raw, list | tuple) else ()):
        answers = row if isinstance(row, Mapping) else {}
        _look(rows.components, answers, names, sight.row(), f"{rows.key}.{index}.", found)
        # As check_answers shows a row to the conditions below it: JSON, without identities.
        seen.append(
            {
                field.key: stored(_readable(field, answers.get(field.key), names))
                for field in level(rows.components)
                if isinstance(field, Field) and not field.sealed
            }
        )
    sight.see(rows, seen)


def _readable(field: AnyField, raw: object, names: Mapping[str, Any]) -> ReadValue:
    lists, uploads = names.get("options") or {}, names.get("uploads") or {}
    try:
        return read_value(field, raw, lists=lists, uploads=uploads)
    except Unreadable:
        return None


def _without_time(value: ReadValue | list[dict[str, Any]]) -> object:
    # FEEL has no time of day here; it is compared as the text it is stored as.
    return f"{value:%H:%M}" if isinstance(value, time) else value
