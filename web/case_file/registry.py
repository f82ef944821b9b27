"""The number that the office's own registry gave: typed when it is known."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.access.permissions import Command
from engine.cases.register import Case
from engine.errors import FormInvalid, Sentence
from engine.work.registry_numbers import LONGEST, note_registry_number
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.command_pages import case_url
from web.case_file.looking import case_for
from web.case_file.room import blueprint
from web.design.language import say

_DONE = Sentence("บันทึกเลขทะเบียนรับแล้ว", "The registry’s number is saved")


@blueprint.get("/<uuid:case_id>/registry-number")
def registry_number(office_key: str, case_id: UUID) -> str:
    case = case_for(case_id, Command.NOTE_REGISTRY_NUMBER)
    return _page(office_key, case, case.registry_number or "", {})


@blueprint.post("/<uuid:case_id>/registry-number")
def set_registry_number(office_key: str, case_id: UUID) -> Response | tuple[str, int]:
    typed, key = request.form.get("number", ""), pages.submission_key()
    try:
        pages.run(lambda uow: note_registry_number(uow, case_id, typed, submission_key=key))
    except FormInvalid as refused:
        return _page(
            office_key, case_for(case_id, Command.NOTE_REGISTRY_NUMBER), typed, refused.messages
        ), 422
    flash(say(_DONE))
    return redirect(case_url(office_key, case_id), 303)


def _page(
    office_key: str, case: Case, typed: str, messages: Mapping[str, Sequence[Sentence]]
) -> str:
    return render_template(
        "case_file/registry_number.html",
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        typed=typed,
        message=messages["number"][0] if messages else None,
        longest=LONGEST,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        case_url=case_url(office_key, case.id),
    )
