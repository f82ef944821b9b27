"""A case that came in by the wrong door goes over to the process that it belongs to.

It stays the case that it is: number, day of receipt, parties, papers and notices that went out.
Only its process begins anew, counted from the day of receipt; clocks that both processes know
run on. What the other door would have asked and the case does not hold is asked now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from engine.access.membership import Standing
from engine.access.permissions import Command
from engine.bpmn.edition import Edition
from engine.cases.identities import seal_identity, sealed_fields
from engine.cases.register import ASKED, DESCRIBED_COLUMNS, Case
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.forms_in_use import process_name
from engine.definitions.reading import evaluate, start_form_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted, Sentence
from engine.forms import CheckedAnswers, FormSchema, check_answers
from engine.forms.components import AnyComponent, ComputedField, Field, FileField, Group, Rows
from engine.forms.reading import seen_words
from engine.journal.events import append, read_stream
from engine.journal.kinds import EventKind
from engine.office.profile_tables import Secrecy
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.cutting_off import cut_off, running_instances
from engine.work.form_names import intake_names
from engine.work.holding import check_open, hold_case
from engine.work.lodging import PARTY_ROWS, QUESTION_DOOR
from engine.work.main_run import find_main_run, get_main_run, is_part_of, knows_clock
from engine.work.offices.settings import OfficeSettings, processes_at_doors, settings_in_force
from engine.work.opening import secrecy_of, start_again
from engine.work.submissions import find_result, keep_result
from engine.work.work_items import COMPLETED, open_items_of

TRANSFER = "transfer_case"
LONGEST_REASON = 1000
# The key of the reason among the answers of the other door's form.
REASON = "transfer_reason"

# How it came in stays as it was, whatever door it should have taken.
_OF_RECEIPT = frozenset({"channel", "received_on", "is_anonymous"})
_ABOUT_WHOM = "respondent_kind"


@dataclass(frozen=True)
class Transfer:
    """``answers`` are those to ``asked_form``, as posted."""

    process_id: str
    reason: str
    answers: Mapping[str, Any]


def transfer_case(
    uow: UnitOfWork, case_id: UUID, wanted: Transfer, *, submission_key: UUID
) -> UUID | None:
    """End the process of a case and start the one that it belongs to; return her first step.

    None where that is another's, or this form was taken before.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or has none of its steps in hand.
    InvalidTransition
        It has gone too far, or waits for something.
    FormInvalid
        No door leads there, no reason is said, or the other door's form is not satisfied.
    NoEligibleHandler
        Nobody of the office may act in the other process on a complaint about these respondents.
    """
    case, standing = hold_case(uow, case_id, Command.TRANSFER_CASE)
    if find_result(uow, submission_key, TRANSFER) is not None:
        return None
    check_open(case)
    against = why_not_transferred(uow, case)
    if against is not None:
        raise InvalidTransition(against)
    if not has_in_hand(uow, standing, case):
        raise NotPermitted(NOT_IN_HAND)
    settings = settings_in_force(uow, uow.today)
    if wanted.process_id not in processes_to_choose(uow, settings, case):
        raise FormInvalid({"": [_NO_DOOR]})
    edition = get_adopted_edition(uow, wanted.process_id)
    reason, answers = _judged(uow, settings, case, edition, wanted)
    _tell(uow, settings, case, edition, reason, answers)
    first = _take_over(uow, settings, case, edition)
    keep_result(uow, submission_key, TRANSFER, str(case_id))
    return first


# -- Whether it may ----------------------------------------------------------------------------


def processes_to_choose(uow: UnitOfWork, settings: OfficeSettings, case: Case) -> tuple[str, ...]:
    """Return the other processes to which a door of the office leads, once each.

    None for a case whose own process no door ever led to: it came in by none.
    """
    doors = settings.profile.doors
    # Mostly one of today's: the older settings are read for the others alone.
    if case.process_id not in doors.values() and case.process_id not in processes_at_doors(uow):
        return ()
    led = (process for door, process in doors.items() if door != QUESTION_DOOR)
    return tuple(dict.fromkeys(process for process in led if process != case.process_id))


def has_in_hand(uow: UnitOfWork, standing: Standing, case: Case) -> bool:
    """Tell whether somebody may take an open case out of its process: nobody else works on it."""
    if standing.holds(Role.MANAGER):
        return True
    run = find_main_run(uow, case.id)
    return run is not None and any(
        item.assignee_id == standing.person_id and item.process_id == case.process_id
        for item in open_items_of(uow, case.id, run.instance_id)
    )


def why_not_transferred(uow: UnitOfWork, case: Case) -> Sentence | None:
    """Say what keeps an open case in its process; None where nothing does.

    It may leave as long as only officers have worked on it: what somebody has signed, ordered
    or reported stands.
    """
    if case.merged_into is not None:
        return _JOINED
    if case.withdrawal == ASKED or case.is_suspended:
        return _WAITS
    is_decided = case.result is not None or case.decided_on is not None
    has_ended = find_main_run(uow, case.id) is None
    return _WENT_ON if is_decided or has_ended or _is_with_others(uow, case) else None


def _is_with_others(uow: UnitOfWork, case: Case) -> bool:
    """Tell whether others than officers have done a step of its own process, or were given it.

    A first notice is signed beside that process and decides nothing.
    """
    item, run = tables.work_item, tables.instance
    own = select(run.c.process_id).where(
        run.c.office_id == uow.actor.office_id, run.c.case_id == case.id, run.c.item.is_(None)
    )
    beyond = and_(
        item.c.role != Role.OFFICER.value, item.c.status == COMPLETED, item.c.process_id.in_(own)
    )
    given = item.c.role.in_([Role.UNIT_MEMBER.value, Role.COMMITTEE_MEMBER.value])
    found = uow.connection.scalar(
        select(item.c.id)
        .where(
            item.c.office_id == uow.actor.office_id,
            item.c.case_id == case.id,
            or_(beyond, given),
        )
        .limit(1)
    )
    return found is not None


# -- What is asked -----------------------------------------------------------------------------


def asked_form(uow: UnitOfWork, case: Case, edition: Edition) -> FormSchema:
    """Return of the other door's form what the case does not hold, and what may now be otherwise.

    Parties, papers and how it came in are the case's own: they are not asked, and not judged,
    a second time. Kind, category, subject and place are.
    """
    schema = start_form_of(edition)
    if schema is None:
        raise NotFound
    held = {key for key, value in held_answers(uow, case).items() if value not in (None, "", [])}
    held |= sealed_fields(uow, case.id).get(case.id, frozenset())
    return replace(schema, components=tuple(_asked(schema.components, held | {_ABOUT_WHOM})))


def _asked(components: tuple[AnyComponent, ...], held: set[str]) -> Iterator[AnyComponent]:
    for component in components:
        if isinstance(component, Group):
            inside = tuple(_asked(component.components, held))
            if any(isinstance(one, Field | Rows | Group) for one in inside):
                yield replace(component, components=inside)
        elif isinstance(component, ComputedField | FileField):
            continue
        elif isinstance(component, Rows):
            if component.key not in PARTY_ROWS and component.key not in held:
                yield component
        elif not isinstance(component, Field) or _is_asked(component, held):
            yield component


def _is_asked(field: Field, held: set[str]) -> bool:
    if field.case_column is not None:
        return field.case_column not in _OF_RECEIPT
    return field.key not in held


def held_answers(uow: UnitOfWork, case: Case) -> dict[str, Any]:
    """Return what was answered at the door, and at each transfer since; sealed ones are marks."""
    told = read_stream(uow, case.id, kinds=[EventKind.CASE_LODGED, EventKind.CASE_TRANSFERRED])
    return {key: value for event in told for key, value in event.content["answers"].items()}


def asked_names(
    uow: UnitOfWork, settings: OfficeSettings, case: Case, edition: Edition
) -> dict[str, Any]:
    """Return what the form that is asked may know: the answers that the case holds too."""
    schema = start_form_of(edition)
    columns = {
        field.key: getattr(case, field.case_column)
        for field in (schema.fields() if schema else ())
        if isinstance(field, Field) and field.case_column in _OF_RECEIPT
    }
    return {**held_answers(uow, case), **columns, **intake_names(uow, settings)}


def known_answers(case: Case, schema: FormSchema) -> dict[str, Any]:
    """Return what the asked form opens with: the register as it stands."""
    return {
        field.key: getattr(case, field.case_column)
        for field in schema.fields()
        if isinstance(field, Field) and field.case_column in DESCRIBED_COLUMNS
    }


def _judged(
    uow: UnitOfWork, settings: OfficeSettings, case: Case, edition: Edition, wanted: Transfer
) -> tuple[str, CheckedAnswers]:
    reason = " ".join(seen_words(wanted.reason))
    messages: dict[str, list[Sentence]] = {}
    if not reason or len(reason) > LONGEST_REASON:
        messages[REASON] = [_TOO_LONG if reason else _NO_REASON]
    try:
        answers = check_answers(
            asked_form(uow, case, edition),
            wanted.answers,
            today=uow.today,
            names=asked_names(uow, settings, case, edition),
            evaluate=evaluate,
        )
    except FormInvalid as refused:
        raise FormInvalid({**refused.messages, **messages}) from refused
    if messages:
        raise FormInvalid(messages)
    return reason, answers


# -- What becomes of it ------------------------------------------------------------------------


def _tell(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    edition: Edition,
    reason: str,
    answers: CheckedAnswers,
) -> None:
    """Write that it goes over and why, and what the other form says of the case."""
    name = process_name(edition)
    append(
        uow,
        case.id,
        EventKind.CASE_TRANSFERRED,
        {
            "from": case.process_id,
            "process_id": edition.process_id,
            "name": name.th,
            "name_en": name.en,
            "reason": reason,
            "answers": answers.open,
            "case_fields": answers.case_fields,
        },
        edition=edition.sha256,
    )
    seal_identity(uow, case.id, case.id, {one.path: one.value for one in answers.sealed})
    columns = {
        name: value
        for name, value in {
            **answers.case_fields,
            "secrecy": _secrecy(settings, case, answers),
        }.items()
        if name in DESCRIBED_COLUMNS and value != getattr(case, name)
    }
    if columns:
        append(uow, case.id, EventKind.CASE_DESCRIBED, columns)


def _secrecy(settings: OfficeSettings, case: Case, answers: CheckedAnswers) -> str:
    """Take the class as the other door would have; one that was set otherwise is not lowered."""
    said = answers.case_fields
    if said.get("secrecy"):
        return str(said["secrecy"])
    category, kind = said.get("category"), said.get("kind", case.kind)
    follows = secrecy_of(settings, str(category) if category else None, str(kind))
    if case.secrecy == secrecy_of(settings, case.category, case.kind):
        return follows
    classes = [one.value for one in Secrecy]
    return max(case.secrecy, follows, key=classes.index)


def _take_over(
    uow: UnitOfWork, settings: OfficeSettings, case: Case, edition: Edition
) -> UUID | None:
    clocks = cut_off(
        uow,
        case.id,
        _own_instances(uow, case.id),
        goes_on=lambda clock: knows_clock(edition, clock.name, clock.scope),
    )
    return start_again(uow, settings, case.id, edition, clocks)


def _own_instances(uow: UnitOfWork, case_id: UUID) -> frozenset[UUID]:
    """Return the runs that belong to the process that ends; what stands for itself goes on."""
    own, table = get_main_run(uow, case_id).edition, tables.instance
    rows = uow.connection.execute(
        select(table.c.id, table.c.process_id).where(
            table.c.office_id == uow.actor.office_id,
            table.c.id.in_(sorted(running_instances(uow, case_id))),
        )
    )
    return frozenset(row.id for row in rows if is_part_of(own, row.process_id))


_JOINED = Sentence(
    "เรื่องนี้รวมกับเรื่องอื่นแล้ว ย้ายกระบวนงานไม่ได้",
    "The case was joined with another one; it cannot be moved.",
)
_WAITS = Sentence(
    "เรื่องนี้พักรอผลหรือรอผลคำขอถอนเรื่อง ย้ายกระบวนงานไม่ได้จนกว่าจะดำเนินเรื่องต่อ",
    "The case waits for a result or for a withdrawal; move it once it goes on.",
)
_WENT_ON = Sentence(
    "ย้ายกระบวนงานได้ตราบที่มีเฉพาะเจ้าหน้าที่ดำเนินการ เรื่องนี้มีผู้ลงนามหรือสั่งการ หรือมอบให้กลุ่มงานหรือกรรมการแล้ว",
    "A case can be moved as long as only officers have worked on it. This one was signed, "
    "decided, or given to a unit or committee.",
)
NOT_IN_HAND = Sentence(
    "ย้ายกระบวนงานได้เฉพาะผู้ที่ถือขั้นตอนลงรับหรือคัดแยกของเรื่องนี้ หรือผู้บริหาร",
    "Only who has its registration or sorting in hand, or a manager, may move the case.",
)
_NO_DOOR = Sentence(
    "ไม่มีช่องทางรับเรื่องของหน่วยงานที่เริ่มกระบวนงานนี้", "No door of the office leads to this process."
)
_NO_REASON = Sentence("ใส่เหตุที่ย้ายกระบวนงาน", "Say why the case goes to another process.")
_TOO_LONG = Sentence(
    f"เหตุผลยาวได้ไม่เกิน {LONGEST_REASON} ตัวอักษร",
    f"The reason may have {LONGEST_REASON} letters at most.",
)
