"""Reading the components of a form."""

import re
from typing import Any, Final

from engine.forms.components import (
    NO_LABEL,
    AnyComponent,
    Group,
    Kind,
    Label,
    Rows,
    WordedFor,
)
from engine.forms.field_parsing import FIELDS, PASSAGES, read_feel
from engine.forms.located_json import Node
from engine.forms.node_reading import Faults, Members, read_label
from engine.forms.vocabulary import (
    CASE_COLUMNS,
    COMPONENT_KEYS,
    KEY,
    PROPERTY_KEYS,
    REQUIRED_ONLY,
    RESERVED_KEYS,
    SEALED_KINDS,
    VALIDATION_KEYS,
)

MOST_COMPONENTS: Final = 300
MOST_GROUPS_DEEP: Final = 4
MOST_ROWS: Final = 200
REFUSED: Final = {
    "html": "ข้อความ HTML",
    "iframe": "หน้าเว็บอื่นในกรอบ",
    "image": "ภาพ",
    "documentPreview": "ภาพตัวอย่างเอกสาร",
    "taglist": "taglist (ใช้ checklist แทน)",
    "button": "ปุ่ม (หน้าจอมีปุ่มของตนเอง)",
}


class Forming:
    """Reads the components of one form; ids are counted over the form, keys over a scope."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._ids: set[str] = set()
        self._count = 0

    def components(
        self,
        nodes: tuple[Node, ...],
        *,
        in_rows: bool,
        keys: set[str] | None = None,
        depth: int = 0,
    ) -> tuple[AnyComponent, ...]:
        scope: set[str] = set() if keys is None else keys
        found = []
        for node in nodes:
            self._count += 1
            here = Members(node, "", self._faults)
            here.element = here.text("id") or here.text("key") or here.text("path")
            if self._count > MOST_COMPONENTS:
                here.fault(
                    "form-limit",
                    node.line,
                    f"แบบฟอร์มมีช่องได้ไม่เกิน {MOST_COMPONENTS}",
                    f"A form has at most {MOST_COMPONENTS} components.",
                )
                break
            component = self._component(here, in_rows=in_rows, keys=scope, depth=depth)
            if component:
                found.append(component)
        return tuple(found)

    def _component(
        self, here: Members, *, in_rows: bool, keys: set[str], depth: int
    ) -> AnyComponent | None:
        kind = self._kind(here)
        if kind is None:
            return None
        self._check_id(here)
        for name in here.names():
            if name not in COMPONENT_KEYS[kind]:
                _unknown_key(here, name)
        properties = _properties(here, kind)
        common = _common(here, kind, properties)
        if kind is Kind.GROUP:
            return self._group(here, common, in_rows=in_rows, keys=keys, depth=depth)
        if kind is Kind.DYNAMICLIST:
            return self._rows(here, properties, common, in_rows=in_rows, keys=keys)
        if kind in PASSAGES:
            return PASSAGES[kind](here, properties, common)
        common |= _field(here, kind, properties, keys, in_rows=in_rows)
        if not common["key"]:
            return None
        return FIELDS[kind](here, properties, common)

    def _kind(self, here: Members) -> Kind | None:
        word = here.text("type")
        if word in set(Kind):
            return Kind(word)
        what = REFUSED.get(word)
        here.fault(
            "form-type",
            here.line_of("type"),
            f"ไม่รับช่องชนิด{what}" if what else f"ไม่รู้จักช่องชนิด “{word}”",
            f'Components of type "{word}" are not taken.',
        )
        return None

    def _check_id(self, here: Members) -> None:
        if not re.fullmatch(r"[A-Za-z_][\w.-]{0,99}", here.text("id"), re.ASCII):
            here.fault(
                "form-id", here.line_of("id"), "ช่องนี้ไม่มี id ที่ใช้ได้", "The component has no usable id."
            )
        elif here.element in self._ids:
            here.fault(
                "form-id",
                here.line_of("id"),
                f"id “{here.element}” ซ้ำกับช่องอื่น",
                f'The id "{here.element}" stands twice.',
            )
        self._ids.add(here.element)

    def _group(
        self, here: Members, common: dict[str, Any], *, in_rows: bool, keys: set[str], depth: int
    ) -> Group:
        if here.text("path"):
            here.fault(
                "form-key",
                here.line_of("path"),
                "กลุ่มมี path ไม่ได้ ช่องในกลุ่มใช้ key ของตน",
                "A group has no path; its fields keep their own keys.",
            )
        if depth >= MOST_GROUPS_DEEP:
            here.fault("form-limit", here.line, "กลุ่มซ้อนกันลึกเกินไป", "Groups are nested too deeply.")
            return Group(**common)
        inside = self.components(
            here.items("components", MOST_COMPONENTS), in_rows=in_rows, keys=keys, depth=depth + 1
        )
        return Group(**common, components=inside)

    def _rows(
        self,
        here: Members,
        properties: Members | None,
        common: dict[str, Any],
        *,
        in_rows: bool,
        keys: set[str],
    ) -> Rows | None:
        if in_rows:
            here.fault(
                "form-type",
                here.line,
                "รายการซ้อนในรายการไม่ได้",
                "A list inside a list is not taken.",
            )
            return None
        key = _key(here, "path", keys)
        inside = self.components(here.items("components", MOST_COMPONENTS), in_rows=True)
        most = properties.whole("max_rows", 1, MOST_ROWS, 50) if properties else 50
        least = properties.whole("min_rows", 0, most, 0) if properties else 0
        return Rows(
            **common,
            key=key,
            components=inside,
            least=least,
            most=most,
            initial=here.whole("defaultRepetitions", 0, most, 1),
            fixed=here.node("allowAddRemove") is not None and not here.flag("allowAddRemove"),
            item=_pair(properties, "item"),
            add=_pair(properties, "add"),
        )


def _pair(properties: Members | None, name: str) -> Label:
    if properties is None:
        return NO_LABEL
    return Label(properties.words(name), properties.words(f"{name}_en") or None)


def _unknown_key(here: Members, name: str) -> None:
    if name in {"valuesExpression", "columnsExpression"}:
        here.fault(
            "form-unsupported",
            here.line_of(name),
            f"ใช้ “{name}” ไม่ได้ ให้ระบุรายการ หรือใช้ valuesKey",
            f'"{name}" is not taken; list the values or use valuesKey.',
        )
        return
    here.faults.warning(
        "form-unknown",
        here.element,
        here.line_of(name),
        f"ระบบไม่ใช้ “{name}”",
        f'"{name}" is not used.',
    )


def _properties(here: Members, kind: Kind) -> Members | None:
    properties = here.members("properties")
    if properties is None:
        return None
    taken = set(PROPERTY_KEYS[kind])
    if kind in {Kind.RADIO, Kind.SELECT, Kind.CHECKLIST}:
        for node in here.items("values", 100):
            value = node.value.get("value") if isinstance(node.value, dict) else None
            if value and isinstance(value.value, str):
                taken |= {f"value_{value.value}{end}" for end in ("_en", "_hint", "_hint_en")}
    if kind is Kind.TABLE:
        for node in here.items("columns", 12):
            key = node.value.get("key") if isinstance(node.value, dict) else None
            if key and isinstance(key.value, str):
                taken.add(f"column_{key.value}_en")
    properties.only(taken, "form-property", "properties")
    return properties


def _common(here: Members, kind: Kind, properties: Members | None) -> dict[str, Any]:
    label = "label"
    if kind is Kind.DATETIME:
        label = "timeLabel" if here.text("subtype") == "time" else "dateLabel"
    layout = here.members("layout")
    return {
        "kind": kind,
        "id": here.element,
        "line": here.line,
        "label": read_label(here, label, properties, "name_en"),
        "hint": read_label(here, "description", properties, "description_en"),
        "hide": _hide(here),
        "row": (layout.text("row") or None) if layout else None,
        "paper": _worded_for(properties),
    }


def _worded_for(properties: Members | None) -> WordedFor | None:
    said = properties.one_of("paper", set(WordedFor), "") if properties else ""
    return WordedFor(said) if said else None


def _hide(here: Members) -> str | None:
    conditional = here.members("conditional")
    if conditional is None:
        return None
    conditional.only({"hide"}, "form-value", "conditional")
    return read_feel(conditional, "hide")


def _key(here: Members, name: str, keys: set[str]) -> str:
    key = here.text(name)
    if not KEY.fullmatch(key) or key in RESERVED_KEYS:
        here.fault(
            "form-key",
            here.line_of(name),
            f"{name} “{key[:40]}” ใช้ไม่ได้ ใช้ตัวพิมพ์เล็ก ตัวเลข และ _ ที่ไม่ใช่คำสงวนของ FEEL",
            f'{name} "{key[:40]}": use small letters, digits and _, and no FEEL keyword.',
        )
        return ""
    if key in keys:
        here.fault(
            "form-key",
            here.line_of(name),
            f"{name} “{key}” ซ้ำกับช่องอื่น",
            f'{name} "{key}" stands twice.',
        )
    keys.add(key)
    return key


def _field(
    here: Members, kind: Kind, properties: Members | None, keys: set[str], *, in_rows: bool
) -> dict[str, Any]:
    """Read what all fields have, and refuse what none may have."""
    key = _key(here, "key", keys)
    if here.flag("disabled"):
        here.fault(
            "form-unsupported",
            here.line_of("disabled"),
            "ใช้ disabled ไม่ได้ ให้ใช้ readonly",
            'Use "readonly" instead of "disabled".',
        )
    validate = here.members("validate")
    if validate:
        validate.only(VALIDATION_KEYS.get(kind, REQUIRED_ONLY), "form-value", "validate")
    sealed = properties.text("sealed") if properties else ""
    column = properties.text("case") if properties else ""
    _check_home(here, kind, sealed, column, in_rows=in_rows)
    return {
        "key": key,
        "required": validate.flag("required") if validate else False,
        "readonly": here.flag("readonly"),
        "sealed": sealed or None,
        "case_column": column or None,
    }


def _check_home(here: Members, kind: Kind, sealed: str, column: str, *, in_rows: bool) -> None:
    if sealed and sealed not in SEALED_KINDS:
        several = ", ".join(sorted(SEALED_KINDS))
        here.fault(
            "form-sealed",
            here.line_of("properties"),
            f"ไม่รู้จักข้อมูลปิดชนิด “{sealed}” ใช้ได้: {several}",
            f'"{sealed}" is no kind of sealed identity; there are: {several}.',
        )
    if column and (column not in CASE_COLUMNS or kind not in CASE_COLUMNS[column] or in_rows):
        here.fault(
            "form-case",
            here.line_of("properties"),
            f"ช่องนี้ลงในช่องทะเบียน “{column}” ไม่ได้",
            f'This component cannot write the case column "{column}".',
        )
    if sealed and (column or here.flag("readonly")):
        here.fault(
            "form-sealed",
            here.line_of("properties"),
            "ข้อมูลที่ปิดลงทะเบียนหรือแสดงแบบอ่านอย่างเดียวไม่ได้",
            "A sealed answer can be neither a case column nor read-only.",
        )
