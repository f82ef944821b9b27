"""The letter that a notice is sent with: what was drafted for the complainant, and who signed it.

The name is filled in when it is printed, by who has the dispatch in hand, and kept nowhere (U9).
"""

from collections.abc import Iterable
from dataclasses import replace

from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.forms import FormSchema
from engine.forms.components import WordedFor
from engine.papers.contents import Letter
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile, Step, completed_step
from engine.work.offices.settings import OfficeSettings
from engine.work.papers.signed import papers_recorded, signature_recorded
from engine.work.papers.signing import has_signature
from engine.work.papers.worded import WordedPaper, worded_fields
from engine.work.work_items import COMPLETED, WorkItem, work_items_of


def letter_to_send(
    uow: UnitOfWork, settings: OfficeSettings, file: CaseFile, item: WorkItem, addressee: str
) -> WordedPaper | None:
    """Return the letter that this step sends, addressed; None where none was drafted for it."""
    drafted = _drafted(uow, item)
    if drafted is None:
        return None
    signed = _signed(uow, file, drafted)
    signature = signature_recorded(uow, settings, signed) if signed else None
    papers = papers_recorded(uow, settings, completed_step(uow, file, drafted), signature)
    key = _notice_key(_form(uow, drafted))
    worded = next((one for one in papers if one.key == key), None)
    if worded is None or not isinstance(worded.paper, Letter):
        return None
    return replace(worded, paper=replace(worded.paper, addressee=addressee))


def is_drafted(uow: UnitOfWork, item: WorkItem) -> bool:
    """Tell whether there is a text that this step may send."""
    return _drafted(uow, item) is not None


def _drafted(uow: UnitOfWork, item: WorkItem) -> WorkItem | None:
    """Return the newest draft for this complainant, else the newest for all of them."""
    drafts = [one for one in _done(uow, item) if _notice_key(_form(uow, one))]
    return _newest(one for one in drafts if one.scope == item.scope) or _newest(
        one for one in drafts if not one.scope
    )


def _signed(uow: UnitOfWork, file: CaseFile, drafted: WorkItem) -> Step | None:
    """Return the step that signed a draft: the first signature after it in the same run."""
    later = [
        one
        for one in _done(uow, drafted)
        if (one.instance_id, one.scope) == (drafted.instance_id, drafted.scope)
        and (one.completed_seq or 0) > (drafted.completed_seq or 0)
        and has_signature(_form(uow, one))
    ]
    first = min(later, key=lambda one: one.completed_seq or 0, default=None)
    return completed_step(uow, file, first) if first else None


def _done(uow: UnitOfWork, item: WorkItem) -> list[WorkItem]:
    return [one for one in work_items_of(uow, item.case_id) if one.status == COMPLETED]


def _newest(items: Iterable[WorkItem]) -> WorkItem | None:
    return max(items, key=lambda one: one.completed_seq or 0, default=None)


def _form(uow: UnitOfWork, item: WorkItem) -> FormSchema:
    return form_of(get_edition(uow, item.edition), item.form_ref)


def _notice_key(schema: FormSchema) -> str | None:
    notices = (one.key for one in worded_fields(schema) if one.paper is WordedFor.NOTICE)
    return next(notices, None)
