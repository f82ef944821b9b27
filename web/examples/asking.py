"""Invented forms: one with every kind of field, and what was wrong with a part of it."""

from functools import cache
from importlib.resources import files
from typing import Any, Final

from flask import url_for

from engine.errors import Sentence
from engine.forms import SEALED_MARK, FormSchema, Label, Option, parse_form
from web.design.filters import digits_in_use, office_digits
from web.design.language import language, say
from web.examples.invented import PEOPLE, TODAY
from web.form_pages import DateChooser, FormView, render_answers, render_form, render_part

_UNITS: Final = tuple(
    Option(str(number), Label(th, en))
    for number, (th, en) in enumerate(
        (
            ("กลุ่มงานพัสดุ", "Procurement"),
            ("กลุ่มงานการเงิน", "Finance"),
            ("กลุ่มงานบุคคล", "Personnel"),
            ("กลุ่มงานกฎหมาย", "Legal"),
            ("กลุ่มงานแผนงาน", "Planning"),
            ("กลุ่มงานช่าง", "Engineering"),
            ("กลุ่มงานสิ่งแวดล้อม", "Environment"),
            ("กลุ่มงานอำนวยการ", "Administration"),
        )
    )
)
_KNOWN: Final = {
    "channel": "โทรศัพท์",
    "previous": [
        {"number": "7/2569", "on": "12 ส.ค. 69", "result": "ยุติเรื่อง"},
        {"number": "21/2569", "on": "3 ก.ย. 69", "result": "ส่งหน่วยงานภายนอก"},
    ],
}
_ANSWERS: Final[dict[str, Any]] = {
    "kind": "complaint",
    "unit": "0",
    "subject": "ตรวจรับงานก่อสร้างที่ยังไม่แล้วเสร็จ",
    "narrative": "ผู้รับจ้างยังวางท่อไม่ครบ แต่กรรมการลงนามรับงานเมื่อปลายเดือนตุลาคม",
    "place": "อำเภอเมือง",
    "happened_at": "14:30",
    "amount": "1250000",
    "received_on": "2026-11-17",
    "ways": ["letter", "box"],
    "checked": True,
    "scans": ["scan"],
    "name": SEALED_MARK,
    "witnesses": [
        {"position": "เจ้าหน้าที่พัสดุ", "saw": "เห็นเอกสารตรวจรับ"},
        {"position": "ผู้ควบคุมงาน", "saw": ""},
    ],
}
_WRONG: Final = {
    "kind": [Sentence("เลือกประเภทของเรื่อง", "Choose the kind")],
    "received_on": [
        Sentence(
            "วันที่ต้องไม่อยู่ในอนาคต วันนี้วันที่ 19 พ.ย. 2569",
            "The date must not lie in the future; today is 19 November 2026",
        )
    ],
    "amount": [
        Sentence("จำนวนเงินต้องเป็นตัวเลข เช่น 12500.50", "The amount is a number, such as 12500.50")
    ],
}
_TYPED: Final = {
    "amount": "หนึ่งล้านกว่า",
    "received_on": {"day": "24", "month": "12", "year": "2569"},
}


def forms() -> dict[str, Any]:
    return {
        "whole": render_form(_view("every_field", answers=_untouched(), chooser=_chooser())),
        "answered": render_answers(_view("every_field", answers=_ANSWERS)),
        "known": _known(),
        "few": _people(3),
    }


def refused() -> dict[str, Any]:
    part = _view("refused", answers=_TYPED, messages=_messages(), prefix="refused.")
    return {
        "part": render_part(part),
        "wrong": [(_target(path), _first(path)) for path in _WRONG],
        "many": _people(len(PEOPLE)),
    }


def _view(name: str, **more: Any) -> FormView:
    return FormView(
        schema=_form(name),
        options={"units": _UNITS},
        known=_KNOWN,
        uploads={"scan": "หนังสือตรวจรับ หน้า 1-2.pdf"},
        language=language(),
        digits=digits_in_use(),
        **more,
    )


@cache
def _form(name: str) -> FormSchema:
    file = files("web.examples").joinpath(f"{name}.json")
    return parse_form(file.read_bytes(), file.name)


def _untouched() -> dict[str, Any]:
    """Leave the sealed field empty: an identity is typed and never shown again."""
    return {key: value for key, value in _ANSWERS.items() if key != "name"}


def _chooser() -> DateChooser:
    return DateChooser(TODAY, url_for("examples.days_off"))


def _messages() -> dict[str, list[Sentence]]:
    return {path: [office_digits(one) for one in told] for path, told in _WRONG.items()}


def _first(path: str) -> str:
    return say(_messages()[path][0])


def _target(path: str) -> str:
    ends = {"kind": "-0", "received_on": "-day"}
    return f"f-refused-{path}{ends.get(path, '')}"


def _known() -> list[tuple[Sentence, str]]:
    return [
        (Sentence("เลขรับ", "Number"), say(office_digits(Sentence("ล 4/2570", "ล 4/2570")))),
        (Sentence("ช่องทาง", "Channel"), say(Sentence("โทรศัพท์", "Telephone"))),
        (
            Sentence("รับเรื่องเมื่อ", "Received"),
            say(office_digits(Sentence("3 พฤศจิกายน 2569", "3 November 2026"))),
        ),
    ]


def _people(count: int) -> list[tuple[str, str, str]]:
    away = say(office_digits(Sentence("ลาถึง 24 พ.ย.", "Away until 24 Nov")))
    held = say(office_digits(Sentence("มีงานในมือ 6 งาน", "Holds 6 steps")))
    remarks = (held, "", away)
    return [
        (str(number), name, remarks[number] if number < len(remarks) else "")
        for number, name in enumerate(PEOPLE[:count])
    ]
