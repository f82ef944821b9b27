"""What narrows a list, as chips that take one condition away, and the choices of its form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.access.membership import Standing
from engine.definitions.editions import get_edition
from engine.errors import Sentence
from engine.office.profile import OfficeProfile
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.narrowing import Within
from engine.work.lists.places import name_of, places_of, processes_lodged, processes_run
from engine.work.lists.worklist import Order, View
from web.design.filters import number, short_date, thai_or_english
from web.design.language import say
from web.worklist.choosing import Asked

WITHINS = (
    (Within.LATE, Sentence("เกินกำหนด", "Late")),
    (Within.TODAY, Sentence("ครบกำหนดวันนี้", "Due today")),
    (Within.WEEK, Sentence("วันนี้ถึงวันอาทิตย์", "Today to Sunday")),
    (Within.SOON, Sentence("วันนี้และ 7 วันข้างหน้า", "Today and the next 7 days")),
    (Within.UNDATED, Sentence("ไม่มีกำหนด", "No deadline")),
)
ORDERS = (
    (Order.DUE, Sentence("กำหนด", "Due date")),
    (Order.CASE, Sentence("เรื่อง", "Case")),
    (Order.STEP, Sentence("ขั้นตอน", "Step")),
)
# An address that says so, for without any word the list begins with what she chose.
_ALL: dict[str, Any] = {"view": View.ALL.value}
_NUMBER = Sentence("เลขรับ {}", "Number {}")
_FROM = Sentence("ตั้งแต่ {}", "From {}")
_TO = Sentence("ถึง {}", "Until {}")
_ON = Sentence("วันที่ {}", "On {}")
_FORMER = Sentence("ขั้นตอนของฉบับก่อน", "A step of an earlier edition")


@dataclass(frozen=True)
class Choices:
    """What the form offers: processes by id, steps by process name, and what the office set."""

    processes: Mapping[str, str]
    steps: Mapping[str, Mapping[str, str]]
    channels: Mapping[str, str]
    categories: Mapping[str, str]
    tags: Mapping[str, str]
    units: Mapping[str, str]

    def step_name(self, key: str) -> str:
        for steps in self.steps.values():
            if key in steps:
                return steps[key]
        return say(_FORMER)


def choices(uow: UnitOfWork, who: Standing, view: View, profile: OfficeProfile) -> Choices:
    """Return what may be chosen. Steps are those of her roles, but for what others have open."""
    processes: dict[str, str] = {}
    steps: dict[str, dict[str, str]] = {}
    lodged = {adoption.process_id for adoption in processes_lodged(uow)}
    for adoption in processes_run(uow):
        edition = get_edition(uow, adoption.edition)
        name = thai_or_english(*name_of(edition))
        if adoption.process_id in lodged:
            processes[adoption.process_id] = name
        found: dict[str, str] = {
            f"{place.process_id}.{place.element}": thai_or_english(
                element.label, element.label_en or None
            )
            for place, element in places_of(edition)
            if not element.called_process and _is_hers(element.lane_role, who, view)
        }
        if found:
            steps[name] = found
    return Choices(
        processes,
        steps,
        {key: say(each.name) for key, each in profile.channels.items()},
        {key: say(each.name) for key, each in profile.categories.items()},
        {key: say(each.name) for key, each in profile.tags.items()},
        {key: say(each.name) for key, each in profile.units.items()},
    )


def _is_hers(lane_role: str | None, who: Standing, view: View) -> bool:
    return view is View.WAITING or (lane_role is not None and Role(lane_role) in who.roles)


def chips(asked: Asked, offered: Choices, office_key: str) -> list[tuple[str, str]]:
    """Return the words of each condition and the address without it."""
    return [
        (words, url_for("worklist.mine", office_key=office_key, **(asked.without(*names) or _ALL)))
        for words, names in _conditions(asked, offered)
    ]


def _conditions(asked: Asked, offered: Choices) -> Iterator[tuple[str, tuple[str, ...]]]:
    narrow = asked.wish.narrow
    if narrow.number:
        yield say(_NUMBER).format(number(narrow.number)), ("q",)
    if narrow.within:
        yield say(dict(WITHINS)[narrow.within]), ("due",)
    if narrow.from_on and narrow.from_on == narrow.to_on:
        yield say(_ON).format(short_date(narrow.from_on)), ("from", "to")
    else:
        if narrow.from_on:
            yield say(_FROM).format(short_date(narrow.from_on)), ("from",)
        if narrow.to_on:
            yield say(_TO).format(short_date(narrow.to_on)), ("to",)
    if narrow.process_id:
        yield offered.processes.get(narrow.process_id, narrow.process_id), ("process",)
    if narrow.step:
        yield offered.step_name(".".join(narrow.step)), ("step",)
    for key, table, name in (
        (narrow.channel, offered.channels, "channel"),
        (narrow.category, offered.categories, "category"),
        (narrow.tag, offered.tags, "tag"),
        (narrow.unit, offered.units, "unit"),
    ):
        if key:
            yield table[key], (name,)
