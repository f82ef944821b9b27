"""The four eyes: a draft is submitted, then approved and published, or returned, by another person.

Submission, withdrawal, return and publication are acts of the office, on its stream.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update

from engine.bpmn.edition import Edition, build_edition
from engine.definitions.adoption import find_adoption
from engine.definitions.checking import check_files
from engine.definitions.drafts import (
    Draft,
    DraftChanged,
    DraftStatus,
    Files,
    files_of,
    hold_draft,
    require_approver,
    require_editor,
)
from engine.definitions.editions import get_edition
from engine.definitions.history import get_published
from engine.definitions.publication import Publication, publish, readopt
from engine.errors import FormInvalid, InvalidTransition, NotPermitted, Sentence
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.profile import OfficeProfile
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

MOST_WORDS: Final = 2_000


def submit(
    uow: UnitOfWork, draft_id: UUID, *, version: int, note: str, profile: OfficeProfile
) -> Edition:
    """Ask for review: from now on nobody saves in the draft. Return what would be published.

    ``note`` says what changed and why; it stays with the edition.

    Raises
    ------
    FormInvalid
        There is no note.
    DefinitionInvalid
        The lint has errors.
    InvalidTransition
        The draft is not being edited, changes nothing, or was begun on an edition that is no
        longer in use.
    DraftChanged
        Somebody saved in the draft since ``version``.
    """
    words = _words(note)
    draft = _hold(uow, draft_id, version, DraftStatus.EDITING)
    author_id = require_editor(uow)
    files = files_of(uow, draft)
    edition = _checked_edition(draft, files, profile)
    _refuse_overtaken(uow, draft)
    running = find_adoption(uow, draft.process_id)
    if running is not None and running.edition == edition.sha256:
        raise InvalidTransition(
            Sentence("ร่างนี้ไม่ต่างจากฉบับที่ใช้อยู่", "This draft is the same as the edition in use.")
        )
    _set(uow, draft, status=DraftStatus.IN_REVIEW.value, author_id=author_id, note=words)
    append(
        uow,
        uow.actor.office_id,
        EventKind.DEFINITION_SUBMITTED,
        {
            "draft": str(draft.id),
            "process_id": draft.process_id,
            "edition": edition.sha256,
            "editors": sorted({str(author_id), *(str(e.person_id) for e in draft.editors)}),
            "note": words,
        },
    )
    return edition


def withdraw(uow: UnitOfWork, draft_id: UUID, *, version: int) -> None:
    """Take a draft back from review, to edit it further."""
    draft = _hold(uow, draft_id, version, DraftStatus.IN_REVIEW)
    require_editor(uow)
    _set(uow, draft, status=DraftStatus.EDITING.value, note="")
    _record(uow, draft, EventKind.DEFINITION_WITHDRAWN, {})


def send_back(uow: UnitOfWork, draft_id: UUID, *, version: int, reasons: str) -> None:
    """Return a draft to its author with reasons.

    Raises
    ------
    FormInvalid
        There are no reasons.
    NotPermitted
        The actor does not approve definitions.
    """
    words = _words(reasons)
    draft = _hold(uow, draft_id, version, DraftStatus.IN_REVIEW)
    require_approver(uow)
    _set(uow, draft, status=DraftStatus.EDITING.value, note=words)
    _record(uow, draft, EventKind.DEFINITION_RETURNED, {"reasons": words})


def approve(
    uow: UnitOfWork, draft_id: UUID, *, version: int, profile: OfficeProfile
) -> Publication:
    """Publish a draft that another person wrote. New cases take it; running ones stay on theirs.

    Processes that it calls and that the draft changed get their next edition with it. Files equal
    to an earlier edition bring that edition back under its own number.

    Raises
    ------
    NotPermitted
        The actor does not approve definitions, or has saved in this draft herself.
    DefinitionInvalid
        The lint has errors: the office's profile may have changed since the submission.
    InvalidTransition
        The draft is not in review, or was begun on an edition that is no longer in use.
    """
    draft = _hold(uow, draft_id, version, DraftStatus.IN_REVIEW)
    approver_id = require_approver(uow)
    if draft.was_edited_by(approver_id):
        raise NotPermitted(_FOUR_EYES)
    files = files_of(uow, draft)
    edition = _checked_edition(draft, files, profile)
    _refuse_overtaken(uow, draft)
    base = _base(uow, draft)
    published = _publish(uow, draft, edition, approver_id)
    for process_id in edition.sources:
        if process_id == edition.process_id:
            continue
        called = build_edition(process_id, files.sources, files.forms)
        if _is_changed(base, called):
            _publish(uow, draft, called, approver_id)
    _set(uow, draft, status=DraftStatus.PUBLISHED.value, approver_id=approver_id)
    return published


def may_approve(draft: Draft, person_id: UUID | None) -> bool:
    """Tell whether the four eyes leave this person free to approve; her role is another matter."""
    return not draft.was_edited_by(person_id)


def called_processes_changed(uow: UnitOfWork, draft: Draft, edition: Edition) -> list[str]:
    """Return the called processes that approval would give a next edition."""
    base = _base(uow, draft)
    return [
        process_id
        for process_id in edition.sources
        if process_id != edition.process_id
        and _is_changed(base, build_edition(process_id, edition.sources, edition.forms))
    ]


_FOUR_EYES: Final = Sentence(
    "ผู้ที่แก้ร่างนี้อนุมัติเองไม่ได้ ต้องให้ผู้อนุมัติอีกคนหนึ่งตรวจ",
    "Whoever worked on this draft may not approve it; another approver has to.",
)
_STATES: Final = {
    DraftStatus.EDITING: Sentence(
        "ร่างนี้ยังแก้อยู่ ยังไม่ได้ส่งตรวจทาน", "This draft is still being edited."
    ),
    DraftStatus.IN_REVIEW: Sentence("ร่างนี้อยู่ระหว่างตรวจทานแล้ว", "This draft is in review already."),
    DraftStatus.PUBLISHED: Sentence("ร่างนี้ประกาศใช้แล้ว", "This draft was published already."),
    DraftStatus.ABANDONED: Sentence("ร่างนี้ถูกยกเลิกแล้ว", "This draft was given up."),
}


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        said = Sentence(
            "เขียนสั้น ๆ ว่าเปลี่ยนอะไร เพราะเหตุใด อีกฝ่ายจะอ่านจากข้อความนี้",
            "Say in a few words what and why; the other person reads this.",
        )
        raise FormInvalid({"note": [said]})
    if len(words) > MOST_WORDS:
        said = Sentence(
            f"ข้อความยาว {len(words)} ตัวอักษร ยาวได้ไม่เกิน {MOST_WORDS}",
            f"The text has {len(words)} characters; {MOST_WORDS} are allowed.",
        )
        raise FormInvalid({"note": [said]})
    return words


def _hold(uow: UnitOfWork, draft_id: UUID, version: int, expected: DraftStatus) -> Draft:
    uow.hold(uow.actor.office_id)
    draft = hold_draft(uow, draft_id)
    if draft.status is not expected:
        raise InvalidTransition(_STATES[draft.status])
    if draft.version != version:
        raise DraftChanged(draft.editors[0] if draft.editors else None, draft.version)
    return draft


def _checked_edition(draft: Draft, files: Files, profile: OfficeProfile) -> Edition:
    check_files(files, profile).require_ok()
    return build_edition(draft.process_id, files.sources, files.forms)


def _refuse_overtaken(uow: UnitOfWork, draft: Draft) -> None:
    """Refuse what would undo an edition that came meanwhile without anybody seeing it."""
    running = find_adoption(uow, draft.process_id)
    number = running.number if running else None
    if number != draft.base_number:
        raise InvalidTransition(
            Sentence(
                f"มีการประกาศใช้ฉบับที่ {number} หลังจากเริ่มร่างนี้ ส่งออกร่างนี้ไว้ แล้วเริ่มร่างใหม่จากฉบับปัจจุบัน",
                f"Edition {number} was published after this draft was begun. "
                "Export this draft and begin a new one from the present edition.",
            )
        )


def _base(uow: UnitOfWork, draft: Draft) -> Edition | None:
    if draft.base_number is None:
        return None
    return get_edition(uow, get_published(uow, draft.process_id, draft.base_number).edition)


def _is_changed(base: Edition | None, called: Edition) -> bool:
    if base is None or called.process_id not in base.sources:
        return True
    before = build_edition(called.process_id, base.sources, base.forms)
    return before.sha256 != called.sha256


def _publish(uow: UnitOfWork, draft: Draft, edition: Edition, approver_id: UUID) -> Publication:
    done = publish(
        uow, edition, author_id=draft.author_id, approver_id=approver_id, note=draft.note
    )
    if not done.is_new:
        readopt(
            uow,
            edition,
            done.number,
            author_id=draft.author_id,
            approver_id=approver_id,
            note=draft.note,
        )
    return done


def _set(uow: UnitOfWork, draft: Draft, **values: Any) -> None:
    table = tables.definition_draft
    uow.connection.execute(
        update(table)
        .where(table.c.id == draft.id)
        .values(version=draft.version + 1, changed_at=uow.now, **values)
    )


def _record(uow: UnitOfWork, draft: Draft, kind: EventKind, more: Mapping[str, Any]) -> None:
    append(
        uow,
        uow.actor.office_id,
        kind,
        {"draft": str(draft.id), "process_id": draft.process_id, **more},
    )
