"""The papers that a step words, printed as they are typed or as they were recorded."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from engine.access.visibility import AccessKind
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import NotFound
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import completed_step, read_case_file
from engine.work.papers.signed import papers_recorded, papers_typed
from engine.work.papers.worded import WordedPaper
from engine.work.work_items import ALLOCATED, COMPLETED, WorkItem
from web import official_papers, pages
from web.case_file.looking import note_access
from web.form_pages import bind
from web.worklist.items import open_item
from web.worklist.room import blueprint

_ADDRESS = "/<office_key>/work/<uuid:work_item_id>/papers/<key>.<shape>"


@blueprint.get(_ADDRESS)
def recorded_paper(office_key: str, work_item_id: UUID, key: str, shape: str) -> Response:
    """Print a paper of a completed step."""
    found = open_item(work_item_id)
    if found.status != COMPLETED:
        return _to_item(office_key, found)

    def read(uow: UnitOfWork) -> Sequence[WordedPaper]:
        file = read_case_file(uow, pages.standing(), found.case_id, newest=0)
        return papers_recorded(uow, pages.office(), completed_step(uow, file, found))

    return _sent(found, key, shape, read)


@blueprint.post(_ADDRESS)
def typed_paper(office_key: str, work_item_id: UUID, key: str, shape: str) -> Response:
    """Print a paper as it stands on the page, not yet saved."""
    found = open_item(work_item_id)
    who = pages.standing()
    if found.status != ALLOCATED or found.assignee_id != who.person_id:
        return _to_item(office_key, found)

    def read(uow: UnitOfWork) -> Sequence[WordedPaper]:
        schema = form_of(get_edition(uow, found.edition), found.form_ref)
        answers = bind(schema, request.form, request.files).answers
        return papers_typed(uow, pages.office(), who, found, answers)

    return _sent(found, key, shape, read)


def _sent(
    found: WorkItem, key: str, shape: str, read: Callable[[UnitOfWork], Sequence[WordedPaper]]
) -> Response:
    if shape not in official_papers.SHAPES:
        raise NotFound
    note_access(found.case_id, AccessKind.CASE)
    with pages.reading() as uow:
        number = get_case(uow, found.case_id).number
        worded = next((each for each in read(uow) if each.key == key), None)
    if worded is None:
        raise NotFound
    return official_papers.sent(worded, shape, number)


def _to_item(office_key: str, found: WorkItem) -> Response:
    url = url_for("worklist.item", office_key=office_key, work_item_id=found.id)
    return redirect(url, 303 if request.method == "POST" else 302)
