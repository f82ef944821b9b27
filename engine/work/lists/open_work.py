"""The open work of an office as somebody may read it: which rows, and page by page.

No list loads workflow state or opens an event. A page is a range of an index, cut
before names and subjects are fetched, and goes on where the last one ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    exists,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from engine.access.membership import Standing
from engine.access.permissions import Command, check, reads_every_case
from engine.access.visibility import is_about_neither
from engine.bpmn.edition import Edition
from engine.cases.register import OPEN, ORDINARY
from engine.office.roles import Role
from engine.office.thai import arabic_digits
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.places import Place, stands_at
from engine.work.names import person_names

PAGE = 50
# Beyond this a count helps nobody: the page says 999+.
MOST_COUNTED = 999
# Due today or within this many days: what there is still time for.
SOON = timedelta(days=7)


class Light(StrEnum):
    """How a due date stands to today. IDLE are open cases in which nobody has anything to do."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"
    IDLE = "idle"


@dataclass(frozen=True)
class Choice:
    """Which open work to show; what is None or "" narrows nothing.

    ``process_id`` leaves the cases that follow this process, ``place`` needs ``edition``.
    ``text`` is looked for in the number and the subject of the case and nowhere else.
    ``lanes`` leaves the steps of these roles' lanes, ``is_with_others`` what others hold.
    """

    process_id: str | None = None
    edition: Edition | None = None
    place: Place | None = None
    holder_id: UUID | None = None
    is_unclaimed: bool = False
    lights: frozenset[Light] = frozenset()
    text: str = ""
    lanes: frozenset[Role] = frozenset()
    is_with_others: bool = False


@dataclass(frozen=True)
class Cursor:
    """Where a page ends: due date and id of its first or last row, and which way to go on."""

    on: date
    id: UUID
    is_back: bool = False


@dataclass(frozen=True)
class OpenRow:
    """One open step of a case, or a case in which none is open (``work_item_id`` is None)."""

    work_item_id: UUID | None
    case_id: UUID
    number: str
    subject: str | None
    secrecy: str
    received_on: date
    process_id: str
    element: str
    name: str
    name_en: str
    role: str
    groups: tuple[str, ...]
    holder_id: UUID | None
    holder: str
    due_on: date | None
    scope: str


@dataclass(frozen=True)
class OpenPage:
    """A page in order of due date. ``count`` is of all pages, up to ``MOST_COUNTED`` + 1.

    It is counted with the first page, if it is wanted, and None on the others.
    """

    rows: list[OpenRow]
    count: int | None
    previous: Cursor | None
    next: Cursor | None


def list_open_work(
    uow: UnitOfWork,
    standing: Standing,
    choice: Choice,
    *,
    cursor: Cursor | None = None,
    limit: int = PAGE,
    is_counted: bool = True,
) -> OpenPage:
    """Return a page of the open work of cases that the person may read.

    Raises
    ------
    NotPermitted
        Her roles oversee nothing.
    """
    check(standing, Command.SEE_OVERSIGHT)
    is_idle = Light.IDLE in choice.lights
    found = _idle(uow, standing, choice) if is_idle else _open(uow, standing, choice)
    on, key = found.selected_columns
    is_back = cursor is not None and cursor.is_back
    wanted = limit + 1
    if cursor is None and is_counted:
        wanted = max(wanted, MOST_COUNTED + 1)
    elif cursor is not None:
        edge = tuple_(literal(cursor.on, on.type), literal(cursor.id, key.type))
        here = tuple_(on, key)
        found = found.where(here < edge if is_back else here > edge)
    order = (on.desc(), key.desc()) if is_back else (on, key)
    ids = uow.connection.execute(found.order_by(*order).limit(wanted)).all()
    shown = [(row[0], row[1]) for row in ids[:limit]]
    if is_back:
        shown.reverse()
    has_more = len(ids) > limit
    has_before = has_more if is_back else cursor is not None
    has_after = True if is_back else has_more
    fetch = _idle_rows if is_idle else _rows
    return OpenPage(
        rows=fetch(uow, [found_id for _, found_id in shown]),
        count=len(ids) if cursor is None and is_counted else None,
        previous=Cursor(*shown[0], is_back=True) if shown and has_before else None,
        next=Cursor(*shown[-1]) if shown and has_after else None,
    )


def are_open(standing: Standing, process_id: str | None = None) -> list[ColumnElement[bool]]:
    """Return what a query of work items must ask: open, of the office, of a readable case.

    ``process_id`` leaves only the cases that follow this process.
    """
    item, register = tables.work_item, tables.case
    asked = [
        item.c.office_id == standing.office_id,
        # In the words of the index of open work, for SQLite to take it.
        item.c.ended_at.is_(None),
        readable(standing, item.c.case_id),
    ]
    if process_id is not None:
        follows = select(register.c.id).where(
            register.c.office_id == standing.office_id,
            is_open(register),
            register.c.process_id == process_id,
        )
        asked.append(item.c.case_id.in_(follows))
    return asked


def readable(standing: Standing, case_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Return ``permissions.reading`` as a condition on rows, for whoever may oversee.

    It asks for what she may not read: a list made once costs less than a probe a row.
    """
    is_about_others = is_about_neither(standing, case_id)
    if reads_every_case(standing):
        return is_about_others
    register, member = tables.case, tables.case_member
    came_to_her = select(member.c.case_id).where(
        member.c.office_id == standing.office_id, member.c.person_id == standing.person_id
    )
    secret = select(register.c.id).where(
        register.c.office_id == standing.office_id,
        is_open(register),
        register.c.secrecy != ORDINARY,
        register.c.id.not_in(came_to_her),
        register.c.id.not_in(sorted(standing.committees)),
    )
    return and_(is_about_others, case_id.not_in(secret))


def is_open(register: FromClause) -> ColumnElement[bool]:
    """Return whether a case is open, in the words of the index of open cases."""
    return register.c.status == literal_column(f"'{OPEN}'")


def _open(uow: UnitOfWork, standing: Standing, choice: Choice) -> Select[Any]:
    item = tables.work_item
    asked = are_open(standing, choice.process_id)
    if choice.place is not None and choice.edition is not None:
        asked.append(stands_at(choice.edition, choice.place))
    if choice.is_unclaimed:
        asked.append(item.c.assignee_id.is_(None))
    elif choice.holder_id is not None:
        asked.append(item.c.assignee_id == choice.holder_id)
    if choice.lanes:
        asked.append(item.c.role.in_(sorted(choice.lanes)))
    if choice.is_with_others:
        asked.append(item.c.assignee_id != standing.person_id)
    if choice.lights:
        asked.append(or_(*(_shines(light, uow.today) for light in sorted(choice.lights))))
    is_small = choice.place is not None or choice.holder_id is not None or bool(choice.lanes)
    if choice.text.strip():
        named = _find_named(uow, standing, choice.text)
        is_small |= named is not None
        asked.append(_is_named(standing, choice.text, named, item.c.case_id))
    found = select(item.c.due_on, item.c.id).where(*asked)
    if not is_small:
        return found
    # A small part of the office's work: found first and put in order then. Left to itself
    # the database walks all the work in order to save the sorting.
    few = found.cte("chosen").prefix_with("MATERIALIZED")
    return select(few.c.due_on, few.c.id)


def _shines(light: Light, today: date) -> ColumnElement[bool]:
    due = tables.work_item.c.due_on
    return {
        Light.LATE: due < today,
        Light.TODAY: due == today,
        Light.SOON: and_(due > today, due <= today + SOON),
        Light.LATER: and_(due > today + SOON, due < tables.NO_DUE_DATE),
        Light.UNDATED: due == tables.NO_DUE_DATE,
    }[light]


def _find_named(uow: UnitOfWork, standing: Standing, text: str) -> Sequence[UUID] | None:
    """Return the open cases whose number or subject hold a text; None if they are very many."""
    found = uow.connection.scalars(_named(standing, text, tables.case).limit(MOST_COUNTED)).all()
    return found if len(found) < MOST_COUNTED else None


def _is_named(
    standing: Standing, text: str, named: Sequence[UUID] | None, case_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    if named is not None:
        return case_id.in_(named)
    register = tables.case.alias("named")
    return exists(_named(standing, text, register).where(register.c.id == case_id))


def _named(standing: Standing, text: str, register: FromClause) -> Select[Any]:
    words = " ".join(text.split())
    return select(register.c.id).where(
        register.c.office_id == standing.office_id,
        is_open(register),
        or_(
            register.c.number.contains(arabic_digits(words), autoescape=True),
            register.c.subject.contains(words, autoescape=True),
        ),
    )


def _idle(uow: UnitOfWork, standing: Standing, choice: Choice) -> Select[Any]:
    """Select the open cases that wait for a time, a message or a repair, not for a person."""
    register, item = tables.case, tables.work_item
    with_work = select(item.c.case_id).where(
        item.c.office_id == standing.office_id, item.c.ended_at.is_(None)
    )
    asked = [
        register.c.office_id == standing.office_id,
        is_open(register),
        register.c.id.not_in(with_work),
        readable(standing, register.c.id),
    ]
    if choice.process_id is not None:
        asked.append(register.c.process_id == choice.process_id)
    if choice.text.strip():
        named = _find_named(uow, standing, choice.text)
        asked.append(_is_named(standing, choice.text, named, register.c.id))
    return select(register.c.received_on, register.c.id).where(*asked)


def _rows(uow: UnitOfWork, ids: list[UUID]) -> list[OpenRow]:
    item, register = tables.work_item, tables.case
    rows = uow.connection.execute(
        select(
            item.c.id,
            item.c.process_id,
            item.c.element,
            item.c.name,
            item.c.name_en,
            item.c.role,
            item.c.groups,
            item.c.assignee_id,
            item.c.due_on,
            item.c.scope,
            item.c.case_id,
            *_register_columns(),
        )
        .join(
            register,
            and_(register.c.office_id == item.c.office_id, register.c.id == item.c.case_id),
        )
        .where(item.c.office_id == uow.actor.office_id, item.c.id.in_(ids))
        .order_by(item.c.due_on, item.c.id)
    ).all()
    names = person_names(uow, (row.assignee_id for row in rows))
    return [_open_row(row, names) for row in rows]


def _register_columns() -> list[ColumnElement[Any]]:
    register = tables.case
    return [register.c.number, register.c.subject, register.c.secrecy, register.c.received_on]


def _open_row(row: Any, names: Mapping[UUID, str]) -> OpenRow:
    return OpenRow(
        work_item_id=row.id,
        case_id=row.case_id,
        number=row.number,
        subject=row.subject,
        secrecy=row.secrecy,
        received_on=row.received_on,
        process_id=row.process_id,
        element=row.element,
        name=row.name,
        name_en=row.name_en,
        role=row.role,
        groups=tuple(row.groups.split()),
        holder_id=row.assignee_id,
        holder=names.get(row.assignee_id, ""),
        due_on=None if row.due_on == tables.NO_DUE_DATE else row.due_on,
        scope=row.scope,
    )


def _idle_rows(uow: UnitOfWork, ids: list[UUID]) -> list[OpenRow]:
    register = tables.case
    rows = uow.connection.execute(
        select(register.c.id, register.c.process_id, *_register_columns())
        .where(register.c.office_id == uow.actor.office_id, register.c.id.in_(ids))
        .order_by(register.c.received_on, register.c.id)
    ).all()
    return [
        OpenRow(
            work_item_id=None,
            case_id=row.id,
            number=row.number,
            subject=row.subject,
            secrecy=row.secrecy,
            received_on=row.received_on,
            process_id=row.process_id,
            element="",
            name="",
            name_en="",
            role="",
            groups=(),
            holder_id=None,
            holder="",
            due_on=None,
            scope="",
        )
        for row in rows
    ]
