"""What is set, in words: place by place, and what one revision changed of another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from engine.errors import Sentence
from engine.office.profile import OfficeProfile
from engine.office.profile_settings import Place, Setting, SettingKind, settings_at, value_at
from engine.office.profile_tables import RespondentRoute
from engine.office.roles import Role
from engine.office.thai import long_date
from web.office.words import (
    Section,
    choice_words,
    kind_of_place,
    label_of,
    month_words,
    reference_words,
    sections,
    title_of,
)


@dataclass(frozen=True)
class Line:
    """One setting in words; ``values`` has one item, or one for each of several."""

    name: str
    label: Sentence
    values: tuple[Sentence, ...]


@dataclass(frozen=True)
class Entry:
    """One place. ``anchor`` is its id on the page."""

    place: Place
    title: Sentence
    lines: tuple[Line, ...]

    @property
    def anchor(self) -> str:
        return "-".join(("at", *self.place))


@dataclass(frozen=True)
class Difference:
    """What a setting said and says; nothing where it was not, or is no more."""

    section: str
    entry: Sentence
    label: Sentence
    before: tuple[Sentence, ...]
    after: tuple[Sentence, ...]


def entries_of(profile: OfficeProfile, section: Section) -> list[Entry]:
    return [entry_at(profile, place) for place in section.entries(profile)]


def entry_at(profile: OfficeProfile, place: Place) -> Entry:
    return Entry(place, title_of(profile, place), tuple(_lines(profile, place)))


def differences(before: OfficeProfile, after: OfficeProfile) -> list[Difference]:
    """Return what changed, in the order of the page."""
    found: list[Difference] = []
    for section in sections():
        old = {entry.place: entry for entry in entries_of(before, section)}
        new = {entry.place: entry for entry in entries_of(after, section)}
        for place in {**old, **new}:
            found.extend(_between(section, old.get(place), new.get(place)))
    return found


def _between(section: Section, old: Entry | None, new: Entry | None) -> Iterator[Difference]:
    entry = new or old
    if entry is None:
        return
    was, now = _by_name(old), _by_name(new)
    where = kind_of_place(entry.place)
    says_what = entry.title.th.startswith(where.th)
    title = entry.title if says_what else _joined([where, entry.title], " ")
    for name, line in {**was, **now}.items():
        before = was[name].values if name in was else ()
        after = now[name].values if name in now else ()
        if before != after:
            yield Difference(section.key, title, line.label, before, after)


def _by_name(entry: Entry | None) -> dict[str, Line]:
    return {line.name: line for line in entry.lines} if entry else {}


def _lines(profile: OfficeProfile, place: Place) -> Iterator[Line]:
    value = value_at(profile, place)
    is_absent = isinstance(value, RespondentRoute) and value.absent
    for setting in settings_at(place):
        part = _part(value, setting)
        said = tuple(_said(profile, setting, part))
        if setting.name == "absent" and not part:
            continue
        if setting.name == "handlers" and not said and not is_absent:
            said = (_SEALED,)
        if said and (not is_absent or setting.name in ("absent", "note")):
            yield Line(setting.name, label_of(setting), said)


def _part(value: Any, setting: Setting) -> Any:
    if not setting.name:
        return value
    if isinstance(value, Mapping):
        return value.get(Role(setting.name))
    return getattr(value, setting.name)


def _said(profile: OfficeProfile, setting: Setting, value: Any) -> Iterator[Sentence]:
    match setting.kind:
        case _ if value is None:
            return
        case SettingKind.PAIRS:
            yield from (_joined([choice_words(each) for each in pair], _WITH) for pair in value)
        case SettingKind.ROWS:
            yield from (_row(profile, setting, row) for row in value)
        case SettingKind.CHOICES if setting.refers_to is not None:
            yield from (reference_words(profile, setting.refers_to, each) for each in value)
        case SettingKind.CHOICES if setting.choices is None:
            yield from (month_words(month) for month in value)
        case SettingKind.CHOICES | SettingKind.ORDER:
            yield from (_one(each) for each in value)
        case SettingKind.CHOICE if setting.refers_to is not None:
            yield reference_words(profile, setting.refers_to, value)
        case _:
            yield _one(value)


def _row(profile: OfficeProfile, setting: Setting, row: Any) -> Sentence:
    """Say a row on one line; a number, alone, does not say what it counts."""
    parts = []
    for inner in setting.inside:
        values = list(_said(profile, inner, getattr(row, inner.name)))
        if values and inner.kind is SettingKind.NUMBER:
            values.insert(0, label_of(inner))
        parts.extend(values)
    return _joined(parts, " ")


def _one(value: Any) -> Sentence:
    match value:
        case Sentence():
            said = value
        case StrEnum():
            said = choice_words(value)
        case bool():
            said = _YES if value else _NO
        case date():
            said = long_date(value)
        case time():
            said = Sentence(f"{value:%H.%M} น.", f"{value:%H:%M}")
        case _:
            said = Sentence(str(value), str(value))
    return said


def _joined(parts: list[Sentence], with_: str | Sentence) -> Sentence:
    between = Sentence(with_, with_) if isinstance(with_, str) else with_
    return Sentence(
        between.th.join(part.th for part in parts), between.en.join(part.en for part in parts)
    )


_YES = Sentence("ใช่", "Yes")
_NO = Sentence("ไม่", "No")
_WITH = Sentence(" กับ ", " and ")
_SEALED = Sentence("ไม่มีในหน่วยงาน ส่งออกเป็นการลับ", "Nobody here: it leaves the office sealed")
