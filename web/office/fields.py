"""A place of the profile as a form: its settings as fields, its values as answers, and back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from engine.errors import Sentence
from engine.forms import FormSchema, parse_form
from engine.forms.vocabulary import RESERVED_KEYS
from engine.office.profile import OfficeProfile
from engine.office.profile_settings import (
    PROCESSES,
    Place,
    Setting,
    SettingKind,
    keys_of,
    settings_at,
)
from engine.office.roles import Role
from engine.office.toml_reader import LONGEST_TEXT
from web.office.words import (
    choice_words,
    hint_of,
    key_words,
    label_of,
    month_words,
    process_words,
    reference_words,
)

KEY: Final = "key"
# All that is at a place, where that is no table of its own.
WHOLE: Final = "rows"
PAIR: Final = ("first", "second")
ONE: Final = "one"
_MOST_RADIOS: Final = 7
_LONG: Final = frozenset({"address", "citation", "roll_citation", "disclosure", "note", "text"})


def form_of(
    profile: OfficeProfile,
    place: Place,
    new_keys: Sequence[str] | None = None,
    *,
    processes: Mapping[str, Sentence] | None = None,
) -> FormSchema:
    """Return the form of a place; with ``new_keys`` it asks for the entry's key first.

    ``new_keys`` are those to choose from; without any the office writes its own. ``processes``
    are those to choose from where a process is asked; else where the doors lead already.
    """
    runs = processes or {one: process_words(one) for one in profile.doors.values()}
    components = [
        each
        for setting in settings_at(place)
        for each in (
            [_process_choice(setting, runs)]
            if setting.refers_to == PROCESSES
            else _components(profile, setting, "")
        )
    ]
    if new_keys is not None:
        components.insert(0, _key_component(place[0], new_keys))
    form = {
        "type": "default",
        "id": "office.settings",
        "schemaVersion": 19,
        "components": components,
    }
    return parse_form(json.dumps(form).encode(), "office.settings")


def form_key(setting: Setting) -> str:
    """Return under what a form has a setting: some names are words of FEEL."""
    return f"{setting.name}_" if setting.name in RESERVED_KEYS else setting.name or WHOLE


# -- The form ----------------------------------------------------------------------------------


def _components(profile: OfficeProfile, setting: Setting, of: str) -> Iterator[dict[str, Any]]:
    key = form_key(setting)
    match setting.kind:
        case SettingKind.SENTENCE:
            shape = "textarea" if setting.name in _LONG else "textfield"
            yield _field(shape, f"{key}_th", setting, of, required=setting.required)
            yield _english(f"{key}_en", setting, of)
        case SettingKind.ORDER:
            inside = _choice("select", ONE, setting, profile, of=key, required=True)
            yield _rows(key, setting, [_labelled(inside, _PERSON)])
        case SettingKind.PAIRS:
            inside_pair = [
                _labelled(_choice("select", name, setting, profile, of=key, required=True), label)
                for name, label in zip(PAIR, (_FIRST, _SECOND), strict=True)
            ]
            yield _rows(key, setting, inside_pair)
        case SettingKind.ROWS:
            below = [each for inner in setting.inside for each in _components(profile, inner, key)]
            yield _rows(key, setting, below)
        case SettingKind.CHOICE:
            yield _single_choice(key, setting, profile, of)
        case SettingKind.CHOICES if setting.refers_to and not keys_of(profile, setting.refers_to):
            return
        case SettingKind.CHOICES:
            yield _choice("checklist", key, setting, profile, of=of, required=False)
        case kind:
            shape = "textarea" if setting.name in _LONG else _TYPES[kind]
            yield _field(shape, key, setting, of, required=_is_needed(setting))


def _is_needed(setting: Setting) -> bool:
    return setting.required and setting.kind is not SettingKind.TICK


def _single_choice(key: str, setting: Setting, profile: OfficeProfile, of: str) -> dict[str, Any]:
    required = setting.required or setting.default is not None
    few = len(_options(profile, setting)) <= _MOST_RADIOS
    # A radio that was chosen cannot be left out again.
    shape = "radio" if required and few and setting.refers_to is None else "select"
    return _choice(shape, key, setting, profile, of=of, required=required)


def _process_choice(setting: Setting, processes: Mapping[str, Sentence]) -> dict[str, Any]:
    found = _field("radio", form_key(setting), setting, "", required=True)
    found["values"] = [{"label": said.th, "value": value} for value, said in processes.items()]
    found["properties"] |= {f"value_{value}_en": said.en for value, said in processes.items()}
    return found


def _choice(
    shape: str, key: str, setting: Setting, profile: OfficeProfile, *, of: str, required: bool
) -> dict[str, Any]:
    found = _field(shape, key, setting, of, required=required)
    options = _options(profile, setting)
    found["values"] = [{"label": said.th, "value": value} for value, said in options]
    found["properties"] |= {f"value_{value}_en": said.en for value, said in options}
    return found


def _options(profile: OfficeProfile, setting: Setting) -> list[tuple[str, Sentence]]:
    if setting.refers_to is not None:
        table = setting.refers_to
        return [(key, reference_words(profile, table, key)) for key in keys_of(profile, table)]
    if setting.choices is None:
        return [(str(month), month_words(month)) for month in range(1, 13)]
    kept = (each for each in setting.choices if _may_be_chosen(setting, each))
    return [(each.value, choice_words(each)) for each in kept]


def _may_be_chosen(setting: Setting, choice: Any) -> bool:
    """Who holds no work neither stands in nor is told: the profile refuses it."""
    takes_work = setting.kind is SettingKind.ORDER or setting.path.endswith(".escalate_to")
    return not (takes_work and isinstance(choice, Role) and not choice.holds_work)


def _field(shape: str, key: str, setting: Setting, of: str, *, required: bool) -> dict[str, Any]:
    label, hint = label_of(setting), hint_of(setting)
    found: dict[str, Any] = {
        "type": shape,
        "id": f"Field_{of}_{key}",
        "key": key,
        "dateLabel" if shape == "datetime" else "label": label.th,
        "properties": {"name_en": label.en},
        "validate": {"required": required},
    }
    if hint:
        found["description"] = hint.th
        found["properties"]["description_en"] = hint.en
    if setting.kind is SettingKind.TIME:
        found["timeLabel"] = found.pop("dateLabel")
    if shape == "datetime":
        found["subtype"] = "time" if setting.kind is SettingKind.TIME else "date"
    if shape == "textarea":
        found["properties"]["lines"] = "2"
        found["validate"]["maxLength"] = LONGEST_TEXT
    if shape == "number":
        found["decimalDigits"] = 0
    if shape == "checkbox":
        del found["validate"]
    return found


def _english(key: str, setting: Setting, of: str) -> dict[str, Any]:
    label = label_of(setting)
    said = Sentence(f"{label.th} (ภาษาอังกฤษ)", f"{label.en} (English)")
    shape = "textarea" if setting.name in _LONG else "textfield"
    found = _labelled(_field(shape, key, setting, of, required=False), said)
    found.pop("description", None)
    found["properties"].pop("description_en", None)
    return found


def _labelled(component: dict[str, Any], label: Sentence) -> dict[str, Any]:
    return {
        **component,
        "label": label.th,
        "properties": {**component["properties"], "name_en": label.en},
    }


def _rows(key: str, setting: Setting, inside: list[dict[str, Any]]) -> dict[str, Any]:
    label, hint = label_of(setting), hint_of(setting)
    found: dict[str, Any] = {
        "type": "dynamiclist",
        "id": f"List_{key}",
        "path": key,
        "label": label.th,
        "allowAddRemove": True,
        "defaultRepetitions": 0,
        "components": inside,
        "properties": {
            "name_en": label.en,
            "item": _ROW.th,
            "item_en": _ROW.en,
            "add": _ADD.th,
            "add_en": _ADD.en,
            "max_rows": "100",
        },
    }
    if hint:
        found["description"] = hint.th
        found["properties"]["description_en"] = hint.en
    return found


def _key_component(table: str, new_keys: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "select" if new_keys else "textfield",
        "id": "Field_key",
        "key": KEY,
        "label": (_WHICH if new_keys else _CODE).th,
        "properties": {"name_en": (_WHICH if new_keys else _CODE).en},
        "validate": {"required": True},
    }
    if new_keys:
        words = {key: key_words(table, key) for key in new_keys}
        found["values"] = [{"label": said.th, "value": key} for key, said in words.items()]
        found["properties"] |= {f"value_{key}_en": said.en for key, said in words.items()}
    else:
        found["description"] = _CODE_HINT.th
        found["properties"] |= {"description_en": _CODE_HINT.en, "width": "medium"}
        found["validate"] |= {"maxLength": 40}
    return found


_TYPES: Final = {
    SettingKind.TEXT: "textfield",
    SettingKind.NUMBER: "number",
    SettingKind.TICK: "checkbox",
    SettingKind.DAY: "datetime",
    SettingKind.TIME: "datetime",
}
_ROW = Sentence("รายการที่", "Row")
_ADD = Sentence("เพิ่มรายการ", "Add a row")
_PERSON = Sentence("หน้าที่", "Role")
_FIRST = Sentence("หน้าที่หนึ่ง", "The one role")
_SECOND = Sentence("กับอีกหน้าที่", "And the other")
_WHICH = Sentence("รายการที่จะเพิ่ม", "What to add")
_CODE = Sentence("รหัสรายการ", "Code of the entry")
_CODE_HINT = Sentence(
    "a-z 0-9 และ _ ขึ้นต้นด้วยตัวอักษร ใช้ในที่อยู่ของหน้า เปลี่ยนภายหลังไม่ได้",
    "a-z, 0-9 and _, a letter first. It stands in addresses and is not changed later.",
)
