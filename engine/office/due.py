"""How a deadline stands today, in the words that lists and case files use."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.errors import Sentence
from engine.office.deadlines import Reckoning
from engine.office.thai import Digits, in_digits, list_date

SOON_DAYS = 7


class DueState(StrEnum):
    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    FAR = "far"
    NONE = "none"


@dataclass(frozen=True)
class Standing:
    """The state of a deadline and the calendar days to it: negative once late, None without."""

    state: DueState
    days_left: int | None

    def words(self, digits: Digits = Digits.ARABIC) -> Sentence:
        sentence = self._words()
        return Sentence(in_digits(sentence.th, digits), sentence.en)

    def _words(self) -> Sentence:
        if self.days_left is None:
            return Sentence("ไม่มีกำหนด", "No deadline")
        if self.days_left == 0:
            return Sentence("ครบกำหนดวันนี้", "Due today")
        if self.days_left == 1:
            return Sentence("พรุ่งนี้", "Tomorrow")
        if self.days_left > 0:
            return Sentence(f"อีก {self.days_left} วัน", f"In {self.days_left} days")
        late = -self.days_left
        return Sentence(f"เกินกำหนด {late} วัน", f"{late} day{'s' if late > 1 else ''} late")


def standing(effective_on: date | None, today: date) -> Standing:
    """Return how a deadline that ends on *effective_on* stands on *today*, an office day."""
    if effective_on is None:
        return Standing(DueState.NONE, None)
    days_left = (effective_on - today).days
    return Standing(_state(days_left), days_left)


def last_office_day(
    reckoning: Reckoning, today: date, digits: Digits = Digits.ARABIC
) -> Sentence | None:
    """Say until when office days are left, if the last day itself is a day off.

    ``ส่งได้ในวันทำการถึงพรุ่งนี้เท่านั้น``. None if the last day is worked or all are gone.
    """
    if reckoning.warn_on == reckoning.effective_on or reckoning.warn_on < today:
        return None
    until = _DAYS_AHEAD.get((reckoning.warn_on - today).days)
    until = until or list_date(reckoning.warn_on, today, digits)
    return Sentence(f"ส่งได้ในวันทำการถึง{until.th}เท่านั้น", f"On office days, only until {until.en}")


_DAYS_AHEAD = {0: Sentence("วันนี้", "today"), 1: Sentence("พรุ่งนี้", "tomorrow")}


def _state(days_left: int) -> DueState:
    if days_left < 0:
        return DueState.LATE
    if days_left == 0:
        return DueState.TODAY
    return DueState.SOON if days_left <= SOON_DAYS else DueState.FAR
