"""What somebody has typed into a form so far: no judgement, and the identities apart.

Answers here are as posted (see :mod:`engine.forms.reading`): what cannot be read yet stays as
it was typed.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.forms.answers import initial_answers
from engine.forms.components import (
    AnyComponent,
    AnyField,
    ComputedField,
    Field,
    FileField,
    Rows,
    level,
)
from engine.forms.schema import FormSchema


def typed_answers(schema: FormSchema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the answers that are typed or chosen: no files, nothing that the form does not ask."""
    return _typed(schema.components, answers)


def is_untouched(
    schema: FormSchema, typed: Mapping[str, Any], *, today: date, known: Mapping[str, Any]
) -> bool:
    """Tell whether the form says what it said when it was opened."""
    opened = typed_answers(schema, initial_answers(schema, today=today, known=known))
    return bool(_filled(typed) == _filled(opened))


def part_identities(
    schema: FormSchema, typed: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Cut the sealed fields off: the open answers, and what was typed into each sealed path."""
    apart: dict[str, Any] = {}
    return _parted(schema.components, typed, apart, ""), apart


def with_identities(opened: Mapping[str, Any], apart: Mapping[str, Any]) -> dict[str, Any]:
    """Put back what :func:`part_identities` cut off."""
    whole: dict[str, Any] = _copied(opened)
    for path, value in apart.items():
        place: Any = whole
        *way, last = path.split(".")
        for part in way:
            place = place[int(part)] if part.isdigit() else place[part]
        place[last] = value
    return whole


def _typed(components: tuple[AnyComponent, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for component in level(components):
        if isinstance(component, Rows):
            rows = answers.get(component.key)
            if isinstance(rows, list | tuple):
                found[component.key] = [
                    _typed(component.components, row) for row in rows if isinstance(row, Mapping)
                ]
        elif isinstance(component, Field) and _is_typed(component) and component.key in answers:
            found[component.key] = answers[component.key]
    return found


def _is_typed(found: AnyField) -> bool:
    return not found.readonly and not isinstance(found, FileField | ComputedField)


def _parted(
    components: tuple[AnyComponent, ...], typed: Mapping[str, Any], apart: dict[str, Any], at: str
) -> dict[str, Any]:
    opened: dict[str, Any] = {}
    for component in _asked(components, typed):
        value = typed[component.key]
        if isinstance(component, Rows):
            opened[component.key] = [
                _parted(component.components, row, apart, f"{at}{component.key}.{index}.")
                for index, row in enumerate(value)
            ]
        elif component.sealed:
            if value:
                apart[at + component.key] = value
        else:
            opened[component.key] = value
    return opened


def _asked(
    components: tuple[AnyComponent, ...], typed: Mapping[str, Any]
) -> Iterator[AnyField | Rows]:
    for component in level(components):
        if isinstance(component, Field | Rows) and component.key in typed:
            yield component


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _filled(value: Any) -> Any:
    """Leave out what says nothing, so that "" and nothing at all are the same."""
    if isinstance(value, Mapping):
        return {key: inner for key, one in value.items() if (inner := _filled(one))}
    if isinstance(value, list | tuple):
        return [_filled(inner) for inner in value]
    return value or None
