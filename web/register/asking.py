"""What of a book a page shows: read from its address or from what is posted, and written back.

What is searched for may be of a case: it is posted and stands in no address. A value that says
nothing sensible narrows nothing: it was typed or is old.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

from werkzeug.datastructures import MultiDict

from engine.errors import EngineError, Sentence
from engine.office.thai import parse_date
from engine.work.lists.register import Cursor, Wanted
from engine.work.lists.register_lines import Book, State
from web.whole_numbers import LARGEST_PLACE, read_number

EVERY_YEAR = "all"
_LONGEST_TEXT = 200
_LARGEST_YEAR = 9999
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """``messages`` tell of the days that could not be read, by field."""

    wanted: Wanted
    typed: Mapping[str, str]
    messages: Mapping[str, Sentence]

    @classmethod
    def of(cls, values: MultiDict[str, str], book: Book, this_year: int) -> Self:
        """Read what is asked for; of which year when nothing is said."""
        typed = {name: values.get(name, "").strip() for name in ("from", "to")}
        days, messages = _days(typed)
        year = values.get("year", "")
        return cls(
            Wanted(
                book=book,
                year=None
                if year == EVERY_YEAR
                else read_number(year, most=_LARGEST_YEAR) or this_year,
                state=_one_of(State, values.get("state", "")),
                kind=values.get("kind", ""),
                channel=values.get("channel", ""),
                category=values.get("category", ""),
                from_on=days.get("from"),
                to_on=days.get("to"),
                text=values.get("text", "").strip()[:_LONGEST_TEXT],
            ),
            typed,
            messages,
        )

    @property
    def is_narrow(self) -> bool:
        return self.wanted != Wanted(book=self.wanted.book, year=self.wanted.year)

    def args(self) -> dict[str, Any]:
        """Return what to put into an address that shows the same, but for what is searched."""
        wanted = self.wanted
        found = {
            "year": str(wanted.year or EVERY_YEAR),
            "state": wanted.state or "",
            "kind": wanted.kind,
            "channel": wanted.channel,
            "category": wanted.category,
            **self.typed,
        }
        return {name: value for name, value in found.items() if value}

    def fields(self) -> dict[str, Any]:
        """Return what a form carries that asks for the same."""
        text = {"text": self.wanted.text} if self.wanted.text else {}
        return {"book": self.wanted.book, **self.args(), **text}


def book_of(values: MultiDict[str, str]) -> Book:
    return _one_of(Book, values.get("book", "")) or Book.ORDINARY


def cursor_of(values: MultiDict[str, str]) -> Cursor | None:
    for name in ("after", "before"):
        year, _, ordinal = values.get(name, "").partition(".")
        found = read_number(year, most=_LARGEST_YEAR), read_number(ordinal, most=LARGEST_PLACE)
        if None not in found:
            return Cursor(found[0] or 0, found[1] or 0, is_back=name == "before")
    return None


def cursor_args(cursor: Cursor) -> dict[str, Any]:
    return {"before" if cursor.is_back else "after": f"{cursor.year}.{cursor.ordinal}"}


def _days(typed: Mapping[str, str]) -> tuple[dict[str, date], dict[str, Sentence]]:
    days, messages = {}, {}
    for name, text in typed.items():
        try:
            if text:
                days[name] = parse_date(text)
        except EngineError as refused:
            messages[name] = refused.sentence
    return days, messages


def _one_of(choices: type[_Choice], value: str) -> _Choice | None:
    try:
        return choices(value)
    except ValueError:
        return None
