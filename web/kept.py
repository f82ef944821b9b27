"""What somebody typed into a form that was not taken: carried along, so that nothing is lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import g, request

from engine.forms import FormSchema
from web.design.language import ENGLISH, language

_NOT_KEPT = frozenset({"csrf_token", "password", "_sign_in_name", "_password", "receipt_code"})
# Text that a person would miss; ids and ticks are carried but not shown.
_SHOWN_FROM = 12


@dataclass(frozen=True)
class Kept:
    """One posted value. ``is_shown``: long enough to be somebody's words."""

    name: str
    value: str
    label: str
    is_shown: bool


def name_fields(schema: FormSchema) -> None:
    """Let a refusal of this request call the fields by their labels."""
    g.kept_schema = schema


def carry(fields: Iterable[tuple[str, str]]) -> None:
    """Let a refusal of this request carry more than was posted: the files that are on disk."""
    g.carried = [*g.get("carried", ()), *fields]


def carry_all_files() -> None:
    """Note that every file of this request is among what is carried."""
    g.has_all_files = True


def loses_files() -> bool:
    """Tell whether the form had files that a refusal of this request does not carry."""
    given = any(file.filename for file in request.files.values())
    return given and not g.get("has_all_files", False)


def kept_fields() -> tuple[Kept, ...]:
    """Return the posted fields of this request without secrets, and what is carried besides."""
    carried = tuple(Kept(name, value, "", is_shown=False) for name, value in g.get("carried", ()))
    return carried + tuple(
        Kept(
            name,
            value,
            _label(name),
            not name.startswith("_") and len(value) >= _SHOWN_FROM,
        )
        for name, value in request.form.items(multi=True)
        if name not in _NOT_KEPT
    )


def _label(name: str) -> str:
    """Return the label of a field: ``issues.0.text`` is ``issues.text`` of a row."""
    schema: FormSchema | None = g.get("kept_schema")
    path = ".".join(part for part in name.split(".") if not part.isdigit())
    try:
        label = schema.field(path).label if schema else None
    except KeyError:
        label = None
    if label is None:
        return ""
    return (language() == ENGLISH and label.en) or label.th
