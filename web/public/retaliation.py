"""Retaliation reported by who follows her case: who will read it is said before she writes."""

from collections.abc import Mapping
from typing import Any

from flask import g, render_template, url_for

from engine.access.pace import Pace, count_once
from engine.access.visits import Way
from engine.cases.register import get_case
from engine.errors import FormInvalid, NoEligibleHandler, NotFound, Sentence
from engine.forms import FormSchema, initial_answers
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Submission
from engine.work.lodging import Lodged
from engine.work.public.retaliation import (
    report_retaliation,
    retaliation_channel,
    retaliation_names,
)
from engine.work.public.retaliation_names import PROCESS, outside_custodian
from web import pages
from web.doors import door_word
from web.form_pages import with_change
from web.kept import kept_fields
from web.public.following import held_code, visit_is_over, ways_of_visit
from web.public.receipts import Matter, new_receipt, receipt_page
from web.public.room import address, blueprint, reading, run, visited
from web.public.start import outside_bodies
from web.public.start_forms import Messages, Posted, drawn, start_form
from web.uploads import Tray, kept_words

# They read every case that is not about themselves.
_READERS = (Role.CUSTODIAN, Role.MANAGER, Role.HEAD)
_STORY = "narrative"


@blueprint.get("/follow/case/<int:place>/report")
def harmed(office_key: str, place: int) -> str | tuple[str, int]:
    _check_offered()
    way = _way(place)
    if way is None:
        return visit_is_over(office_key, ""), 401
    schema = start_form(PROCESS)
    answers = initial_answers(schema, today=g.today, known={})
    return _page(office_key, place, way, schema, answers, {}, None)


@blueprint.post("/follow/case/<int:place>/report")
def report(office_key: str, place: int) -> str | tuple[str, int]:
    """Open the case and show its own code, or give back what was typed."""
    _check_offered()
    posted = Posted.read(PROCESS)
    way = _way(place)
    if way is None:
        return visit_is_over(office_key, str(posted.answers.get(_STORY) or "")), 401
    if posted.change is not None:
        changed = with_change(posted.schema, posted.answers, posted.change, today=g.today)
        messages = posted.tray.messages
        return _page(office_key, place, way, posted.schema, changed, messages, posted)
    if posted.tray.messages:
        return _again(office_key, place, way, posted, posted.tray.messages)
    return _taken(office_key, place, way, posted)


def _taken(office_key: str, place: int, way: Way, posted: Posted) -> str | tuple[str, int]:
    submission = Submission(pages.submission_key(), posted.answers, posted.tray.uploads)
    receipt = new_receipt()

    def act(uow: UnitOfWork) -> Lodged:
        lodged = report_retaliation(uow, way, posted.door, submission, receipt)
        count_once(uow, Pace.LODGE, address())
        return lodged

    try:
        run(act)
    except FormInvalid as refused:
        return _again(office_key, place, way, posted, refused.messages)
    except NoEligibleHandler as refused:
        return _nobody_here(office_key, refused), 409
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


def _again(
    office_key: str, place: int, way: Way, posted: Posted, messages: Messages
) -> tuple[str, int]:
    return _page(office_key, place, way, posted.schema, posted.answers, messages, posted), 422


def _page(
    office_key: str,
    place: int,
    way: Way,
    schema: FormSchema,
    answers: Mapping[str, Any],
    messages: Messages,
    posted: Posted | None,
) -> str:
    tray = posted.tray if posted else Tray()
    kept = posted if posted and tray.uploads else None
    action = url_for("public.report", office_key=office_key, place=place)
    with reading() as uow:
        number = get_case(uow, way.case_id).number
        names = retaliation_names(uow, visited().settings)
    return render_template(
        "public/retaliation.html",
        office_key=office_key,
        number=number,
        action=action,
        form=drawn(schema, answers, messages, tray, names=names, action=action),
        body=outside_custodian(visited().settings),
        readers=_readers(),
        kept_files=kept_words(tray.uploads, kept.door.case_id) if kept else [],
        door=door_word(kept.door, visited().id) if kept else None,
        submission_key=pages.submission_key(),
    )


def _readers() -> list[Sentence]:
    """Return what the office calls those of it who may read such a case."""
    profile = visited().profile
    return [
        profile.title_of(role)
        for role in dict.fromkeys((*profile.retaliation.tracked_by, *_READERS))
    ]


def _nobody_here(office_key: str, refused: NoEligibleHandler) -> str:
    return render_template(
        "public/nobody.html",
        office_key=office_key,
        said=refused.sentence,
        bodies=list(outside_bodies(visited().profile)),
        kept=[field for field in kept_fields() if field.is_shown],
    )
