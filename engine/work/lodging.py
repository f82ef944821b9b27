"""Lodge a case: judge the start form, open the case, start its process. One unit.

Who is complained about is asked first and acted on before anybody of the office
sees the case: the people it is about are excluded, and a case that then nobody
may handle is refused at the door with the outside body named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from engine.access.membership import Standing, standing_of
from engine.access.permissions import Command, check
from engine.bpmn.edition import Edition
from engine.cases.attachments import file_attachment, keep_blob
from engine.cases.identities import seal_identity
from engine.cases.parties import (
    Party,
    PartyKind,
    is_reachable,
    join_party,
)
from engine.cases.register import get_case
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.reading import evaluate, start_form_of
from engine.errors import NotFound
from engine.forms import CheckedAnswers, check_answers
from engine.journal.chain import genesis_hash
from engine.office.profile_tables import CaseKind
from engine.sealing.secret_bytes import DataKey
from engine.store.unit_of_work import CASE, UnitOfWork
from engine.work.answer_drafts.keeping import place_of_intake
from engine.work.answer_drafts.rows import check_is_seen, drop_draft
from engine.work.completing import Submission
from engine.work.following_up import follow_source_agency
from engine.work.form_names import intake_names
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.opening import Opening, exclude_holders, open_case, secrecy_of, start_case
from engine.work.submissions import find_result, hold_submission, keep_result

LODGE = "lodge"
# The door of the profile for what is asked, answered and closed at once.
QUESTION_DOOR = "question"


@dataclass(frozen=True)
class Lodged:
    """``next_item`` is the lodger's own first step, if it is hers."""

    case_id: UUID
    number: str
    next_item: UUID | None
    is_repeat: bool = False


@dataclass(frozen=True)
class Door:
    """Where a case comes in: the process it starts, and the id and key it will have.

    Id and key are made before the unit begins, so that the files handed in with
    the complaint are encrypted under the case's own key before any row names them.
    """

    process_id: str
    case_id: UUID = field(default_factory=uuid4)
    data_key: DataKey = field(default_factory=DataKey.generate)


def lodge(uow: UnitOfWork, door: Door, submission: Submission) -> Lodged:
    """Open a case from the answers to its process's start form.

    Raises
    ------
    NotPermitted
        The actor may not take complaints in.
    DraftOvertaken
        Another window has kept a draft that this form has not seen.
    FormInvalid
        The answers do not satisfy the start form.
    NoEligibleHandler
        Nobody of the office may act on a complaint about these respondents.
    """
    hold_submission(uow, submission.key)
    first = find_result(uow, submission.key, LODGE)
    if first is not None:
        return _again(uow, UUID(first))
    uow.open_stream(
        CASE, door.case_id, genesis_hash(uow.actor.office_id, door.case_id), door.data_key
    )
    settings = settings_in_force(uow, uow.today)
    lodger = _check_lodger(uow)
    edition = get_adopted_edition(uow, door.process_id)
    place = place_of_intake(uow, door.process_id)
    if submission.pen is not None:
        check_is_seen(uow, place, lodger.person_id, submission.answers, submission.pen)
    answers = judge_start(edition, submission, uow.today, intake_names(uow, settings))
    enter_case(uow, settings, door, answers, submission)
    next_item = start_case(uow, settings, door.case_id, edition)
    drop_draft(uow, place.id, lodger.person_id)
    keep_result(uow, submission.key, LODGE, str(door.case_id))
    return Lodged(door.case_id, get_case(uow, door.case_id).number, next_item)


def enter_case(
    uow: UnitOfWork,
    settings: OfficeSettings,
    door: Door,
    answers: CheckedAnswers,
    submission: Submission,
) -> None:
    """Write what the answers of a start form say: the case, its parties, who may not see it."""
    opening = _opening(settings, door.process_id, answers, uow.today)
    open_case(uow, settings, door.case_id, opening)
    _join_parties(uow, settings, door.case_id, answers)
    exclude_holders(uow, settings, door.case_id, str(answers.open.get("respondent_kind") or ""))
    _file_evidence(uow, door.case_id, answers, submission)


def _again(uow: UnitOfWork, case_id: UUID) -> Lodged:
    return Lodged(case_id, get_case(uow, case_id).number, None, is_repeat=True)


def _check_lodger(uow: UnitOfWork) -> Standing:
    if uow.actor.person_id is None:
        raise NotFound
    standing = standing_of(uow, uow.actor.person_id, uow.today)
    check(standing, Command.LODGE_CASE)
    return standing


def judge_start(
    edition: Edition, submission: Submission, today: date, names: Mapping[str, Any]
) -> CheckedAnswers:
    """Judge the answers to the start form of a process; FormInvalid if they do not satisfy it."""
    schema = start_form_of(edition)
    if schema is None:
        raise NotFound
    return check_answers(
        schema,
        submission.answers,
        today=today,
        names={**names, "uploads": submission.uploads},
        evaluate=evaluate,
    )


def _opening(
    settings: OfficeSettings, process_id: str, answers: CheckedAnswers, today: date
) -> Opening:
    columns = answers.case_fields
    received_on = columns.get("received_on") or today
    if not isinstance(received_on, date):
        raise TypeError("received_on is a date field")
    kind = str(columns.get("kind") or _kind_of(settings, process_id))
    category = _text(columns.get("category"))
    stated = columns.get("secrecy")
    return Opening(
        process_id=process_id,
        kind=kind,
        channel=str(columns.get("channel") or "walk_in"),
        category=category,
        secrecy=str(stated) if stated else secrecy_of(settings, category, kind),
        subject=_text(columns.get("subject")),
        place=_text(columns.get("place")),
        is_anonymous=bool(columns.get("is_anonymous")) or _names_nobody(kind, answers),
        respondent_kind=answers.open.get("respondent_kind") or "unknown",
        received_on=received_on,
        answers=answers.open,
    )


def _kind_of(settings: OfficeSettings, process_id: str) -> CaseKind:
    """Return what comes in by a door whose form does not ask for the kind."""
    is_question = settings.profile.doors.get(QUESTION_DOOR) == process_id
    return CaseKind.QUESTION if is_question else CaseKind.COMPLAINT


def _names_nobody(kind: str, answers: CheckedAnswers) -> bool:
    """Tell whether it is a question of somebody who was not asked for a name."""
    return kind == CaseKind.QUESTION and not answers.open.get("complainants")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


# The rows of a start form that are the parties of the case.
PARTY_ROWS = {
    "complainants": PartyKind.COMPLAINANT,
    "respondents": PartyKind.RESPONDENT,
    "sources": PartyKind.SOURCE_AGENCY,
    "witnesses": PartyKind.WITNESS,
}


def _join_parties(
    uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, answers: CheckedAnswers
) -> None:
    sealed = {one.path: one.value for one in answers.sealed}
    for rows, kind in PARTY_ROWS.items():
        for number, row in enumerate(answers.open.get(rows) or []):
            identity = _take(sealed, f"{rows}.{number}.")
            party = _party(kind, number + 1, row, identity, answers)
            join_party(uow, case_id, party)
            if kind is not PartyKind.RESPONDENT:
                seal_identity(uow, case_id, party.id, identity)
            follow_source_agency(uow, settings, case_id, party)
    if bool(answers.case_fields.get("is_anonymous")) and not answers.open.get("complainants"):
        # Somebody complained, and the receipt code will be the only way back to them.
        join_party(uow, case_id, _party(PartyKind.COMPLAINANT, 1, {}, {}, answers))
    # An office's own form may seal what is no party's: it belongs to the case.
    seal_identity(uow, case_id, case_id, sealed)


def _take(sealed: dict[str, str], row: str) -> dict[str, str]:
    """Take the values of one row out, by the names that they have in it."""
    found = [path for path in sealed if path.startswith(row)]
    return {path.removeprefix(row): sealed.pop(path) for path in found}


def _party(
    kind: PartyKind,
    ordinal: int,
    row: Mapping[str, Any],
    identity: Mapping[str, str],
    answers: CheckedAnswers,
) -> Party:
    details = {
        name: value
        for name, value in row.items()
        if value not in (None, "", []) and not isinstance(value, dict)
    }
    if kind is PartyKind.RESPONDENT:
        # The respondent is known to whoever reads the case; the complainant never is.
        details |= identity
    channel = answers.case_fields.get("channel")
    received_on = answers.case_fields.get("received_on")
    return Party(
        id=uuid4(),
        kind=kind,
        ordinal=ordinal,
        channel=str(channel) if channel else None,
        received_on=received_on if isinstance(received_on, date) else None,
        is_contactable=is_reachable(kind, identity, row.get("contact_wish")),
        contact_wish=row.get("contact_wish"),
        unit=row.get("unit"),
        due_on=date.fromisoformat(row["due_on"]) if row.get("due_on") else None,
        details=details,
    )


def _file_evidence(
    uow: UnitOfWork, case_id: UUID, answers: CheckedAnswers, submission: Submission
) -> None:
    for upload_id in answers.open.get("files") or []:
        upload = submission.uploads[upload_id]
        keep_blob(uow, case_id, upload.blob, upload.file_name)
        file_attachment(uow, case_id, upload.blob, "evidence", element="start")
