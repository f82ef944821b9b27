"""Invented work: deadlines, rows of a list, the days ahead, what narrows a list."""

from datetime import date, timedelta
from typing import Any, Final

from flask import url_for

from engine.errors import Sentence
from web.design.charts import Chart, columns_of
from web.design.due import Due, paused
from web.design.filters import done, due, office_digits
from web.design.language import say
from web.examples.invented import NOW, PEOPLE, TODAY

_WAITS: Final = Sentence("รอผลหน่วยงานภายนอก", "An outside body has the matter")
_SECRET: Final = Sentence("ลับ", "Secret")
_LONG: Final = Sentence(
    "ขอให้ตรวจสอบการจัดซื้อจัดจ้างโครงการปรับปรุงระบบท่อส่งน้ำสายหลักพร้อมอาคารประกอบ ระยะทาง 12,450 เมตร "
    "ซึ่งผู้รับจ้างส่งมอบงานไม่ตรงตามแบบรูปรายการ"
    "และคณะกรรมการตรวจรับพัสดุลงนามรับงานโดยไม่ได้ออกตรวจสถานที่จริง",
    "Procurement of the main water pipeline and its buildings, 12,450 metres: the contractor’s "
    "work departs from the drawings, and the inspection committee signed without a site visit",
)


def marks() -> dict[str, Any]:
    return {"dues": dues(), "figures": _figures()}


def lists() -> dict[str, Any]:
    return {
        "days": _days(),
        "tabs": _tabs(),
        "chips": _chips(),
        "many": _groups(_rows()),
        "one": _groups(_rows()[3:4]),
        "round": [(None, 3, _picked())],
        "todo": _todo(),
        "load": _load(),
        "chart": _chart(),
    }


def dues() -> list[tuple[Sentence, Due]]:
    """Return every way in which a deadline is said, each with what it stands for."""
    return [
        (Sentence("เกินกำหนด", "Late"), _in(-2)),
        (Sentence("วันนี้", "Today"), _in(0)),
        (Sentence("พรุ่งนี้", "Tomorrow"), _in(1)),
        (Sentence("ใกล้ ภายใน 7 วัน", "Soon, within 7 days"), _in(5)),
        (Sentence("ไกล", "Far"), _in(43)),
        (Sentence("ไม่มีกำหนด", "None"), due(None, TODAY)),
        (Sentence("พักการนับ", "Clock stopped"), paused(_WAITS)),
        (Sentence("เสร็จแล้ว", "Done"), done(NOW, TODAY)),
    ]


def _chart() -> Chart:
    quarters = [Sentence(f"ไตรมาส {at}", f"Q{at}") for at in range(1, 5)]
    received = (Sentence("รับใหม่", "Received"), [12, 9, 0, 17])
    return columns_of(quarters, received, (Sentence("แล้วเสร็จ", "Finished"), [8, 11, 2, 14]))


def _in(days: int) -> Due:
    return due(TODAY + timedelta(days=days), TODAY)


def _row(number: str, left: int | None, subject: Sentence, step: Sentence, **more: Any) -> Any:
    return {
        "due": due(None, TODAY) if left is None else _in(left),
        "number": number,
        "subject": say(subject),
        "url": "#work",
        "step": say(step),
        **more,
    }


def _rows() -> list[Any]:
    sorting = Sentence("๒ คัดแยกประเภทและวิเคราะห์เนื้อหา", "2 Sort and analyse")
    report = Sentence("๖ รับรายงาน ติดตาม และเสนอผล", "6 Receive the report, propose the result")
    notice = Sentence("๕ ร่างหนังสือแจ้งเบื้องต้น", "5 Draft the first notice")
    return [
        _row("ล 4/2570", -2, _LONG, report, secrecy=_SECRET, holding=say(_HOLDS)),
        _row(
            "12/2570",
            -1,
            Sentence("เรียกรับเงินค่าอำนวยความสะดวกที่จุดบริการ", "Money asked for at the service counter"),
            sorting,
            context=say(Sentence("ทางโทรศัพท์ ไม่ระบุชื่อ", "By telephone, without a name")),
            claim_url=url_for("examples.page", key="lists"),
        ),
        _row(
            "ล 6/2570",
            0,
            Sentence("เรื่องลับ เปิดดูได้เมื่อรับงาน", "Secret: it can be read once claimed"),
            notice,
            secrecy=_SECRET,
            url=None,
            claim_url=url_for("examples.page", key="lists"),
        ),
        _row(
            "15/2570",
            1,
            Sentence("ใช้รถราชการรับส่งบุตร", "An office car takes children to school"),
            sorting,
            holding=say(_HOLDS),
            tags=[say(Sentence("ผู้ว่าฯ ติดตาม", "The governor follows")), "ป.ป.ท."],
        ),
        _row(
            "18/2570",
            5,
            Sentence("ตรวจรับงานก่อสร้างที่ยังไม่แล้วเสร็จ", "Unfinished construction was accepted"),
            Sentence("๔ ตรวจสอบและรายงานผล", "4 Check and report"),
            part=Sentence("กลุ่มงานพัสดุ", "Procurement unit"),
            holding=PEOPLE[2],
        ),
        {
            **_row("9/2570", None, Sentence("แต่งตั้งโดยไม่เป็นธรรม", "An unfair appointment"), report),
            "due": paused(_WAITS),
            "holding": say(_HOLDS),
        },
    ]


_HOLDS: Final = Sentence("ท่าน", "You")
_GROUPS: Final = {
    "late": Sentence("เกินกำหนด", "Late"),
    "today": Sentence("วันนี้", "Today"),
    "soon": Sentence("ใน 7 วัน", "Within 7 days"),
    "none": Sentence("ไม่นับวัน", "Not counted"),
}


def _groups(rows: list[Any]) -> list[tuple[str, int, list[Any]]]:
    found = [
        (say(office_digits(title)), [row for row in rows if row["due"].urgency == urgency])
        for urgency, title in _GROUPS.items()
    ]
    return [(title, len(kept), kept) for title, kept in found if kept]


def _picked() -> list[Any]:
    late, today, soon = _rows()[1], _rows()[4], _rows()[3]
    why = Sentence("ธนกฤต แก้วมณี รับงานนี้ไปก่อนแล้ว", "Thanakrit Kaewmanee claimed this step first")
    return [
        {**late, "pick": "a", "is_picked": True, "why": why, "claim_url": None},
        {**today, "pick": "b", "is_picked": True},
        {**soon, "pick": "c", "is_picked": False},
    ]


def _days() -> list[tuple[str, int, str, bool, bool]]:
    """Return ten working days from today on; the example knows no holiday in them."""
    week = [TODAY + timedelta(days=number) for number in range(14)]
    working = [day for day in week if day.weekday() < len(_COUNTS) // 2]
    named = zip(working, _COUNTS, strict=True)
    return [(_day(on), count, "#days", on == TODAY, on.weekday() == 0) for on, count in named]


_COUNTS: Final = (2, 1, 4, 0, 3, 1, 0, 6, 2, 12)
_WEEKDAYS: Final = (
    Sentence("จ.", "Mon"),
    Sentence("อ.", "Tue"),
    Sentence("พ.", "Wed"),
    Sentence("พฤ.", "Thu"),
    Sentence("ศ.", "Fri"),
)


def _day(on: date) -> str:
    if on == TODAY:
        return say(office_digits(Sentence(f"วันนี้ {on.day}", f"Today {on.day}")))
    name = _WEEKDAYS[on.weekday()]
    return say(office_digits(Sentence(f"{name.th} {on.day}", f"{name.en} {on.day}")))


def _tabs() -> list[tuple[Sentence, str, int | None, bool]]:
    return [
        (Sentence("ทั้งหมด", "All"), "#tabs", 14, True),
        (Sentence("ยังไม่มีผู้รับ", "Nobody has it"), "#tabs", 3, False),
        (Sentence("รอผู้อื่น", "Waits for others"), "#tabs", 8, False),
        (Sentence("บันทึกเสร็จ", "Completed"), "#tabs", None, False),
    ]


def _chips() -> list[tuple[Sentence, str]]:
    return [
        (Sentence("กลุ่มงาน: พัสดุ", "Unit: procurement"), "#filters"),
        (Sentence("ช่องทาง: โทรศัพท์", "Channel: telephone"), "#filters"),
    ]


def _figures() -> list[tuple[Sentence, int, Sentence, bool]]:
    cases, steps = Sentence("เรื่อง", "cases"), Sentence("งาน", "steps")
    return [
        (Sentence("กำลังดำเนินการ", "In progress"), 1234, cases, False),
        (Sentence("เกินกำหนด", "Late"), 4, steps, True),
        (Sentence("ครบกำหนดใน 7 วัน", "Due within 7 days"), 17, steps, False),
        (Sentence("ยังไม่มีผู้รับ", "Nobody has it"), 0, steps, False),
    ]


def _todo() -> list[tuple[Due, str, Sentence | None, str]]:
    remind = Sentence("ทวงรายงาน", "Ask for the report")
    unit = Sentence("ล 4/2570 รายงานของกลุ่มงานพัสดุ", "ล 4/2570 report of the procurement unit")
    nobody = Sentence("12/2570 ยังไม่มีผู้รับ", "12/2570 nobody has it")
    return [
        (_in(-2), say(office_digits(unit)), remind, "#todo"),
        (_in(0), say(office_digits(nobody)), Sentence("มอบงาน", "Give it to somebody"), "#todo"),
        (_in(1), say(Sentence("รอผลจากจังหวัด", "The province answers")), None, ""),
    ]


def _load() -> list[tuple[str, int, int, int]]:
    """Return name, open steps, those that are late, those due within a week."""
    return [(PEOPLE[0], 11, 2, 4), (PEOPLE[5], 6, 0, 1), (PEOPLE[2], 3, 1, 0), (PEOPLE[6], 0, 0, 0)]
