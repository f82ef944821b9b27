"""Time in the demonstration: a clock that is moved, and the hours in which an office acts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from engine.office.calendar import Calendar
from engine.office.office_time import office_instant, office_moment

# Nobody records anything in the last minutes before going home.
_LAST = timedelta(minutes=20)


@dataclass
class MovedClock:
    """The clock of the demonstration's store. It only moves forward."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move_to(self, moment: datetime) -> None:
        if moment < self.now:
            raise ValueError("the clock of the demonstration moves forward")
        self.now = moment.astimezone(UTC)


@dataclass(frozen=True)
class OfficeHours:
    """When the people of an office work, and at which minute they happen to act."""

    calendar: Calendar
    opens: time
    closes: time
    rng: Random

    def after(self, moment: datetime, working_days: int) -> datetime:
        """Return a minute at work so many working days later; 0 is later the same day."""
        local = office_moment(moment)
        day = local.date()
        if working_days == 0 and self.calendar.is_working_day(day):
            first = max(moment + timedelta(minutes=4), office_instant(day, self.opens))
            last = office_instant(day, self.closes) - _LAST
            if first < last:
                return self._between(first, last)
        return self.on(self.calendar.add_working_days(day, max(working_days, 1)))

    def on(self, day: date) -> datetime:
        """Return a minute at work of a day."""
        first = office_instant(day, self.opens) + timedelta(minutes=5)
        return self._between(first, office_instant(day, self.closes) - _LAST)

    def shortly_before(self, moment: datetime, *, but_after: datetime) -> datetime:
        """Return a minute up to an hour before, when the work is taken up that is then done."""
        earliest = max(but_after, moment - timedelta(hours=1))
        return self._between(earliest, moment)

    def _between(self, first: datetime, last: datetime) -> datetime:
        whole = int((last - first).total_seconds())
        return (first + timedelta(seconds=self.rng.randint(0, max(whole, 0)))).astimezone(UTC)
