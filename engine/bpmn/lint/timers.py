"""Timers and deadlines: one time each, readable, bounded, and of the kind that its place needs."""

import re
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from engine.bpmn.lint.diagram import Diagram, Node, local_name, printable, properties_of
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.timers import (
    ISO_LITERAL,
    SHORTEST_CYCLE,
    TimerInvalid,
    named_cycle,
    parse_duration,
    parse_instant,
)
from engine.bpmn.xml import Element
from engine.errors import Sentence

MIN_DURATION: Final = timedelta(minutes=1)
MAX_DURATION: Final = timedelta(days=3_660)

TIMER_COUNT = Rule(
    "timer_time_count",
    Grade.ERROR,
    Sentence(
        "{subject} มีเวลา {count} อย่าง ต้องมีหนึ่งอย่าง", "{subject} has {count} times instead of one."
    ),
    Sentence("เลือกวันที่ ระยะเวลา หรือรอบเวลา อย่างใดอย่างหนึ่ง", "Choose a date, a duration or a cycle."),
    "Of two times the engine takes one; with none it refuses the file.",
)
EVENT_COUNT = Rule(
    "event_definition_count",
    Grade.ERROR,
    Sentence("{subject} มีเหตุการณ์ {count} อย่าง", "{subject} has {count} event definitions."),
    Sentence(
        "จุดรอและเหตุการณ์ที่ขอบมีตัวจับเวลาหนึ่งตัว จุดอื่นมีได้ไม่เกินหนึ่ง",
        "A waiting point or boundary event has one timer; other events have one at most.",
    ),
    "With several the event never happens; with none a boundary event cannot be parsed.",
)
TIMER_INVALID = Rule(
    "timer_invalid",
    Grade.ERROR,
    Sentence(
        "เวลาของ {subject} ใช้ไม่ได้: “{text}”", "The time of {subject} cannot be used: “{text}”."
    ),
    Sentence("{expected}", "{expected}"),
    "The engine raises a bare exception in the worker, or loops month by month for ever.",
)
TIMER_TOO_SHORT = Rule(
    "timer_too_short",
    Grade.ERROR,
    Sentence("{subject} สั้นเกินไป: “{text}”", "{subject} is too short: “{text}”."),
    Sentence(
        "ใช้อย่างน้อยหนึ่งนาที หรือหนึ่งชั่วโมงสำหรับรอบเวลา",
        "Use a minute at least, an hour for a cycle.",
    ),
    "R/PT0S fires without end in one step; a minute's cycle writes half a million events a year.",
)
TIMER_TOO_LONG = Rule(
    "timer_too_long",
    Grade.ERROR,
    Sentence("{subject} ยาวเกินสิบปี: “{text}”", "{subject} is longer than ten years: “{text}”."),
    Sentence("ใช้ระยะเวลาที่สั้นกว่า", "Use a shorter time."),
    "Such a time overflows dates, and means never.",
)
TIMER_CALENDAR = Rule(
    "timer_months",
    Grade.ERROR,
    Sentence(
        "{subject} นับเป็นเดือนหรือปี: “{text}” ซึ่งยาวไม่เท่ากัน",
        "{subject} counts months or years, which differ in length: “{text}”.",
    ),
    Sentence(
        'ใช้วันหรือสัปดาห์ เช่น P30D หรือกำหนดเวลาในข้อมูลหน่วยงานด้วย deadline("…")',
        'Use days or weeks such as P30D, or a deadline of the profile: deadline("…").',
    ),
    "A month from 31 January ends on 28 or 29 February; people expect something else.",
)
TIMER_CYCLE_PLACE = Rule(
    "timer_cycle_place",
    Grade.ERROR,
    Sentence("รอบเวลาใช้กับ {subject} ไม่ได้", "A cycle cannot stand on {subject}."),
    Sentence(
        "ใช้รอบเวลากับเหตุการณ์ที่ขอบซึ่งไม่หยุดงานเดิมเท่านั้น",
        "Use a cycle only on a boundary event that does not interrupt.",
    ),
    "Elsewhere it fires once or not at all.",
)
TIMER_START = Rule(
    "timer_start_cycle",
    Grade.ERROR,
    Sentence(
        "{subject} ไม่ได้เรียกรอบเวลาของหน่วยงานตามชื่อ",
        "{subject} does not name a cycle of the office.",
    ),
    Sentence(
        'ใช้ timeCycle เป็น cycle("ชื่อ") ที่มีในข้อมูลหน่วยงาน',
        'Use a timeCycle that reads cycle("name"), with a name of the office\'s profile.',
    ),
    "The schedule alone starts cases by time; another text would never start anything.",
)
CYCLE_UNKNOWN = Rule(
    "cycle_unknown",
    Grade.WARNING,
    Sentence(
        "{subject} ใช้รอบเวลา “{name}” ซึ่งข้อมูลหน่วยงานไม่มี",
        "{subject} names the cycle “{name}”, which the profile does not have.",
    ),
    Sentence(
        "ตรวจตัวสะกด หรือตั้งรอบเวลานี้ในข้อมูลหน่วยงาน ซึ่งมี {known}",
        "Check the spelling, or set it in the office's profile, which has {known}.",
    ),
    "Nothing starts by itself, only by hand; that may be meant.",
)
TIMER_FIXED = Rule(
    "timer_fixed_date",
    Grade.WARNING,
    Sentence(
        "{subject} ใช้วันที่ตายตัว “{text}” ทุกเรื่องจะครบกำหนดวันเดียวกัน",
        "{subject} has a fixed date, “{text}”; every case is due on the same day.",
    ),
    Sentence('ใช้ deadline("…") หรือระยะเวลา', 'Use deadline("…") or a duration.'),
    "After that day the timer fires at once for every case.",
)
TIMER_NO_ZONE = Rule(
    "timer_without_zone",
    Grade.ERROR,
    Sentence(
        "{subject} มีเวลาแต่ไม่มีเขตเวลา: “{text}”", "{subject} has a time without a zone: “{text}”."
    ),
    Sentence("เติม +07:00", "Add +07:00."),
    "The engine takes it in the server's own zone.",
)
TIMER_KIND = Rule(
    "timer_kind",
    Grade.ERROR,
    Sentence("{subject} ใช้ {function} ผิดที่", "{subject} uses {function} in the wrong place."),
    Sentence(
        'deadline("…") เป็นวันที่ ให้อยู่ใน timeDate ส่วน cycle("…") อยู่ในจุดเริ่มเท่านั้น',
        'deadline("…") is a date and stands in timeDate; cycle("…") stands on a start event only.',
    ),
    "A date is no duration; the engine stops with an error when the timer is armed.",
)
WAIT_MAY_NOT_END = Rule(
    "wait_may_not_end",
    Grade.WARNING,
    Sentence(
        "{subject} รอกำหนดเวลาซึ่งบางหน่วยงานอาจไม่ตั้งไว้ เรื่องจะรอตลอดไป",
        "{subject} waits for a deadline that an office need not set; the case would wait for ever.",
    ),
    Sentence(
        "ใช้ระยะเวลา หรือวางกำหนดเวลาไว้ที่ขอบของงานของคน",
        "Wait for a duration, or put the deadline on the border of a user task.",
    ),
    "A timer on a deadline that is not set never fires.",
)
DEADLINE_NAME = Rule(
    "deadline_name",
    Grade.ERROR,
    Sentence(
        "ชื่อกำหนดเวลาของ {subject} ใช้ไม่ได้: “{name}”",
        "The deadline of {subject} is no name: “{name}”.",
    ),
    Sentence("ใช้ชื่อเช่น unit_report", "Use a name such as unit_report."),
    "No profile could ever set it.",
)
DEADLINE_UNSET = Rule(
    "deadline_not_in_profile",
    Grade.WARNING,
    Sentence(
        "{subject} ใช้กำหนดเวลา “{name}” ซึ่งข้อมูลหน่วยงานไม่ได้ตั้งไว้",
        "{subject} carries the deadline “{name}”, which the profile does not set.",
    ),
    Sentence(
        "ตรวจตัวสะกด หรือตั้งกำหนดเวลานี้ในข้อมูลหน่วยงาน",
        "Check the spelling, or set it in the office's profile.",
    ),
    "No clock runs for the step; that may be meant.",
)
RULES: Final = (
    EVENT_COUNT,
    TIMER_COUNT,
    TIMER_INVALID,
    TIMER_TOO_SHORT,
    TIMER_TOO_LONG,
    TIMER_CALENDAR,
    TIMER_CYCLE_PLACE,
    TIMER_START,
    CYCLE_UNKNOWN,
    TIMER_FIXED,
    TIMER_NO_ZONE,
    TIMER_KIND,
    WAIT_MAY_NOT_END,
    DEADLINE_NAME,
    DEADLINE_UNSET,
)

_TIMES: Final = frozenset({"timeDate", "timeDuration", "timeCycle"})
_CALLS_DEADLINE: Final = re.compile(r"\bdeadline\s*\(")
_CALLS_CYCLE: Final = re.compile(r"\bcycle\s*\(")
_DEADLINE_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_REPEATED: Final = re.compile(r"R\d{0,6}/(P.+)")
_WITH_MONTHS: Final = re.compile(r"P[^T]*[YM]")
_NO_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+")
_EXPECTED: Final = {
    "timeDate": Sentence(
        'ใช้วันที่ (ค.ศ.) เช่น 2026-11-22 หรือ deadline("…")',
        'Use a date such as 2026-11-22, or deadline("…").',
    ),
    "timeDuration": Sentence("ใช้ระยะเวลาเช่น P7D หรือ PT8H", "Use a duration such as P7D or PT8H."),
    "timeCycle": Sentence("ใช้รอบเวลาเช่น R3/P1D", "Use a cycle such as R3/P1D."),
}
_ONE_TIMER: Final = frozenset({"boundaryEvent", "intermediateCatchEvent"})


def check_timers(
    diagram: Diagram,
    deadlines: Collection[str] | None,
    cycles: Collection[str] | None,
    findings: Findings,
) -> None:
    for node in diagram.nodes.values():
        definitions = node.event_definitions
        if len(definitions) > 1 or (node.tag in _ONE_TIMER and not definitions):
            findings.add(EVENT_COUNT, node.place, count=len(definitions))
        for definition in definitions:
            if local_name(definition) == "timerEventDefinition":
                _check_timer(node, definition, cycles, findings)
        _check_deadline(node, deadlines, findings)


def times_of(node: Node) -> list[Element]:
    """Return the time elements of a node's timers."""
    return [
        time
        for definition in node.event_definitions
        if local_name(definition) == "timerEventDefinition"
        for time in definition
        if local_name(time) in _TIMES
    ]


def text_of(element: Element) -> str:
    return (element.text or "").strip()


def _check_timer(
    node: Node, definition: Element, cycles: Collection[str] | None, findings: Findings
) -> None:
    times = [time for time in definition if local_name(time) in _TIMES]
    if len(times) != 1 or not text_of(times[0]):
        findings.add(TIMER_COUNT, node.place, count=sum(1 for time in times if text_of(time)))
        return
    kind, text = local_name(times[0]), text_of(times[0])
    if node.tag == "startEvent":
        _check_start(node, kind, text, cycles, findings)
    elif _CALLS_CYCLE.search(text):
        findings.add(TIMER_KIND, node.place, function="cycle(…)")
    elif kind == "timeCycle" and not (node.tag == "boundaryEvent" and not node.interrupts):
        findings.add(TIMER_CYCLE_PLACE, node.place)
    elif ISO_LITERAL.match(text):
        _check_literal(node, kind, text, findings)
    elif _CALLS_DEADLINE.search(text):
        if kind != "timeDate":
            findings.add(TIMER_KIND, node.place, function="deadline(…)")
        elif node.tag == "intermediateCatchEvent":
            findings.add(WAIT_MAY_NOT_END, node.place)


def _check_start(
    node: Node, kind: str, text: str, cycles: Collection[str] | None, findings: Findings
) -> None:
    named = named_cycle(text)
    if kind != "timeCycle" or named is None:
        findings.add(TIMER_START, node.place)
    elif cycles is not None and named not in cycles:
        known = ", ".join(sorted(cycles)) or "-"
        findings.add(CYCLE_UNKNOWN, node.place, name=named, known=known)


def _check_literal(node: Node, kind: str, text: str, findings: Findings) -> None:
    shown = printable(text)
    if kind == "timeDate":
        if _NO_ZONE.fullmatch(text):
            findings.add(TIMER_NO_ZONE, node.place, text=shown)
            return
        try:
            parse_instant(text)
        except (TimerInvalid, OverflowError):
            findings.add(TIMER_INVALID, node.place, text=shown, expected=_EXPECTED[kind])
        else:
            findings.add(TIMER_FIXED, node.place, text=shown)
        return
    length = text
    if kind == "timeCycle":
        repeated = _REPEATED.fullmatch(text)
        if repeated is None:
            findings.add(TIMER_INVALID, node.place, text=shown, expected=_EXPECTED[kind])
            return
        length = repeated[1]
    _check_length(node, kind, length, findings)


def _check_length(node: Node, kind: str, length: str, findings: Findings) -> None:
    shown = printable(length)
    if _WITH_MONTHS.match(length):
        findings.add(TIMER_CALENDAR, node.place, text=shown)
        return
    try:
        duration = parse_duration(length)
    except TimerInvalid:
        findings.add(TIMER_INVALID, node.place, text=shown, expected=_EXPECTED[kind])
        return
    if duration.fixed > MAX_DURATION:
        findings.add(TIMER_TOO_LONG, node.place, text=shown)
    if duration.fixed < (SHORTEST_CYCLE if kind == "timeCycle" else MIN_DURATION):
        findings.add(TIMER_TOO_SHORT, node.place, text=shown)


def _check_deadline(node: Node, deadlines: Collection[str] | None, findings: Findings) -> None:
    name = properties_of(node.element).get("deadline")
    if name is None:
        return
    if not _DEADLINE_NAME.fullmatch(name):
        findings.add(DEADLINE_NAME, node.place, name=printable(name) or "-")
    elif deadlines is not None and name not in deadlines:
        findings.add(DEADLINE_UNSET, node.place, name=name)
