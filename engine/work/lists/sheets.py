"""Due work on paper: a sheet a person of a role or unit, for who hands it out at the meeting."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select

from engine.access.membership import Membership, Standing, holders
from engine.access.permissions import Command, check
from engine.errors import NotFound
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.open_work import are_open
from engine.work.lists.rows import WorkRow, read_rows
from engine.work.names import person_names

# More is no paper for a meeting; the sheets say that they are cut.
MOST_ROWS = 1_000


@dataclass(frozen=True)
class Sheet:
    """What one person holds, the earliest due first; ``person_id`` is None for nobody yet."""

    person_id: UUID | None
    name: str
    rows: list[WorkRow]


@dataclass(frozen=True)
class Sheets:
    """All sheets of a queue, what nobody has claimed first. ``is_cut``: there is more."""

    sheets: list[Sheet]
    is_cut: bool


def sheets_of(uow: UnitOfWork, standing: Standing, queue: str) -> Sheets:
    """Return the open work of a role (``officer``) or a unit (``unit:planning``) by person.

    Raises
    ------
    NotPermitted
        The person's roles oversee nothing.
    NotFound
        There is no such role or unit.
    """
    check(standing, Command.SEE_OVERSIGHT)
    item = tables.work_item
    found = uow.connection.execute(
        select(item.c.id, item.c.assignee_id)
        .where(*are_open(standing), *_of_queue(queue))
        .order_by(item.c.due_on, item.c.id)
        .limit(MOST_ROWS + 1)
    ).all()
    shown = found[:MOST_ROWS]
    rows = {row.id: row for row in read_rows(uow, standing, [each.id for each in shown])}
    by_person: dict[UUID | None, list[WorkRow]] = defaultdict(list)
    for each in shown:
        by_person[each.assignee_id].append(rows[each.id])
    names = person_names(uow, by_person)
    # Who has nothing gets a sheet that says so.
    names |= {member.person_id: member.name for member in _members(uow, queue)}
    sheets = [Sheet(None, "", by_person[None])] if None in by_person else []
    people = sorted(names.items(), key=lambda one: one[1])
    sheets += [Sheet(person_id, name, by_person.get(person_id, [])) for person_id, name in people]
    return Sheets(sheets, is_cut=len(found) > MOST_ROWS)


def _members(uow: UnitOfWork, queue: str) -> list[Membership]:
    role, unit = _parted(queue)
    return holders(uow, uow.today, role, unit)


def _of_queue(queue: str) -> list[ColumnElement[bool]]:
    item = tables.work_item
    role, unit = _parted(queue)
    if unit is None:
        return [item.c.role == role.value]
    groups = literal(" ") + item.c.groups + literal(" ")
    return [groups.contains(f" {queue} ", autoescape=True)]


def _parted(queue: str) -> tuple[Role, str | None]:
    kind, _, unit = queue.partition(":")
    if kind == "unit" and unit:
        return Role.UNIT_MEMBER, unit
    try:
        return Role(kind), None
    except ValueError:
        raise NotFound from None
