"""Begin a draft, save files in it, give it up. Nothing here is in use until it is published."""

import json
from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from engine.bpmn import names
from engine.bpmn.edition import Edition
from engine.bpmn.xml import read_xml
from engine.definitions.adoption import find_adoption
from engine.definitions.checking import require_safe_form, require_safe_process
from engine.definitions.drafts import (
    FORM,
    PROCESS,
    Draft,
    DraftChanged,
    DraftStatus,
    Files,
    files_of,
    find_open_draft,
    hold_draft,
    require_editor,
)
from engine.definitions.editions import get_edition
from engine.definitions.history import get_published
from engine.definitions.publication import definition_of
from engine.errors import InvalidTransition, NotFound, Sentence
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork

MOST_FILES: Final = 400


def start_draft(uow: UnitOfWork, process_id: str, *, number: int | None = None) -> UUID:
    """Copy the running edition, or an earlier ``number`` to go back to, into a draft.

    A process has one open draft at a time, so that nobody's work is overtaken by another's.

    Raises
    ------
    NotFound
        The office does not run the process, or never had that edition.
    InvalidTransition
        There is an open draft already.
    """
    uow.hold(uow.actor.office_id)
    editor_id = require_editor(uow)
    running = find_adoption(uow, process_id)
    if running is None:
        raise NotFound
    _refuse_second(uow, process_id)
    wanted = running.edition if number is None else get_published(uow, process_id, number).edition
    edition = get_edition(uow, wanted)
    draft_id = _begin(uow, process_id, editor_id, base_number=running.number)
    for kind, name, data in _parts(edition):
        _write(uow, draft_id, kind, name, data)
    return draft_id


def start_new_process(uow: UnitOfWork, process_id: str, data: bytes) -> UUID:
    """Begin a draft of a process that the office has never had, from a BPMN file.

    Raises
    ------
    DefinitionInvalid
        The bytes are unsafe, or hold another process.
    InvalidTransition
        The office runs it already, or somebody has begun it.
    """
    require_safe_process(process_id, data)
    uow.hold(uow.actor.office_id)
    editor_id = require_editor(uow)
    if find_adoption(uow, process_id) is not None:
        raise InvalidTransition(
            Sentence(
                f"หน่วยงานมีกระบวนงาน {process_id} อยู่แล้ว ให้เริ่มร่างจากฉบับที่ใช้อยู่แล้วนำเข้าแฟ้มในร่างนั้น",
                f"The office runs {process_id} already. Begin a draft of it and import there.",
            )
        )
    _refuse_second(uow, process_id)
    draft_id = _begin(uow, process_id, editor_id, base_number=None)
    _write(uow, draft_id, PROCESS, process_id, data)
    return draft_id


def save_file(
    uow: UnitOfWork, draft_id: UUID, kind: str, name: str, data: bytes, *, version: int
) -> int:
    """Keep a process or a form in a draft as these exact bytes; return the draft's new version.

    Faults that only keep it from review are kept with it. The same bytes change nothing.

    Raises
    ------
    DefinitionInvalid
        The bytes are unsafe or not well-formed.
    DraftChanged
        Somebody saved in the draft since ``version``.
    InvalidTransition
        The draft is in review, published or given up.
    """
    (require_safe_process if kind == PROCESS else require_safe_form)(name, data)
    draft, editor_id = _open_for_editing(uow, draft_id, version)
    files = files_of(uow, draft)
    known = files.sources if kind == PROCESS else files.forms
    if known.get(name) == data:
        return draft.version
    if name not in known and len(files.sources) + len(files.forms) >= MOST_FILES:
        raise InvalidTransition(
            Sentence(
                f"ร่างหนึ่งมีได้ไม่เกิน {MOST_FILES} แฟ้ม", f"A draft holds {MOST_FILES} files at most."
            )
        )
    _write(uow, draft_id, kind, name, data)
    return _touch(uow, draft, editor_id)


def add_form(uow: UnitOfWork, draft_id: UUID, form_ref: str, *, version: int) -> int:
    """Put a new form with one text field into a draft; return the draft's new version.

    Raises
    ------
    DefinitionInvalid
        The name cannot be that of a form.
    InvalidTransition
        The draft has a form of this name.
    """
    data = first_form(form_ref)
    require_safe_form(form_ref, data)
    draft, _ = _open_for_editing(uow, draft_id, version)
    if form_ref in files_of(uow, draft).forms:
        raise InvalidTransition(
            Sentence(f"มีแบบฟอร์ม {form_ref} อยู่แล้ว", f"There is a form {form_ref} already.")
        )
    return save_file(uow, draft_id, FORM, form_ref, data, version=version)


def remove_form(uow: UnitOfWork, draft_id: UUID, form_ref: str, *, version: int) -> int:
    """Take a form out of a draft when no step of it uses the form.

    Raises
    ------
    NotFound
        The draft has no such form.
    InvalidTransition
        A step uses it.
    """
    draft, editor_id = _open_for_editing(uow, draft_id, version)
    files = files_of(uow, draft)
    if form_ref not in files.forms:
        raise NotFound
    users = [step for step, used in form_uses(files) if used == form_ref]
    if users:
        steps = ", ".join(users)
        raise InvalidTransition(
            Sentence(
                f"ขั้น {steps} ใช้แบบฟอร์มนี้อยู่ เลือกแบบฟอร์มอื่นให้ขั้นนั้นก่อน",
                f"The steps {steps} use this form. Choose another for them first.",
            )
        )
    table = tables.definition_draft_file
    uow.connection.execute(
        delete(table).where(
            table.c.draft_id == draft_id, table.c.kind == FORM, table.c.name == form_ref
        )
    )
    return _touch(uow, draft, editor_id)


def discard(uow: UnitOfWork, draft_id: UUID, *, version: int) -> None:
    """Give a draft up. Its files go: what was never published is no record of the office."""
    draft, editor_id = _open_for_editing(uow, draft_id, version)
    _touch(uow, draft, editor_id, status=DraftStatus.ABANDONED)
    table = tables.definition_draft_file
    uow.connection.execute(delete(table).where(table.c.draft_id == draft_id))


def form_uses(files: Files) -> Iterator[tuple[str, str]]:
    """Yield (element id, formRef) of every step and start event that names a form."""
    for process_id, data in files.sources.items():
        for node in read_xml(data, process_id).iter(names.USER_TASK, names.START_EVENT):
            if ref := node.get(names.FORM_REF):
                yield node.get("id", ""), ref


def first_form(form_ref: str) -> bytes:
    """Return a form with one text field, to be edited further."""
    schema = {
        "components": [
            {
                "label": "บันทึกผล",
                "type": "textarea",
                "id": "Field_note",
                "key": "note",
                "validate": {"required": True, "maxLength": 4000},
                "properties": {"name_en": "What was done"},
            }
        ],
        "type": "default",
        "id": form_ref,
        "schemaVersion": 19,
    }
    # Half a sign, which JSON can say, is refused as what cannot be a name.
    return json.dumps(schema, ensure_ascii=False, indent=2).encode(errors="replace") + b"\n"


def _refuse_second(uow: UnitOfWork, process_id: str) -> None:
    if find_open_draft(uow, process_id) is not None:
        raise InvalidTransition(
            Sentence(
                "กระบวนงานนี้มีร่างที่ยังไม่เสร็จอยู่แล้ว แก้ต่อในร่างนั้นหรือยกเลิกก่อน",
                "There is an unfinished draft of this process. Go on with it or give it up first.",
            )
        )


def _begin(uow: UnitOfWork, process_id: str, editor_id: UUID, *, base_number: int | None) -> UUID:
    draft_id = uuid4()
    uow.connection.execute(
        insert(tables.definition_draft).values(
            id=draft_id,
            definition_id=definition_of(uow, process_id),
            base_number=base_number,
            status=DraftStatus.EDITING.value,
            author_id=editor_id,
            approver_id=None,
            version=1,
            note="",
            changed_at=uow.now,
        )
    )
    _note_editor(uow, draft_id, editor_id)
    return draft_id


def _parts(edition: Edition) -> Iterator[tuple[str, str, bytes]]:
    yield from ((PROCESS, name, data) for name, data in edition.sources.items())
    yield from ((FORM, name, data) for name, data in edition.forms.items())


def _open_for_editing(uow: UnitOfWork, draft_id: UUID, version: int) -> tuple[Draft, UUID]:
    draft = hold_draft(uow, draft_id)
    editor_id = require_editor(uow)
    if draft.status is not DraftStatus.EDITING:
        raise InvalidTransition(_NOT_EDITING[draft.status])
    if draft.version != version:
        raise DraftChanged(draft.editors[0] if draft.editors else None, draft.version)
    return draft, editor_id


_NOT_EDITING: Final = {
    DraftStatus.IN_REVIEW: Sentence(
        "ร่างนี้อยู่ระหว่างตรวจทาน ถอนกลับมาแก้ก่อนจึงบันทึกได้",
        "This draft is in review. Take it back before saving in it.",
    ),
    DraftStatus.PUBLISHED: Sentence(
        "ร่างนี้ประกาศใช้แล้ว เริ่มร่างใหม่เพื่อแก้ต่อ", "This draft was published. Begin a new one."
    ),
    DraftStatus.ABANDONED: Sentence("ร่างนี้ถูกยกเลิกแล้ว", "This draft was given up."),
}


def _write(uow: UnitOfWork, draft_id: UUID, kind: str, name: str, data: bytes) -> None:
    table = tables.definition_draft_file
    here = (table.c.draft_id == draft_id, table.c.kind == kind, table.c.name == name)
    if uow.connection.scalar(select(table.c.name).where(*here)) is None:
        uow.connection.execute(
            insert(table).values(draft_id=draft_id, kind=kind, name=name, data=data)
        )
    else:
        uow.connection.execute(update(table).where(*here).values(data=data))


def _touch(
    uow: UnitOfWork, draft: Draft, editor_id: UUID, *, status: DraftStatus = DraftStatus.EDITING
) -> int:
    table = tables.definition_draft
    version = draft.version + 1
    uow.connection.execute(
        update(table)
        .where(table.c.id == draft.id)
        .values(version=version, status=status.value, changed_at=uow.now)
    )
    _note_editor(uow, draft.id, editor_id)
    return version


def _note_editor(uow: UnitOfWork, draft_id: UUID, person_id: UUID) -> None:
    table = tables.definition_draft_editor
    here = (table.c.draft_id == draft_id, table.c.person_id == person_id)
    if uow.connection.scalar(select(table.c.person_id).where(*here)) is None:
        uow.connection.execute(
            insert(table).values(draft_id=draft_id, person_id=person_id, changed_at=uow.now)
        )
    else:
        uow.connection.execute(update(table).where(*here).values(changed_at=uow.now))


def process_id_in(data: bytes, source: str) -> str:
    """Return the id of the process of a BPMN file, "" where it holds none.

    Raises
    ------
    DefinitionInvalid
        The bytes are unsafe or not well-formed.
    """
    process = next(read_xml(data, source).iter(names.PROCESS), None)
    return "" if process is None else process.get("id", "")
