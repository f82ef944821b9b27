"""Retaliation reported by who follows her case: who will read it is said before she writes."""

from functools import partial

from flask import render_template, url_for

from engine.access.visits import Way
from engine.cases.mailbox import IssuedReceipt
from engine.cases.register import get_case
from engine.errors import NotFound, Sentence
from engine.office.roles import Role
from engine.work.public.retaliation import (
    report_retaliation,
    retaliation_channel,
    retaliation_names,
)
from engine.work.public.retaliation_names import PROCESS, outside_custodian
from web.public.following import held_code, visit_is_over, ways_of_visit
from web.public.receipts import Matter, receipt_page
from web.public.room import blueprint, reading, visited
from web.public.start_forms import FilledForm, Posted
from web.public.submitting import answer_post

# They read every case that is not about themselves.
_READERS = (Role.CUSTODIAN, Role.MANAGER, Role.HEAD)
_STORY = "narrative"


@blueprint.get("/follow/case/<int:place>/report")
def harmed(office_key: str, place: int) -> str | tuple[str, int]:
    _check_offered()
    way = _way(place)
    if way is None:
        return visit_is_over(office_key, ""), 401
    return _page(office_key, place, way, FilledForm.begun(PROCESS))


@blueprint.post("/follow/case/<int:place>/report")
def report(office_key: str, place: int) -> str | tuple[str, int]:
    """Open the case and show its own code, or give back what was typed."""
    _check_offered()
    posted = Posted.read(PROCESS)
    way = _way(place)
    if way is None:
        return visit_is_over(office_key, str(posted.answers.get(_STORY) or "")), 401
    return answer_post(
        office_key,
        posted,
        page=partial(_page, office_key, place, way),
        lodge=partial(report_retaliation, way=way),
        receipt_page=partial(_receipt_page, office_key),
    )


def _receipt_page(office_key: str, receipt: IssuedReceipt) -> str:
    return receipt_page(office_key, receipt, Matter.RETALIATION, held=held_code())


def _check_offered() -> None:
    if retaliation_channel(visited().settings) is None:
        raise NotFound


def _way(place: int) -> Way | None:
    """Return the case of this place among those to which the code leads; None of a visit over."""
    ways = ways_of_visit()
    if not ways:
        return None
    if place >= len(ways):
        raise NotFound
    return ways[place]


def _page(office_key: str, place: int, way: Way, form: FilledForm) -> str:
    with reading() as uow:
        number = get_case(uow, way.case_id).number
        names = retaliation_names(uow, visited().settings)
    return render_template(
        "public/retaliation.html",
        office_key=office_key,
        number=number,
        body=outside_custodian(visited().settings),
        readers=_readers(),
        **form.shown(names, url_for("public.report", office_key=office_key, place=place)),
    )


def _readers() -> list[Sentence]:
    """Return what the office calls those of it who may read such a case."""
    profile = visited().profile
    return [
        profile.title_of(role)
        for role in dict.fromkeys((*profile.retaliation.tracked_by, *_READERS))
    ]
