"""The head's pages: which auditor may replay what, by which order, until when."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.definitions.reading import evaluate
from engine.errors import FormInvalid, NotFound, Sentence
from engine.forms import FormSchema, Label, Option, check_answers, parse_form
from engine.history.granting import (
    GivenGrant,
    GrantTerms,
    given_grants,
    grant_audit,
    grantable_auditors,
    revoke_audit,
)
from web import pages
from web.audit.room import blueprint
from web.auth import form_owner
from web.command_forms import draw_command_form
from web.design.language import say
from web.form_pages import bind

_FORM = Path(__file__).with_name("grant.json")


@blueprint.get("/grants")
def grants(office_key: str) -> str:
    with pages.reading() as uow:
        given = given_grants(uow, pages.standing())
    in_force = [grant for grant in given if grant.is_in_force(g.today)]
    return render_template(
        "audit/grants.html",
        office_key=office_key,
        in_force=in_force,
        ended=[grant for grant in given if grant not in in_force],
    )


@blueprint.route("/grants/new", methods=["GET", "POST"])
def new_grant(office_key: str) -> str | tuple[str, int] | Response:
    with pages.reading() as uow:
        auditors = grantable_auditors(uow, pages.standing())
    names = {each.person_id: f"{each.name} {each.position}".strip() for each in auditors}
    options = [Option(str(key), Label(name, name)) for key, name in names.items()]
    if request.method == "GET":
        return _form_page(office_key, options, {}, {})
    bound = bind(_schema(), request.form, request.files)
    if bound.change is not None:
        return _form_page(office_key, options, bound.answers, {})
    try:
        terms = _terms(bound.answers, options)
        pages.run(lambda uow: grant_audit(uow, pages.submission_key(), terms))
    except FormInvalid as refused:
        return _form_page(office_key, options, bound.answers, refused.messages), 422
    flash(say(_GIVEN))
    return redirect(url_for("audit.grants", office_key=office_key), 303)


@blueprint.get("/grants/<uuid:grant_id>/revoke")
def revoking(office_key: str, grant_id: UUID) -> str:
    return render_template(
        "audit/revoke.html", office_key=office_key, grant=_find(grant_id), owner=form_owner()
    )


@blueprint.post("/grants/<uuid:grant_id>/revoke")
def revoke(office_key: str, grant_id: UUID) -> Response:
    pages.run(lambda uow: revoke_audit(uow, grant_id))
    flash(say(_REVOKED))
    return redirect(url_for("audit.grants", office_key=office_key), 303)


def _find(grant_id: UUID) -> GivenGrant:
    with pages.reading() as uow:
        found = {grant.id: grant for grant in given_grants(uow, pages.standing())}
    if grant_id not in found:
        raise NotFound
    return found[grant_id]


@cache
def _schema() -> FormSchema:
    return parse_form(_FORM.read_bytes(), "audit.grant")


def _terms(answers: Mapping[str, Any], options: Sequence[Option]) -> GrantTerms:
    checked = check_answers(
        _schema(),
        answers,
        today=g.today,
        names={"options": {"members": options}},
        evaluate=evaluate,
    ).open
    return GrantTerms(
        person_id=UUID(checked["person"]),
        purpose=checked["purpose"],
        order_cited=checked["order_cited"],
        expires_on=_day(checked["expires_on"]),
        case_number=checked.get("case_number"),
        received_from=_day(checked.get("received_from")),
        received_to=_day(checked.get("received_to")),
    )


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _form_page(
    office_key: str,
    options: Sequence[Option],
    answers: Mapping[str, Any],
    messages: Mapping[str, Sequence[Sentence]],
) -> str:
    return render_template(
        "audit/grant.html",
        office_key=office_key,
        form=draw_command_form(_schema(), answers, messages, {"options": {"members": options}}),
        has_auditors=bool(options),
        submission_key=pages.submission_key(),
        owner=form_owner(),
    )


_GIVEN = Sentence("บันทึกสิทธิตรวจแล้ว", "The grant is on record")
_REVOKED = Sentence("เพิกถอนสิทธิตรวจแล้ว", "The grant was taken back")
