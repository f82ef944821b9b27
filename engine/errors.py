"""Refusals in domain words, and the sentences that explain them in Thai and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Sentence:
    """One thing said to a person, in both languages; the page chooses."""

    th: str
    en: str

    def __str__(self) -> str:
        return self.en


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """A located fault in a file that somebody wrote: a diagram, a form, an office profile.

    ``line`` counts from 1; ``element`` is the id, key or path inside the file, "" for the whole.
    """

    rule: str
    severity: Severity
    element: str
    line: int
    message: Sentence


class EngineError(Exception):
    """A command was refused. Nothing was written."""

    sentence = Sentence(
        "ระบบไม่รับคำสั่งนี้ ไม่มีสิ่งใดถูกบันทึก", "The command was refused; nothing was written."
    )

    def __init__(self, sentence: Sentence | None = None) -> None:
        self.sentence = sentence or type(self).sentence
        super().__init__(self.sentence.en)


class NotFound(EngineError):
    """It does not exist, or the actor may not know that it does."""

    sentence = Sentence("ไม่พบรายการนี้", "There is no such record.")


class NotPermitted(EngineError):
    """The actor does not hold the right for this command."""

    sentence = Sentence("ท่านไม่มีสิทธิทำรายการนี้", "You are not permitted to do this.")


class InvalidTransition(EngineError):
    """The record is not in a state from which this can be done."""

    sentence = Sentence("รายการนี้เปลี่ยนสถานะไปแล้ว", "The record is no longer in that state.")


class ConcurrentUpdate(EngineError):
    """Somebody else changed the case first. Look again."""

    sentence = Sentence("มีผู้อื่นบันทึกเรื่องนี้ก่อนหน้าท่าน", "Somebody else changed this case first.")


class Unavailable(EngineError):
    """The system cannot do it now, whoever asks and whatever it is; the same later will do."""


class Busy(Unavailable):
    """The database did not answer within its lock time-out. Try again."""

    sentence = Sentence("ระบบกำลังทำงานอื่นอยู่ ลองอีกครั้ง", "The system is busy; try again.")


class DatabaseAway(Unavailable):
    """The database cannot be reached, or the connection broke before the commit."""

    sentence = Sentence(
        "ระบบติดต่อฐานข้อมูลไม่ได้ชั่วคราว รอสักครู่แล้วลองอีกครั้ง",
        "The database cannot be reached for the moment; wait a little and try again.",
    )


class OutcomeUnknown(DatabaseAway):
    """The connection broke in the commit: written or not. The same submission once more tells."""

    sentence = Sentence(
        "การเชื่อมต่อขาดขณะบันทึก จึงยังไม่ทราบว่าบันทึกแล้วหรือยัง รอสักครู่แล้วส่งอีกครั้ง ถ้าบันทึกแล้วระบบจะไม่บันทึกซ้ำ",
        "The connection broke while writing: it may be written or not. Wait a little and send it "
        "again; what was written is not written twice.",
    )


class StorageFull(Unavailable):
    """The disk takes nothing more, or cannot be written."""

    sentence = Sentence(
        "พื้นที่เก็บข้อมูลของระบบเต็มหรือเขียนไม่ได้ แจ้งผู้ดูแลระบบ เมื่อแก้แล้วจึงส่งอีกครั้ง",
        "The disk of the system is full or cannot be written. Tell the administrator; "
        "send it again when that is mended.",
    )


class FormInvalid(EngineError):
    """The answers do not satisfy the form; ``messages`` maps a field path to its sentences."""

    sentence = Sentence("แบบฟอร์มยังไม่ครบถ้วน", "The form is not complete.")

    def __init__(self, messages: Mapping[str, Sequence[Sentence]]) -> None:
        super().__init__()
        self.messages = {path: tuple(found) for path, found in messages.items()}


class UploadRejected(EngineError):
    """The file is not of an accepted kind or size."""

    sentence = Sentence("ไม่รับแฟ้มนี้", "The file is not accepted.")


class FileInvalid(EngineError):
    """A diagram, form or profile has faults; ``problems`` locate them."""

    sentence = Sentence("แฟ้มนี้มีข้อผิดพลาด", "The file has errors.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class DefinitionInvalid(FileInvalid):
    """A BPMN or form file cannot be deployed."""

    sentence = Sentence("ผังกระบวนงานหรือแบบฟอร์มมีข้อผิดพลาด", "The definition has errors.")


class ProfileInvalid(FileInvalid):
    """An office profile does not follow its schema."""

    sentence = Sentence("ข้อมูลหน่วยงานมีข้อผิดพลาด", "The office profile has errors.")


class ProcessFailed(EngineError):
    """The engine could not take the step; the case stands where it stood."""

    sentence = Sentence(
        "กระบวนงานขัดข้อง เรื่องยังอยู่ที่ขั้นตอนเดิม", "The process failed; the case has not moved."
    )


class NoEligibleHandler(EngineError):
    """Nobody in or outside the office may take this case."""

    sentence = Sentence("ไม่มีผู้มีสิทธิรับเรื่องนี้ในหน่วยงาน", "Nobody in this office may take this case.")


class KeyUnavailable(EngineError):
    """The key that opens this record is missing, destroyed or wrong."""

    sentence = Sentence("ไม่มีกุญแจสำหรับเปิดข้อมูลนี้", "The key for this record is not available.")


class RecordDestroyed(KeyUnavailable):
    """The record of the case was destroyed by order; its number and its days are left."""

    sentence = Sentence(
        "เรื่องนี้ทำลายแล้วตามคำสั่ง เปิดเนื้อหาไม่ได้อีก",
        "The record of this case was destroyed by order; nothing of it can be opened.",
    )


class Tampered(EngineError):
    """Stored bytes do not match what was recorded about them."""

    sentence = Sentence("ข้อมูลที่เก็บไว้ไม่ตรงกับที่บันทึก", "Stored data differs from its record.")


class SettingsInvalid(EngineError):
    """The environment does not describe a system that may start."""

    sentence = Sentence("ค่าตั้งระบบไม่ถูกต้อง", "The settings are not valid.")


class SchemaOutdated(EngineError):
    """The database is of another release; run ``sucharit migrate``."""

    sentence = Sentence(
        "ฐานข้อมูลยังไม่ได้ปรับรุ่น ให้เรียก sucharit migrate", "The database needs `sucharit migrate`."
    )
