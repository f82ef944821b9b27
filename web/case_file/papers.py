"""The papers of a case: the list, and what is filed outside a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from engine.access.permissions import Command, Reading, check, check_reading, may
from engine.access.visibility import AccessKind, reading_of
from engine.cases.attachments import OFFICIAL_PAPER, SCAN, Attachment
from engine.cases.register import get_case
from engine.errors import FormInvalid, NotFound, Sentence, UploadRejected
from engine.sealing.secret_bytes import DataKey
from engine.store.blobs import LARGEST_BYTES
from engine.work.case_file import CaseFile, read_case_file
from engine.work.papers.filing import KINDS, LONGEST_DESCRIPTION, file_paper
from engine.work.work_items import WorkItem
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.looking import note_access
from web.case_file.room import blueprint
from web.case_file.viewing import view_url
from web.design.language import say
from web.files import keep_file

_FILED = Sentence("เก็บเอกสารเข้าเรื่องแล้ว", "The paper is filed")
_NO_FILE = Sentence("เลือกแฟ้มที่จะแนบ", "Choose a file.")
_AGAIN = Sentence("เลือกแฟ้มอีกครั้ง", "Choose the file again.")
_INTAKE = Sentence("รับเรื่อง", "Intake")
_SCAN = Sentence("สำเนาที่ลงนามแล้ว", "Signed copy")
_OFFICIAL = Sentence("หนังสือราชการ", "Official paper")

_MADE_HERE = {SCAN: _SCAN, OFFICIAL_PAPER: _OFFICIAL}

Messages = Mapping[str, Sequence[Sentence]]


@dataclass(frozen=True)
class ShownPaper:
    """A paper with its older versions. ``view_url``: it can be looked at without a download."""

    name: str
    url: str
    view_url: str | None
    kind: Sentence
    description: str | None
    size: str
    who: str
    recorded_at: datetime
    step: str
    version_url: str | None
    older: tuple["ShownPaper", ...] = ()


@blueprint.get("/<uuid:case_id>/files")
def papers(office_key: str, case_id: UUID) -> str:
    return _page(office_key, case_id, {})


@blueprint.post("/<uuid:case_id>/files")
def add_paper(office_key: str, case_id: UUID) -> Answer | tuple[str, int]:
    return _add(office_key, case_id)


@blueprint.get("/<uuid:case_id>/files/<uuid:attachment_id>/version")
def version(office_key: str, case_id: UUID, attachment_id: UUID) -> str:
    return _page(office_key, case_id, {}, replaces=attachment_id)


@blueprint.post("/<uuid:case_id>/files/<uuid:attachment_id>/version")
def add_version(office_key: str, case_id: UUID, attachment_id: UUID) -> Answer | tuple[str, int]:
    return _add(office_key, case_id, attachment_id)


def _add(office_key: str, case_id: UUID, replaces: UUID | None = None) -> Answer | tuple[str, int]:
    data_key = _check(case_id)
    posted, description = request.files.get("file"), request.form.get("description", "")
    if posted is None or not posted.filename:
        return _page(office_key, case_id, {"file": [_NO_FILE]}, replaces), 422
    try:
        upload = keep_file(posted.read(), posted.filename, case_id, data_key)
    except UploadRejected as refused:
        return _page(office_key, case_id, {"file": [refused.sentence]}, replaces), 422
    try:
        pages.run(
            lambda uow: file_paper(
                uow,
                case_id,
                upload,
                request.form.get("kind", ""),
                description,
                submission_key=pages.submission_key(),
                replaces=replaces,
            )
        )
    except FormInvalid as invalid:
        messages = {**invalid.messages, "file": (_AGAIN,)}
        return _page(office_key, case_id, messages, replaces), 422
    flash(say(_FILED))
    return redirect(url_for("case_file.papers", office_key=office_key, case_id=case_id), 303)


def _check(case_id: UUID) -> DataKey:
    """Refuse before the disk is written to; the command judges again in its unit."""
    who = pages.standing()
    with pages.reading() as uow:
        check_reading(reading_of(uow, who, get_case(uow, case_id), uow.today), Reading.WHOLE)
        check(who, Command.FILE_PAPER)
        return uow.data_key(case_id)


def _page(office_key: str, case_id: UUID, messages: Messages, replaces: UUID | None = None) -> str:
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), case_id)
    may_file = file.reading is Reading.WHOLE and may(pages.standing(), Command.FILE_PAPER)
    shown = shown_papers(file, office_key, may_file=may_file)
    older = _named(file, replaces) if replaces else None
    if replaces and not may_file:
        raise NotFound
    return render_template(
        "case_file/papers.html",
        office_key=office_key,
        case=file.case,
        today=g.today,
        stamp=showing.secrecy_words(file.case.secrecy),
        papers=shown,
        may_file=may_file,
        older=older,
        kinds=KINDS,
        messages={name: found[0] for name, found in messages.items()},
        posted=request.form,
        largest=LARGEST_BYTES,
        longest=LONGEST_DESCRIPTION,
        submission_key=pages.submission_key(),
        owner=form_owner(),
    )


def _named(file: CaseFile, attachment_id: UUID) -> Attachment:
    for found in file.attachments:
        if found.id == attachment_id:
            return found
    raise NotFound


def shown_papers(file: CaseFile, office_key: str, *, may_file: bool) -> list[ShownPaper]:
    """Return the papers of a case, the newest first, each with its older versions."""
    replaced = {one.replaced_by: one for one in file.attachments if one.replaced_by}

    def show(one: Attachment) -> ShownPaper:
        older = replaced.get(one.id)
        return ShownPaper(
            name=one.file_name,
            url=showing.file_url(office_key, file.case.id, one.id),
            view_url=view_url(office_key, file.case.id, one.id)
            if one.media_type in showing.VIEWED
            else None,
            kind=_MADE_HERE.get(one.kind) or KINDS.get(one.kind, KINDS["other"]),
            description=one.description,
            size=showing.size(one.size),
            who=file.holders.get(one.filed_by, "") if one.filed_by else "",
            recorded_at=one.recorded_at,
            step=_step(one, file.filing_steps),
            version_url=_url("version", office_key, file.case.id, one.id)
            if may_file and not one.replaced_by
            else None,
            older=(show(older),) if older else (),
        )

    return [show(one) for one in reversed(file.attachments) if not one.replaced_by]


def _step(one: Attachment, items: Mapping[UUID, WorkItem]) -> str:
    item = items.get(one.work_item_id) if one.work_item_id else None
    if item is not None:
        return showing.step_name(item)
    return say(_INTAKE) if one.element == "start" else ""


def _url(view: str, office_key: str, case_id: UUID, attachment_id: UUID) -> str:
    return url_for(
        f"case_file.{view}", office_key=office_key, case_id=case_id, attachment_id=attachment_id
    )
