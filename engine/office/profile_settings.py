"""What can be set at each place of a profile, read from the annotations of its tables.

A place is a table (``("intake",)``), one of several (``("channels", "walk_in")``), or what stands
in place of a table: the rows of the holidays, the titles of the roles, who stands in for a role.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from engine.errors import NotFound, Sentence
from engine.office.deadlines import DeadlineName
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import CaseKind, DoorKey, RespondentKind
from engine.office.roles import Role

Place = tuple[str, ...]


class SettingKind(StrEnum):
    TEXT = "text"
    SENTENCE = "sentence"
    NUMBER = "number"
    TICK = "tick"
    DAY = "day"
    TIME = "time"
    CHOICE = "choice"
    # Several of a list, in whatever order; numbers of months too.
    CHOICES = "choices"
    # Several of a list, the first before the second.
    ORDER = "order"
    # Two of a list that belong together, any number of times.
    PAIRS = "pairs"
    ROWS = "rows"


@dataclass(frozen=True)
class Setting:
    """One value of a place.

    ``path`` is as docs/office-profile.md writes it; ``name`` "" stands for all that is at the
    place. ``refers_to`` names the table whose keys are the choices, or ``PROCESSES``.
    """

    name: str
    path: str
    kind: SettingKind
    required: bool = False
    default: Any = None
    choices: type[StrEnum] | None = None
    refers_to: str | None = None
    inside: tuple["Setting", ...] = ()


# The order in which somebody is asked; elsewhere the order of several says nothing.
_IN_ORDER: Final = frozenset(
    {"respondents.<key>.handlers", "respondents.<key>.tracked_by", "alternates.<key>"}
    | {"retaliation.tracked_by"}
)
# What the office runs, which no profile tells.
PROCESSES: Final = "processes"
_REFERENCES: Final = {
    "doors.<key>": PROCESSES,
    "intake.responsible_unit": "units",
    "channels.<key>.deadline": "deadlines",
    "categories.<key>.retention": "retention",
    "respondents.<key>.outside_body": "outside_bodies",
    "duties.outside_actor": "outside_bodies",
    "origins[].cycle": "cycles",
    "oit[].documents": "public_documents",
    "retaliation.outside_body": "outside_bodies",
}
# Stand in addresses, or where another organisation goes by them.
_NEVER_CHANGED: Final = frozenset({"office.key", "office.parent.key"})
# Tables in a table, which are places of their own.
_APART: Final = frozenset({"office.parent"})
_SCALARS: Final[Mapping[Any, SettingKind]] = {
    str: SettingKind.TEXT,
    int: SettingKind.NUMBER,
    bool: SettingKind.TICK,
    date: SettingKind.DAY,
    time: SettingKind.TIME,
    Sentence: SettingKind.SENTENCE,
}

SINGLE: Final[tuple[Place, ...]] = (
    ("office",),
    ("office", "parent"),
    ("digits",),
    ("intake",),
    ("numbers", "register"),
    ("numbers", "secret_register"),
    ("numbers", "office_business"),
    ("working_hours",),
    ("holidays",),
    ("mail",),
    ("publication",),
    ("oit",),
    ("origins",),
    ("public_explanations",),
    ("titles",),
    ("duties",),
    ("retaliation",),
)
"""Places of which there is one each."""

SEVERAL: Final = (
    *("doors", "units", "channels", "kinds", "categories", "tags", "deadlines", "respondents"),
    *("alternates", "sign_chains", "outside_bodies", "retention", "cycles"),
    "public_documents",
)
"""Tables with a place for each of their keys."""

# Their keys are known to the processes or asked by the pages: none of an office's own is read.
_KNOWN_KEYS: Final[Mapping[str, type[StrEnum]]] = {
    "doors": DoorKey,
    "kinds": CaseKind,
    "deadlines": DeadlineName,
    "respondents": RespondentKind,
    "alternates": Role,
}
_NO_NEW_KEYS: Final = frozenset({"sign_chains", "cycles"})


def is_place(place: Place) -> bool:
    return place in SINGLE or (len(place) == 2 and place[0] in SEVERAL)  # noqa: PLR2004


def settings_at(place: Place) -> tuple[Setting, ...]:
    """Return what can be set at a place, in the order of its table."""
    if not is_place(place):
        raise NotFound
    if place == ("titles",):
        return tuple(Setting(role.value, "titles.<key>", SettingKind.SENTENCE) for role in Role)
    expected, path = _expected_at(place)
    if is_dataclass(expected):
        return _of_table(expected, path)
    return (_setting("", path, expected),)


def value_at(profile: OfficeProfile, place: Place) -> Any:
    """Return what a profile says at a place; None where it says nothing.

    Rows and lists are tuples, the titles a mapping, all else is a table's own value.
    """
    found: Any = profile
    for part in place:
        found = found.get(part) if isinstance(found, Mapping) else getattr(found, part)
    return found


def keys_of(profile: OfficeProfile, table: str) -> tuple[str, ...]:
    """Return the keys that a table has, as they stand."""
    return tuple(str(key) for key in getattr(profile, table))


def new_keys(profile: OfficeProfile, table: str) -> tuple[str, ...] | None:
    """Return the keys that can be added to a table; None: any that the office chooses."""
    if table in _NO_NEW_KEYS:
        return ()
    known = _KNOWN_KEYS.get(table)
    if known is None:
        return None
    return tuple(key.value for key in known if key.value not in keys_of(profile, table))


def plain(value: Any) -> Any:
    """Return a value of a profile as its text writes it."""
    match value:
        case Sentence():
            return {"th": value.th} if value.th == value.en else {"th": value.th, "en": value.en}
        case StrEnum():
            return value.value
        case tuple():
            return [plain(each) for each in value]
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case _ if is_dataclass(value):
            return {
                each.name: plain(getattr(value, each.name))
                for each in fields(value)
                if getattr(value, each.name) is not None
            }
        case _:
            return value


def _expected_at(place: Place) -> tuple[Any, str]:
    expected: Any = OfficeProfile
    path = ""
    for part in place:
        if is_dataclass(expected):
            expected, path = get_type_hints(expected)[part], f"{path}.{part}" if path else part
        else:
            expected, path = get_args(expected)[1], f"{path}.<key>"
    return expected, path


def _of_table(cls: Any, path: str) -> tuple[Setting, ...]:
    hints = get_type_hints(cls)
    return tuple(
        _setting(each.name, f"{path}.{each.name}", hints[each.name], each)
        for each in fields(cls)
        if not each.metadata.get("table_key")
        and f"{path}.{each.name}" not in _NEVER_CHANGED | _APART
    )


def _setting(name: str, path: str, expected: Any, field: Field[Any] | None = None) -> Setting:
    expected, is_optional = _without_none(expected)
    default = None if field is None or field.default is MISSING else field.default
    required = field is not None and field.default is MISSING and not is_optional
    refers_to = _REFERENCES.get(path)
    if refers_to is not None:
        is_several = get_origin(expected) is tuple
        kind = SettingKind.CHOICES if is_several else SettingKind.CHOICE
        required = required or refers_to == PROCESSES
        return Setting(name, path, kind, required, default, None, refers_to)
    if get_origin(expected) is tuple:
        return _of_several(name, path, get_args(expected)[0], required, default)
    if expected in _SCALARS:
        return Setting(name, path, _SCALARS[expected], required, default)
    return Setting(name, path, SettingKind.CHOICE, required, default, expected)


def _of_several(name: str, path: str, item: Any, required: bool, default: Any) -> Setting:  # noqa: FBT001
    if is_dataclass(item):
        return Setting(
            name, path, SettingKind.ROWS, required, default, inside=_of_table(item, f"{path}[]")
        )
    if get_origin(item) is tuple:
        return Setting(name, path, SettingKind.PAIRS, required, default, get_args(item)[0])
    kind = SettingKind.ORDER if path in _IN_ORDER else SettingKind.CHOICES
    return Setting(name, path, kind, required, default, item if item is not int else None)


def _without_none(expected: Any) -> tuple[Any, bool]:
    if get_origin(expected) not in (Union, UnionType):
        return expected, False
    kept = [each for each in get_args(expected) if each is not NoneType]
    return kept[0], len(kept) < len(get_args(expected))
