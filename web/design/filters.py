"""The Jinja filters and globals of the design: dates, digits, words, icons.

Dates and numbers follow the page's language; Thai ones also follow the digits of the office,
which the request names once with `use_digits`.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, Final

from flask import g
from jinja2 import pass_context
from markupsafe import Markup, escape

from engine.errors import Sentence
from engine.office import thai
from engine.office.fiscal_year import BUDDHIST_ERA_OFFSET
from engine.office.office_time import office_date
from engine.office.thai import Digits
from web.design import due as due_words
from web.design.glossary import keep, keep_words
from web.design.icons import icon, proven_mark, seal
from web.design.language import ENGLISH, language, say
from web.design.preferences import preference, preference_url

_THAI: Final = re.compile("[ก-๛]")


def use_digits(digits: Digits) -> None:
    """Set the digits of this request's Thai dates and numbers; Arabic where nobody sets them."""
    g.digits = digits


def digits_in_use() -> Digits:
    chosen = g.get("digits", Digits.ARABIC)
    return Digits.ARABIC if language() == ENGLISH else Digits(chosen)


def office_digits(sentence: Sentence) -> Sentence:
    """Write what the system counted in a Thai sentence in the digits of the office."""
    chosen = Digits(g.get("digits", Digits.ARABIC))
    return Sentence(thai.in_digits(sentence.th, chosen), sentence.en)


def long_date(day: date) -> str:
    return say(thai.long_date(day, digits_in_use()))


def weekday_date(day: date) -> str:
    return say(thai.long_date_with_weekday(day, digits_in_use()))


def short_date(day: date) -> str:
    return say(thai.short_date(day, digits_in_use()))


def list_date(day: date, today: date) -> str:
    return say(thai.list_date(day, today, digits_in_use()))


def typed_date(day: date | str) -> str:
    """``19/11/2569``: a date as one types it into a field."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    year = on.year if language() == ENGLISH else on.year + BUDDHIST_ERA_OFFSET
    return thai.in_digits(f"{on.day}/{on.month}/{year}", digits_in_use())


def clock_time(moment: datetime) -> str:
    return say(thai.clock_time(moment, digits_in_use()))


def date_and_time(moment: datetime) -> str:
    return say(thai.date_and_time(moment, digits_in_use()))


def number(value: int | Decimal | str) -> str:
    """Write a count or an amount: thousands apart, digits of the office. Text keeps its form."""
    written = value if isinstance(value, str) else f"{value:,}"
    return thai.in_digits(written, digits_in_use())


def due(due_on: date | None, today: date) -> due_words.Due:
    return due_words.due(due_on, today, digits_in_use())


def done(at: datetime, today: date) -> due_words.Due:
    digits = digits_in_use()
    return due_words.done(office_date(at), today, thai.clock_time(at, digits), digits)


def thai_or_english(th: str, en: str | None = None) -> Markup:
    """Show a name that an office wrote: English where it gave one, else Thai marked as Thai."""
    if language() != ENGLISH:
        return escape(th)
    if en:
        return escape(en)
    return Markup('<span lang="th">{}</span>').format(th) if _THAI.search(th) else escape(th)


def words(value: Sentence | str) -> str:
    """Take a sentence of the engine, or text that is already in the page's language."""
    return say(value) if isinstance(value, Sentence) else value


def _asked_each_time(write: Callable[..., Any]) -> Callable[..., Any]:
    """Keep Jinja from reckoning ``"0123"|number`` once, for whoever asks first."""

    @pass_context
    @wraps(write)
    def asked(_context: object, *values: Any) -> Any:
        return write(*values)

    return asked


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "long_date": _asked_each_time(long_date),
    "weekday_date": _asked_each_time(weekday_date),
    "short_date": _asked_each_time(short_date),
    "list_date": _asked_each_time(list_date),
    "typed_date": _asked_each_time(typed_date),
    "clock_time": _asked_each_time(clock_time),
    "date_and_time": _asked_each_time(date_and_time),
    "number": _asked_each_time(number),
    "say": _asked_each_time(words),
    "named": _asked_each_time(thai_or_english),
    "office_day": office_date,
    "nb": keep_words,
    "keep": keep,
}
GLOBALS: Final[dict[str, Callable[..., Any]]] = {
    "language": language,
    "preference": preference,
    "preference_url": preference_url,
    "due_on": due,
    "icon": icon,
    "seal": seal,
    "proven_mark": proven_mark,
}
