"""What the form of a report to the agency that sent a case knows: its kind, its words so far.

The text begins as the case file has it: the agency's letter, the case's number, what has been
done, and of a final report what was found. No party is named in it, and no step that was done
for one of them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from engine.cases.issues import FINDING_WORDS, issues_of
from engine.cases.parties import Party, parties_of
from engine.cases.register import Case
from engine.errors import Sentence
from engine.journal.events import get_events
from engine.office.thai import in_digits, long_date
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.sources import agency_words, source_agencies
from engine.work.offices.settings import OfficeSettings
from engine.work.variables import last_item
from engine.work.work_items import COMPLETED, WorkItem, work_items_of

PROCESS = "source_report"
DRAFT = "draft"
MOST_STEPS = 20

_REPORTS = {
    "interim": Sentence("รายงานความคืบหน้า", "Interim report"),
    "final": Sentence("รายงานผล", "Final report"),
}


class ReportKind(StrEnum):
    INTERIM = "interim"
    FINAL = "final"

    @property
    def sentence(self) -> Sentence:
        return _REPORTS[self]


def known_of_report(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    item: WorkItem,
    parties: Callable[[], Sequence[Party]],
) -> Mapping[str, Callable[[], Any]]:
    """Return what the forms of a report open with, by key; each is read when it is asked for."""

    def agency() -> Party | None:
        found = source_agencies(parties())
        return next((one for one in found.values() if str(one.id) == last_item(item.scope)), None)

    return {
        "report_kind": lambda: kind_of_report(uow, item),
        "report_text": lambda: _text(uow, settings, case, item, agency()),
        "next_report_on": lambda: _next_day(agency(), uow.today),
    }


def kind_of_report(uow: UnitOfWork, item: WorkItem) -> str | None:
    """Return which report the process of a step makes, as it was begun."""
    table = tables.instance
    stored = uow.connection.scalar(
        select(table.c.item).where(
            table.c.office_id == uow.actor.office_id, table.c.id == item.instance_id
        )
    )
    begun_for = json.loads(stored)[1] if stored else None
    return begun_for.get("kind") if isinstance(begun_for, dict) else None


def _next_day(agency: Party | None, today: date) -> str | None:
    due_on = agency.due_on if agency else None
    return due_on.isoformat() if due_on and due_on > today else None


def _text(
    uow: UnitOfWork, settings: OfficeSettings, case: Case, item: WorkItem, agency: Party | None
) -> str | None:
    items = work_items_of(uow, case.id)
    before = _drafted_before(uow, item, items)
    if before is not None or agency is None:
        return before
    is_final = kind_of_report(uow, item) == ReportKind.FINAL
    office = settings.profile.name.th
    told = {str(party.id) for party in parties_of(uow, case.id)}
    # Whom else the office writes to stays its own.
    for_case = [one for one in items if last_item(one.scope) not in told]
    number, received = case.number, long_date(case.received_on).th
    lines = [
        f"ตามที่ {_reference(settings, agency)} ส่งเรื่องให้{office}ดำเนินการ นั้น",
        f"{office} รับเรื่องไว้ตามเลขรับ {number} เมื่อวันที่ {received} และได้ดำเนินการดังนี้",
        *_done(uow, case, for_case),
        *(_found(uow, case) if is_final else _under_way(for_case, item)),
        "จึงเรียนมาเพื่อทราบ",
    ]
    return in_digits("\n".join(lines), settings.profile.digits.papers)


def _drafted_before(uow: UnitOfWork, item: WorkItem, items: Sequence[WorkItem]) -> str | None:
    """Return the text as it was put up last, of a letter that came back to be mended."""
    own = [
        one.completed_seq
        for one in items
        if (one.instance_id, one.element) == (item.instance_id, DRAFT) and one.completed_seq
    ]
    if not own:
        return None
    event = get_events(uow, item.case_id, {max(own)})[max(own)]
    text = event.content["answers"].get("report_text")
    return str(text) if text else None


def _reference(settings: OfficeSettings, agency: Party) -> str:
    """Return ``ศูนย์ดำรงธรรม ศธ 1/2569 ลงวันที่ 1 พฤศจิกายน 2569 อ้างอิง ...``."""
    said, words = agency.details, [agency_words(settings.profile, agency)]
    if said.get("letter_date"):
        words.append(f"ลงวันที่ {long_date(date.fromisoformat(str(said['letter_date']))).th}")
    if said.get("reference"):
        words.append(f"อ้างอิง {said['reference']}")
    return " ".join(words)


def _done(uow: UnitOfWork, case: Case, items: Sequence[WorkItem]) -> list[str]:
    """Name each step that was done, once, with the day on which it last happened."""
    last: dict[str, int] = {}
    for one in sorted(items, key=lambda each: each.completed_seq or 0):
        if one.status == COMPLETED and one.completed_seq:
            last.pop(_name(one), None)
            last[_name(one)] = one.completed_seq
    shown = [*last.items()][-MOST_STEPS:]
    events = get_events(uow, case.id, {seq for _, seq in shown})
    return [f"- {name} {long_date(events[seq].occurred_on).th}" for name, seq in shown]


def _under_way(items: Sequence[WorkItem], own: WorkItem) -> list[str]:
    others = (one for one in items if one.is_open and one.instance_id != own.instance_id)
    names = dict.fromkeys(_name(one) for one in others)
    now = f"ขณะนี้อยู่ระหว่าง {' และ '.join(names)} " if names else ""
    return [f"{now}หากมีผลเป็นประการใดจะรายงานให้ทราบต่อไป"]


def _found(uow: UnitOfWork, case: Case) -> list[str]:
    issues = [one for one in issues_of(uow, case.id) if one.finding]
    lines = [
        f"ประเด็นที่ {n} {one.statement} ผลการตรวจสอบ {FINDING_WORDS.get(one.finding or '', '')}"
        for n, one in enumerate(issues, 1)
    ]
    return ["ผลการดำเนินการ", *lines]


def _name(item: WorkItem) -> str:
    return item.name.removeprefix(item.step or "").strip()
