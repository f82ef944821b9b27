"""Forms to print: blank for days without power, or as a step was typed and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.access.visibility import AccessKind
from engine.cases.register import get_case
from engine.definitions.adoption import find_number
from engine.definitions.editions import get_edition
from engine.definitions.forms_in_use import (
    FormInUse,
    ProcessForms,
    forms_in_use,
    forms_of_process,
    process_name,
)
from engine.definitions.reading import form_of
from engine.errors import NotFound, Sentence
from engine.forms import FormSchema, Option
from engine.forms.components import Rows
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile, Step, completed_step, read_case_file
from engine.work.form_lists import office_lists
from engine.work.form_names import form_names, intake_names
from engine.work.work_items import ALLOCATED, COMPLETED, WorkItem
from web import pages
from web.case_file import showing
from web.case_file.looking import note_access
from web.case_file.views import answer_lists, scopes_of
from web.design.filters import number
from web.design.language import say
from web.form_pages import bind
from web.form_pages.paper import MOST_ROWS
from web.paper_forms import blank_form, typed_form
from web.uploads import names_only
from web.whole_numbers import read_number
from web.worklist.entries import WORDS, Entry, on_each_entry
from web.worklist.intake import Posted
from web.worklist.items import open_item
from web.worklist.room import blueprint


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One form on paper. ``number`` is the case's, None where it is written in by hand."""

    schema: FormSchema
    body: Markup
    is_blank: bool = True
    edition_number: int | None = None
    process: Sentence | None = None
    step: str | None = None
    number: str | None = None
    secrecy: str | None = None
    by: str | None = None
    at: datetime | None = None

    @property
    def title(self) -> str:
        return say(self.schema.name.sentence) or self.step or ""

    @property
    def stamp(self) -> Sentence | None:
        return showing.secrecy_words(self.secrecy) if self.secrecy else None


@blueprint.get("/<office_key>/forms")
def blank_forms(office_key: str) -> str:
    """List every form that the office uses, to be printed and kept for days without power."""
    with pages.reading() as uow:
        processes = forms_in_use(uow)
    return render_template("worklist/forms.html", office_key=office_key, processes=processes)


@blueprint.get("/<office_key>/forms/<process_id>")
def blank_process(office_key: str, process_id: str) -> str:
    """Print all forms of a process, each on sheets of its own."""
    with pages.reading() as uow:
        process = forms_of_process(uow, process_id)
        if not process.forms:
            raise NotFound
        sheets = [_of_process(uow, process, form) for form in process.forms]
    back = [(say(_FORMS), url_for("worklist.blank_forms", office_key=office_key))]
    return _page(office_key, sheets, back, say(process.name))


@blueprint.get("/<office_key>/forms/<process_id>/<form_ref>")
def blank_one(office_key: str, process_id: str, form_ref: str) -> str:
    with pages.reading() as uow:
        process = forms_of_process(uow, process_id)
        sheet = _of_process(uow, process, process.form(form_ref))
    back = [(say(_FORMS), url_for("worklist.blank_forms", office_key=office_key))]
    return _page(office_key, [sheet], back, sheet.title)


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/blank")
def blank_item(office_key: str, work_item_id: UUID) -> str:
    """Print the form of a step to be filled in by hand: of the case no more than its number."""
    found = open_item(work_item_id)
    with pages.reading() as uow:
        edition = get_edition(uow, found.edition)
        schema = form_of(edition, found.form_ref)
        sheet = Sheet(
            schema=schema,
            body=blank_form(schema, _lists(uow), _rows()),
            process=process_name(edition),
            edition_number=find_number(uow, found.edition),
            step=showing.step_name(found),
            number=get_case(uow, found.case_id).number,
        )
    return _page(office_key, [sheet], _to_item(office_key, found), sheet.title)


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/form")
def answered(office_key: str, work_item_id: UUID) -> str | Response:
    """Print the form of a step as it was answered."""
    found = open_item(work_item_id)
    if found.status != COMPLETED:
        return redirect(url_for("worklist.item", office_key=office_key, work_item_id=found.id))
    note_access(found.case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), found.case_id)
        sheet = _recorded(uow, office_key, file, completed_step(uow, file, found))
    return _page(office_key, [sheet], _to_item(office_key, found), sheet.title)


@blueprint.get("/<office_key>/cases/<uuid:case_id>/intake")
def lodged(office_key: str, case_id: UUID) -> str:
    """Print what was written down when a case came in, without who complained."""
    pages.act_in_case(case_id)
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), case_id)
        if file.intake is None:
            raise NotFound
        sheet = _recorded(uow, office_key, file, file.intake)
    url = url_for("case_file.case", office_key=office_key, case_id=case_id)
    return _page(office_key, [sheet], [(number(file.case.number), url)], sheet.title)


def _recorded(uow: UnitOfWork, office_key: str, file: CaseFile, step: Step) -> Sheet:
    edition = get_edition(uow, step.item.edition)
    (shown,) = showing.steps_shown(
        file,
        [step],
        {step.item.edition: edition},
        office_key,
        answer_lists(uow, file),
        scopes_of(file),
    )
    return Sheet(
        schema=form_of(edition, step.item.form_ref),
        body=shown.answers,
        is_blank=False,
        process=process_name(edition),
        edition_number=find_number(uow, step.item.edition),
        step=shown.name,
        number=file.case.number,
        secrecy=file.case.secrecy,
        by=say(step.completed_by),
        at=step.recorded_at,
    )


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/form")
def typed(office_key: str, work_item_id: UUID) -> str | Response:
    """Print the form of a step as it stands on the page, not yet saved."""
    found = open_item(work_item_id)
    who = pages.standing()
    if found.status != ALLOCATED or found.assignee_id != who.person_id:
        url = url_for("worklist.item", office_key=office_key, work_item_id=found.id)
        return redirect(url, 303)
    note_access(found.case_id, AccessKind.CASE)
    with pages.reading() as uow:
        case = get_case(uow, found.case_id)
        edition = get_edition(uow, found.edition)
        schema = form_of(edition, found.form_ref)
        bound = bind(schema, request.form, request.files)
        answers = dict(bound.answers)
        files = names_only(bound.uploads, answers, found.case_id)
        sheet = Sheet(
            schema=schema,
            body=typed_form(schema, form_names(uow, pages.office(), case, found), answers, files),
            is_blank=False,
            process=process_name(edition),
            edition_number=find_number(uow, found.edition),
            step=showing.step_name(found),
            number=case.number,
            secrecy=case.secrecy,
        )
    return _page(office_key, [sheet], _to_item(office_key, found), sheet.title)


@on_each_entry("/form", "GET")
def typed_intake_address(office_key: str, entry: Entry) -> Response:
    """Lead who reloads a printed form to the form itself."""
    return redirect(url_for("worklist.intake", office_key=office_key, entry=entry))


@on_each_entry("/form", "POST")
def typed_intake(office_key: str, entry: Entry) -> str:
    """Print what is typed of a lodging; it has no number yet."""
    posted = Posted.read(entry)
    with pages.reading() as uow:
        process = forms_of_process(uow, posted.door.process_id)
        names = intake_names(uow, pages.office())
        body = typed_form(posted.schema, names, posted.answers, posted.tray.names)
    sheet = Sheet(
        schema=posted.schema,
        body=body,
        is_blank=False,
        edition_number=process.number,
        process=process.name,
    )
    form_url = url_for("worklist.intake", office_key=office_key, entry=entry)
    back = [(say(WORDS[entry].title), form_url)]
    return _page(office_key, [sheet], back, sheet.title)


_FORMS = Sentence("แบบฟอร์มเปล่า", "Blank forms")


def _page(
    office_key: str, sheets: Sequence[Sheet], back: Sequence[tuple[str, str]], title: str
) -> str:
    with pages.reading() as uow:
        now = uow.now
    (first, *others) = sheets
    return render_template(
        "worklist/sheets.html",
        office_key=office_key,
        title=title,
        sheets=sheets,
        back=back,
        now=now,
        rows=_rows() or None,
        most_rows=MOST_ROWS,
        may_choose_rows=first.is_blank and not others and _repeats(first.schema),
    )


def _of_process(uow: UnitOfWork, process: ProcessForms, form: FormInUse) -> Sheet:
    return Sheet(
        schema=form.schema,
        body=blank_form(form.schema, _lists(uow), _rows()),
        edition_number=process.number,
        process=process.name,
        step=say(form.step),
    )


def _lists(uow: UnitOfWork) -> Mapping[str, Sequence[Option]]:
    """Return the lists of the office; who is in a case does not go on a blank form."""
    return office_lists(uow, pages.office(), None, lambda: ())


def _rows() -> int:
    """Return how many empty rows of a list are asked for, 0 for as many as the form has."""
    return min(read_number(request.args.get("rows", "")) or 0, MOST_ROWS)


def _repeats(schema: FormSchema) -> bool:
    return any(isinstance(one, Rows) and not one.fixed for one in schema.fields())


def _to_item(office_key: str, item: WorkItem) -> list[tuple[str, str]]:
    url = url_for("worklist.item", office_key=office_key, work_item_id=item.id)
    return [(showing.step_name(item), url)]
