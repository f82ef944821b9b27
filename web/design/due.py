"""How a deadline is said in a list: words, then date, then colour."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from engine.errors import Sentence
from engine.office.thai import Digits, in_digits, list_date

SOON_DAYS: Final = 7


class Urgency(StrEnum):
    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    FAR = "far"
    NONE = "none"
    # No deadline any more: it was done.
    DONE = "done"


@dataclass(frozen=True)
class Due:
    """``words`` carry the meaning; ``detail`` is the date, the hour or the reason beside them."""

    urgency: Urgency
    words: Sentence
    detail: Sentence | None = None
    is_paused: bool = False


NO_DEADLINE: Final = Due(Urgency.NONE, Sentence("ไม่มีกำหนด", "No deadline"))


def due(due_on: date | None, today: date, digits: Digits = Digits.ARABIC) -> Due:
    """Say a deadline whose last day is *due_on*, in calendar days from *today*."""
    if due_on is None:
        return NO_DEADLINE
    left = (due_on - today).days
    urgency, words = _urgency(left)
    spoken = Sentence(in_digits(words.th, digits), words.en)
    if left == 0:
        end = Sentence(in_digits("ภายใน 24.00 น.", digits), "by midnight")
        return Due(urgency, spoken, end)
    return Due(urgency, spoken, list_date(due_on, today, digits))


def done(on: date, today: date, at: Sentence, digits: Digits = Digits.ARABIC) -> Due:
    """Say when something was done; ``at`` is the hour beside it."""
    words = Sentence("วันนี้", "Today") if on == today else list_date(on, today, digits)
    return Due(Urgency.DONE, words, at)


def paused(reason: Sentence) -> Due:
    """Say that the counting of days stands still, and why."""
    return Due(Urgency.NONE, Sentence("พักการนับ", "Clock stopped"), reason, is_paused=True)


def _urgency(left: int) -> tuple[Urgency, Sentence]:
    if left < 0:
        days = "1 day" if left == -1 else f"{-left} days"
        return Urgency.LATE, Sentence(f"เกินกำหนด {-left} วัน", f"{days} late")
    if left == 0:
        return Urgency.TODAY, Sentence("ครบกำหนดวันนี้", "Due today")
    if left == 1:
        return Urgency.SOON, Sentence("พรุ่งนี้", "Tomorrow")
    words = Sentence(f"อีก {left} วัน", f"In {left} days")
    return (Urgency.SOON if left <= SOON_DAYS else Urgency.FAR), words
