"""The officer's entry: a complaint that came by word, letter or telephone."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app, flash, g, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.reading import start_form_of
from engine.errors import FormInvalid, NotFound, Sentence
from engine.forms import FormSchema
from engine.work.completing import Submission
from engine.work.form_names import intake_names
from engine.work.lodging import Door, lodge
from web import pages
from web.auth import form_owner
from web.design.language import say
from web.form_pages import bind, with_change
from web.kept import carry, name_fields
from web.worklist.filling import Messages, show_form
from web.worklist.items import next_url
from web.worklist.room import blueprint
from web.worklist.uploads import Tray, kept_words, take_uploads

_LODGED = Sentence("รับเรื่องแล้ว เลขรับ {number}", "Lodged under number {number}")
_DOOR = "_door"


@blueprint.route("/<office_key>/intake", methods=["GET", "POST"])
def intake(office_key: str) -> str | tuple[str, int] | Response:
    check(pages.standing(), Command.LODGE_CASE)
    process_id = pages.office().profile.doors["officer"]
    schema = _schema(process_id)
    if request.method == "GET":
        return _page(office_key, schema)
    name_fields(schema)
    bound = bind(schema, request.form, request.files)
    door = _door(process_id)
    answers = dict(bound.answers)
    tray = take_uploads(bound.uploads, answers, door.case_id, door.data_key)
    if tray.uploads and _DOOR not in request.form:
        carry([(_DOOR, _door_word(door))])
    if bound.change is not None:
        changed = with_change(schema, answers, bound.change, today=g.today)
        return _page(office_key, schema, changed, tray.messages, tray, door)
    if tray.messages:
        return _page(office_key, schema, answers, tray.messages, tray, door), 422
    submission = Submission(pages.submission_key(), answers, tray.uploads)
    try:
        lodged = pages.run(lambda uow: lodge(uow, door, submission))
    except FormInvalid as refused:
        return _page(office_key, schema, answers, refused.messages, tray, door), 422
    flash(say(_LODGED).format(number=lodged.number))
    return redirect(next_url(office_key, lodged.next_item), 303)


def _schema(process_id: str) -> FormSchema:
    with pages.reading() as uow:
        schema = start_form_of(get_adopted_edition(uow, process_id))
    if schema is None:
        raise NotFound
    return schema


def _page(
    office_key: str,
    schema: FormSchema,
    answers: Mapping[str, Any] | None = None,
    messages: Messages | None = None,
    tray: Tray | None = None,
    door: Door | None = None,
) -> str:
    kept = tray or Tray()
    with pages.reading() as uow:
        form = show_form(schema, intake_names(uow, pages.office()), answers, messages or {}, kept)
    return render_template(
        "worklist/intake.html",
        office_key=office_key,
        form=form,
        kept_files=kept_words(kept.uploads, door.case_id) if door else [],
        door=_door_word(door) if door and kept.uploads else None,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        home=url_for("worklist.mine", office_key=office_key),
    )


def _door(process_id: str) -> Door:
    """Return the door that files of this form were encrypted for, or a new one."""
    try:
        word = _signer().loads(request.form.get(_DOOR, ""))
    except BadSignature:
        return Door(process_id)
    if word["submission"] != str(pages.submission_key()):
        return Door(process_id)
    case_id = UUID(word["case"])
    wrapped = urlsafe_b64decode(word["key"])
    key = pages.store().vault.unwrap(wrapped, pages.standing().office_id, case_id)
    return Door(process_id, case_id, key)


def _door_word(door: Door) -> str:
    """Carry the case's id and its wrapped key over to the next post of this one form."""
    wrapped = pages.store().vault.wrap(door.data_key, pages.standing().office_id, door.case_id)
    return str(
        _signer().dumps(
            {
                "submission": str(pages.submission_key()),
                "case": str(door.case_id),
                "key": urlsafe_b64encode(wrapped).decode(),
            }
        )
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="intake door")
