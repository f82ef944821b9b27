"""Papers filed with a case at any time, and newer versions of those that are there."""

from uuid import UUID

from engine.access.permissions import Command
from engine.cases.attachments import (
    EVIDENCE,
    REDACTED_COPY,
    file_attachment,
    get_attachment,
    keep_blob,
)
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.forms.reading import kept_text
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Upload
from engine.work.holding import hold_case
from engine.work.submissions import find_result, keep_result

LONGEST_DESCRIPTION = 300

KINDS = {
    EVIDENCE: Sentence("หลักฐาน", "Evidence"),
    "letter": Sentence("หนังสือหรือจดหมาย", "Letter"),
    REDACTED_COPY: Sentence("สำเนาปิดชื่อ", "Redacted copy"),
    "other": Sentence("อื่น ๆ", "Other"),
}
"""What somebody may file by hand; a scan of a signed paper belongs to its step."""


def file_paper(
    uow: UnitOfWork,
    case_id: UUID,
    upload: Upload,
    kind: str,
    description: str,
    *,
    submission_key: UUID,
    replaces: UUID | None = None,
) -> None:
    """File a paper that came outside a step; a repeat of the submission files nothing.

    With ``replaces`` it is a newer version of a paper of the case, whose kind and step it
    takes over: the older one stays and can be opened by who reads the whole case.

    Raises
    ------
    NotFound
        The actor does not read the whole of this case, or there is no such paper in it.
    NotPermitted
        The actor works on no case.
    InvalidTransition
        There is a newer version of that paper already.
    FormInvalid
        Neither its kind nor what it is was said.
    """
    hold_case(uow, case_id, Command.FILE_PAPER)
    if find_result(uow, submission_key, "file_paper") is not None:
        return
    said = kept_text(description)
    _check(kind, said, is_version=replaces is not None)
    element, work_item_id = None, None
    if replaces is not None:
        older = get_attachment(uow, case_id, replaces)
        if older.replaced_by is not None:
            raise InvalidTransition(_REPLACED)
        kind, element, work_item_id = older.kind, older.element, older.work_item_id
    keep_blob(uow, case_id, upload.blob, upload.file_name)
    attachment_id = file_attachment(
        uow,
        case_id,
        upload.blob,
        kind,
        element=element,
        work_item_id=work_item_id,
        description=said,
        replaces=replaces,
    )
    keep_result(uow, submission_key, "file_paper", str(attachment_id))


def _check(kind: str, description: str, *, is_version: bool) -> None:
    messages: dict[str, list[Sentence]] = {}
    if not is_version and kind not in KINDS:
        messages["kind"] = [_KIND]
    if not description:
        messages["description"] = [_WHY_NEW if is_version else _DESCRIPTION]
    elif len(description) > LONGEST_DESCRIPTION:
        messages["description"] = [_TOO_LONG]
    if messages:
        raise FormInvalid(messages)


_KIND = Sentence("เลือกชนิดของเอกสาร", "Choose what kind of paper it is.")
_DESCRIPTION = Sentence("เขียนว่าเอกสารนี้คืออะไร", "Say what the paper is.")
_WHY_NEW = Sentence("เขียนว่าฉบับใหม่ต่างจากฉบับก่อนอย่างไร", "Say how the new version differs.")
_TOO_LONG = Sentence(
    f"คำอธิบายยาวได้ไม่เกิน {LONGEST_DESCRIPTION} ตัวอักษร",
    f"The description may have {LONGEST_DESCRIPTION} letters at most.",
)
_REPLACED = Sentence(
    "เอกสารนี้มีฉบับใหม่กว่าแล้ว ให้แทนที่ฉบับล่าสุด",
    "There is a newer version of this paper; replace the latest one.",
)
