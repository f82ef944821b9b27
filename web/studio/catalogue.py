"""The office's processes: what is in use, what went before, what is being drafted."""

from flask import render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from engine.definitions.adoption import adopted, find_adoption
from engine.definitions.differences import compare
from engine.definitions.drafts import find_open_draft, open_drafts
from engine.definitions.editing import start_draft
from engine.definitions.editions import get_edition
from engine.definitions.history import get_published, impact, published_editions
from engine.errors import NotFound
from web import pages
from web.case_file import showing as case_showing
from web.studio import showing
from web.studio.room import blueprint, files_in, is_owner
from web.whole_numbers import read_number


@blueprint.get("/")
def home(office_key: str) -> str:
    with pages.reading() as uow:
        running = adopted(uow)
        editions = {each.process_id: get_edition(uow, each.edition) for each in running}
        loads = impact(uow)
        drafts = open_drafts(uow)
    known = {each.process_id for each in running}
    called = {
        process_id: [e.process_id for e in editions.values() if process_id in e.sources]
        for process_id in known
    }
    return render_template(
        "studio/home.html",
        office_key=office_key,
        processes=running,
        titles={
            key: showing.process_title(edition.sources, key) for key, edition in editions.items()
        },
        callers={
            key: [other for other in callers if other != key] for key, callers in called.items()
        },
        loads={key: [load for load in loads if load.process_id == key] for key in known},
        drafts={draft.process_id: draft for draft in drafts},
        new_drafts=[draft for draft in drafts if draft.process_id not in known],
        is_owner=is_owner(),
    )


@blueprint.get("/<process_id>")
def process(office_key: str, process_id: str) -> str:
    with pages.reading() as uow:
        running = find_adoption(uow, process_id)
        if running is None:
            raise NotFound
        edition = get_edition(uow, running.edition)
        history = published_editions(uow, process_id)
        loads = impact(uow, process_id)
        draft = find_open_draft(uow, process_id)
    return render_template(
        "studio/process.html",
        office_key=office_key,
        running=running,
        edition=edition,
        title=showing.process_title(edition.sources, process_id),
        drawing=showing.drawing(edition.sources, process_id),
        outlines=case_showing.outlines(edition),
        history=history,
        loads=loads,
        impact=showing.running_in_words(loads, running.number),
        draft=draft,
        is_owner=is_owner(),
    )


@blueprint.get("/<process_id>/compare")
def compare_editions(office_key: str, process_id: str) -> str:
    """Show what one edition changed against another, by element."""
    with pages.reading() as uow:
        history = published_editions(uow, process_id)
        newest = history[0].number if history else 0
        later = _number("to", newest)
        earlier = _number("from", max(later - 1, 1))
        before, after = (
            get_edition(uow, get_published(uow, process_id, n).edition) for n in (earlier, later)
        )
    return render_template(
        "studio/compare.html",
        office_key=office_key,
        process_id=process_id,
        title=showing.process_title(after.sources, process_id),
        history=history,
        earlier=earlier,
        later=later,
        differences=compare(files_in(before), files_in(after)),
    )


@blueprint.post("/<process_id>/draft")
def begin(office_key: str, process_id: str) -> Response:
    with pages.unit() as uow:
        number = read_number(request.form.get("number", ""))
        draft_id = start_draft(uow, process_id, number=number)
    return redirect(url_for("studio.draft", office_key=office_key, draft_id=draft_id), 303)


def _number(name: str, default: int) -> int:
    number = read_number(request.args.get(name, ""))
    return default if number is None else number
