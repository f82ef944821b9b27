"""The web intake: whom it is about, before anything else; then the form of the office's process."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from flask import render_template, request, url_for

from engine.errors import NotFound, Sentence
from engine.office.profile_tables import RespondentRoute
from engine.office.public_doors import PublicDoor
from engine.work.public.lodging import lodge_from_public, public_names
from web.public.receipts import receipt_page
from web.public.room import blueprint, reading, visited
from web.public.start import DOORS, outside_bodies
from web.public.start_forms import FilledForm, Posted
from web.public.submitting import answer_post

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
    return answer_post(
        office_key,
        Posted.read(visited().profile.doors[door]),
        page=partial(_form_page, office_key, door),
        lodge=partial(lodge_from_public, way=door),
        receipt_page=partial(receipt_page, office_key),
    )


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
    form = FilledForm.begun(visited().profile.doors[door], {_ABOUT: about_whom})
    return _form_page(office_key, door, form)


def _form_page(office_key: str, door: PublicDoor, form: FilledForm) -> str:
    route = _route(form.answers)
    profile = visited().profile
    with reading() as uow:
        names = public_names(uow, visited().settings, door)
    return render_template(
        "public/form.html",
        office_key=office_key,
        words=DOORS[door],
        route=route,
        body=profile.outside_bodies.get(route.outside_body or "") if route else None,
        is_reader=route is not None and route.kind in visited().doors[door].read_by,
        bodies=list(outside_bodies(profile)),
        **form.shown(names, url_for("public.lodge", office_key=office_key, way=door)),
    )


def _route(answers: Mapping[str, Any]) -> RespondentRoute | None:
    return visited().settings.route(str(answers.get(_ABOUT) or ""))


def _readers(door: PublicDoor) -> list[Sentence]:
    """Return who reads what comes in by a door, by position."""
    profile = visited().profile
    return [profile.route_for(kind).label for kind in visited().doors[door].read_by]
