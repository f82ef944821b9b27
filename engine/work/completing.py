"""Complete a work item: judge the answers, write them down, let the process go on. One unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from engine.bpmn import runtime
from engine.bpmn.system_step import Scope
from engine.cases.attachments import (
    OFFICIAL_PAPER,
    REDACTED_COPY,
    file_attachment,
    keep_blob,
)
from engine.cases.identities import seal_identity
from engine.cases.mailbox import IssuedReceipt
from engine.definitions.reading import evaluate, form_of, steering_keys
from engine.errors import FormInvalid, Sentence
from engine.forms import CheckedAnswers, FormSchema, check_answers
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.blobs import Blob
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import check_held_by, hold_work_item
from engine.work.allocation.declared import check_declared
from engine.work.answer_drafts.keeping import place_of_item
from engine.work.answer_drafts.rows import Pen, check_is_seen, drop_drafts_of
from engine.work.duties import check_duties, note_coinciding, signs_for_another
from engine.work.effects import apply_effects
from engine.work.form_names import form_names
from engine.work.papers.signing import PAPER, check_recorder, has_signature
from engine.work.stepping import Step, open_step, record_run
from engine.work.submissions import find_result, keep_result
from engine.work.system_steps import EFFECTS
from engine.work.variables import steering_answers
from engine.work.work_items import WorkItem, open_items_of

SYSTEM = "system"


@dataclass(frozen=True)
class Upload:
    """A file that lies encrypted on disk already; the unit writes its row."""

    blob: Blob
    file_name: str


@dataclass(frozen=True)
class Submission:
    """What a form posts.

    ``answers`` are values as the form names them, files by the id of their upload.
    ``receipts`` are codes made in advance, in case the step issues some.
    ``has_confirmed_password``: the actor has just typed the password again, as
    signing in the system asks. ``pen`` says which draft the form has seen, where it keeps one.
    ``papers`` were printed in advance of what the step signs or records; they are filed with it.
    """

    key: UUID
    answers: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    receipts: tuple[IssuedReceipt, ...] = ()
    has_confirmed_password: bool = False
    pen: Pen | None = None
    papers: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class Completion:
    """What completing led to. ``next_item`` is the actor's own next step of this case.

    ``receipt_codes`` by party are shown in this one answer and stored nowhere.
    """

    case_id: UUID
    next_item: UUID | None
    receipt_codes: Mapping[UUID, str] = field(default_factory=dict)
    is_repeat: bool = False


def complete_work_item(uow: UnitOfWork, work_item_id: UUID, submission: Submission) -> Completion:
    """Complete the actor's work item and run the process to its next pause.

    A repeat of the submission changes nothing and is answered as the first was.

    Raises
    ------
    InvalidTransition, NotPermitted, NotFound
        The item is finished, another's, or not to be seen.
    DraftOvertaken
        Another window has kept a draft that this form has not seen.
    FormInvalid
        The answers do not satisfy the form, or a signature lacks its password.
    """
    item, standing = hold_work_item(uow, work_item_id)
    first = find_result(uow, submission.key, submission_command(item))
    if first is not None:
        return Completion(item.case_id, UUID(first) if first else None, is_repeat=True)
    check_held_by(uow, item, standing.person_id)
    check_declared(uow, item, standing.person_id)
    if submission.pen is not None:
        place = place_of_item(uow, item)
        check_is_seen(uow, place, standing.person_id, submission.answers, submission.pen)
    step = open_step(uow, item.instance_id, EFFECTS)
    schema = form_of(step.edition, item.form_ref)
    answers = _judge(step, item, schema, submission)
    way = answers.open.get("way")
    is_recorded = check_recorder(uow, item, standing, way)
    if way == PAPER and not is_recorded:
        # Of the role, but not of those who may sign this one: another's signature is recorded.
        is_recorded = signs_for_another(step.uow, step.settings, step.case, item, answers.open)
    if not is_recorded:
        check_duties(uow, step.settings, step.case, item)
    step.happened_on = _occurred_on(step, answers)
    _write(step, item, answers, submission, is_recorded=is_recorded)
    if not is_recorded:
        note_coinciding(uow, step.settings, step.case, item)
    codes = apply_effects(step, item, answers, submission.receipts)
    _advance(step, item, answers)
    drop_drafts_of(uow, item.id)
    next_item = _next_item(step)
    keep_result(uow, submission.key, submission_command(item), str(next_item or ""))
    return Completion(item.case_id, next_item, codes)


def submission_command(item: WorkItem) -> str:
    """Return under which word the key of a completion is kept."""
    return f"complete:{item.id}"


def _judge(
    step: Step, item: WorkItem, schema: FormSchema, submission: Submission
) -> CheckedAnswers:
    names = form_names(step.uow, step.settings, step.case, item)
    answers = check_answers(
        schema,
        submission.answers,
        today=step.uow.today,
        names={**names, "uploads": submission.uploads},
        evaluate=evaluate,
    )
    if (
        has_signature(schema)
        and answers.open.get("way") == SYSTEM
        and not submission.has_confirmed_password
    ):
        raise FormInvalid(
            {
                "password": [
                    Sentence("ใส่รหัสผ่านของท่านอีกครั้งเพื่อลงนาม", "Type your password again to sign.")
                ]
            }
        )
    return answers


def _occurred_on(step: Step, answers: CheckedAnswers) -> date:
    """Return the day it happened: never before the case was received (U6)."""
    happened_on = answers.occurred_on or step.uow.today
    if happened_on < step.case.received_on:
        raise FormInvalid(
            {
                "occurred_on": [
                    Sentence(
                        "วันที่เกิดจริงต้องไม่ก่อนวันรับเรื่อง",
                        "The day it happened cannot be before the case was received.",
                    )
                ]
            }
        )
    return happened_on


def _write(
    step: Step,
    item: WorkItem,
    answers: CheckedAnswers,
    submission: Submission,
    *,
    is_recorded: bool,
) -> None:
    uow, case_id = step.uow, step.case.id
    _keep_files(step, item, answers, submission)
    _keep_papers(step, item, submission.papers)
    for sealed in answers.sealed:
        # An identity met in a later step belongs to the work item that heard it.
        seal_identity(uow, case_id, item.id, {sealed.path: sealed.value})
    on_paper = answers.open.get("way") == PAPER
    append(
        uow,
        case_id,
        EventKind.WORK_ITEM_COMPLETED,
        {
            "work_item": str(item.id),
            "form_ref": item.form_ref,
            "scope": item.scope,
            "round": item.round,
            "answers": answers.open,
            "case_fields": answers.case_fields,
            "scan_missing": on_paper and not answers.open.get("scan"),
            "recorded_for": item.role if is_recorded else None,
        },
        element=item.element,
        instance_id=item.instance_id,
        occurred_on=step.happened_on,
        edition=item.edition,
    )


def _keep_files(
    step: Step, item: WorkItem, answers: CheckedAnswers, submission: Submission
) -> None:
    for upload_id in _named_uploads(answers.open, submission.uploads):
        upload = submission.uploads[upload_id]
        keep_blob(step.uow, step.case.id, upload.blob, upload.file_name)
        kind = _kind_of_file(answers.open, upload_id)
        file_attachment(
            step.uow,
            step.case.id,
            upload.blob,
            kind,
            element=item.element,
            work_item_id=item.id,
        )


def _keep_papers(step: Step, item: WorkItem, papers: tuple[Upload, ...]) -> None:
    for paper in papers:
        keep_blob(step.uow, step.case.id, paper.blob, paper.file_name)
        file_attachment(
            step.uow,
            step.case.id,
            paper.blob,
            OFFICIAL_PAPER,
            element=item.element,
            work_item_id=item.id,
        )


def _kind_of_file(answers: Mapping[str, Any], upload_id: str) -> str:
    """Tell a scan and a redacted copy (สำเนาปิดชื่อ) by the field they were put into."""
    for key, kind in (("scan", "scan"), ("redacted_files", REDACTED_COPY)):
        if upload_id in (answers.get(key) or ()):
            return kind
    return "evidence"


def _named_uploads(value: Any, uploads: Mapping[str, Upload]) -> list[str]:
    """Find the uploads that the answers name, in rows too, each once and in order."""
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, str) and one in uploads:
            found[one] = None
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return list(found)


def _advance(step: Step, item: WorkItem, answers: CheckedAnswers) -> None:
    scope = parse_scope(item.scope)
    steering = steering_answers(steering_keys(step.edition), item.element, answers.open)
    step.variables.put(scope, item.element, steering)
    step.variables.count_visit(scope, item.element)
    assert step.state is not None  # noqa: S101 (open_step refuses an ended instance)
    run = runtime.complete(step.edition, step.state, item.id, step, step.uow.now)
    record_run(step, run, {"kind": "completed", "work_item": str(item.id)})


def parse_scope(text: str) -> Scope:
    """Read what ``scope_key`` wrote."""
    parts = (part.partition("=") for part in text.split("/") if part)
    return tuple((activity, item) for activity, _, item in parts)


def _next_item(step: Step) -> UUID | None:
    """Return the actor's first open step of this case, so that it opens by itself."""
    mine = [
        item
        for item in open_items_of(step.uow, step.case.id, step.instance_id)
        if item.assignee_id == (step.uow.actor.on_behalf_of or step.uow.actor.person_id)
    ]
    return min(mine, key=lambda item: (item.due_on or date.max, item.element)).id if mine else None
