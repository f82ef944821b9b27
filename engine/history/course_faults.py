"""Where a history run again goes another way than its events say, and what differs there.

What is said of a fault names elements, flows and paths of the edition, never a value:
whoever keeps the machine reads it and may read no case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from engine.errors import Sentence, Tampered


class Difference(StrEnum):
    """What was found first."""

    CONTENT = "content"
    UNREADABLE = "unreadable"
    EDITION = "edition"
    CAUSE = "cause"
    INSTANT = "instant"
    ANSWERED_ITEM = "answered_item"
    REFUSED = "refused"
    EXPRESSION = "expression"
    READS = "reads"
    CALLED = "called"
    RESULT = "result"
    FLOW = "flow"
    PASSED = "passed"
    ARMED = "armed"
    DIGEST = "digest"
    EFFECT = "effect"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    CLOCK_STARTED = "clock_started"
    RECKONING = "reckoning"
    CLOCK_STOPPED = "clock_stopped"
    ENDED = "ended"
    MISSING = "missing"
    STATE = "state"

    @property
    def sentence(self) -> Sentence:
        return _SENTENCES[self]


_SENTENCES: Final[Mapping[Difference, Sentence]] = MappingProxyType(
    {
        Difference.CONTENT: Sentence(
            "เนื้อหาไม่ตรงกับที่บันทึกไว้เดิม", "the content is not what was recorded"
        ),
        Difference.UNREADABLE: Sentence(
            "เนื้อหาอ่านไม่ได้ หรืออ้างถึงสิ่งที่ไม่มีรายการก่อนหน้าเริ่มไว้",
            "the content cannot be read, or speaks of what no event before it began",
        ),
        Difference.EDITION: Sentence(
            "ไม่มีกระบวนงานฉบับที่บันทึกไว้ หรือแฟ้มไม่ตรงกับรหัสของฉบับ",
            "the recorded edition is not there, or its files are not those of its hash",
        ),
        Difference.CAUSE: Sentence(
            "เหตุที่บันทึกไว้ไม่ใช่สิ่งที่เกิดก่อนหน้า",
            "the recorded cause is not what came before it",
        ),
        Difference.INSTANT: Sentence(
            "เวลาหรือวันที่เกิดจริงไม่ตรงกับรายการที่เป็นเหตุ",
            "its time, or the day it counts from, is not that of its cause",
        ),
        Difference.ANSWERED_ITEM: Sentence(
            "คำตอบไม่ใช่ของขั้นที่เปิดอยู่", "what was answered is not the step that was open"
        ),
        Difference.REFUSED: Sentence(
            "เดินกระบวนงานต่อจากข้อมูลที่บันทึกไว้ไม่ได้",
            "the engine cannot go on from what is recorded",
        ),
        Difference.EXPRESSION: Sentence(
            "สูตรที่ใช้ไม่ตรงกับที่บันทึก", "another expression was evaluated than is recorded"
        ),
        Difference.READS: Sentence(
            "ค่าที่สูตรอ่านไม่ตรงกับที่บันทึก", "the expression reads other values than are recorded"
        ),
        Difference.CALLED: Sentence(
            "กำหนดเวลาที่สูตรถามไม่ตรงกับที่บันทึก",
            "the deadline that the expression asks for is not the recorded one",
        ),
        Difference.RESULT: Sentence(
            "ผลของสูตรไม่ตรงกับที่บันทึก", "the expression has another result than is recorded"
        ),
        Difference.FLOW: Sentence(
            "เส้นทางที่เดินไม่ตรงกับที่บันทึก", "another sequence flow is taken than is recorded"
        ),
        Difference.PASSED: Sentence(
            "ขั้นที่ผ่านไม่ตรงกับที่บันทึก", "another element is passed than is recorded"
        ),
        Difference.ARMED: Sentence(
            "ตัวจับเวลาที่ตั้งไว้ไม่ตรงกับที่บันทึก", "a timer waits for another time than is recorded"
        ),
        Difference.DIGEST: Sentence(
            "สถานะหลังเดินไม่ตรงกับที่บันทึก", "the state afterwards is not the recorded one"
        ),
        Difference.EFFECT: Sentence(
            "สิ่งที่ระบบทำไม่ตรงกับที่บันทึก", "what the system did is not what is recorded"
        ),
        Difference.OFFERED: Sentence("ขั้นที่เปิดไม่ตรงกับที่บันทึก", "another step opens than is recorded"),
        Difference.WITHDRAWN: Sentence(
            "ขั้นที่ยกเลิกไม่ตรงกับที่บันทึก", "another step is withdrawn than is recorded"
        ),
        Difference.CLOCK_STARTED: Sentence(
            "กำหนดเวลานี้ไม่มีขั้นใดเริ่ม หรือเริ่มนับจากวันอื่น",
            "no step starts this deadline, or it starts on another day",
        ),
        Difference.RECKONING: Sentence(
            "วันครบกำหนดไม่ตรงกับวิธีนับที่บันทึก",
            "the last day does not follow from the recorded rule and days off",
        ),
        Difference.CLOCK_STOPPED: Sentence(
            "กำหนดเวลานี้ไม่ควรหยุดตรงนี้ หรือหยุดด้วยผลอื่น",
            "this deadline does not stop here, or stops with another outcome",
        ),
        Difference.ENDED: Sentence(
            "กระบวนงานหรือเรื่องยังไม่สิ้นสุดตรงนี้", "the process or the case does not end here"
        ),
        Difference.MISSING: Sentence(
            "สิ่งที่ต้องเกิดตามมาไม่มีบันทึก", "what must follow from it is not recorded"
        ),
        Difference.STATE: Sentence(
            "สถานะที่เก็บไว้ไม่ใช่สถานะที่ประวัติเดินมาถึง",
            "the stored state is not the one that the history comes to",
        ),
    }
)


class Deviation(Tampered):
    """Carries the first difference of one case out of its re-execution.

    ``path`` is a name that an expression read, where that tells more than the element.
    """

    sentence = Sentence(
        "ประวัติเดินซ้ำแล้วไม่ตรงกัน", "The history, run again, goes another way than is recorded."
    )

    def __init__(self, difference: Difference, seq: int, element: str, *, path: str = "") -> None:
        super().__init__()
        self.difference = difference
        self.seq = seq
        self.element = element
        self.path = path


@dataclass(frozen=True)
class CourseFault:
    """The first difference found. ``number`` is "" where the case could not be read so far."""

    case_id: UUID
    number: str
    seq: int
    element: str
    difference: Difference
    path: str = ""

    @property
    def sentence(self) -> Sentence:
        said = self.difference.sentence
        case = self.number or str(self.case_id)
        at_th = f" ที่ {self.element}" if self.element else ""
        at_en = f" at {self.element}" if self.element else ""
        path = f" ({self.path})" if self.path else ""
        return Sentence(
            f"เรื่อง {case} รายการที่ {self.seq}{at_th}: {said.th}{path}",
            f"Case {case}, event {self.seq}{at_en}: {said.en}{path}.",
        )
