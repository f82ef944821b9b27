"""The closed lists of what a form may say: identities, case columns, lists of the office.

A word that is not here is refused when the form is read. The reason is one misspelt ``sealed``:
it would let a name through into the journal, and nobody would see it.
"""

import re
from typing import Final

from engine.forms.components import Kind

SEALED_KINDS: Final = frozenset(
    f"{party}.{part}"
    for party, parts in {
        "complainant": ("name", "address", "phone", "email", "citizen_id", "contact"),
        "witness": ("name", "address", "phone", "email", "contact"),
        "respondent": ("name", "address", "phone", "contact"),
    }.items()
    for part in parts
)

_CHOICE = frozenset({Kind.RADIO, Kind.SELECT})
_TEXT = frozenset({Kind.TEXTFIELD, Kind.TEXTAREA})
_DATE = frozenset({Kind.DATETIME})

CASE_COLUMNS: Final = {
    "category": _CHOICE,
    "channel": _CHOICE,
    "kind": _CHOICE,
    "secrecy": _CHOICE,
    "result": _CHOICE,
    "behaviour": _CHOICE,
    "withdrawal": _CHOICE,
    "place": _TEXT,
    "subject": _TEXT,
    "received_on": _DATE,
    "closed_on": _DATE,
    "period_from": _DATE,
    "period_to": _DATE,
    "is_anonymous": frozenset({Kind.CHECKBOX}),
}

OFFICE_LISTS: Final = frozenset(
    {"units", "categories", "channels", "outside_bodies", "members", "cases", "parties"}
    | {"respondent_kinds", "retentions", "respondents", "issues", "memberships"}
    | {"listed_records", "records", "public_documents"}
)

FORM_NAMES: Final = frozenset({"case", "door", "due_on", "previous_on", "today"})
"""What a form's FEEL may name beside the answers above it: ``case.*``; the ``door`` it is filled in
at (``officer`` or ``public``); the last day of the step, null if none is set; the day of the
previous step, null if there is none; this day."""

FORMATS: Final = frozenset({"citizen_id"})
TONES: Final = frozenset({"plain", "note", "caution"})
WIDTHS: Final = frozenset({"short", "medium", "full"})

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")

# FEEL keywords: a key of this name could not be read as <task>.<key>.
RESERVED_KEYS: Final = frozenset(
    {
        "and",
        "or",
        "not",
        "in",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "true",
        "false",
        "null",
        "function",
        "instance",
    }
)

_COMMON = frozenset({"type", "id", "label", "description", "layout", "properties", "conditional"})
_INPUT = _COMMON | {"key", "validate", "readonly", "defaultValue", "disabled"}
_CHOICES = _INPUT | {"values", "valuesKey"}
_BOX = frozenset({"components", "path", "showOutline", "verticalAlignment"})

COMPONENT_KEYS: Final = {
    Kind.TEXTFIELD: _INPUT | {"appearance"},
    Kind.TEXTAREA: _INPUT,
    Kind.NUMBER: _INPUT | {"appearance", "decimalDigits", "increment", "serializeToString"},
    Kind.DATETIME: _INPUT
    | {"subtype", "dateLabel", "timeLabel", "use24h", "timeSerializingFormat", "timeInterval"}
    | {"disallowPassedDates"},
    Kind.CHECKBOX: _INPUT,
    Kind.CHECKLIST: _CHOICES,
    Kind.RADIO: _CHOICES,
    Kind.SELECT: _CHOICES | {"searchable"},
    Kind.FILEPICKER: _INPUT | {"accept", "multiple"},
    Kind.EXPRESSION: _COMMON | {"key", "expression", "computeOn"},
    Kind.TEXT: _COMMON | {"text"},
    Kind.SEPARATOR: _COMMON,
    Kind.SPACER: _COMMON | {"height"},
    Kind.TABLE: _COMMON | {"dataSource", "columns", "rowCount"},
    Kind.GROUP: _COMMON | _BOX,
    Kind.DYNAMICLIST: _COMMON
    | _BOX
    | {"isRepeating", "defaultRepetitions", "allowAddRemove", "disableCollapse"}
    | {"nonCollapsedItems"},
}

VALIDATION_KEYS: Final = {
    Kind.TEXTFIELD: frozenset(
        {"required", "minLength", "maxLength", "pattern", "patternErrorMessage", "validationType"}
    ),
    Kind.TEXTAREA: frozenset({"required", "minLength", "maxLength"}),
    Kind.NUMBER: frozenset({"required", "min", "max"}),
}
REQUIRED_ONLY: Final = frozenset({"required"})

_NAMES = frozenset({"name_en", "description_en"})
_HELD = _NAMES | {"case"}
_WORDED = frozenset({"paper"})

PROPERTY_KEYS: Final = {
    Kind.TEXTFIELD: _HELD | _WORDED | {"sealed", "format", "width", "pattern_error_en"},
    Kind.TEXTAREA: _HELD | _WORDED | {"sealed", "lines"},
    Kind.NUMBER: _NAMES | _WORDED | {"unit_en"},
    Kind.DATETIME: _HELD | {"not_future", "default"},
    Kind.CHECKBOX: _HELD,
    Kind.CHECKLIST: _NAMES,
    Kind.RADIO: _HELD,
    Kind.SELECT: _HELD,
    Kind.FILEPICKER: _NAMES,
    Kind.EXPRESSION: frozenset({"name_en"}),
    Kind.TEXT: frozenset({"text_en", "tone"}),
    Kind.SEPARATOR: frozenset[str](),
    Kind.SPACER: frozenset[str](),
    Kind.TABLE: _NAMES,
    Kind.GROUP: _NAMES,
    Kind.DYNAMICLIST: _NAMES
    | _WORDED
    | {"min_rows", "max_rows", "item", "item_en", "add", "add_en"},
}
"""The custom properties of each type; options and columns add ``value_<value>_en`` and so on."""
