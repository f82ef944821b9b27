"""Reading what one may choose from."""

import re
from collections.abc import Collection

from engine.forms.components import Label, Option
from engine.forms.node_reading import Members, read_label

MOST_OPTIONS = 100
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")


def read_office_list(here: Members, taken: Collection[str]) -> str | None:
    """Read ``valuesKey``, the name of a list that the office supplies."""
    name = here.text("valuesKey")
    if not name:
        return None
    if name not in taken:
        several = ", ".join(sorted(taken))
        here.fault(
            "form-value",
            here.line_of("valuesKey"),
            f"ไม่มีรายการของหน่วยงานชื่อ “{name}” มี: {several}",
            f'The office has no list "{name}"; there are: {several}.',
        )
    if here.node("values"):
        here.fault(
            "form-value",
            here.line_of("values"),
            "ใช้ values กับ valuesKey พร้อมกันไม่ได้",
            "values and valuesKey exclude each other.",
        )
    return name


def read_options(here: Members, properties: Members | None) -> tuple[Option, ...]:
    options: dict[str, Option] = {}
    for node in here.items("values", MOST_OPTIONS):
        option = Members(node, here.element, here.faults)
        value = option.text("value")
        if not VALUE.fullmatch(value) or value in options:
            option.fault(
                "form-value",
                option.line_of("value"),
                f"ค่าของตัวเลือก “{value[:40]}” ซ้ำ หรือไม่ใช่ตัวอักษรละติน ตัวเลข _ . : -",
                f'The option value "{value[:40]}" stands twice or has letters that are not taken.',
            )
        label = read_label(option, "label", properties, f"value_{value}_en")
        if not label:
            option.fault("form-value", node.line, "ตัวเลือกไม่มีคำ", "The option has no label.")
        options[value] = Option(value, label, _hint(properties, value))
    if not options:
        here.fault("form-value", here.line, "ไม่มีตัวเลือกให้เลือก", "There is nothing to choose from.")
    return tuple(options.values())


def _hint(properties: Members | None, value: str) -> Label:
    if properties is None:
        return Label("")
    return Label(
        properties.words(f"value_{value}_hint"), properties.words(f"value_{value}_hint_en") or None
    )
