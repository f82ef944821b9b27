"""The draft of a work item: kept as one types, compared, cleared, handed over on release."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import EngineError, NotFound, Sentence
from engine.forms import FormSchema
from engine.forms.typed import is_untouched, typed_answers
from engine.work.allocation.claiming import release_work_item
from engine.work.answer_drafts.keeping import (
    clear_answer_draft,
    drafts_of_item,
    keep_answer_draft,
)
from engine.work.answer_drafts.rows import Draft, DraftOvertaken, Pen, overtaken
from engine.work.form_names import form_names
from engine.work.work_items import WorkItem
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.design.language import say
from web.form_pages import bind
from web.kept import name_fields
from web.uploads import Tray, take_uploads
from web.whole_numbers import read_number
from web.worklist.comparing import HANDED, OTHER, OTHER_VERSION, merged
from web.worklist.drafting import is_by_script, pen, told, told_refusal
from web.worklist.item_drafts import compare_in, compare_item, item_url, left_behind
from web.worklist.items import item_again, open_item
from web.worklist.room import blueprint

_RELEASED = Sentence("คืนงานแล้ว ผู้อื่นในบทบาทเดียวกันรับได้", "Released for others of your role")
_RELEASED_WITH = Sentence(
    "คืนงานแล้ว ผู้ที่รับต่อได้ร่างของท่านไปด้วย",
    "Released; whoever claims it gets your draft as well",
)
_CLEARED = Sentence("ล้างร่างแล้ว", "The draft is cleared")

Answer = str | tuple[str, int] | Response | tuple[Response, int]


@dataclass(frozen=True)
class Posted:
    """The form of an item as it was posted."""

    item: WorkItem
    schema: FormSchema
    answers: dict[str, Any]
    tray: Tray

    @classmethod
    def read(cls, work_item_id: UUID) -> "Posted":
        found = open_item(work_item_id)
        with pages.reading() as uow:
            schema = form_of(get_edition(uow, found.edition), found.form_ref)
            data_key = uow.data_key(found.case_id)
        name_fields(schema)
        bound = bind(schema, request.form, request.files)
        answers = dict(bound.answers)
        tray = take_uploads(bound.uploads, answers, found.case_id, data_key)
        return cls(found, schema, answers, tray)

    def keep(self, pen: Pen, answers: Mapping[str, Any], taken_in: int | None = None) -> Any:
        return pages.run(
            lambda uow: keep_answer_draft(uow, self.item.id, answers, pen, merged=taken_in)
        )

    def beside(self, refused: DraftOvertaken) -> tuple[str, int]:
        page = compare_item(self.item, self.schema, refused, self.answers, self.tray)
        return page, 409


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/draft")
def draft_address(office_key: str, work_item_id: UUID) -> Response:
    """Lead who reloads a kept draft to its form."""
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id))


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/draft")
def keep_draft(office_key: str, work_item_id: UUID) -> Answer:
    posted = Posted.read(work_item_id)
    try:
        kept = posted.keep(pen(), posted.answers)
    except EngineError as refused:
        if is_by_script():
            return told_refusal(refused)
        if isinstance(refused, DraftOvertaken):
            return posted.beside(refused)
        raise
    if is_by_script():
        return told(kept)
    return item_again(
        office_key, posted.item, posted.answers, posted.tray.messages, posted.tray, kept
    )


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/draft/compare")
def compare_draft(office_key: str, work_item_id: UUID) -> str | Response:
    """Show the holder her own draft beside the one that was handed over to her."""
    found = open_item(work_item_id)
    with pages.reading() as uow:
        drafts = drafts_of_item(uow, found, pages.standing())
        if drafts.own is None or drafts.handed is None:
            return draft_address(office_key, work_item_id)
        schema = form_of(get_edition(uow, found.edition), found.form_ref)
        own = drafts.own
        return compare_in(uow, found, schema, drafts.handed, own.answers, base=own.version)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/draft/merge")
def merge_draft(office_key: str, work_item_id: UUID) -> Answer:
    posted = Posted.read(work_item_id)
    with pages.reading() as uow:
        drafts = drafts_of_item(uow, posted.item, pages.standing())
    is_handed = request.form.get(OTHER) == HANDED and drafts.own is not None
    other = drafts.handed if is_handed else drafts.current
    written, answers = pen(), posted.answers
    try:
        if other is not None and str(other.version) != request.form.get(OTHER_VERSION):
            # It has grown while the two were looked at.
            with pages.reading() as uow:
                raise overtaken(uow, other)
        if other is not None:
            answers = merged(posted.schema, other, posted.answers)
            if not is_handed:
                written = Pen(written.window, other.version, max(written.turn, other.turn + 1))
        taken_in = other.version if other and is_handed else None
        kept = posted.keep(written, answers, taken_in)
    except DraftOvertaken as refused:
        return posted.beside(refused)
    return item_again(office_key, posted.item, answers, {}, posted.tray, kept)


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/draft/clear")
def clear_draft(office_key: str, work_item_id: UUID) -> str | Response:
    """Ask before a draft is cleared; its text is shown once more."""
    found = open_item(work_item_id)
    with pages.reading() as uow:
        draft = drafts_of_item(uow, found, pages.standing()).current
        if draft is None:
            return draft_address(office_key, work_item_id)
        return _clear_page(office_key, found, draft, _shown(uow, found, draft))


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/draft/clear")
def cleared_draft(office_key: str, work_item_id: UUID) -> Response:
    seen = read_number(request.form.get("version", "")) or 0
    pages.run(lambda uow: clear_answer_draft(uow, work_item_id, seen))
    flash(say(_CLEARED))
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id), 303)


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/release")
def release(office_key: str, work_item_id: UUID) -> Answer:
    """Put an item back; who has typed something says first whether it goes along."""
    choice = request.form.get("draft")
    if choice is None and open_item(work_item_id).assignee_id == pages.standing().person_id:
        posted = Posted.read(work_item_id)
        try:
            if _has_typed(posted):
                posted.keep(pen(), posted.answers)
        except DraftOvertaken as refused:
            return posted.beside(refused)
        with pages.reading() as uow:
            draft = drafts_of_item(uow, posted.item, pages.standing()).own
        if draft is not None:
            return _release_page(office_key, posted.item, draft)
    hands = choice == "hand"
    pages.run(lambda uow: release_work_item(uow, work_item_id, hands_draft=hands))
    flash(say(_RELEASED_WITH if hands else _RELEASED))
    return redirect(url_for("worklist.mine", office_key=office_key), 303)


def _has_typed(posted: Posted) -> bool:
    """Tell whether the form says more than it did when it was opened."""
    if not posted.item.is_open:
        return False
    with pages.reading() as uow:
        drafts = drafts_of_item(uow, posted.item, pages.standing())
        typed = typed_answers(posted.schema, posted.answers)
        if drafts.current is not None:
            return drafts.current.answers != typed
        case = get_case(uow, posted.item.case_id)
        known = form_names(uow, pages.office(), case, posted.item).get("known", {})
        return not is_untouched(posted.schema, typed, today=g.today, known=known)


def _release_page(office_key: str, item: WorkItem, draft: Draft) -> str:
    return render_template(
        "worklist/release.html",
        office_key=office_key,
        item=item,
        step_name=showing.step_name(item),
        expires_at=draft.expires_at,
        has_identities=draft.has_identities,
        back_url=item_url(item),
        submission_key=pages.submission_key(),
        owner=form_owner(),
    )


def _clear_page(office_key: str, item: WorkItem, draft: Draft, shown: Any) -> str:
    return render_template(
        "worklist/clear_draft.html",
        step_name=showing.step_name(item),
        saved_at=draft.saved_at,
        shown=shown,
        version=draft.version,
        action=url_for("worklist.cleared_draft", office_key=office_key, work_item_id=item.id),
        back_url=item_url(item),
    )


def _shown(uow: Any, item: WorkItem, draft: Draft) -> Any:
    schema = form_of(get_edition(uow, item.edition), item.form_ref)
    names = form_names(uow, pages.office(), get_case(uow, item.case_id), item)
    found = left_behind(schema, draft, names)
    if found is None:
        raise NotFound
    return found[1]
