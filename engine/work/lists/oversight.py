"""What a manager sees of the whole office: how much stands at every step, what is late, with whom.

The counts are one pass over the open work in an index. Whatever she may not read is in
no count, so that not even a total tells her that there is such a case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from engine.access.membership import Standing
from engine.access.permissions import Command, check, reads_every_case
from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.elements import Element
from engine.cases.links import RETALIATION as RETALIATION_LINK
from engine.definitions.adoption import Adoption
from engine.definitions.editions import get_edition
from engine.errors import NotFound
from engine.office.public_doors import RETALIATION
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.open_work import SOON, are_open, is_open, readable
from engine.work.lists.places import (
    Place,
    callers,
    entered_by,
    find_element,
    places_of,
    processes_lodged,
)
from engine.work.names import person_names


@dataclass(frozen=True)
class Tally:
    """Open work items: ``late`` are past their due date, ``soon`` due from today to day seven."""

    open: int = 0
    late: int = 0
    soon: int = 0
    unclaimed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.open + other.open,
            self.late + other.late,
            self.soon + other.soon,
            self.unclaimed + other.unclaimed,
        )


NOTHING = Tally()


@dataclass(frozen=True)
class Load:
    """What one person holds; ``person_id`` is None for what nobody has claimed."""

    person_id: UUID | None
    name: str
    tally: Tally


@dataclass(frozen=True)
class FormerStep:
    """A step that only an earlier edition has, with what still stands there."""

    place: Place
    name: str
    name_en: str
    tally: Tally


@dataclass(frozen=True)
class Overview:
    """The open work of one process with all that it calls.

    ``places`` counts every user task and call activity of the edition in use, the latter
    with all that runs in them, also on earlier editions. ``total`` counts each item once.
    ``loads`` are in order of what is late, then of how much it is.
    """

    adoption: Adoption
    edition: Edition
    cases: int
    total: Tally
    places: Mapping[Place, Tally]
    former: list[FormerStep]
    loads: list[Load]


def overseen_processes(uow: UnitOfWork, standing: Standing) -> list[Adoption]:
    """Return the processes that cases of the office are lodged into.

    Raises
    ------
    NotPermitted
        The person's roles oversee nothing.
    """
    check(standing, Command.SEE_OVERSIGHT)
    return processes_lodged(uow)


def find_overseen(adoptions: list[Adoption], process_id: str | None) -> Adoption:
    """Return the process that is asked for, the first when none is.

    Raises
    ------
    NotFound
        The office runs no such process, or none at all.
    """
    for adoption in adoptions:
        if process_id in (None, adoption.process_id):
            return adoption
    raise NotFound


def overview(uow: UnitOfWork, standing: Standing, process_id: str | None = None) -> Overview:
    """Count the open work of a process that the office runs; of the first when None is named.

    Raises
    ------
    NotPermitted
        The person's roles oversee nothing.
    NotFound
        The office runs no such process.
    """
    adoptions = overseen_processes(uow, standing)
    adoption = find_overseen(adoptions, process_id)
    edition = get_edition(uow, adoption.edition)
    # With one process beside that of retaliation no case has to be asked which it follows.
    is_alone = {one.process_id for one in adoptions} <= {adoption.process_id, RETALIATION}
    follows = None if is_alone and adoption.process_id != RETALIATION else adoption.process_id
    apart = true() if follows else tables.work_item.c.process_id != RETALIATION
    work = and_(*are_open(standing, follows), apart)
    steps, people = _counted(uow, work)
    return Overview(
        adoption=adoption,
        edition=edition,
        cases=_cases_following(uow, standing, follows),
        total=sum(steps.values(), NOTHING),
        places=_at_places(uow, edition, work, steps),
        former=_former_steps(uow, edition, work, steps),
        loads=_loads(uow, people),
    )


def load_of(uow: UnitOfWork, standing: Standing, people: Iterable[UUID]) -> Mapping[UUID, Tally]:
    """Count what each of these people holds, in every process; who holds nothing is left out.

    Raises
    ------
    NotPermitted
        The person's roles oversee nothing.
    """
    check(standing, Command.SEE_OVERSIGHT)
    item = tables.work_item
    rows = uow.connection.execute(
        select(item.c.assignee_id, *_sums(uow.today))
        .where(*are_open(standing), item.c.assignee_id.in_(set(people)))
        .group_by(item.c.assignee_id)
    ).all()
    return {row.assignee_id: _tally(row) for row in rows}


def _counted(
    uow: UnitOfWork, work: ColumnElement[bool]
) -> tuple[dict[Place, Tally], dict[UUID | None, Tally]]:
    """Count by step and by person, in one pass over the work and two over its few groups."""
    item = tables.work_item
    by = (item.c.process_id, item.c.element, item.c.assignee_id)
    group = select(*by, *_sums(uow.today)).where(work).group_by(*by).cte("step_and_person")
    sums = [func.sum(group.c[name]).label(name) for name in ("open", "late", "soon", "unclaimed")]
    step, person = (group.c.process_id, group.c.element), group.c.assignee_id
    nobody, nowhere = cast(null(), person.type), literal("")
    rows = uow.connection.execute(
        union_all(
            select(*step, nobody.label("assignee_id"), *sums).group_by(*step),
            select(nowhere, nowhere, person, *sums).group_by(person),
        )
    ).all()
    steps = {Place(row.process_id, row.element): _tally(row) for row in rows if row.process_id}
    people = {row.assignee_id: _tally(row) for row in rows if not row.process_id}
    return steps, people


def _sums(today: date) -> tuple[ColumnElement[int], ...]:
    item = tables.work_item
    due = item.c.due_on
    soon = and_(due >= today, due <= today + SOON)
    return (
        func.count().label("open"),
        func.sum(case((due < today, 1), else_=0)).label("late"),
        func.sum(case((soon, 1), else_=0)).label("soon"),
        (func.count() - func.count(item.c.assignee_id)).label("unclaimed"),
    )


def _tally(row: Any) -> Tally:
    # PostgreSQL sums to decimals.
    return Tally(int(row.open), int(row.late), int(row.soon), int(row.unclaimed))


def _cases_following(uow: UnitOfWork, standing: Standing, process_id: str | None) -> int:
    """Count the open cases of a process; of None, all but what is reported as retaliation."""
    register, link = tables.case, tables.case_link
    if process_id is not None:
        return _count_cases(uow, standing, register.c.process_id == process_id)
    reported = select(link.c.case_id).where(
        link.c.office_id == standing.office_id, link.c.kind == RETALIATION_LINK
    )
    apart = _count_cases(uow, standing, register.c.id.in_(reported))
    return _count_cases(uow, standing, true()) - apart


def _count_cases(uow: UnitOfWork, standing: Standing, which: ColumnElement[bool]) -> int:
    register = tables.case
    asked = [register.c.office_id == standing.office_id, is_open(register), which]
    count = select(func.count()).select_from(register).where(*asked)
    if not reads_every_case(standing):
        return uow.connection.scalar(count.where(readable(standing, register.c.id))) or 0
    # The few about her are taken off the whole, which an index counts without reading a row.
    exclusion = tables.case_exclusion
    about_her = count.join(
        exclusion,
        and_(exclusion.c.office_id == register.c.office_id, exclusion.c.case_id == register.c.id),
    ).where(exclusion.c.person_id == standing.person_id)
    return uow.connection.scalar(select(count.scalar_subquery() - about_her.scalar_subquery())) or 0


def _loads(uow: UnitOfWork, people: Mapping[UUID | None, Tally]) -> list[Load]:
    names = person_names(uow, people)
    loads = [
        Load(person_id, names[person_id] if person_id else "", tally)
        for person_id, tally in people.items()
    ]
    return sorted(loads, key=lambda load: (-load.tally.late, -load.tally.open, load.name))


# -- Steps and the calls around them -----------------------------------------------------------


def _at_places(
    uow: UnitOfWork, edition: Edition, work: ColumnElement[bool], steps: Mapping[Place, Tally]
) -> dict[Place, Tally]:
    """Count every place: a step by its own items, a call by all that runs in what it calls."""
    entered = _by_call(uow, edition, work, steps)
    return {
        place: _inside(edition, element, entered)
        if element.called_process
        else steps.get(place, NOTHING)
        for place, element in places_of(edition)
    }


def _inside(edition: Edition, call: Element, entered: Mapping[Place, Tally]) -> Tally:
    inner = blueprint_of(edition).processes[call.called_process or ""].elements.values()
    deeper = (_inside(edition, element, entered) for element in inner if element.called_process)
    return sum(deeper, entered[Place(call.process_id, call.id)])


def _by_call(
    uow: UnitOfWork, edition: Edition, work: ColumnElement[bool], steps: Mapping[Place, Tally]
) -> dict[Place, Tally]:
    """Count the steps of each called process by the call that led there, without deeper calls."""
    found: dict[Place, Tally] = {}
    for process_id, calls in callers(edition).items():
        whole = sum((t for place, t in steps.items() if place.process_id == process_id), NOTHING)
        if len(calls) == 1 or not whole.open:
            parts = [whole] + [NOTHING] * (len(calls) - 1)
        else:
            parts = [_entered(uow, edition, work, call) for call in calls]
        for call, part in zip(calls, parts, strict=True):
            found[Place(call.process_id, call.id)] = part
    return found


def _entered(uow: UnitOfWork, edition: Edition, work: ColumnElement[bool], call: Element) -> Tally:
    item = tables.work_item
    row = uow.connection.execute(
        select(*_sums(uow.today)).where(
            work, item.c.process_id == call.called_process, entered_by(edition, call)
        )
    ).one()
    return _tally(row) if row.open else NOTHING


def _former_steps(
    uow: UnitOfWork, edition: Edition, work: ColumnElement[bool], steps: Mapping[Place, Tally]
) -> list[FormerStep]:
    gone = {place for place in steps if find_element(edition, place) is None}
    if not gone:
        return []
    item = tables.work_item
    by = (item.c.process_id, item.c.element)
    rows = uow.connection.execute(
        select(*by, func.max(item.c.name).label("name"), func.max(item.c.name_en).label("name_en"))
        .where(work, item.c.element.in_({place.element for place in gone}))
        .group_by(*by)
    ).all()
    return [
        FormerStep(place, row.name, row.name_en, steps[place])
        for row in rows
        if (place := Place(row.process_id, row.element)) in gone
    ]
