"""Reading one field, passage or table of a form, once what all have in common is read."""

import re
from collections.abc import Callable
from typing import Any, Final

from engine.forms.choice_parsing import read_office_list, read_options
from engine.forms.components import (
    AnyComponent,
    CheckboxField,
    ChoiceField,
    Column,
    ComputedField,
    DateField,
    FileField,
    Kind,
    Label,
    Mark,
    NumberField,
    Passage,
    Table,
    TextField,
    TimeField,
)
from engine.forms.node_reading import Members, read_label
from engine.forms.text_patterns import PatternInvalid, TextPattern, read_pattern
from engine.forms.vocabulary import FORMATS, KEY, OFFICE_LISTS, TONES, WIDTHS

TEXT_LENGTH: Final = 500
AREA_LENGTH: Final = 20_000
FEEL_LENGTH: Final = 2_000


def read_feel(here: Members, name: str) -> str | None:
    text = here.text(name, FEEL_LENGTH)
    if not text:
        return None
    if not text.startswith("=") or not text[1:].strip():
        here.fault(
            "form-value",
            here.line_of(name),
            f"“{name}” ต้องเป็นสูตร FEEL ขึ้นต้นด้วย =",
            f'"{name}" has to be FEEL beginning with =.',
        )
        return None
    return text[1:].strip()


def _text(here: Members, properties: Members | None, common: dict[str, Any]) -> TextField:
    area = common["kind"] is Kind.TEXTAREA
    validate = here.members("validate")
    most = AREA_LENGTH if area else TEXT_LENGTH
    longest = validate.whole("maxLength", 1, most, most) if validate else most
    form = validate.one_of("validationType", {"email", "phone", "custom"}, "") if validate else ""
    if properties and not area:
        form = properties.one_of("format", FORMATS, form)
    return TextField(
        **common,
        default=here.words("defaultValue", AREA_LENGTH) or None,
        min_length=validate.whole("minLength", 0, longest, 0) if validate else 0,
        max_length=longest,
        pattern=_pattern(validate),
        pattern_error=_pattern_error(validate, properties),
        form=form if form not in {"", "custom"} else None,
        lines=properties.whole("lines", 2, 30, 4) if area and properties else 4 if area else 1,
        width=properties.one_of("width", WIDTHS, "full") if properties and not area else "full",
    )


def _pattern(validate: Members | None) -> TextPattern | None:
    source = validate.text("pattern") if validate else ""
    if not validate or not source:
        return None
    if not validate.text("patternErrorMessage"):
        validate.fault(
            "form-pattern",
            validate.line_of("pattern"),
            "pattern ต้องมี patternErrorMessage ที่บอกว่าเขียนอย่างไรจึงถูก",
            "A pattern needs a patternErrorMessage that says what would be right.",
        )
    try:
        return read_pattern(source)
    except PatternInvalid:
        validate.fault(
            "form-pattern",
            validate.line_of("pattern"),
            "pattern นี้ใช้ไม่ได้ ต้องขึ้นต้นด้วย ^ จบด้วย $ ไม่มีวงเล็บ ( ) | และไม่ยาวเกินไป",
            "A pattern begins with ^, ends with $ and has no groups, no | and no long repeats.",
        )
        return None


def _pattern_error(validate: Members | None, properties: Members | None) -> Label:
    th = validate.words("patternErrorMessage") if validate else ""
    return Label(th, (properties.words("pattern_error_en") or None) if properties else None)


def _number(here: Members, properties: Members | None, common: dict[str, Any]) -> NumberField:
    validate = here.members("validate")
    digits = here.whole("decimalDigits", 0, 4, 0)
    if digits and not here.flag("serializeToString"):
        here.fault(
            "form-value",
            here.line_of("decimalDigits"),
            "ตัวเลขมีทศนิยมต้องมี serializeToString เป็น true",
            'A number with decimals needs "serializeToString": true, so that no digit is lost.',
        )
    default = here.number("defaultValue")
    appearance = here.members("appearance")
    return NumberField(
        **common,
        default=None if default is None else format(default, "f"),
        minimum=validate.number("min") if validate else None,
        maximum=validate.number("max") if validate else None,
        decimal_digits=digits,
        unit=read_label(appearance, "suffixAdorner", properties, "unit_en")
        if appearance
        else Label(""),
    )


def _date(
    here: Members, properties: Members | None, common: dict[str, Any]
) -> DateField | TimeField:
    subtype = here.one_of("subtype", {"date", "time"}, "date")
    if subtype == "time":
        return TimeField(**common)
    default = properties.one_of("default", {"today"}, "") if properties else ""
    not_future = bool(properties and properties.one_of("not_future", {"true"}, ""))
    return DateField(
        **common,
        default=default or None,
        # The day on which a step happened lies never ahead, whether the form says so or not.
        not_future=not_future or common["key"] == "occurred_on",
        not_past=here.flag("disallowPassedDates"),
    )


def _checkbox(here: Members, _: Members | None, common: dict[str, Any]) -> CheckboxField:
    return CheckboxField(**common, default=here.flag("defaultValue"))


def _choice(here: Members, properties: Members | None, common: dict[str, Any]) -> ChoiceField:
    multiple = common["kind"] is Kind.CHECKLIST
    office_list = read_office_list(here, OFFICE_LISTS)
    options = () if office_list else read_options(here, properties)
    default: str | tuple[str, ...] | None
    if multiple:
        default = tuple(
            node.value for node in here.items("defaultValue", 100) if isinstance(node.value, str)
        )
    else:
        default = here.text("defaultValue") or None
    known = {option.value for option in options}
    if options and not {default or ()} <= {(), *known} and not multiple:
        here.fault(
            "form-value",
            here.line_of("defaultValue"),
            "ค่าตั้งต้นไม่อยู่ในตัวเลือก",
            "The default is none of the options.",
        )
    return ChoiceField(
        **common, default=default, options=options, office_list=office_list, multiple=multiple
    )


def _file(here: Members, _: Members | None, common: dict[str, Any]) -> FileField:
    endings = tuple(part.strip().lower() for part in here.text("accept").split(",") if part.strip())
    if any(not re.fullmatch(r"\.[a-z0-9]{1,10}", ending) for ending in endings):
        here.fault(
            "form-value",
            here.line_of("accept"),
            "accept ต้องเป็นนามสกุลแฟ้ม เช่น .pdf,.jpg",
            "accept has to be file endings such as .pdf,.jpg.",
        )
    return FileField(**common, accept=endings, multiple=here.flag("multiple"))


def _computed(here: Members, _: Members | None, common: dict[str, Any]) -> ComputedField:
    here.one_of("computeOn", {"change", "presubmit"}, "change")
    expression = read_feel(here, "expression")
    if expression is None:
        here.fault("form-value", here.line, "ช่องคำนวณไม่มีสูตร", "The expression is missing.")
    return ComputedField(**common, expression=expression or "null")


def _passage(here: Members, properties: Members | None, common: dict[str, Any]) -> Passage:
    return Passage(
        **common,
        text=read_label(here, "text", properties, "text_en"),
        tone=properties.one_of("tone", TONES, "plain") if properties else "plain",
    )


def _mark(_here: Members, _: Members | None, common: dict[str, Any]) -> Mark:
    return Mark(**common)


def _table(here: Members, properties: Members | None, common: dict[str, Any]) -> Table:
    key = here.text("dataSource").removeprefix("=").strip()
    if not KEY.fullmatch(key):
        here.fault(
            "form-value",
            here.line_of("dataSource"),
            "dataSource ต้องเป็นชื่อเดียว",
            "dataSource has to be one name.",
        )
    columns = []
    for node in here.items("columns", 12):
        column = Members(node, here.element, here.faults)
        name = column.text("key")
        columns.append(Column(name, read_label(column, "label", properties, f"column_{name}_en")))
        if not KEY.fullmatch(name):
            here.fault("form-key", node.line, "คอลัมน์ไม่มี key ที่ใช้ได้", "The column has no usable key.")
    if not columns:
        here.fault("form-value", here.line, "ตารางไม่มีคอลัมน์", "The table has no columns.")
    return Table(**common, key=key, columns=tuple(columns))


Read = Callable[[Members, Members | None, dict[str, Any]], AnyComponent]

PASSAGES: Final[dict[Kind, Read]] = {
    Kind.TEXT: _passage,
    Kind.SEPARATOR: _mark,
    Kind.SPACER: _mark,
    Kind.TABLE: _table,
}
FIELDS: Final[dict[Kind, Read]] = {
    Kind.TEXTFIELD: _text,
    Kind.TEXTAREA: _text,
    Kind.NUMBER: _number,
    Kind.DATETIME: _date,
    Kind.CHECKBOX: _checkbox,
    Kind.CHECKLIST: _choice,
    Kind.RADIO: _choice,
    Kind.SELECT: _choice,
    Kind.FILEPICKER: _file,
    Kind.EXPRESSION: _computed,
}
