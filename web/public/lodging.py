"""The web intake: whom it is about, before anything else; then the form of the office's process."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import g, render_template, request, url_for
from markupsafe import Markup

from engine.access.pace import Pace, count_once
from engine.errors import FormInvalid, NoEligibleHandler, NotFound, Sentence
from engine.forms import FormSchema, initial_answers
from engine.office.profile_tables import RespondentRoute
from engine.office.public_doors import PublicDoor
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Submission
from engine.work.lodging import Lodged
from engine.work.public.lodging import lodge_from_public, public_names
from web import pages
from web.doors import door_word
from web.form_pages import with_change
from web.kept import kept_fields
from web.public.receipts import new_receipt, receipt_page
from web.public.room import address, blueprint, reading, run, visited
from web.public.start import DOORS, outside_bodies
from web.public.start_forms import Messages, Posted, drawn, start_form
from web.uploads import Tray, kept_words

View = TypeVar("View", bound=Callable[..., Any])

# The first question, by the key that every start form has for it.
_ABOUT = "respondent_kind"
_BEGIN = "_begin"
_CHOOSE = Sentence("เลือกว่าร้องเรียนใคร", "Choose whom it is about")


def _on_each_door(method: str) -> Callable[[View], View]:
    """Let a view serve both doors: each has its address, and the view is told which it is."""

    def register(view: View) -> View:
        for way in PublicDoor:
            rule, given = f"/{way}", {"way": way}
            blueprint.add_url_rule(rule, view_func=view, methods=[method], defaults=given)
        return view

    return register


@_on_each_door("GET")
def about(office_key: str, way: PublicDoor) -> str:
    """Ask whom it is about, before anything is said of the matter."""
    return _first_question(office_key, _open_door(way))


@_on_each_door("POST")
def lodge(office_key: str, way: PublicDoor) -> str | tuple[str, int]:
    door = _open_door(way)
    if _BEGIN in request.form:
        return _begun(office_key, door)
    posted = Posted.read(visited().profile.doors[door])
    if posted.change is not None:
        changed = with_change(posted.schema, posted.answers, posted.change, today=g.today)
        return _form_page(office_key, door, posted.schema, changed, posted.tray.messages, posted)
    if posted.tray.messages:
        return _again(office_key, door, posted, posted.tray.messages)
    return _taken(office_key, door, posted)


def _taken(office_key: str, door: PublicDoor, posted: Posted) -> str | tuple[str, int]:
    """Lodge it and show the code, or say why it is not taken and give back what was typed."""
    submission = Submission(pages.submission_key(), posted.answers, posted.tray.uploads)
    receipt = new_receipt()

    def act(uow: UnitOfWork) -> Lodged:
        lodged = lodge_from_public(uow, door, posted.door, submission, receipt)
        count_once(uow, Pace.LODGE, address())
        return lodged

    try:
        run(act)
    except FormInvalid as refused:
        return _again(office_key, door, posted, refused.messages)
    except NoEligibleHandler as refused:
        return _nobody_here(office_key, refused), 409
    return receipt_page(office_key, receipt)


def _open_door(way: PublicDoor) -> PublicDoor:
    if way not in visited().doors:
        raise NotFound
    return way


def _first_question(office_key: str, door: PublicDoor, said: Sentence | None = None) -> str:
    return render_template(
        "public/about.html",
        office_key=office_key,
        way=door,
        words=DOORS[door],
        choices=visited().profile.respondent_choices(),
        readers=_readers(door),
        said=said,
    )


def _begun(office_key: str, door: PublicDoor) -> str | tuple[str, int]:
    """Open the form with the answer to the first question in it."""
    about_whom = request.form.get(_ABOUT, "")
    if about_whom not in {route.kind.value for route in visited().profile.respondent_choices()}:
        return _first_question(office_key, door, _CHOOSE), 422
    schema = start_form(visited().profile.doors[door])
    answers = initial_answers(schema, today=g.today, known={}) | {_ABOUT: about_whom}
    return _form_page(office_key, door, schema, answers, {}, None)


def _again(
    office_key: str, door: PublicDoor, posted: Posted, messages: Messages
) -> tuple[str, int]:
    page = _form_page(office_key, door, posted.schema, posted.answers, messages, posted)
    return page, 422


def _form_page(
    office_key: str,
    door: PublicDoor,
    schema: FormSchema,
    answers: Mapping[str, Any],
    messages: Messages,
    posted: Posted | None,
) -> str:
    tray = posted.tray if posted else Tray()
    action = url_for("public.lodge", office_key=office_key, way=door)
    route = _route(answers)
    kept = posted if posted and tray.uploads else None
    return render_template(
        "public/form.html",
        office_key=office_key,
        words=DOORS[door],
        action=action,
        form=_drawn(door, schema, answers, messages, tray, action),
        route=route,
        body=visited().profile.outside_bodies.get(route.outside_body or "") if route else None,
        is_reader=route is not None and route.kind in visited().doors[door].read_by,
        bodies=list(outside_bodies(visited().profile)),
        kept_files=kept_words(tray.uploads, kept.door.case_id) if kept else [],
        door=door_word(kept.door, visited().id) if kept else None,
        submission_key=pages.submission_key(),
    )


def _drawn(
    door: PublicDoor,
    schema: FormSchema,
    answers: Mapping[str, Any],
    messages: Messages,
    tray: Tray,
    action: str,
) -> Markup:
    with reading() as uow:
        names = public_names(uow, visited().settings, door)
    return drawn(schema, answers, messages, tray, names=names, action=action)


def _route(answers: Mapping[str, Any]) -> RespondentRoute | None:
    return visited().settings.route(str(answers.get(_ABOUT) or ""))


def _readers(door: PublicDoor) -> list[Sentence]:
    """Return who reads what comes in by a door, by position."""
    profile = visited().profile
    return [profile.route_for(kind).label for kind in visited().doors[door].read_by]


def _nobody_here(office_key: str, refused: NoEligibleHandler) -> str:
    """Say that nobody of the office may take it, and give what was typed back to be copied."""
    return render_template(
        "public/nobody.html",
        office_key=office_key,
        said=refused.sentence,
        bodies=list(outside_bodies(visited().profile)),
        kept=[field for field in kept_fields() if field.is_shown],
    )
