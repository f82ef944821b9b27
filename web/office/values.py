"""What a place says as answers to its form, and what answers say as the text of a profile."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, time
from typing import Any

from engine.errors import Problem, Sentence, Severity
from engine.office.profile import OfficeProfile
from engine.office.profile_settings import (
    SEVERAL,
    Place,
    Setting,
    SettingKind,
    is_place,
    keys_of,
    plain,
    settings_at,
    value_at,
)
from engine.office.roles import Role
from engine.office.toml_reader import shown
from web.office.fields import ONE, PAIR, form_key
from web.office.words import kind_of_place, title_of

Answers = Mapping[str, Any]


def answers_of(profile: OfficeProfile, place: Place) -> dict[str, Any]:
    """Return what a place says as the form's answers."""
    value = value_at(profile, place)
    return {
        key: answer
        for setting in settings_at(place)
        for key, answer in _answers(setting, plain(_part(value, setting)))
    }


def with_answers(
    tables: Mapping[str, Any], profile: OfficeProfile, place: Place, answers: Answers
) -> dict[str, Any]:
    """Return the tables of a profile with what a form says; what it leaves alone stays as it is."""
    changed = deepcopy(dict(tables))
    known = _known(profile, place)
    for setting in settings_at(place):
        said, before = _said(setting, answers, known), _before(setting, known)
        if said != before:
            _put(changed, profile, place, setting, said)
    return changed


def without(tables: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Return the tables without an entry."""
    changed = deepcopy(dict(tables))
    table, key = place
    del changed[table][key]
    return changed


def messages_of(
    problems: Sequence[Problem], profile: OfficeProfile, place: Place
) -> dict[str, list[Sentence]]:
    """Return the errors of a profile by field of the form; "" is for those that have none here.

    ``profile`` is the one before, which knows what other places are called.
    """
    messages: dict[str, list[Sentence]] = {}
    fields = {setting.name: setting for setting in settings_at(place)}
    for problem in problems:
        if problem.severity is Severity.ERROR:
            field = _field_of(problem.element, place, fields)
            is_here = bool(field) or problem.element == shown(place)
            said = problem.message if is_here else _with_place(problem, profile)
            messages.setdefault(field, []).append(said)
    return messages


def _part(value: Any, setting: Setting) -> Any:
    if not setting.name:
        return value
    if isinstance(value, Mapping):
        return value.get(Role(setting.name))
    return getattr(value, setting.name)


def _answers(setting: Setting, value: Any) -> Iterator[tuple[str, Any]]:
    key = form_key(setting)
    match setting.kind:
        case SettingKind.SENTENCE:
            yield f"{key}_th", (value or {}).get("th")
            yield f"{key}_en", (value or {}).get("en")
        case SettingKind.ORDER:
            yield key, [{ONE: each} for each in value or []]
        case SettingKind.PAIRS:
            yield key, [dict(zip(PAIR, pair, strict=True)) for pair in value or []]
        case SettingKind.ROWS:
            yield key, [_row_answers(setting, row) for row in value or []]
        case SettingKind.CHOICES:
            yield key, [str(each) for each in value or []]
        case SettingKind.DAY:
            yield key, value.isoformat() if value else None
        case SettingKind.TIME:
            yield key, f"{value:%H:%M}" if value else None
        case _:
            yield key, value


def _row_answers(setting: Setting, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: answer
        for inner in setting.inside
        for key, answer in _answers(inner, row.get(inner.name))
    }


def _known(profile: OfficeProfile, place: Place) -> Any:
    try:
        return value_at(profile, place)
    except (AttributeError, KeyError):
        return None


def _before(setting: Setting, known: Any) -> Any:
    return None if known is None else plain(_part(known, setting))


def _said(setting: Setting, answers: Answers, known: Any) -> Any:
    """Return what the form says of a setting, as the text of a profile would."""
    key = form_key(setting)
    given = answers.get(key)
    match setting.kind:
        case SettingKind.SENTENCE:
            said: Any = _sentence(answers.get(f"{key}_th"), answers.get(f"{key}_en"))
        case SettingKind.ORDER:
            said = [row[ONE] for row in given or []]
        case SettingKind.PAIRS:
            said = [[row[name] for name in PAIR] for row in given or []]
        case SettingKind.ROWS:
            said = [_said_row(setting, row) for row in given or []]
        case SettingKind.CHOICES:
            is_month = setting.choices is None and setting.refers_to is None
            chosen = [int(each) if is_month else each for each in given or []]
            said = _as_before(chosen, _before(setting, known))
        case SettingKind.DAY:
            said = date.fromisoformat(given) if given else None
        case SettingKind.TIME:
            said = time.fromisoformat(given) if given else None
        case SettingKind.TICK:
            said = bool(given)
        case _:
            said = given
    return said


def _said_row(setting: Setting, row: Answers) -> dict[str, Any]:
    said = {inner.name: _said(inner, row, None) for inner in setting.inside}
    return {name: value for name, value in said.items() if value is not None}


def _sentence(th: str | None, en: str | None) -> dict[str, str] | None:
    th, en = (" ".join(text.split("\n")) if text else None for text in (th, en))
    if not th and not en:
        return None
    return {"th": th or ""} if en in (None, th) else {"th": th or "", "en": en or ""}


def _as_before(chosen: list[Any], before: list[Any] | None) -> list[Any]:
    """Keep the order in which a list stood: it says nothing, and is no change."""
    stood = [each for each in before or [] if each in chosen]
    return stood + [each for each in chosen if each not in stood]


def _put(
    tables: dict[str, Any], profile: OfficeProfile, place: Place, setting: Setting, said: Any
) -> None:
    path = place if not setting.name else (*place, setting.name)
    table = tables
    for at, part in enumerate(path[:-1], start=1):
        if part not in table:
            # So far all of it was built in: what the form does not change is to stay.
            table[part] = _written(profile, path[:at])
        table = table[part]
    empty = said is None or said == []
    if said == plain(setting.default) or (empty and not setting.required):
        table.pop(path[-1], None)
    else:
        table[path[-1]] = said


def _written(profile: OfficeProfile, place: Place) -> dict[str, Any]:
    found = plain(_known(profile, place)) or {}
    return found if isinstance(found, dict) else {}


# -- Errors ------------------------------------------------------------------------------------


def _field_of(element: str, place: Place, fields: Mapping[str, Setting]) -> str:
    prefix = shown(place)
    if not element.startswith(prefix):
        return ""
    parts = re.findall(r"\w+", element[len(prefix) :])
    if "" in fields:
        return _path_in(fields[""], parts)
    if not parts or parts[0] not in fields:
        return ""
    return _path_in(fields[parts[0]], parts[1:])


def _path_in(setting: Setting, rest: Sequence[str]) -> str:
    key = form_key(setting)
    match setting.kind:
        case SettingKind.SENTENCE:
            return f"{key}_{rest[0] if rest else 'th'}"
        case SettingKind.ORDER if rest:
            return f"{key}.{rest[0]}.{ONE}"
        case SettingKind.PAIRS if len(rest) > 1:
            return f"{key}.{rest[0]}.{PAIR[int(rest[1])]}"
        case SettingKind.ROWS if len(rest) > 1:
            inner = {each.name: each for each in setting.inside}
            return f"{key}.{rest[0]}.{_path_in(inner[rest[1]], rest[2:])}"
        case _:
            return key


def _with_place(problem: Problem, profile: OfficeProfile) -> Sentence:
    place = place_of(problem.element)
    kind = kind_of_place(place) if place else Sentence(problem.element, problem.element)
    named = place is not None and place[0] in SEVERAL and place[1] in keys_of(profile, place[0])
    name = title_of(profile, place) if place and named else None
    th, en = (f" {name.th}", f" {name.en}") if name else ("", "")
    return Sentence(f"{kind.th}{th}: {problem.message.th}", f"{kind.en}{en}: {problem.message.en}")


def place_of(element: str) -> Place | None:
    """Return the place at which something stands that a check names; None of what is no place."""
    parts = tuple(element.split("."))
    wanted = parts[:2] if parts[0] in SEVERAL else parts[:1]
    return wanted if is_place(wanted) else None
