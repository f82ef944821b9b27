"""What a case file shows, of an invented case on a process in use: clock, log, diagram, track."""

from datetime import date
from typing import Any, Final

from markupsafe import Markup

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.deadlines import Basis, DayUnit, DeadlineRule, Reckoning, StartEvent, reckon
from engine.office.explanation import explain, rule_in_words
from engine.resources import bundled_dir
from web.case_file.diagram import Mark, State, draw
from web.case_file.ruler import draw_ruler
from web.design.filters import digits_in_use, due, number, office_digits
from web.design.language import language, say
from web.examples.invented import HOLIDAYS, PEOPLE, TODAY

_PROCESS: Final = "complaint_provincial"
# The way of the invented case so far; it stands at the second step of the second round.
_PASSED: Final = ("received", "register", "split", "notices", "sort", "q_sort", "draft_letter")
_STANDS: Final = "sign_letter"
_TAKEN: Final = (
    "f_received__register",
    "f_register__split",
    "f_split__sort",
    "f_split__notices",
    "f_notices__join",
    "f_sort__q_sort",
    "f_q_sort__draft_letter",
    "f_draft_letter__sign_letter",
)
# Open steps of the office, and how many of them are late.
_COUNTS: Final = {
    "register": (2, 0),
    "sort": (5, 1),
    "draft_letter": (3, 0),
    "sign_letter": (1, 0),
    "units": (14, 2),
    "committee": (1, 0),
    "propose_result": (7, 0),
    "record": (4, 0),
}
_BANDS: Final = (1, 2, 4, 7, 10)
_RULE: Final = DeadlineRule(
    name="sorting",
    number=10,
    unit=DayUnit.WORKING,
    start_event=StartEvent.RECEIVED,
    citation=Sentence("คู่มือของสำนักงาน ข้อ 4", "Office manual, item 4"),
    basis=Basis.OFFICE,
)


def file() -> dict[str, Any]:
    return {
        "clock": _clock(),
        "entries": _entries(),
        "papers": _papers(),
        "counted": _drawn("counts", _counts(), _COUNTED),
        "walked": _drawn("path", _path(), _STANDING),
        "near": _drawn("here", _path(), _STANDING, focus=_STANDS),
        "bands": [number(words) for words in ("1", "2–3", "4–6", "7–9", _AND_MORE[language()])],
        "track": _track(),
    }


_AND_MORE: Final = {"th": "10 ขึ้นไป", "en": "10 and more"}
_COUNTED: Final = Sentence(
    "จำนวนงานที่เปิดอยู่ในแต่ละขั้นตอน มากที่สุดที่กลุ่มงานตรวจสอบ 14 งาน เกินกำหนด 2",
    "Open steps; most of them, 14, at the units, of which 2 are late",
)
_STANDING: Final = Sentence("อยู่ที่: ๓ พิจารณาลงนามและสั่งการ", "Now at: 3 sign and direct")


def _clock() -> dict[str, Any]:
    reckoning = _reckoning()
    told = explain(reckoning, today=TODAY, digits=digits_in_use())
    return {
        "ruler": draw_ruler(told.ruler, TODAY, "ruler"),
        "due": due(reckoning.effective_on, TODAY),
        "name": reckoning.rule.label,
        "rule": office_digits(rule_in_words(reckoning.rule)),
        "counted": " ".join(say(one) for one in told.sentences),
    }


def _reckoning() -> Reckoning:
    return reckon(_RULE, date(2026, 11, 10), Calendar(HOLIDAYS))


def _entries() -> list[tuple[Sentence, Sentence, bool]]:
    told = (
        ("รอลงนาม", "Waits for a signature", "วันนี้ 10.42 น.", "Today 10.42"),
        (
            f"{PEOPLE[0]} บันทึกเสร็จ ๓ สรุปความเห็นและจัดทำหนังสือ",
            f"{PEOPLE[0]} completed 3 Draft the letter",
            "18 พ.ย. 15.10 น. เกิดจริง 17 พ.ย.",
            "18 Nov 15.10, happened on 17 Nov",
        ),
        ("ส่งหนังสือแจ้งเบื้องต้นแล้ว", "The first notice was sent", "12 พ.ย. 9.05 น.", "12 Nov 9.05"),
        ("รับเรื่องทางโทรศัพท์", "Received by telephone", "10 พ.ย. 11.30 น.", "10 Nov 11.30"),
    )
    return [
        (Sentence(th, en), office_digits(Sentence(at, at_en)), not place)
        for place, (th, en, at, at_en) in enumerate(told)
    ]


def _papers() -> list[tuple[str, str, Sentence, Sentence | None]]:
    return [
        (
            "หนังสือแจ้งเบื้องต้น ศน 0019/ล 112",
            "#papers",
            office_digits(Sentence("2 หน้า", "2 pages")),
            Sentence("ลงนามในระบบ", "Signed in the system"),
        ),
        (
            "ภาพถ่ายแนวท่อบริเวณหน้าที่ว่าการอำเภอซึ่งยังไม่ได้กลบดิน.jpg",
            "#papers",
            office_digits(Sentence("1.8 เมกะไบต์", "1.8 MB")),
            None,
        ),
    ]


def _drawn(prefix: str, marks: dict[str, Mark], told: Sentence, focus: str | None = None) -> Markup:
    source = bundled_dir("processes") / f"{_PROCESS}.bpmn"
    return draw(
        source.read_bytes(),
        title=say(Sentence("ผังกระบวนงาน", "Process diagram")),
        description=say(office_digits(told)),
        marks=marks,
        focus=focus,
        lang=language(),
        prefix=prefix,
    )


def _counts() -> dict[str, Mark]:
    return {step: _counted(*found) for step, found in _COUNTS.items()}


def _counted(steps: int, late: int) -> Mark:
    words = Sentence(f"เกิน {late}", f"{late} late")
    return Mark(
        heat=sum(steps >= low for low in _BANDS),
        count=number(steps),
        late=say(office_digits(words)) if late else "",
        note=say(office_digits(Sentence(f"{steps} งาน", f"{steps} open"))),
    )


def _path() -> dict[str, Mark]:
    done = Mark(State.DONE, note=say(Sentence("ผ่านแล้ว", "done")))
    here = Mark(State.NOW, note=say(Sentence("อยู่ที่นี่", "the case is here")))
    ahead = dict.fromkeys(("units", "committee", "propose_result", "decide"), Mark(State.AHEAD))
    return {
        **ahead,
        **dict.fromkeys(_PASSED, done),
        **dict.fromkeys(_TAKEN, Mark(State.TAKEN)),
        _STANDS: here,
    }


_KINDS: Final = "act look act rule act", "act breach look", "act act act act"
_NAMES: Final = {
    "act": Sentence("การกระทำ", "Act"),
    "rule": Sentence("ระบบตัดสิน", "Decision of the system"),
    "look": Sentence("มีผู้เปิดดู", "Somebody looked"),
    "breach": Sentence("เกินกำหนดเวลา", "Deadline missed"),
}


def _track() -> list[tuple[str, list[tuple[str, str, str, bool, bool]]]]:
    """Return the events of three days; the replay stands at the second one of the last day."""
    days = (
        Sentence("10 พ.ย.", "10 Nov"),
        Sentence("12 พ.ย.", "12 Nov"),
        Sentence("18 พ.ย.", "18 Nov"),
    )
    last = len(days) - 1
    return [
        (
            say(office_digits(day)),
            [
                (
                    say(_NAMES[kind]),
                    "#track",
                    kind,
                    (place, nth) == (last, 1),
                    nth > 1 and place == last,
                )
                for nth, kind in enumerate(kinds.split())
            ],
        )
        for place, (day, kinds) in enumerate(zip(days, _KINDS, strict=True))
    ]
