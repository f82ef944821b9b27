"""Which of somebody's work a page shows: read from its address, and written into its links.

An address that says nothing sensible narrows nothing: it was typed or is old. It says
nothing of a case but its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar
from uuid import UUID

from engine.errors import EngineError, Sentence
from engine.office.profile import OfficeProfile
from engine.office.thai import parse_date
from engine.work.lists.narrowing import EVERYTHING, Narrow, Within
from engine.work.lists.worklist import Cursor, Order, View, Wish

_LONGEST_NUMBER = 40
_DATES = {"from": "from_on", "to": "to_on"}

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. ``messages`` say which typed date was none, by field."""

    wish: Wish
    typed: Mapping[str, str]
    messages: Mapping[str, Sentence]

    @classmethod
    def of(cls, args: Mapping[str, str], profile: OfficeProfile) -> Self:
        dates, messages = _read_dates(args)
        day = _iso_day(args.get("due", ""))
        if day is not None:
            dates = {"from_on": day, "to_on": day}
        narrow = Narrow(
            within=_word(Within, args.get("due", "")),
            process_id=args.get("process", ""),
            step=_step(args.get("step", "")),
            channel=_known(args.get("channel", ""), profile.channels),
            category=_known(args.get("category", ""), profile.categories),
            tag=_known(args.get("tag", ""), profile.tags),
            unit=_known(args.get("unit", ""), profile.units),
            number=" ".join(args.get("q", "").split())[:_LONGEST_NUMBER],
            **dates,
        )
        view = _word(View, args.get("view", "")) or View.ALL
        order = _word(Order, args.get("sort", "")) or Order.DUE
        if view is View.DONE:
            order, narrow = Order.DUE, replace(narrow, within=None)
        typed = {name: args.get(name, "") for name in _DATES}
        return cls(Wish(view, narrow, order), typed, messages)

    @property
    def is_narrow(self) -> bool:
        return self.wish.narrow != EVERYTHING

    @property
    def day(self) -> date | None:
        """Return the one day that is asked for, if it is one."""
        narrow = self.wish.narrow
        return narrow.from_on if narrow.from_on == narrow.to_on else None

    def args(self) -> dict[str, Any]:
        """Return what to put into an address that shows the same."""
        return wish_args(self.wish)

    def without(self, *names: str) -> dict[str, Any]:
        """Return the address without some of what narrows it."""
        return {name: value for name, value in self.args().items() if name not in names}


def wish_args(wish: Wish) -> dict[str, Any]:
    narrow = wish.narrow
    found = {
        "view": wish.view.value if wish.view is not View.ALL else "",
        "q": narrow.number,
        "due": narrow.within.value if narrow.within else "",
        "from": narrow.from_on.isoformat() if narrow.from_on else "",
        "to": narrow.to_on.isoformat() if narrow.to_on else "",
        "process": narrow.process_id,
        "step": ".".join(narrow.step) if narrow.step else "",
        "channel": narrow.channel,
        "category": narrow.category,
        "tag": narrow.tag,
        "unit": narrow.unit,
        "sort": wish.order.value if wish.order is not Order.DUE else "",
    }
    return {name: value for name, value in found.items() if value}


def cursor_of(args: Mapping[str, str]) -> Cursor | None:
    for name in ("after", "before"):
        try:
            return Cursor(UUID(args.get(name, "")), is_back=name == "before")
        except ValueError:
            continue
    return None


def cursor_args(cursor: Cursor) -> dict[str, Any]:
    return {"before" if cursor.is_back else "after": str(cursor.id)}


def _read_dates(args: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Sentence]]:
    dates: dict[str, Any] = {}
    messages: dict[str, Sentence] = {}
    for name, field in _DATES.items():
        typed = args.get(name, "").strip()
        if not typed:
            continue
        try:
            dates[field] = parse_date(typed)
        except EngineError as refused:
            messages[name] = refused.sentence
    if len(dates) == len(_DATES) and dates["to_on"] < dates["from_on"]:
        messages["to"] = _BACKWARDS
        dates = {}
    return dates, messages


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _word(words: type[Word], text: str) -> Word | None:
    try:
        return words(text)
    except ValueError:
        return None


def _step(text: str) -> tuple[str, str] | None:
    process_id, dot, element = text.partition(".")
    return (process_id, element) if dot and process_id and element else None


def _known(key: str, table: Mapping[str, Any]) -> str:
    return key if key in table else ""


_BACKWARDS = Sentence("วันสุดท้ายอยู่ก่อนวันแรก", "The last day lies before the first.")
