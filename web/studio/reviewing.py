"""The second pair of eyes: what changed, what it does to running cases, approve or return."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from engine.bpmn.edition import build_edition
from engine.definitions import review
from engine.definitions.adoption import find_adoption
from engine.definitions.checking import check_files
from engine.definitions.differences import compare
from engine.definitions.drafts import DraftStatus, Files, files_of, get_draft
from engine.definitions.history import impact
from engine.errors import DefinitionInvalid, FormInvalid, NotFound, Sentence
from web import pages
from web.design.filters import number
from web.design.language import say
from web.studio import showing
from web.studio.drafting import base_files, posted_version
from web.studio.room import blueprint, is_approver


@blueprint.get("/drafts/<uuid:draft_id>/review")
def review_draft(office_key: str, draft_id: UUID) -> str:
    return _page(office_key, draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/approve")
def approve(office_key: str, draft_id: UUID) -> str | tuple[str, int] | Response:
    try:
        with pages.unit() as uow:
            done = review.approve(
                uow, draft_id, version=posted_version(), profile=pages.office().profile
            )
            process_id = get_draft(uow, draft_id).process_id
    except DefinitionInvalid as refused:
        return _page(office_key, draft_id, said=refused.sentence), 422
    which = number(done.number)
    said = Sentence(
        f"ประกาศใช้ฉบับที่ {which} แล้ว เรื่องใหม่ใช้ฉบับนี้ เรื่องเดิมอยู่บนฉบับเดิมจนจบ",
        f"Edition {which} is in use. New cases take it; running ones stay on theirs.",
    )
    flash(say(said))
    return redirect(url_for("studio.process", office_key=office_key, process_id=process_id), 303)


@blueprint.post("/drafts/<uuid:draft_id>/return")
def send_back(office_key: str, draft_id: UUID) -> str | tuple[str, int] | Response:
    try:
        with pages.unit() as uow:
            review.send_back(
                uow,
                draft_id,
                version=posted_version(),
                reasons=request.form.get("note", ""),
            )
    except FormInvalid as refused:
        return _page(office_key, draft_id, messages=refused.messages), 422
    flash(say(Sentence("ส่งกลับแก้ไขแล้ว", "Returned to its author.")))
    return redirect(url_for("studio.home", office_key=office_key), 303)


def _page(
    office_key: str,
    draft_id: UUID,
    *,
    messages: Mapping[str, Any] | None = None,
    said: Sentence | None = None,
) -> str:
    with pages.reading() as uow:
        draft = get_draft(uow, draft_id)
        if draft.status is not DraftStatus.IN_REVIEW:
            raise NotFound
        files = files_of(uow, draft)
        base = base_files(uow, draft)
        running = find_adoption(uow, draft.process_id)
        loads = impact(uow, draft.process_id)
        report = check_files(files, pages.office().profile)
        called = (
            review.called_processes_changed(
                uow, draft, build_edition(draft.process_id, files.sources, files.forms)
            )
            if report.ok
            else []
        )
    problems = showing.problems_of(report, files)
    shown = showing.shown_problems(problems, files, office_key, draft, with_links=False)
    return render_template(
        "studio/review.html",
        office_key=office_key,
        draft=draft,
        title=showing.process_title(files.sources, draft.process_id),
        drawing=showing.drawing(files.sources, draft.process_id),
        before=showing.drawing(base.sources, draft.process_id, "old") if base else None,
        differences=compare(base or Files({}, {}), files),
        errors=[each for each in shown if each.is_error],
        warnings=[each for each in shown if not each.is_error],
        impact=showing.running_in_words(loads, running.number if running else None),
        running=running,
        called=[showing.process_title(files.sources, each) for each in called],
        is_approver=is_approver(),
        is_free=review.may_approve(draft, pages.standing().person_id),
        messages=messages or {},
        said=said,
        note=request.form.get("note", ""),
    )
