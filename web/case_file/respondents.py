"""A respondent who becomes known later: added, and kept out of the case from that moment on."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, Reading, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.register import get_case
from engine.errors import Sentence
from engine.forms.reading import seen_words
from engine.work.respondents import add_respondent
from web import pages
from web.case_file import showing
from web.case_file.room import blueprint
from web.design.language import say

LONGEST_NAME = 200

_NAME = Sentence("ใส่ชื่อและนามสกุลของผู้ถูกร้องเรียน", "Give the name and family name.")
_SURE = Sentence("ทำเครื่องหมายว่าอ่านผลที่จะเกิดขึ้นแล้ว", "Tick that you have read what will happen.")
_ADDED = Sentence(
    "เพิ่มผู้ถูกร้องเรียนแล้ว ผู้ที่ชื่อตรงกันในหน่วยงานเปิดเรื่องนี้ไม่ได้อีก",
    "Added. Whoever has this name in the office cannot open the case any more.",
)


@blueprint.get("/<uuid:case_id>/respondents")
def respondents(office_key: str, case_id: UUID) -> str:
    _check(case_id)
    return _page(office_key, case_id, {})


@blueprint.post("/<uuid:case_id>/respondents")
def add(office_key: str, case_id: UUID) -> str | tuple[str, int] | Response:
    _check(case_id)
    name = " ".join(seen_words(request.form.get("respondent", "")))[:LONGEST_NAME]
    position = " ".join(seen_words(request.form.get("position", "")))[:LONGEST_NAME]
    unit = request.form.get("unit", "")
    messages = {}
    if len(name.split()) < 2:  # noqa: PLR2004 (a name and a family name, as people are matched)
        messages["respondent"] = _NAME
    if "understood" not in request.form:
        messages["understood"] = _SURE
    if messages:
        return _page(office_key, case_id, messages), 422
    known = unit if unit in pages.office().profile.units else None
    pages.run(lambda uow: add_respondent(uow, case_id, name, position=position, unit=known))
    flash(say(_ADDED))
    return redirect(_after(office_key, case_id), 303)


def _after(office_key: str, case_id: UUID) -> str:
    """Return to the case; whoever has just been named loses it and goes to her own work."""
    with pages.reading() as uow:
        granted = reading_of(uow, pages.myself(), get_case(uow, case_id), uow.today)
    if granted is Reading.NOTHING:
        return url_for("worklist.mine", office_key=office_key)
    return url_for("case_file.case", office_key=office_key, case_id=case_id)


def _check(case_id: UUID) -> None:
    who = pages.myself()
    with pages.reading() as uow:
        granted = reading_of(uow, who, get_case(uow, case_id), uow.today)
    check_reading(granted, Reading.WHOLE)
    check(who, Command.ADD_RESPONDENT)


def _page(office_key: str, case_id: UUID, messages: Mapping[str, Sentence]) -> str:
    with pages.reading() as uow:
        case = get_case(uow, case_id)
    units = pages.office().profile.units
    return render_template(
        "case_file/respondents.html",
        office_key=office_key,
        case=case,
        stamp=showing.secrecy_words(case.secrecy),
        units=[(key, say(unit.name)) for key, unit in units.items()],
        messages=messages,
        posted=request.form,
    )
