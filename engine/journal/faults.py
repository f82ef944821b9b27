"""What can be wrong with a history, and where, in words for the auditor."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from engine.errors import Sentence


class FaultKind(StrEnum):
    UNREADABLE = "unreadable"
    HEADER_ALTERED = "header_altered"
    EVENT_MISPLACED = "event_misplaced"
    EVENT_MISSING = "event_missing"
    EVENT_REPEATED = "event_repeated"
    CHAIN_BROKEN = "chain_broken"
    TIME_REVERSED = "time_reversed"
    HEAD_DIFFERS = "head_differs"
    CONTENT_ALTERED = "content_altered"
    LEAF_OUT_OF_ORDER = "leaf_out_of_order"
    LEAF_NOT_PROVED = "leaf_not_proved"
    ROWS_MISSING = "rows_missing"
    ROOT_DIFFERS = "root_differs"
    CHECKPOINT_NOT_SIGNED = "checkpoint_not_signed"
    CHECKPOINT_UNLINKED = "checkpoint_unlinked"
    CHECKPOINT_MISSING = "checkpoint_missing"
    CHECKPOINT_NOT_PROVED = "checkpoint_not_proved"
    ANCHOR_CONTRADICTED = "anchor_contradicted"
    ANCHOR_NEWER = "anchor_newer"
    ANCHOR_NOT_PROVED = "anchor_not_proved"
    RECEIPT_CONTRADICTED = "receipt_contradicted"
    RECEIPT_NEWER = "receipt_newer"


_SENTENCES = {
    FaultKind.UNREADABLE: Sentence(
        th="อ่านบรรทัดนี้ไม่ได้ หรือไม่เป็นไปตามรูปแบบของชุดหลักฐาน",
        en="The line cannot be read or does not follow the format of the evidence.",
    ),
    FaultKind.HEADER_ALTERED: Sentence(
        th="ข้อมูลในแถวไม่ตรงกับหัวรายการที่บันทึกไว้",
        en="The row differs from the header that was recorded.",
    ),
    FaultKind.EVENT_MISPLACED: Sentence(
        th="รายการนี้เป็นของบันทึกชุดอื่น", en="The event belongs to another stream."
    ),
    FaultKind.EVENT_MISSING: Sentence(
        th="มีรายการหายไปก่อนรายการนี้", en="An event before this one is missing."
    ),
    FaultKind.EVENT_REPEATED: Sentence(
        th="รายการนี้ซ้ำหรือผิดลำดับ", en="The event is repeated or out of order."
    ),
    FaultKind.CHAIN_BROKEN: Sentence(
        th="รายการนี้ถูกแก้ไข หรือไม่ต่อเนื่องจากรายการก่อนหน้า",
        en="The event was altered or does not follow the one before it.",
    ),
    FaultKind.TIME_REVERSED: Sentence(
        th="เวลาที่บันทึกอยู่ก่อนรายการก่อนหน้า",
        en="The event is recorded at a time before its predecessor.",
    ),
    FaultKind.HEAD_DIFFERS: Sentence(
        th="รายการสุดท้ายไม่ตรงกับที่ระบบจำไว้ อาจมีรายการท้ายหายไป",
        en="The last event is not the one the stream remembers; later ones may be missing.",
    ),
    FaultKind.CONTENT_ALTERED: Sentence(
        th="เนื้อหาที่เปิดเผยไม่ตรงกับที่บันทึกไว้",
        en="The disclosed content is not what was recorded.",
    ),
    FaultKind.LEAF_OUT_OF_ORDER: Sentence(
        th="ลำดับในสมุดรวมไม่ต่อเนื่อง มีแถวหายไป ซ้ำ หรือสลับที่",
        en="The order of the log has a gap: a row is missing, repeated or moved.",
    ),
    FaultKind.LEAF_NOT_PROVED: Sentence(
        th="พิสูจน์ไม่ได้ว่ารายการนี้อยู่ในสมุดรวมที่ลงลายมือชื่อไว้",
        en="It is not proved that the signed log holds this row.",
    ),
    FaultKind.ROWS_MISSING: Sentence(
        th="จุดตรวจที่ลงลายมือชื่อครอบคลุมรายการมากกว่าที่มีอยู่ มีรายการท้ายหายไป",
        en="A signed checkpoint covers more rows than there are: rows at the end are missing.",
    ),
    FaultKind.ROOT_DIFFERS: Sentence(
        th="รายการไม่ตรงกับจุดตรวจที่ลงลายมือชื่อไว้ มีรายการในช่วงนี้ถูกแก้ไข",
        en="The rows differ from a signed checkpoint: one of them was altered.",
    ),
    FaultKind.CHECKPOINT_NOT_SIGNED: Sentence(
        th="ลายมือชื่อดิจิทัลของจุดตรวจไม่ถูกต้องหรือไม่รู้จักกุญแจ",
        en="The checkpoint's signature is wrong or its key unknown.",
    ),
    FaultKind.CHECKPOINT_UNLINKED: Sentence(
        th="จุดตรวจไม่ต่อเนื่องจากจุดตรวจก่อนหน้า",
        en="The checkpoint does not follow the one before it.",
    ),
    FaultKind.CHECKPOINT_MISSING: Sentence(
        th="มีรายการที่เข้าสมุดรวมแล้วแต่ไม่มีจุดตรวจครอบคลุม จุดตรวจหายไป",
        en="Rows stand in the log that no checkpoint covers: a checkpoint is missing.",
    ),
    FaultKind.CHECKPOINT_NOT_PROVED: Sentence(
        th="พิสูจน์ไม่ได้ว่าจุดตรวจนี้เป็นส่วนต้นของจุดตรวจล่าสุด",
        en="It is not proved that the newest checkpoint extends this one.",
    ),
    FaultKind.ANCHOR_CONTRADICTED: Sentence(
        th="ประวัติขัดกับจุดตรวจที่เก็บไว้ภายนอก",
        en="The history contradicts a checkpoint that was kept outside.",
    ),
    FaultKind.ANCHOR_NEWER: Sentence(
        th="ประวัตินี้เก่ากว่าจุดตรวจที่เก็บไว้ภายนอก อาจเป็นสำเนาสำรองเก่าที่นำกลับมาใช้",
        en="The history is older than a checkpoint kept outside: perhaps a restored backup.",
    ),
    FaultKind.ANCHOR_NOT_PROVED: Sentence(
        th="ชุดหลักฐานบางส่วนนี้ไม่มีจุดตรวจที่ตรงกับที่เก็บไว้ภายนอก ขอชุดหลักฐานใหม่",
        en="This excerpt does not hold the checkpoint kept outside; ask for one that does.",
    ),
    FaultKind.RECEIPT_CONTRADICTED: Sentence(
        th="รายการขัดกับใบรับที่ผู้อื่นถือไว้", en="The event contradicts a receipt that somebody holds."
    ),
    FaultKind.RECEIPT_NEWER: Sentence(
        th="มีผู้ถือใบรับของรายการที่ไม่อยู่ในประวัตินี้",
        en="Somebody holds a receipt for an event that this history lacks.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The first thing wrong, as near as it can be told.

    ``line`` counts from 1 in the evidence file. ``leaves`` is the half-open range
    of the log in which the altered row stands; ``size`` names a checkpoint.
    """

    kind: FaultKind
    line: int | None = None
    stream_id: UUID | None = None
    seq: int | None = None
    leaves: tuple[int, int] | None = None
    size: int | None = None

    @property
    def sentence(self) -> Sentence:
        said, where = _SENTENCES[self.kind], self._where()
        return Sentence(th=said.th + where.th, en=said.en + where.en)

    def _where(self) -> Sentence:
        th: list[str] = []
        en: list[str] = []
        if self.line is not None:
            th.append(f"บรรทัด {self.line}")
            en.append(f"line {self.line}")
        if self.stream_id is not None:
            th.append(f"ชุดบันทึก {self.stream_id}")
            en.append(f"stream {self.stream_id}")
        if self.seq is not None:
            th.append(f"รายการที่ {self.seq}")
            en.append(f"event {self.seq}")
        if self.leaves is not None:
            first, stop = self.leaves
            th.append(f"ลำดับในสมุดรวม {first}–{stop - 1}")
            en.append(f"log entries {first} to {stop - 1}")
        if self.size is not None:
            th.append(f"จุดตรวจที่ {self.size} รายการ")
            en.append(f"checkpoint of {self.size} rows")
        if not th:
            return Sentence("", "")
        return Sentence(th=f" ({', '.join(th)})", en=f" ({', '.join(en)})")


class FaultFound(Exception):
    """Carries the first fault out of the checks."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault
