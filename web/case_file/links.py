"""Cases that belong together: the list as this reader may know it, and the form that adds one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, check_reading, may
from engine.access.visibility import AccessKind, reading_of
from engine.cases.links import MERGED, RETALIATION, SPLIT_FROM, SPLIT_INTO
from engine.cases.register import get_case
from engine.errors import FormInvalid, Sentence
from engine.work.linking import LONGEST_REASON, LinkedCase, link_case, linked_cases
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.looking import note_access
from web.case_file.room import blueprint
from web.design.language import say

_LINKED = Sentence("เชื่อมเรื่องแล้ว", "The cases are linked")
KINDS = {
    MERGED: Sentence("รวมเรื่อง", "Joined"),
    SPLIT_INTO: Sentence("แยกเป็น", "Split off as"),
    SPLIT_FROM: Sentence("แยกจาก", "Split off from"),
    RETALIATION: Sentence("การกลั่นแกล้งผู้ร้องเรียน", "Retaliation"),
}


@blueprint.get("/<uuid:case_id>/links")
def links(office_key: str, case_id: UUID) -> str:
    return _page(office_key, case_id, {})


@blueprint.post("/<uuid:case_id>/links")
def add_link(office_key: str, case_id: UUID) -> Response | tuple[str, int]:
    number, reason = request.form.get("number", ""), request.form.get("reason", "")
    key = pages.submission_key()
    try:
        pages.run(lambda uow: link_case(uow, case_id, number, reason, submission_key=key))
    except FormInvalid as refused:
        return _page(office_key, case_id, refused.messages), 422
    flash(say(_LINKED))
    return redirect(url_for("case_file.links", office_key=office_key, case_id=case_id), 303)


def _page(office_key: str, case_id: UUID, messages: Mapping[str, Sequence[Sentence]]) -> str:
    who = pages.standing()
    with pages.reading() as uow:
        case = get_case(uow, case_id)
        granted = reading_of(uow, who, case, uow.today)
    note_access(case_id, AccessKind.CASE)
    check_reading(granted, Reading.WHOLE)
    with pages.reading() as uow:
        found = linked_cases(uow, who, case_id)
    return render_template(
        "case_file/links.html",
        office_key=office_key,
        case=case,
        today=g.today,
        stamp=showing.secrecy_words(case.secrecy),
        links=shown_links(found, office_key),
        may_link=may(who, Command.LINK_CASES),
        messages={name: said[0] for name, said in messages.items()},
        posted=request.form,
        longest=LONGEST_REASON,
        submission_key=pages.submission_key(),
        owner=form_owner(),
    )


def shown_links(
    found: Sequence[LinkedCase], office_key: str
) -> list[tuple[str, str, str, Sentence | None, str, Sentence | None]]:
    """Return each as number, address, subject, stamp, reason and what kind of link."""
    return [
        (
            one.case.number,
            url_for("case_file.case", office_key=office_key, case_id=one.case.id),
            (one.case.subject or "") if one.is_whole else "",
            showing.secrecy_words(one.case.secrecy),
            one.reason,
            KINDS.get(one.kind),
        )
        for one in found
    ]
