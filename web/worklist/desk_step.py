"""One step of the desk: the paper and the opinion side by side, the case in short, the decision."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Reading
from engine.access.visibility import AccessKind
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import EngineError, NotFound, Sentence
from engine.forms import FormSchema
from engine.forms.components import ChoiceField, level
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import find_visible
from engine.work.case_file import CaseFile, Step, read_case_file
from engine.work.consultations import consultations_of
from engine.work.lists.proposals import RETURNED
from engine.work.several import read_brief_step
from engine.work.work_items import WorkItem
from web import pages
from web.auth import form_owner
from web.case_file import proposing, showing
from web.case_file.looking import note_access
from web.case_file.views import answer_lists, file_values, scopes_of
from web.form_pages import REFRESH
from web.worklist.deciding import Answer, answer_round
from web.worklist.deciding_page import DESK, Alone, Entry, Posted, Room, read_entry, show_page
from web.worklist.room import blueprint

# The button that stands for the answer "send back".
_SEND_BACK = "_send_back"


@blueprint.get("/<office_key>/desk/<uuid:work_item_id>")
def desk_step(office_key: str, work_item_id: UUID) -> str | Response:
    page = _page(office_key, work_item_id, Posted())
    if page is not None:
        return page
    # A secret case that has not come to her: its page says what may be known.
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id))


@blueprint.post("/<office_key>/desk/<uuid:work_item_id>")
def desk_step_decide(office_key: str, work_item_id: UUID) -> Answer:
    def show(
        office_key: str,
        posted: Mapping[UUID, Posted],
        room: Room,
        *,
        title: Sentence | str | None = None,
        password_message: Sentence | None = None,
        hidden: int = 0,
    ) -> str:
        page = None
        if set(posted) == {work_item_id} and not hidden:
            page = _page(office_key, work_item_id, posted[work_item_id], title, password_message)
        return page or show_page(
            office_key,
            posted,
            room,
            title=title,
            password_message=password_message,
            hidden=hidden,
        )

    return answer_round(office_key, DESK, show, _press)


def _press(posted: dict[UUID, Posted]) -> tuple[dict[UUID, Posted], bool]:
    """Take a button for the answer that it stands for.

    To send back opens where the reason is typed, and is done once the reason is there; to sign
    is the answer itself where the form knows but one besides.
    """
    is_done = REFRESH not in request.form
    found = dict(posted)
    for work_item_id, one in posted.items():
        choice = _decision(work_item_id) if one.answers is not None else None
        if choice is None:
            continue
        chosen = (one.answers or {}).get(choice.key)
        others = [option.value for option in choice.options if option.value != RETURNED]
        if _SEND_BACK in request.form and chosen != RETURNED:
            chosen, is_done = RETURNED, False
        elif is_done and not chosen and len(others) == 1:
            chosen = others[0]
        found[work_item_id] = replace(one, answers={**(one.answers or {}), choice.key: chosen})
    return found, is_done


def _decision(work_item_id: UUID) -> ChoiceField | None:
    try:
        with pages.acting_in_item(work_item_id), pages.reading() as uow:
            step = read_brief_step(uow, pages.standing(), work_item_id, claims=True)
    except EngineError:
        return None
    return decision_of(step.schema)


def decision_of(schema: FormSchema) -> ChoiceField | None:
    """Return the choice that may send back, where the form has one."""
    return next(
        (
            one
            for one in level(schema.components)
            if isinstance(one, ChoiceField)
            and not one.multiple
            and any(option.value == RETURNED for option in one.options)
        ),
        None,
    )


def _page(
    office_key: str,
    work_item_id: UUID,
    posted: Posted,
    title: Sentence | str | None = None,
    password_message: Sentence | None = None,
) -> str | None:
    """Return the page of a step; None where she may not read its case yet."""
    found = read_entry(office_key, work_item_id, posted, DESK)
    if found is None:
        raise NotFound
    pages.act_in_item(work_item_id)
    read = _read(office_key, work_item_id, found)
    if read is None:
        return None
    file, item, shown, before = read
    entry = found if isinstance(found, Entry) else None
    choice = decision_of(entry.step.schema) if entry else None
    return render_template(
        "worklist/desk_step.html",
        **file_values(file, office_key, item),
        **shown,
        item=item,
        step_name=showing.step_name(item),
        entry=entry,
        alone=found if isinstance(found, Alone) else None,
        may_send_back=choice is not None,
        enclosures=proposing.enclosures(file, before, office_key) if before else [],
        clocks_past=showing.clocks_past(file, scopes_of(file)),
        done=proposing.done_lines(file, scopes_of(file)),
        findings=proposing.findings(file.issues),
        title_words=title,
        messages=_messages(posted),
        password_message=password_message,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        action=url_for(
            "worklist.desk_step_decide", office_key=office_key, work_item_id=work_item_id
        ),
        paper_url=url_for("worklist.paper", office_key=office_key, work_item_id=work_item_id),
        item_url=url_for("worklist.item", office_key=office_key, work_item_id=work_item_id),
    )


def _messages(posted: Posted) -> list[tuple[str, Sentence]]:
    return [("decide-h", one) for said in posted.messages.values() for one in said]


def _read(
    office_key: str, work_item_id: UUID, found: Entry | Alone
) -> tuple[CaseFile, WorkItem, dict[str, Any], Step | None] | None:
    """Return the file of the step as she may read it, and what is laid before her in it."""
    if isinstance(found, Alone):
        try:
            note_access(found.row.case_id, AccessKind.CASE)
        except NotFound:
            return None
    with pages.reading() as uow:
        item = find_visible(uow, work_item_id, pages.standing())
        if isinstance(found, Entry):
            file = found.file
        else:
            file = read_case_file(uow, pages.standing(), item.case_id, item)
        if file.reading is not Reading.WHOLE:
            return None
        before = _before(file, item)
        laid = _laid(uow, office_key, file, before) if before else None
        worded = _worded(uow, office_key, before) if before else ()
        opinions = consultations_of(uow, file.case.id)
    shown = {"laid": laid, "worded": worded, "before": before, "opinions": opinions}
    return file, item, shown, before


def _before(file: CaseFile, item: WorkItem) -> Step | None:
    """Return the newest step of the same run, which this one decides upon."""
    run = (item.instance_id, item.scope)
    same = [step for step in file.steps if (step.item.instance_id, step.item.scope) == run]
    return max(same, key=lambda step: step.item.completed_seq or 0, default=None)


def _worded(uow: UnitOfWork, office_key: str, before: Step) -> tuple[showing.WordedPaper, ...]:
    schema = form_of(get_edition(uow, before.item.edition), before.item.form_ref)
    return showing.worded_papers(schema, before.item, office_key, before.answers)


def _laid(uow: UnitOfWork, office_key: str, file: CaseFile, before: Step) -> proposing.Laid:
    edition = get_edition(uow, before.item.edition)
    return proposing.laid_before(file, before, edition, office_key, answer_lists(uow, file))
