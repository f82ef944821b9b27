"""A case that comes into being: its register row, who is kept out of it, its process.

By the door (``lodging``), or out of another case (``splitting``). What the people it is
about may not see is settled before anybody is offered a step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from engine.access.membership import holders
from engine.bpmn import runtime
from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.cases.links import admit
from engine.cases.numbers import (
    OFFICE_BUSINESS,
    REGISTER,
    SECRET_REGISTER,
    GivenNumber,
    take_number,
)
from engine.cases.parties import exclude, excluded_people
from engine.cases.register import ORDINARY, get_case
from engine.errors import NoEligibleHandler, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.profile_tables import CaseKind, NumberSeries, Secrecy
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.queues import resolve_queues
from engine.work.business.overtaken_figures import tell_overtaken
from engine.work.deadlines import Deadline, carry_deadlines
from engine.work.offices.settings import OfficeSettings
from engine.work.stepping import Step, insert_instance, record_run
from engine.work.system_steps import EFFECTS
from engine.work.variables import Variables
from engine.work.work_items import open_items_of

_ACCUSING_NOBODY = frozenset({CaseKind.OPINION, CaseKind.QUESTION})


@dataclass(frozen=True)
class Opening:
    """The register row of a case as it begins; ``answers`` are those of its start form."""

    process_id: str
    kind: str
    channel: str
    category: str | None
    secrecy: str
    subject: str | None
    place: str | None
    is_anonymous: bool
    respondent_kind: str
    received_on: date
    answers: Mapping[str, Any]
    # What office business reports on, both days included.
    period_from: date | None = None
    period_to: date | None = None


def open_case(uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, opening: Opening) -> None:
    """Write the first event of a case whose stream this unit has opened, under its number."""
    key, series = _series(settings, opening)
    number = take_number(uow, key, series, opening.received_on, case_id)
    open_under(uow, case_id, opening, number)


def open_under(
    uow: UnitOfWork,
    case_id: UUID,
    opening: Opening,
    number: GivenNumber,
    *,
    edition: str | None = None,
) -> None:
    """Write the first event of a case under a number that is its own already.

    ``edition`` is of the process under which a case stands that never ran in one here.
    """
    append(
        uow,
        case_id,
        EventKind.CASE_LODGED,
        {**vars(number), **vars(opening)},
        element="start",
        occurred_on=opening.received_on,
        edition=edition,
    )
    if uow.actor.person_id:
        admit(uow, case_id, uow.actor.person_id, "lodger")


def _series(settings: OfficeSettings, opening: Opening) -> tuple[str, NumberSeries]:
    """Return the numbers from which this case takes its own: its book's, or those of no book."""
    numbers = settings.profile.numbers
    if opening.kind == CaseKind.OFFICE_BUSINESS:
        return OFFICE_BUSINESS, numbers.office_business
    if opening.secrecy == ORDINARY:
        return REGISTER, numbers.register
    return SECRET_REGISTER, numbers.secret_register


def secrecy_of(settings: OfficeSettings, category: str | None, kind: str | None) -> str:
    """Take the class of the category; without one, ลับ for whatever accuses somebody."""
    known = settings.profile.categories.get(str(category))
    if known:
        return known.secrecy.value
    return (Secrecy.ORDINARY if kind in _ACCUSING_NOBODY else Secrecy.SECRET).value


def exclude_holders(
    uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, respondent_kind: str
) -> None:
    """Exclude who holds the post complained about, unless one holder was named and matched."""
    route = settings.route(respondent_kind)
    if route is None or not route.holds:
        return
    holding = {m.person_id for role in route.holds for m in holders(uow, uow.today, role)}
    if not holding & excluded_people(uow, case_id):
        exclude(uow, case_id, holding)


def start_case(
    uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, edition: Edition
) -> UUID | None:
    """Start the process of a case; return the actor's own first step, if it is hers.

    Raises
    ------
    NoEligibleHandler
        Nobody of the office may act on a complaint about these respondents.
    """
    step = _begun(uow, settings, case_id, edition)
    tell_overtaken(uow, step.case)
    return _run(step)


def start_again(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case_id: UUID,
    edition: Edition,
    clocks: Iterable[Deadline],
) -> UUID | None:
    """Start another process on a case, with the ``clocks`` of the one that it takes over from.

    It counts from the day of receipt, as if the case had come to it at once. Return and raise
    as ``start_case`` does.
    """
    step = _begun(uow, settings, case_id, edition)
    carry_deadlines(uow, case_id, step.instance_id, clocks)
    return _run(step)


def _begun(uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, edition: Edition) -> Step:
    case = get_case(uow, case_id)
    step = Step(
        uow=uow,
        settings=settings,
        case=case,
        edition=edition,
        instance_id=uuid4(),
        state=None,
        item=None,
        variables=Variables(),
        happened_on=case.received_on,
        effects=EFFECTS,
    )
    insert_instance(step)
    return step


def _run(step: Step) -> UUID | None:
    """Let a process that has begun come to its first steps; return the one that is the actor's."""
    uow, case = step.uow, step.case
    try:
        if case.kind != CaseKind.OFFICE_BUSINESS:
            _check_handlers(step)
        run = runtime.start(step.edition, step, now=uow.now)
        record_run(step, run, {"kind": "started"})
    except NoEligibleHandler as error:
        raise NoEligibleHandler(_outside_door(step.settings, case.respondent_kind)) from error
    mine = [
        item
        for item in open_items_of(uow, case.id, step.instance_id)
        if item.assignee_id == uow.actor.person_id
    ]
    return mine[0].id if mine else None


def _check_handlers(step: Step) -> None:
    """Refuse at the door what some lane of the process could not take up later.

    Units and committees are not asked yet: they are chosen on the way. Of the office's own
    business nobody is shut out; a post that is vacant today is filled before its step comes.
    """
    lanes = blueprint_of(step.edition).processes[step.edition.process_id].lanes
    for role in {Role(lane.role) for lane in lanes} - {Role.UNIT_MEMBER, Role.COMMITTEE_MEMBER}:
        resolve_queues(step.uow, step.settings, step.case, role, ())


def _outside_door(settings: OfficeSettings, respondent_kind: str) -> Sentence:
    route = settings.route(respondent_kind)
    body = settings.profile.outside_bodies.get(route.outside_body or "") if route else None
    if body is None:
        return NoEligibleHandler.sentence
    return Sentence(
        f"ไม่มีผู้มีสิทธิรับเรื่องนี้ในหน่วยงาน ให้ยื่นที่ {body.name.th} {body.address.th}",
        f"Nobody in this office may take this case. Lodge it with {body.name.en}.",
    )
