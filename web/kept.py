"""What somebody typed into a form that was not taken: carried along, so that nothing is lost."""

from dataclasses import dataclass

from flask import request

_NOT_KEPT = frozenset({"csrf_token", "password", "_sign_in_name", "_password"})
# Text that a person would miss; ids and ticks are carried but not shown.
_SHOWN_FROM = 12


@dataclass(frozen=True)
class Kept:
    """One posted value. ``is_shown``: long enough to be somebody's words."""

    name: str
    value: str
    is_shown: bool


def kept_fields() -> tuple[Kept, ...]:
    """Return the posted fields of this request, without secrets; files cannot be kept."""
    return tuple(
        Kept(name, value, not name.startswith("_") and len(value) >= _SHOWN_FROM)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_KEPT
    )
