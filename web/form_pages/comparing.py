"""Two sets of answers to one form side by side, and one made of both.

A field is posted back as ``_pick:<key>`` with ``stored``, ``mine`` or ``both``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from engine.forms import FormSchema
from engine.forms.components import AnyField, ChoiceField, Field, Rows, TextField
from engine.forms.typed import typed_answers
from web.form_pages.binding import DATE_PARTS, bind, posted_pairs
from web.form_pages.rendering import FormView, render_answers
from web.form_pages.showing import Showing

PICK: Final = "_pick:"
STORED, MINE, BOTH = "stored", "mine", "both"


@dataclass(frozen=True)
class Difference:
    """One field that two people, or two windows, have answered differently."""

    key: str
    label: Markup
    stored: Markup
    mine: Markup
    may_join: bool


def differences(
    view: FormView, stored: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Give what differs, in the order of the form; ``view`` says how values are written."""
    showing = Showing(replace(view, shows_identities=True))
    return tuple(
        Difference(
            found.key,
            showing.words(found.label),
            _written(showing, found, stored.get(found.key)),
            _written(showing, found, mine.get(found.key)),
            may_join=_may_join(found) and bool(stored.get(found.key)) and bool(mine.get(found.key)),
        )
        for found in _differing(view.schema, stored, mine)
    )


def joined(
    schema: FormSchema,
    stored: Mapping[str, Any],
    mine: Mapping[str, Any],
    picked: Mapping[str, str],
) -> dict[str, Any]:
    """Give the answers that were picked; where nothing was, both, or else mine."""
    answers = dict(mine)
    for found in _differing(schema, stored, mine):
        both = BOTH if _may_join(found) else MINE
        pick = picked.get(PICK + found.key, both)
        if pick == STORED:
            answers[found.key] = stored.get(found.key)
        elif pick == BOTH and _may_join(found):
            answers[found.key] = _together(stored.get(found.key), mine.get(found.key))
    return answers


def refitted(
    old: FormSchema, new: FormSchema, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """Put answers to one form into another of its kind; give also what found no place there."""
    pairs = [pair for one in old.components for pair in posted_pairs(one, answers)]
    fitted = bind(new, MultiDict(pairs)).answers
    placed = {name for one in new.components for name, _ in posted_pairs(one, fitted)}
    left = tuple(
        (_label(old, name), text)
        for name, text in pairs
        if name not in placed and not name.endswith("._rows")
    )
    return fitted, left


def _label(schema: FormSchema, name: str) -> str:
    path = [part for part in name.split(".") if not part.isdigit() and part not in DATE_PARTS]
    return schema.field(".".join(path)).label.th


def _differing(
    schema: FormSchema, stored: Mapping[str, Any], mine: Mapping[str, Any]
) -> Iterator[AnyField | Rows]:
    one, other = typed_answers(schema, stored), typed_answers(schema, mine)
    for found in schema.fields():
        if (one.get(found.key) or None) != (other.get(found.key) or None):
            yield found


def _may_join(found: AnyField | Rows) -> bool:
    return (
        (isinstance(found, Rows) and not found.fixed)
        or (isinstance(found, TextField) and found.lines > 1)
        or (isinstance(found, ChoiceField) and found.multiple)
    )


def _together(stored: Any, mine: Any) -> Any:
    if not stored or not mine:
        return mine or stored
    if isinstance(mine, list):
        return [*stored, *(one for one in mine if one not in stored)]
    return mine if stored in mine else stored if mine in stored else f"{stored}\n\n{mine}"


def _written(showing: Showing, found: AnyField | Rows, value: Any) -> Markup:
    if isinstance(found, Rows):
        return _rows(showing, found, value or [])
    if isinstance(value, Mapping):
        # A date that cannot be read yet, as it was typed.
        return escape(" ".join(str(part) for part in value.values() if part))
    return showing.value(found, value)


def _rows(showing: Showing, rows: Rows, value: list[Mapping[str, Any]]) -> Markup:
    part = replace(showing.schema, components=rows.components)
    shown = [
        Markup("<p><b>{}</b></p>{}").format(
            showing.item(rows, index),
            render_answers(replace(showing.view, schema=part, answers=_plain(part, row))),
        )
        for index, row in enumerate(value)
    ]
    return Markup("").join(shown) or escape(showing.word("nothing"))


def _plain(schema: FormSchema, row: Mapping[str, Any]) -> dict[str, Any]:
    """Write a date that cannot be read yet as one text."""
    return {
        found.key: " ".join(str(part) for part in value.values() if part)
        if isinstance(value, Mapping)
        else value
        for found in schema.fields()
        if isinstance(found, Field) and (value := row.get(found.key)) is not None
    }
