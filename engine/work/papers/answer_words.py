"""Answers of a form as plain Thai words, for papers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from engine.forms import SEALED_MARK, FormSchema, Option
from engine.forms.components import (
    AnyField,
    CheckboxField,
    ChoiceField,
    ComputedField,
    DateField,
    Field,
    FileField,
    NumberField,
    Rows,
    level,
)
from engine.office.thai import long_date

_WITHHELD = "ปิดชื่อ"
_YES = "ใช่"

Lists = Mapping[str, Sequence[Option]]


def answer_lines(
    schema: FormSchema, answers: Mapping[str, Any], lists: Lists
) -> Iterator[tuple[str, str]]:
    """Yield the label and the words of each answer.

    What was left blank is there as well, but for what is asked only on a condition.
    """
    for field in schema.fields():
        words = field_words(field, answers.get(field.key), lists)
        is_asked = not isinstance(field, ComputedField | FileField)
        if is_asked and (words or field.hide is None):
            yield field.label.th, words


def field_words(field: AnyField | Rows, value: Any, lists: Lists) -> str:
    """Return what was answered, each row on a line of its own; "" where nothing was.

    A file is no words: it lies with the case under its own name.
    """
    if value in (None, "", [], False) or isinstance(field, FileField):
        return ""
    if value == SEALED_MARK:
        return _WITHHELD
    if isinstance(field, Rows):
        return "\n".join(f"{n}. {_row(field, row, lists)}" for n, row in enumerate(value, 1))
    return _said(field, value, lists)


def _said(field: AnyField, value: Any, lists: Lists) -> str:
    if isinstance(field, ChoiceField):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(choice_words(field, str(one), lists) for one in chosen)
    if isinstance(field, CheckboxField):
        return _YES
    if isinstance(field, DateField):
        return long_date(date.fromisoformat(str(value))).th
    if isinstance(field, NumberField):
        number = f"{value:,}" if isinstance(value, int | Decimal) else str(value)
        return f"{number} {field.unit.th}".strip()
    return str(value)


def choice_words(field: ChoiceField, value: str, lists: Lists) -> str:
    """Return what a choice is called; of one that is offered no more, its key."""
    offered = lists[field.office_list] if field.office_list else field.options
    return next((option.label.th for option in offered if option.value == value), value)


def _row(rows: Rows, row: Mapping[str, Any], lists: Lists) -> str:
    said = (
        field_words(field, row.get(field.key), lists)
        for field in level(rows.components)
        if isinstance(field, Field)
    )
    return " ".join(one for one in said if one)
