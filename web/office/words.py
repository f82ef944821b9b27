"""What the settings are called: ``words.toml`` by path, and the words of every choice."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from flask import g, has_request_context

from engine.errors import Sentence
from engine.office.calendar import WEEKDAY_NAMES
from engine.office.deadlines import DeadlineName
from engine.office.profile import OfficeProfile
from engine.office.profile_settings import (
    PROCESSES,
    SEVERAL,
    Place,
    Setting,
    keys_of,
    value_at,
)
from engine.office.profile_tables import CaseKind, DoorKey, RespondentKind, Weekday
from engine.office.roles import Role
from engine.office.thai import MONTH_NAMES
from engine.work.offices.doors import process_names
from web import pages

_FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True)
class Section:
    """A part of the page. ``places`` are tables; of some there are several entries."""

    key: str
    title: Sentence
    places: tuple[Place, ...]

    def entries(self, profile: OfficeProfile) -> Iterator[Place]:
        for place in self.places:
            if place[0] in SEVERAL:
                yield from ((place[0], key) for key in keys_of(profile, place[0]))
            else:
                yield place

    @property
    def several(self) -> tuple[str, ...]:
        return tuple(place[0] for place in self.places if place[0] in SEVERAL)


def sections() -> tuple[Section, ...]:
    return tuple(
        Section(
            each["key"],
            _sentence(each),
            tuple(tuple(place.split(".")) for place in each["places"]),
        )
        for each in _words()["sections"]
    )


def section_of(place: Place) -> Section:
    return next(
        each
        for each in sections()
        if place in each.places or (place[0] in SEVERAL and place[:1] in each.places)
    )


def worded_paths() -> frozenset[str]:
    return frozenset(_words()["settings"])


def label_of(setting: Setting) -> Sentence:
    if setting.path == "titles.<key>":
        return Role(setting.name).title
    return _sentence(_words()["settings"][setting.path])


def hint_of(setting: Setting) -> Sentence | None:
    found = _words()["settings"][setting.path]
    return Sentence(found["hint_th"], found["hint_en"]) if "hint_th" in found else None


def kind_of_place(place: Place) -> Sentence:
    """Return what a place is: the name of a table, or of one of its entries."""
    key = place[0] if place[0] in SEVERAL else ".".join(place)
    return _sentence(_words()["places"][key])


def title_of(profile: OfficeProfile, place: Place) -> Sentence:
    """Return what one place is called: the entry by its own name."""
    if place[0] not in SEVERAL:
        return kind_of_place(place)
    table, key = place
    if table == "alternates":
        return profile.title_of(Role(key))
    if table == "sign_chains":
        return _CHAINS.get(key) or Sentence(f"สายการลงนาม {key}", f"Sign chain {key}")
    if table == "doors":
        return choice_words(DoorKey(key)) if key in set(DoorKey) else Sentence(key, key)
    value = value_at(profile, place)
    if table == "kinds":
        return choice_words(CaseKind(key))
    found: Sentence = value.label if hasattr(value, "label") else _named(value)
    return found


def key_words(table: str, key: str) -> Sentence:
    """Return what an entry that is still to be made is called."""
    known: Mapping[str, type[StrEnum]] = {
        "doors": DoorKey,
        "kinds": CaseKind,
        "deadlines": DeadlineName,
        "respondents": RespondentKind,
        "alternates": Role,
    }
    return choice_words(known[table](key)) if table in known else Sentence(key, key)


def choice_words(choice: StrEnum) -> Sentence:
    if isinstance(choice, Role):
        return choice.title
    if isinstance(choice, Weekday):
        return WEEKDAY_NAMES[list(Weekday).index(choice)]
    said = getattr(choice, "sentence", None)
    return said or _sentence(_words()["choices"][type(choice).__name__][choice.value])


def reference_words(profile: OfficeProfile, table: str, key: str) -> Sentence:
    if table == PROCESSES:
        return process_words(key)
    return title_of(profile, (table, key)) if key in keys_of(profile, table) else Sentence(key, key)


def process_words(process_id: str) -> Sentence:
    """Return the name of a process that the office runs; of any other its id."""
    if not has_request_context():
        return Sentence(process_id, process_id)
    if "process_names" not in g:
        with pages.reading() as uow:
            g.process_names = process_names(uow)
    found: Sentence = g.process_names.get(process_id, Sentence(process_id, process_id))
    return found


def month_words(month: int) -> Sentence:
    return MONTH_NAMES[month - 1]


def _named(value: Any) -> Sentence:
    found: Sentence = value.title if hasattr(value, "title") else value.name
    return found


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _sentence(found: Mapping[str, str]) -> Sentence:
    return Sentence(found["th"], found["en"])


_CHAINS = {
    "default": Sentence("สายการลงนามทั่วไป", "Sign chain of cases"),
    "report": Sentence("สายการลงนามรายงาน", "Sign chain of reports"),
}
