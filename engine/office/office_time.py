"""The time zone in which Thai offices keep their days."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Bangkok")


def office_date(moment: datetime) -> date:
    """Return the calendar day of an aware *moment* at the office."""
    return office_moment(moment).date()


def office_moment(moment: datetime) -> datetime:
    """Return an aware *moment* on the office's clock; ValueError if it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no office day")
    return moment.astimezone(OFFICE_ZONE)


def office_instant(on: date, at: time) -> datetime:
    """Return the instant at which the office's clock shows *at* on the day *on*."""
    return datetime.combine(on, at, tzinfo=OFFICE_ZONE)


def day_begins(on: date) -> datetime:
    return office_instant(on, time())
