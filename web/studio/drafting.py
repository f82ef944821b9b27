"""A draft's own page: its files, what the check says, what changed, and sending it for review."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from engine.definitions import review
from engine.definitions.adoption import find_adoption
from engine.definitions.checking import check_files
from engine.definitions.differences import compare
from engine.definitions.drafts import Draft, Files, files_of, get_draft
from engine.definitions.editing import add_form, discard, form_uses, remove_form
from engine.definitions.editions import get_edition
from engine.definitions.history import get_published, impact
from engine.errors import DefinitionInvalid, FormInvalid, Sentence
from engine.store.unit_of_work import UnitOfWork
from web import pages
from web.design.language import say
from web.studio import showing
from web.studio.room import blueprint, files_in, is_approver, is_owner, may_save
from web.whole_numbers import read_number


@blueprint.get("/drafts/<uuid:draft_id>")
def draft(office_key: str, draft_id: UUID) -> str:
    return draft_page(office_key, draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/submit")
def submit(office_key: str, draft_id: UUID) -> str | tuple[str, int] | Response:
    try:
        with pages.unit() as uow:
            review.submit(
                uow,
                draft_id,
                version=posted_version(),
                note=request.form.get("note", ""),
                profile=pages.office().profile,
            )
    except FormInvalid as refused:
        return draft_page(office_key, draft_id, messages=refused.messages), 422
    except DefinitionInvalid as refused:
        return draft_page(office_key, draft_id, said=refused.sentence), 422
    flash(say(_SUBMITTED))
    return _back(office_key, draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/withdraw")
def withdraw(office_key: str, draft_id: UUID) -> Response:
    with pages.unit() as uow:
        review.withdraw(uow, draft_id, version=posted_version())
    flash(say(_WITHDRAWN))
    return _back(office_key, draft_id)


@blueprint.get("/drafts/<uuid:draft_id>/discard")
def ask_discard(office_key: str, draft_id: UUID) -> str:
    with pages.reading() as uow:
        found = get_draft(uow, draft_id)
        title = showing.process_title(files_of(uow, found).sources, found.process_id)
    return render_template("studio/discard.html", office_key=office_key, draft=found, title=title)


@blueprint.post("/drafts/<uuid:draft_id>/discard")
def give_up(office_key: str, draft_id: UUID) -> Response:
    with pages.unit() as uow:
        discard(uow, draft_id, version=posted_version())
    flash(say(_DISCARDED))
    return redirect(url_for("studio.home", office_key=office_key), 303)


@blueprint.post("/drafts/<uuid:draft_id>/forms")
def new_form(office_key: str, draft_id: UUID) -> str | tuple[str, int] | Response:
    name = request.form.get("name", "").strip()
    try:
        with pages.unit() as uow:
            add_form(uow, draft_id, name, version=posted_version())
    except DefinitionInvalid as refused:
        message = refused.problems[0].message
        return draft_page(office_key, draft_id, messages={"name": [message]}), 422
    return redirect(
        url_for("studio.form_editor", office_key=office_key, draft_id=draft_id, name=name), 303
    )


@blueprint.post("/drafts/<uuid:draft_id>/forms/<name>/remove")
def drop_form(office_key: str, draft_id: UUID, name: str) -> Response:
    with pages.unit() as uow:
        remove_form(uow, draft_id, name, version=posted_version())
    flash(say(_REMOVED))
    return _back(office_key, draft_id)


def draft_page(
    office_key: str,
    draft_id: UUID,
    *,
    messages: Mapping[str, Any] | None = None,
    said: Sentence | None = None,
    rejected: tuple[Any, ...] = (),
) -> str:
    """Show a draft; ``messages`` by field, ``said`` and ``rejected`` tell what was refused."""
    with pages.reading() as uow:
        found = get_draft(uow, draft_id)
        files = files_of(uow, found)
        base = base_files(uow, found)
        running = find_adoption(uow, found.process_id)
        loads = impact(uow, found.process_id)
    used = {ref for _, ref in form_uses(files)} if found.is_open else set()
    problems = (
        showing.problems_of(check_files(files, pages.office().profile), files)
        if found.is_open
        else []
    )
    shown = showing.shown_problems(problems, files, office_key, found, with_links=may_save(found))
    listed = showing.shown_files(files, base, problems)
    return render_template(
        "studio/draft.html",
        office_key=office_key,
        draft=found,
        title=showing.process_title(files.sources, found.process_id),
        front=[each for each in listed if not each.is_quiet],
        quiet=[each for each in listed if each.is_quiet],
        unused=set(files.forms) - used,
        errors=[each for each in shown if each.is_error],
        warnings=[each for each in shown if not each.is_error],
        differences=compare(base or Files({}, {}), files),
        impact=showing.running_in_words(loads, running.number if running else None),
        running=running,
        can_save=may_save(found),
        is_owner=is_owner(),
        may_review=is_approver() and review.may_approve(found, pages.standing().person_id),
        messages=messages or {},
        said=said,
        rejected=rejected,
        note=request.form.get("note", ""),
        name=request.form.get("name", ""),
    )


def base_files(uow: UnitOfWork, found: Draft) -> Files | None:
    """Return the files of the edition on which a draft was begun."""
    if found.base_number is None:
        return None
    published = get_published(uow, found.process_id, found.base_number)
    return files_in(get_edition(uow, published.edition))


def posted_version() -> int:
    """Return the version of the draft that the page was made from."""
    version = read_number(request.form.get("version", ""))
    return -1 if version is None else version


def _back(office_key: str, draft_id: UUID) -> Response:
    return redirect(url_for("studio.draft", office_key=office_key, draft_id=draft_id), 303)


_SUBMITTED = Sentence("ส่งตรวจทานแล้ว รอผู้อนุมัติ", "Sent for review; an approver is next.")
_WITHDRAWN = Sentence("ถอนร่างกลับมาแก้แล้ว", "The draft is yours to edit again.")
_DISCARDED = Sentence("ยกเลิกร่างแล้ว ฉบับที่ใช้อยู่ไม่เปลี่ยน", "The draft is gone; the edition in use stays.")
_REMOVED = Sentence("ลบแบบฟอร์มออกจากร่างแล้ว", "The form is out of the draft.")
