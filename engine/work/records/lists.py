"""The list of records that are past their time (บัญชีหนังสือขอทำลาย), and what is chosen of it.

The list is frozen into the history of the business that it opens, by number and days: what a
case is about stays with who reads the case. Each step after that chooses among what the one
before has chosen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.cases.register import ARCHIVED, Case
from engine.errors import ProcessFailed, Sentence
from engine.forms import Label, Option
from engine.journal.events import append, get_events, read_stream
from engine.journal.kinds import EventKind
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import CaseKind, Disposal, Retention
from engine.office.thai import Digits, in_digits, short_date
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.business.names import period_of
from engine.work.done_steps import newest_done
from engine.work.offices.settings import OfficeSettings
from engine.work.records.destruction import Destruction, destructions_of, order_destruction
from engine.work.records.erasing import DestructionOrder
from engine.work.records.legal_holding import reasons_to_keep

# The key under which a step says which records it means, and that of the order's number.
RECORDS, ORDER_CITED = "records", "order_cited"
DESTRUCTION = "destruction"
"""The process by which records past their time are destroyed."""

# The steps at the end of a case, of which one says how long it is kept.
_LAST_STEPS = 3
# The steps of one round of the business, ways back included.
_MOST_STEPS = 40


@dataclass(frozen=True)
class ListedRecord:
    """A line of the list. ``kept`` says in words why it must be kept all the same, or nothing."""

    case_id: UUID
    number: str
    received_on: date
    closed_on: date
    retention: Sentence
    years: int
    until: date
    then: Disposal
    kept: tuple[str, ...]


def list_records(
    uow: UnitOfWork, settings: OfficeSettings, business: Case, *, element: str
) -> None:
    """Freeze the list of the records whose time is over by the end of the business's period."""
    until = period_of(business).last_on
    lines = [_content(each) for each in _past_their_time(uow, settings.profile, until)]
    content = {"until": until, "records": lines}
    append(uow, business.id, EventKind.RECORDS_LISTED, content, element=element)


def order_records_destroyed(
    uow: UnitOfWork, business: Case, ordered_on: date, *, element: str
) -> None:
    """Let the worker destroy what the order chose.

    Raises
    ------
    ProcessFailed
        No order of this business names any record.
    """
    answers = next(
        (
            each
            for each in _answers(uow, business.id)
            if each.get(RECORDS) and each.get(ORDER_CITED)
        ),
        None,
    )
    if answers is None:
        raise ProcessFailed(
            Sentence("ยังไม่มีคำสั่งที่ระบุเรื่องที่ให้ทำลาย", "No order names the records yet.")
        )
    case_ids = [UUID(each) for each in answers[RECORDS]]
    order = DestructionOrder(business.id, answers[ORDER_CITED], ordered_on)
    content = {
        "records": sorted(map(str, case_ids)),
        "order_cited": order.order_cited,
        "ordered_on": ordered_on,
    }
    append(uow, business.id, EventKind.DESTRUCTION_ORDERED, content, element=element)
    order_destruction(uow, case_ids, order)


def listed_records(uow: UnitOfWork, business_id: UUID) -> list[ListedRecord]:
    """Return the newest list of a business; empty where it has none."""
    found = list(read_stream(uow, business_id, kinds=[EventKind.RECORDS_LISTED]))
    return [_line(each) for each in found[-1].content["records"]] if found else []


def record_options(uow: UnitOfWork, business_id: UUID, *, is_chosen: bool) -> list[Option]:
    """Return the records that a form may choose from: all listed, or those chosen last."""
    lines = listed_records(uow, business_id)
    if is_chosen:
        chosen = _chosen(uow, business_id)
        lines = [each for each in lines if chosen is None or str(each.case_id) in chosen]
    return [Option(str(each.case_id), Label(each.number, each.number)) for each in lines]


def known_of_records(
    uow: UnitOfWork, settings: OfficeSettings, business: Case
) -> dict[str, Callable[[], Any]]:
    """Return what the forms of the business know beside other forms."""
    digits = settings.profile.digits.pages

    @cache
    def lines() -> list[ListedRecord]:
        return listed_records(uow, business.id)

    return {
        "listed": lambda: [_row(each, digits) for each in lines()],
        # Ticked to begin with: what was chosen last, or what nothing keeps.
        "records": lambda: (
            _chosen(uow, business.id)
            or [str(each.case_id) for each in lines() if not each.kept and _is_to_go(each)]
        ),
        "destroyed": lambda: [
            {"number": in_digits(each.number, digits), "outcome": outcome_of(each).th}
            for each in destructions_of(uow, business_id=business.id)
        ],
    }


def outcome_of(found: Destruction) -> Sentence:
    """Say what became of a record that was ordered to be destroyed."""
    if found.destroyed_at is not None:
        return Sentence("ทำลายแล้ว", "Destroyed")
    if found.left_because is not None:
        return _LEFT[found.left_because]
    return Sentence("รอระบบทำลาย", "Waiting to be destroyed")


def _past_their_time(
    uow: UnitOfWork, profile: OfficeProfile, until: date
) -> Iterator[ListedRecord]:
    table = tables.case
    rows = uow.connection.execute(
        select(table.c.id, table.c.number, table.c.category, table.c.received_on, table.c.closed_on)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.status == ARCHIVED,
            table.c.kind != CaseKind.OFFICE_BUSINESS.value,
            table.c.closed_on <= _years_before(until, _shortest(profile)),
        )
        .order_by(table.c.closed_on, table.c.number)
    ).all()
    for row in rows:
        retention = _retention_of(uow, profile, row)
        ends_on = _years_before(row.closed_on, -retention.years)
        if ends_on <= until:
            yield ListedRecord(
                case_id=row.id,
                number=row.number,
                received_on=row.received_on,
                closed_on=row.closed_on,
                retention=retention.name,
                years=retention.years,
                until=ends_on,
                then=retention.then,
                kept=tuple(each.said.th for each in reasons_to_keep(uow, row.id)),
            )


def _shortest(profile: OfficeProfile) -> int:
    return min(each.years for each in profile.retention.values())


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # 29 February.
        return day.replace(year=day.year - years, day=28)


def _retention_of(uow: UnitOfWork, profile: OfficeProfile, row: Any) -> Retention:
    """Return how long a case is kept: as was confirmed when it was filed, or as its category is."""
    category = profile.categories.get(row.category or "")
    proposed = category.retention if category else "default"
    done = newest_done(uow, row.id, None, _LAST_STEPS)
    events = get_events(uow, row.id, {each.completed_seq or 0 for each in done})
    said = [event.content["answers"].get("retention") for event in events.values()]
    confirmed = next((each for each in said if each in profile.retention), proposed)
    return profile.retention.get(confirmed) or profile.retention["default"]


def _chosen(uow: UnitOfWork, business_id: UUID) -> list[str] | None:
    """Return which records the newest step that chose any has chosen; None before the first."""
    return next(
        (list(each[RECORDS]) for each in _answers(uow, business_id) if RECORDS in each), None
    )


def _answers(uow: UnitOfWork, business_id: UUID) -> Iterator[dict[str, Any]]:
    """Yield what the steps of the business have said, the newest first."""
    done = newest_done(uow, business_id, None, _MOST_STEPS)
    seqs = sorted({each.completed_seq or 0 for each in done}, reverse=True)
    events = get_events(uow, business_id, seqs)
    yield from (dict(events[seq].content["answers"]) for seq in seqs)


def _is_to_go(line: ListedRecord) -> bool:
    return line.then is Disposal.DESTROY


def _row(line: ListedRecord, digits: Digits) -> dict[str, str]:
    said = {
        "number": line.number,
        "received": short_date(line.received_on).th,
        "closed": short_date(line.closed_on).th,
        "keeping": f"{line.retention.th} {line.years} ปี",
        "until": short_date(line.until).th,
        "proposal": _PROPOSALS[line.then].th,
        "kept": " ".join(line.kept) or "–",
    }
    return {name: in_digits(text, digits) for name, text in said.items()}


def _content(line: ListedRecord) -> dict[str, Any]:
    return {
        "case": str(line.case_id),
        "number": line.number,
        "received_on": line.received_on,
        "closed_on": line.closed_on,
        "retention": {"th": line.retention.th, "en": line.retention.en},
        "years": line.years,
        "until": line.until,
        "then": line.then.value,
        "kept": list(line.kept),
    }


def _line(content: dict[str, Any]) -> ListedRecord:
    return ListedRecord(
        case_id=UUID(content["case"]),
        number=content["number"],
        received_on=date.fromisoformat(content["received_on"]),
        closed_on=date.fromisoformat(content["closed_on"]),
        retention=Sentence(**content["retention"]),
        years=content["years"],
        until=date.fromisoformat(content["until"]),
        then=Disposal(content["then"]),
        kept=tuple(content["kept"]),
    )


_PROPOSALS = {
    Disposal.DESTROY: Sentence("ทำลาย", "Destroy"),
    Disposal.ARCHIVE: Sentence("ส่งหอจดหมายเหตุฯ", "To the National Archives"),
}
_LEFT = {
    "held": Sentence("ไม่ทำลาย มีการระงับการทำลาย", "Left: it is held"),
    "followed_up": Sentence("ไม่ทำลาย ยังมีงานที่ต้องติดตาม", "Left: something is followed up"),
    "linked": Sentence("ไม่ทำลาย มีเรื่องเกี่ยวข้องที่ยังไม่จัดเก็บ", "Left: a case beside it is open"),
    "not_filed": Sentence("ไม่ทำลาย ยังไม่ได้จัดเก็บ", "Left: it is not filed"),
    "destroyed": Sentence("ทำลายไปแล้วตามคำสั่งก่อน", "Destroyed by an earlier order"),
}
