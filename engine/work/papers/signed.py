"""The papers of a step for whoever prints them, and those that are kept once it is completed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from engine.access.membership import Standing, positions_of
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.definitions.reading import evaluate, form_of
from engine.errors import FormInvalid
from engine.forms import FormSchema, check_answers, readable_answers
from engine.forms.components import WordedFor
from engine.office.acting import ActingForm
from engine.office.roles import Role
from engine.papers.contents import Acting, Letter, Memo, Order, Signature
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import Step
from engine.work.completing import SYSTEM
from engine.work.form_names import form_names
from engine.work.lists.proposals import RETURNED
from engine.work.offices.settings import OfficeSettings
from engine.work.papers.answer_words import field_words
from engine.work.papers.proposed import proposed_to
from engine.work.papers.signing import has_signature
from engine.work.papers.worded import Worded, WordedPaper, worded_papers
from engine.work.work_items import WorkItem

# How the forms name the three legal forms.
_ACTING = {
    "on_behalf": ActingForm.ON_BEHALF,
    "acting": ActingForm.IN_ABSENCE,
    "acting_in_post": ActingForm.IN_POST,
}
# What a memo bears above the signature of who decides on it.
_ORDERS = ("order", "units", "order_text")
_NONE: Mapping[str, Any] = MappingProxyType({})


def papers_typed(
    uow: UnitOfWork,
    settings: OfficeSettings,
    standing: Standing,
    item: WorkItem,
    answers: Mapping[str, Any],
) -> list[WordedPaper]:
    """Return the papers of a step as its holder is typing it."""
    case, schema = (
        get_case(uow, item.case_id),
        form_of(get_edition(uow, item.edition), item.form_ref),
    )
    names = form_names(uow, settings, case, item)
    read = readable_answers(schema, answers, today=uow.today, names=names, evaluate=evaluate)
    said = _with_columns(schema, read.open, read.case_fields)
    return worded_papers(uow, settings, case, item, _worded(said, uow.now, _author(standing)))


def papers_recorded(
    uow: UnitOfWork, settings: OfficeSettings, step: Step, signed: Signature | None = None
) -> list[WordedPaper]:
    """Return the papers of a completed step as they were laid before who signs, or ``signed``."""
    item = step.item
    schema = form_of(get_edition(uow, item.edition), item.form_ref)
    answers = _with_columns(schema, step.answers, step.case_fields)
    case, author = get_case(uow, item.case_id), _who_completed(uow, step)
    worded = _worded(answers, step.recorded_at, author)
    return worded_papers(uow, settings, case, item, worded, signed)


def signature_recorded(uow: UnitOfWork, settings: OfficeSettings, step: Step) -> Signature:
    """Return who signed in a completed step; of a signature in ink, whom its recorder names."""
    answers = step.answers
    if answers.get("way") == SYSTEM:
        signature = replace(_who_completed(uow, step), signed_on=step.occurred_on, in_system=True)
    else:
        signature = Signature(name=answers.get("signer"), position=answers.get("position"))
    return _in_stated_form(settings, signature, answers)


def papers_completed(
    uow: UnitOfWork,
    settings: OfficeSettings,
    standing: Standing,
    item: WorkItem,
    answers: Mapping[str, Any],
    uploads: Mapping[str, Any] = _NONE,
) -> list[WordedPaper]:
    """Return the papers that are kept once a step is completed with these answers.

    A record is kept itself; of what is signed in the system it is the papers of the step before.
    On them stands what the step will record: no identity, and nothing that the form hides. Of
    answers that will be refused there are none.
    """
    schema = form_of(get_edition(uow, item.edition), item.form_ref)
    case = get_case(uow, item.case_id)
    names = {**form_names(uow, settings, case, item), "uploads": uploads}
    try:
        read = check_answers(schema, answers, today=uow.today, names=names, evaluate=evaluate)
    except FormInvalid:
        return []
    answers = _with_columns(schema, read.open, read.case_fields)
    if schema.is_record:
        worded = _worded(answers, uow.now, _author(standing))
        return worded_papers(uow, settings, case, item, worded)
    proposed = proposed_to(uow, item) if _signs(schema, answers) else None
    if proposed is None:
        return []
    worded = replace(
        _worded(proposed.answers, uow.now, proposed.author), endorsed=proposed.endorsed
    )
    signature = _signature(settings, standing, answers, uow.today)
    papers = worded_papers(uow, settings, case, proposed.item, worded, signature)
    order, number = _order_words(uow, settings, item, schema, answers), _number(schema, answers)
    return [_numbered(_with_order(paper, order), number) for paper in papers]


def _number(schema: FormSchema, answers: Mapping[str, Any]) -> str | None:
    """Return the number that who signs gives to what she signs."""
    keys = (field.key for field in schema.fields() if field.paper is WordedFor.NUMBER)
    return next((str(answers[key]) for key in keys if answers.get(key)), None)


def _numbered(worded: WordedPaper, number: str | None) -> WordedPaper:
    if number is None or not isinstance(worded.paper, Memo | Letter | Order):
        return worded
    return replace(worded, paper=replace(worded.paper, number=number))


def _with_columns(
    schema: FormSchema, answers: Mapping[str, Any], case_fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers with those among them that stand in a column of the case."""
    columns = schema.case_columns
    found = {columns[name]: value for name, value in case_fields.items() if name in columns}
    return {**answers, **found}


def keeps_papers(schema: FormSchema, answers: Mapping[str, Any]) -> bool:
    """Tell whether a step with these answers may have papers that are kept."""
    return schema.is_record or _signs(schema, answers)


def _signs(schema: FormSchema, answers: Mapping[str, Any]) -> bool:
    """Tell whether these answers sign in the system, and do not send back."""
    is_signed = has_signature(schema) and answers.get("way") == SYSTEM
    return is_signed and answers.get("decision") != RETURNED


def _worded(answers: Mapping[str, Any], said_at: datetime, author: Signature) -> Worded:
    day = answers.get("occurred_on")
    return Worded(
        answers=answers,
        said_at=said_at,
        written_on=date.fromisoformat(day) if isinstance(day, str) and day else None,
        author=author,
    )


def _author(standing: Standing) -> Signature:
    if standing.substitute_id is None:
        return Signature(name=standing.name, position=standing.position)
    return Signature(name=standing.substitute_name, acting=_stands_in(standing))


def _stands_in(standing: Standing) -> Acting | None:
    names = (standing.substitute_name, standing.name)
    form = next((one for one in ActingForm if one.said(*names) == standing.acting), None)
    return Acting(form=form, post=standing.position) if form else None


def _signature(
    settings: OfficeSettings, standing: Standing, answers: Mapping[str, Any], today: date
) -> Signature:
    """Return who signs, in the legal form that she stands in or that the answers state."""
    signature = replace(_author(standing), signed_on=today, in_system=True)
    return _in_stated_form(settings, signature, answers)


def _who_completed(uow: UnitOfWork, step: Step) -> Signature:
    positions = positions_of(uow, [step.item.completed_by], uow.today)
    position = positions.get(step.item.completed_by) if step.item.completed_by else None
    return Signature(name=step.completed_by.th, position=position)


def _in_stated_form(
    settings: OfficeSettings, signature: Signature, answers: Mapping[str, Any]
) -> Signature:
    form = _ACTING.get(str(answers.get("acting_for")))
    if form is None or signature.acting is not None:
        return signature
    profile = settings.profile
    governor = profile.office.on_behalf_of if form is ActingForm.ON_BEHALF else None
    post = governor or profile.title_of(Role.HEAD)
    return replace(signature, acting=Acting(form=form, post=post.th))


def _order_words(
    uow: UnitOfWork,
    settings: OfficeSettings,
    item: WorkItem,
    schema: FormSchema,
    answers: Mapping[str, Any],
) -> str:
    """Return what is ordered on a memo, as it is written above the signature."""
    lists = form_names(uow, settings, get_case(uow, item.case_id), item)["options"]
    asked = {field.key: field for field in schema.fields() if field.key in _ORDERS}
    said = [field_words(asked[key], answers.get(key), lists) for key in _ORDERS if key in asked]
    words = [one for one in said if one]
    return f"คำสั่ง: {' '.join(words)}" if words else ""


def _with_order(worded: WordedPaper, order: str) -> WordedPaper:
    paper = worded.paper
    if not isinstance(paper, Memo) or not order:
        return worded
    *others, last = paper.signatures
    return replace(worded, paper=replace(paper, signatures=(*others, replace(last, opinion=order))))
