"""Posted strings to answers, by the schema and nothing else.

A control is named by the path of its answer: ``decision``, ``complainants.0.name``; a date has
three, ``signed_on.day``, ``.month`` and ``.year``; a list says how many rows it shows in
``complainants._rows``. What cannot be read stays as typed, so that it is shown again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from werkzeug.datastructures import FileStorage, MultiDict

from engine.forms import FormSchema, initial_row
from engine.forms.components import (
    AnyComponent,
    AnyField,
    CheckboxField,
    ChoiceField,
    ComputedField,
    DateField,
    Field,
    FileField,
    Rows,
    level,
)
from engine.forms.reading import settled

REFRESH: Final = "_refresh"
ADD: Final = "_add:"
REMOVE: Final = "_remove:"
DATE_PARTS: Final = ("day", "month", "year")


@dataclass(frozen=True)
class Upload:
    """A file that came with the form, for the answer at ``path``.

    ``must_open``: it is taken only as a PDF that anybody can open.
    """

    path: str
    file: FileStorage
    must_open: bool = False


@dataclass(frozen=True)
class RowChange:
    """A button of the form itself was pressed: add a row, remove row ``index``, or look again.

    The form is then shown again with what was typed; nothing is judged or written.
    """

    key: str = ""
    index: int | None = None
    adds: bool = False


@dataclass(frozen=True)
class Bound:
    """What was posted. ``change`` is None when a button of the page (complete, draft) was used."""

    answers: dict[str, Any]
    uploads: tuple[Upload, ...]
    change: RowChange | None


def bind(
    schema: FormSchema,
    posted: MultiDict[str, str],
    files: MultiDict[str, FileStorage] | None = None,
) -> Bound:
    """Read a post by the schema; fields of it only, read-only ones never. Never raises."""
    found = MultiDict[str, FileStorage]() if files is None else files
    uploads: list[Upload] = []
    answers = _scope(schema.components, posted, found, uploads, "")
    return Bound(answers, tuple(uploads), _change(schema, posted))


def of_prefix(posted: MultiDict[str, str], prefix: str) -> MultiDict[str, str]:
    """Give what was posted for one of several forms, under the names of its own fields."""
    return MultiDict(
        (name.removeprefix(prefix), value)
        for name, value in posted.items(multi=True)
        if name.startswith(prefix)
    )


def with_change(
    schema: FormSchema, answers: Mapping[str, Any], change: RowChange, *, today: date
) -> dict[str, Any]:
    """Give the answers after a row was added or removed; a change the form forbids does nothing."""
    changed = dict(answers)
    for rows in schema.fields():
        if not isinstance(rows, Rows) or rows.key != change.key or rows.fixed:
            continue
        kept = list(changed.get(rows.key) or [])
        if change.adds and len(kept) < rows.most:
            kept.append(initial_row(rows, today=today))
        elif change.index is not None and change.index < len(kept):
            del kept[change.index]
        changed[rows.key] = kept
    return changed


def posted_pairs(
    component: AnyComponent, answers: Mapping[str, Any], at: str = ""
) -> Iterator[tuple[str, str]]:
    """Give the name and value pairs that bind to the answers of a component."""
    for found in level((component,)):
        if isinstance(found, Rows):
            rows = answers.get(found.key) or []
            yield f"{at}{found.key}._rows", str(len(rows))
            for index, row in enumerate(rows):
                for inside in found.components:
                    yield from posted_pairs(inside, row, f"{at}{found.key}.{index}.")
        elif isinstance(found, Field) and not found.readonly:
            yield from _field_pairs(found, answers.get(found.key), at + found.key)


def date_parts(raw: object, *, buddhist: bool) -> dict[str, str]:
    """Give the three boxes of a date: of a day that was read, or as typed."""
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        year, month, day = (int(part) for part in raw.split("-"))
        shown = year + 543 if buddhist else year
        return {"day": str(day), "month": str(month), "year": str(shown)}
    if isinstance(raw, Mapping):
        return {part: str(raw.get(part, "")) for part in DATE_PARTS}
    return dict.fromkeys(DATE_PARTS, "")


def _scope(
    components: tuple[AnyComponent, ...],
    posted: MultiDict[str, str],
    files: MultiDict[str, FileStorage],
    uploads: list[Upload],
    at: str,
) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for component in level(components):
        if isinstance(component, Rows):
            count = _row_count(component, posted)
            answers[component.key] = [
                _scope(component.components, posted, files, uploads, f"{component.key}.{index}.")
                for index in range(count)
            ]
        elif isinstance(component, Field) and _is_asked(component):
            path = at + component.key
            answers[component.key] = _answer(component, posted, path)
            if isinstance(component, FileField):
                given = [file for file in files.getlist(path) if file.filename]
                opens = component.takes_readable_pdf
                uploads.extend(Upload(path, file, must_open=opens) for file in given)
    return answers


def _is_asked(field: AnyField) -> bool:
    return not field.readonly and not isinstance(field, ComputedField)


def _answer(field: AnyField, posted: MultiDict[str, str], path: str) -> object:
    if isinstance(field, CheckboxField):
        return path in posted
    if isinstance(field, FileField) or (isinstance(field, ChoiceField) and field.multiple):
        return [text for text in posted.getlist(path) if text]
    if isinstance(field, DateField):
        typed = {part: posted.get(f"{path}.{part}", "").strip() for part in DATE_PARTS}
        return settled(field, typed) if any(typed.values()) else None
    text = posted.get(path, "")
    return settled(field, text) if text.strip() else None


def _row_count(rows: Rows, posted: MultiDict[str, str]) -> int:
    text = posted.get(f"{rows.key}._rows", "")
    # One more than is allowed, so that the judging can say so.
    return min(int(text), rows.most + 1) if re.fullmatch(r"[0-9]{1,4}", text) else 0


def _field_pairs(field: AnyField, raw: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(field, CheckboxField):
        if raw:
            yield path, "yes"
    elif isinstance(field, DateField):
        for part, text in date_parts(raw, buddhist=True).items():
            if text:
                yield f"{path}.{part}", text
    elif isinstance(raw, list | tuple):
        for item in raw:
            yield path, str(item)
    elif raw is not None and not isinstance(field, ComputedField):
        yield path, str(raw)


def _change(schema: FormSchema, posted: MultiDict[str, str]) -> RowChange | None:
    for rows in schema.fields():
        if not isinstance(rows, Rows):
            continue
        if ADD + rows.key in posted:
            return RowChange(rows.key, adds=True)
        index = posted.get(REMOVE + rows.key, "")
        if re.fullmatch(r"[0-9]{1,4}", index):
            return RowChange(rows.key, int(index))
    return RowChange() if REFRESH in posted else None
