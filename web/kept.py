"""What somebody typed into a form that was not taken: carried along, so that nothing is lost."""

from dataclasses import dataclass

from flask import g, request

from engine.forms import FormSchema
from web.design.language import ENGLISH, language

_NOT_KEPT = frozenset({"csrf_token", "password", "_sign_in_name", "_password"})
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


def kept_fields() -> tuple[Kept, ...]:
    """Return the posted fields of this request, without secrets; files cannot be kept."""
    return tuple(
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
