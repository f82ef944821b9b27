"""The draft of a work item's form as its page needs it: where it is kept, told of, compared."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from markupsafe import Markup

from engine.cases.register import get_case
from engine.errors import Sentence
from engine.forms import FormSchema
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.rows import Draft, DraftOvertaken, Drafts
from engine.work.form_names import form_names
from engine.work.work_items import WorkItem
from web import pages
from web.design.filters import digits_in_use, office_digits
from web.design.language import language
from web.form_pages import FormView, render_answers
from web.uploads import Tray
from web.worklist.comparing import Meeting, compare_page
from web.worklist.drafting import DraftShown, opened

_ONE_HANDED = Sentence("ร่างของท่านกับร่างที่ได้รับมอบ", "Your draft and the one handed over to you")


def item_url(item: WorkItem) -> str:
    return _url("worklist.item", item)


def draft_urls(item: WorkItem) -> tuple[str, str]:
    """Return where the draft is kept and where it is cleared."""
    return _url("worklist.keep_draft", item), _url("worklist.clear_draft", item)


def opened_item(uow: UnitOfWork, item: WorkItem, drafts: Drafts) -> DraftShown:
    """Tell what the form is filled in from that its holder opens."""
    beside = _url("worklist.compare_draft", item) if drafts.own and drafts.handed else None
    return opened(uow, drafts, *draft_urls(item), compare_url=beside)


def left_behind(
    schema: FormSchema, draft: Draft | None, names: Mapping[str, Any]
) -> tuple[Draft, Markup] | None:
    """Show her own draft to who holds the item no more."""
    if draft is None:
        return None
    view = FormView(
        schema=schema,
        answers=draft.answers,
        options=names["options"],
        known=names.get("known", {}),
        language=language(),
        digits=digits_in_use(),
        shows_identities=True,
    )
    return draft, render_answers(view)


def compare_item(
    item: WorkItem,
    schema: FormSchema,
    overtaken: DraftOvertaken,
    mine: Mapping[str, Any],
    tray: Tray,
) -> str:
    """Show a form that was posted beside the draft that another window has kept meanwhile."""
    title = office_digits(overtaken.sentence)
    with pages.reading() as uow:
        return compare_in(uow, item, schema, overtaken.draft, mine, tray, title=title)


def compare_in(
    uow: UnitOfWork,
    item: WorkItem,
    schema: FormSchema,
    stored: Draft,
    mine: Mapping[str, Any],
    tray: Tray | None = None,
    *,
    title: Sentence = _ONE_HANDED,
    base: int | None = None,
) -> str:
    names = form_names(uow, pages.office(), get_case(uow, item.case_id), item)
    meeting = Meeting(
        schema=schema,
        stored=stored,
        mine=mine,
        merge_url=_url("worklist.merge_draft", item),
        back_url=item_url(item),
        case_id=item.case_id,
        title=title,
    )
    return compare_page(uow, meeting, names, tray or Tray(), base)


def _url(view: str, item: WorkItem) -> str:
    return url_for(view, office_key=pages.signed_in().office_key, work_item_id=item.id)
