"""What the forms know that publish a signed document, and what they cannot put forward."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from engine.cases.attachments import Attachment, attachments_of, content_hash
from engine.cases.register import Case
from engine.errors import FormInvalid, Sentence
from engine.office.thai import in_digits, long_date
from engine.reports.public_documents import PublicFile, SignedPaper
from engine.reports.publications import PublicationKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import OfficeSettings
from engine.work.publishing.new_versions import missing_reason

SLOT: Final = "document_slot"
FILE: Final = "document_file"
_TITLE, _NUMBER, _DATED_ON = "document_title", "document_no", "document_dated_on"
_SIGNER, _POSITION = "document_signer", "document_position"
_PDF: Final = "application/pdf"

Answers = Mapping[str, Any]


def paper_of(answers: Answers) -> SignedPaper:
    """Return what the step that brought the document in said of it."""
    return SignedPaper(
        title=str(answers[_TITLE]),
        number=str(answers.get(_NUMBER) or ""),
        dated_on=date.fromisoformat(str(answers[_DATED_ON])),
        signer=str(answers[_SIGNER]),
        position=str(answers[_POSITION]),
    )


def check_document(
    uow: UnitOfWork, case_id: UUID, answers: Answers, chosen_before: Sequence[str] | None
) -> None:
    """Refuse, at its field, what could not be published.

    ``chosen_before`` is the file of an earlier round, which stands if none was chosen now.

    Raises
    ------
    FormInvalid
        The file is no PDF, or there is none; or a new version does not say why it is published.
    """
    messages: dict[str, list[Sentence]] = {}
    chosen = answers.get(FILE) or chosen_before
    if not chosen:
        messages[FILE] = [_NO_FILE]
    elif not _is_pdf(_attached(uow, case_id, chosen)):
        messages[FILE] = [_NO_PDF]
    messages |= missing_reason(uow, PublicationKind.DOCUMENT, str(answers[SLOT]), answers)
    if messages:
        raise FormInvalid(messages)


def subject_of_document(settings: OfficeSettings, answers: Answers) -> str:
    """Return what the business that publishes it is called."""
    slot = settings.profile.public_documents.get(answers[SLOT])
    return f"เผยแพร่{slot.name.th if slot else answers[_TITLE]}"


def public_file(uow: UnitOfWork, case_id: UUID, chosen: Sequence[str] | None) -> PublicFile | None:
    """Return the file that a step chose, None without one."""
    found = _attached(uow, case_id, chosen)
    if found is None:
        return None
    return PublicFile(found.id, found.size, content_hash(uow, case_id, found.id))


def known_of_document(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    drafted: Callable[[], Answers],
    chosen: Callable[[], Sequence[str] | None],
) -> dict[str, Callable[[], Any]]:
    """Return what these forms know beside others: what was put forward, to begin with and to read.

    ``drafted`` is what was answered last of the document, {} before; ``chosen`` its file, which
    is not put into the form again: without a new one it stands.
    """
    again = (SLOT, _TITLE, _NUMBER, _DATED_ON, _SIGNER, _POSITION)
    return {
        **{key: partial(_answered, drafted, key) for key in again},
        "document_proposed": lambda: _proposed(uow, settings, case, drafted(), chosen()),
    }


def _answered(drafted: Callable[[], Answers], key: str) -> Any:
    return drafted().get(key)


def _proposed(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    drafted: Answers,
    chosen: Sequence[str] | None,
) -> list[dict[str, str]]:
    if not drafted:
        return []
    paper, attached = paper_of(drafted), _attached(uow, case.id, chosen)
    slot = settings.profile.public_documents.get(drafted[SLOT])
    digits = settings.profile.digits.pages
    lines = (
        ("เอกสารรายการ", slot.name.th if slot else drafted[SLOT]),
        ("ชื่อเอกสาร", paper.title),
        ("เลขที่", paper.number),
        ("ลงวันที่", long_date(paper.dated_on, digits).th),
        ("ผู้ลงนามในเอกสาร", f"{paper.signer} {paper.position}"),
        ("แฟ้ม", _told(attached)),
        ("เหตุที่เผยแพร่ฉบับใหม่", str(drafted.get("correction") or "")),
    )
    return [{"label": label, "said": in_digits(text, digits)} for label, text in lines if text]


def _told(attached: Attachment | None) -> str:
    if attached is None:
        return ""
    kilobytes = max(1, round(attached.size / 1024))
    told = f"{attached.file_name} {kilobytes:,} กิโลไบต์"
    # Who reads the newest in the list of papers must know that it is not this one.
    return told if attached.replaced_by is None else f"{told} {_IS_OLDER}"


def _attached(uow: UnitOfWork, case_id: UUID, chosen: Sequence[str] | None) -> Attachment | None:
    if not chosen:
        return None
    files = attachments_of(uow, case_id)
    return next((one for one in files if str(one.blob_id) == chosen[0]), None)


def _is_pdf(attached: Attachment | None) -> bool:
    return attached is not None and attached.media_type == _PDF


_IS_OLDER: Final = "(ในเอกสารของเรื่องมีฉบับใหม่กว่า ที่เสนอเผยแพร่คือแฟ้มนี้ ไม่ใช่ฉบับใหม่กว่า)"
_NO_FILE = Sentence("แนบแฟ้ม PDF ของเอกสารที่ลงนามแล้ว", "Attach the PDF of the signed document.")
_NO_PDF = Sentence(
    "เอกสารที่เผยแพร่ต้องเป็นแฟ้ม PDF นำแฟ้มนี้ออกแล้วแนบแฟ้ม PDF",
    "What is published has to be a PDF: take this file out and attach one.",
)
