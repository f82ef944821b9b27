"""One officer's lists of work beside a thousand and a hundred thousand open items."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, insert

from engine.access.membership import Standing
from engine.bench.figures import Figure, of_samples
from engine.bench.place import Place, open_place
from engine.bench.steps import PROCESS
from engine.cases.numbers import REGISTER
from engine.cases.search_words import place_of, searched_words
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.narrowing import Narrow, Within
from engine.work.lists.worklist import Order, View, Wish, counts, due_days, glance, list_work

# In which all of it was numbered.
YEAR = 2570
_SAMPLES = 60
_IN_ONE_STATEMENT = 500
# A fifth of what is open stands in her queue; the rest is other people's.
_HERS = 5
# Among the first thousand she holds a page full, and is the respondent of twenty. Nobody
# holds more because the office is bigger: what grows is what lies around her.
_FIRST = 1_000
_HELD = 20
_EXCLUDED = 50
# Of every so many of the first thousand she did an earlier step; others have the next one.
_HANDED_ON = 4
_MATTERS = (
    "วัสดุ",
    "เครื่องสูบน้ำ",
    "ท่อส่งน้ำ",
    "รถยนต์ราชการ",
    "ที่ดิน",
    "เครื่องเขียน",
    "งานขุดลอกคลอง",
    "บ่อบาดาล",
    "ประตูระบายน้ำ",
    "อาหารกลางวัน",
    "กล้องวงจรปิด",
    "เสาไฟ",
    "ถนนคอนกรีต",
    "ศาลา",
    "เรือ",
    "ระบบประปา",
    "ยาและเวชภัณฑ์",
    "หนังสือเรียน",
    "เครื่องแบบ",
    "น้ำมันเชื้อเพลิง",
)
# Each list by itself, in the larger office. The last narrows all that her role may claim
# to what no index is ordered by.
_LISTS = {
    "worklist.mine.100000": Wish(View.MINE),
    "worklist.offered.100000": Wish(View.OFFERED),
    "worklist.waiting.100000": Wish(View.WAITING),
    "worklist.done.100000": Wish(View.DONE),
    "worklist.due.100000": Wish(narrow=Narrow(within=Within.SOON)),
    "worklist.by_step.100000": Wish(order=Order.STEP),
    "worklist.narrowed.100000": Wish(narrow=Narrow(channel="telephone", number="9/25")),
}

WORKLISTS = ("worklist.1000", "worklist.100000", *_LISTS)


def measure_worklists(place: Place, scale: float) -> Iterator[Figure]:
    """Measure an office with a thousand open items and one with a hundred thousand, by turns."""
    with open_place(place.server_url) as large:
        offices = {
            "worklist.1000": (place, 1_000 * min(1, 10 * scale)),
            "worklist.100000": (large, 100_000 * scale),
        }
        for at, wanted in offices.values():
            fill(at, round(wanted))
        samples: dict[str, list[float]] = defaultdict(list)
        for _ in range(max(5, round(_SAMPLES * min(1, 10 * scale)))):
            for name, (at, _) in offices.items():
                samples[name].append(_page(at, at.standing(Role.OFFICER)))
            for name, wish in _LISTS.items():
                samples[name].append(_list(large, large.standing(Role.OFFICER), wish))
        for name, taken in samples.items():
            yield of_samples(name, taken, place.backend)


def _page(place: Place, officer: Standing) -> float:
    days = [place.clock.now.date() + timedelta(days=n) for n in range(10)]
    begun = perf_counter()
    with place.store.reading(officer.actor) as uow:
        list_work(uow, officer, Wish())
        counts(uow, officer)
        glance(uow, officer)
        due_days(uow, officer, days)
    return perf_counter() - begun


def _list(place: Place, officer: Standing, wish: Wish) -> float:
    begun = perf_counter()
    with place.store.reading(officer.actor) as uow:
        list_work(uow, officer, wish)
    return perf_counter() - begun


def fill(place: Place, wanted: int) -> None:
    """Write rows as the folds would, without the histories behind them."""
    officer_id = place.people[Role.OFFICER, None]
    for start in range(0, wanted, _IN_ONE_STATEMENT):
        numbers = range(start, min(start + _IN_ONE_STATEMENT, wanted))
        with place.store.unit(place.actor(Role.OFFICER)) as uow:
            _write(uow, [_rows(uow, number, officer_id) for number in numbers])


def _write(uow: UnitOfWork, cases: list[list[tuple[Table, dict[str, Any]]]]) -> None:
    by_table: dict[Table, list[dict[str, Any]]] = {}
    for rows in cases:
        for table, row in rows:
            by_table.setdefault(table, []).append(row)
    for table, found in by_table.items():
        uow.connection.execute(insert(table), found)


def _rows(uow: UnitOfWork, number: int, officer_id: UUID) -> list[tuple[Table, dict[str, Any]]]:
    case_id, item_id = uuid4(), uuid4()
    here = {"office_id": uow.actor.office_id, "case_id": case_id}
    hers = number % _HERS == 0
    held = number < _FIRST and number % _HELD == 0
    queue = "officer" if hers else f"unit:{('planning', 'construction')[number % 2]}"
    due_on = date(2026, 11, 1) + timedelta(days=number % 90)
    rows: list[tuple[Table, dict[str, Any]]] = [
        (
            tables.stream,
            {
                "office_id": uow.actor.office_id,
                "id": case_id,
                "kind": "case",
                "wrapped_key": b"",
                "version": 0,
                "sealed_version": 0,
                "head": b"",
            },
        ),
        (tables.case, _case_row(uow, case_id, number)),
        (tables.case_number, _number_row(uow, case_id, number)),
        (tables.case_search, _search_row(uow, case_id, number)),
        (tables.work_item, _item_row(uow, here, item_id, due_on, officer_id if held else None)),
    ]
    if not held:
        candidate = {"queue": queue, "due_on": due_on, "work_item_id": item_id, **here}
        rows.append((tables.work_item_candidate, candidate))
    if number < _FIRST and number % _HANDED_ON == 1:
        rows.append((tables.case_member, _member_row(uow, here, officer_id)))
        rows.append((tables.work_item, _done_row(uow, here, due_on, officer_id)))
    if number < _FIRST and number % _EXCLUDED == 0:
        exclusion = {"person_id": officer_id, "since_at": uow.now, **here}
        rows.append((tables.case_exclusion, exclusion))
    return rows


def _case_row(uow: UnitOfWork, case_id: UUID, number: int) -> dict[str, Any]:
    return {
        "office_id": uow.actor.office_id,
        "id": case_id,
        "number": f"B {number}/{YEAR}",
        "series": REGISTER,
        "year": YEAR,
        "ordinal": number + 1,
        "kind": "complaint",
        "channel": "walk_in",
        "secrecy": "ordinary",
        "subject": _subject(number),
        "is_anonymous": False,
        "respondent_kind": "unknown",
        "received_on": uow.today,
        "lodged_at": uow.now,
        "process_id": PROCESS,
        "status": "open",
        "tags": "",
        "is_from_book": False,
        "changed_at": uow.now,
    }


def _number_row(uow: UnitOfWork, case_id: UUID, number: int) -> dict[str, Any]:
    return {
        "office_id": uow.actor.office_id,
        "number": f"B {number}/{YEAR}",
        "case_id": case_id,
        "series": REGISTER,
        "year": YEAR,
        "ordinal": number + 1,
    }


def _subject(number: int) -> str:
    matter = _MATTERS[number % len(_MATTERS)]
    return f"เรื่องทดลองที่ {number} การจัดซื้อ{matter}ของหน่วยงาน อาคารที่ {number % 90} ชั้น {number % 7}"


def _search_row(uow: UnitOfWork, case_id: UUID, number: int) -> dict[str, Any]:
    return {
        "office_id": uow.actor.office_id,
        "case_id": case_id,
        "place": place_of(case_id, uow.today),
        "words": searched_words(f"B {number}/{YEAR}", _subject(number), None),
    }


def _member_row(uow: UnitOfWork, here: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    return {"person_id": person_id, "why": "holder", "since_at": uow.now, **here}


def _done_row(
    uow: UnitOfWork, here: dict[str, Any], due_on: date, person_id: UUID
) -> dict[str, Any]:
    row = _item_row(uow, here, uuid4(), due_on, person_id)
    done = {"status": "completed", "element": "register", "ended_at": uow.now}
    return {**row, **done, "completed_by": person_id}


def _item_row(
    uow: UnitOfWork, here: dict[str, Any], item_id: UUID, due_on: date, holder: UUID | None
) -> dict[str, Any]:
    return {
        **here,
        "id": item_id,
        "instance_id": here["case_id"],
        "process_id": PROCESS,
        "edition": "",
        "element": "sort",
        "scope": "",
        "round": 1,
        "name": "๒ คัดแยกประเภท และวิเคราะห์เนื้อหา",
        "name_en": "2 Sort and analyse",
        "step": "๒",
        "form_ref": "complaint_provincial.sort",
        "role": "officer",
        "groups": "",
        "status": "allocated" if holder else "offered",
        "assignee_id": holder,
        "offered_at": uow.now,
        "due_on": due_on,
        "ended_at": None,
        "completed_by": None,
        "scan_missing": False,
    }
