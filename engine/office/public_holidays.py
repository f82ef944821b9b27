"""The public holidays on which Thai government offices close, as far as they are announced.

Taken from the ``holidays`` package, which computes lunar days and substitutes for any year
but knows special days and วันพืชมงคล only once they are announced, and knows no holidays of
one region. Each office therefore confirms its year and lays its own rows over this list.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from engine.errors import Sentence

# The private sector's day: government offices work on it and on its substitute.
_LABOUR_DAY = Sentence("แรงงาน", "Labor")
_CATEGORIES = ("public", "government")


def thai_public_holidays(years: Iterable[int]) -> dict[date, Sentence]:
    """Return the holidays of the given Gregorian *years* with their names.

    Days that carry several names list them all, joined by " / ".
    """
    return {day: name for year in sorted(set(years)) for day, name in _of_year(year)}


@lru_cache(maxsize=64)
def _of_year(year: int) -> tuple[tuple[date, Sentence], ...]:
    from holidays import country_holidays  # noqa: PLC0415 - 0.1 s that most commands never need

    thai = country_holidays("TH", years=year, language="th", categories=_CATEGORIES)
    english = country_holidays("TH", years=year, language="en_US", categories=_CATEGORIES)
    named = ((day, _name(thai.get_list(day), english.get_list(day))) for day in sorted(thai))
    return tuple((day, name) for day, name in named if name is not None)


def _name(thai: Iterable[str], english: Iterable[str]) -> Sentence | None:
    """Join the names of one day in each language; None if government offices work on it."""
    th = " / ".join(name for name in thai if _LABOUR_DAY.th not in name)
    en = " / ".join(name for name in english if _LABOUR_DAY.en not in name)
    return Sentence(th, en) if th else None
