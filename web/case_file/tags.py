"""The tags of a case: chosen from the office's list."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command
from engine.cases.register import Case
from engine.errors import FormInvalid, Sentence
from engine.office.profile import OfficeProfile
from engine.work.tagging import tag_case
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.command_pages import case_url
from web.case_file.looking import case_for
from web.case_file.register_words import named_tags
from web.case_file.room import blueprint
from web.design.language import say

_DONE = Sentence("บันทึกป้ายกำกับแล้ว", "The tags are saved")


@blueprint.get("/<uuid:case_id>/tags")
def tags(office_key: str, case_id: UUID) -> str:
    case = case_for(case_id, Command.TAG_CASE)
    return _page(office_key, case, case.tag_keys, case.tag_keys, {})


@blueprint.post("/<uuid:case_id>/tags")
def set_tags(office_key: str, case_id: UUID) -> Response | tuple[str, int]:
    chosen, seen = request.form.getlist("tags"), request.form.getlist("_seen")
    added, removed = set(chosen) - set(seen), set(seen) - set(chosen)
    key = pages.submission_key()
    try:
        pages.run(lambda uow: tag_case(uow, case_id, added, removed, submission_key=key))
    except FormInvalid as refused:
        return _page(
            office_key, case_for(case_id, Command.TAG_CASE), chosen, seen, refused.messages
        ), 422
    flash(say(_DONE))
    return redirect(case_url(office_key, case_id), 303)


def shown_tags(profile: OfficeProfile, case: Case, office_key: str) -> list[tuple[str, str | None]]:
    """Return the tags of a case, each with where her work of that tag is listed."""
    return [
        (
            words,
            url_for("worklist.mine", office_key=office_key, tag=key)
            if key in profile.tags and pages.standing().queues
            else None,
        )
        for key, words in named_tags(profile, case.tag_keys).items()
    ]


def _page(
    office_key: str,
    case: Case,
    chosen: Sequence[str],
    seen: Sequence[str],
    messages: Mapping[str, Sequence[Sentence]],
) -> str:
    offered = pages.office().profile.tags
    dropped = [key for key in seen if key not in offered]
    return render_template(
        "case_file/tags.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        options=[(key, say(tag.name)) for key, tag in offered.items()]
        + [(key, key) for key in dropped],
        chosen=chosen,
        seen=seen,
        message=messages["tags"][0] if messages else None,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        case_url=case_url(office_key, case.id),
    )
