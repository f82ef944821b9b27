"""The overview, the list behind each of its numbers, and the page that gives a step to another."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, g, render_template, request, url_for
from flask import redirect as redirect_to
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.access.membership import members
from engine.definitions.adoption import Adoption
from engine.definitions.editions import get_edition
from engine.errors import EngineError, InvalidTransition, NotPermitted, Sentence
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation import reassigning
from engine.work.lists import oversight
from engine.work.lists.open_work import (
    MOST_COUNTED,
    PAGE,
    Choice,
    Cursor,
    Light,
    OpenPage,
    OpenRow,
    list_open_work,
)
from engine.work.lists.places import Place, find_element, name_of, places_of
from engine.work.names import person_names
from engine.work.parts import part_names
from engine.work.several import MOST
from web import pages
from web.auth import form_owner
from web.case_file.showing import secrecy_words
from web.case_file.whose import whose
from web.design.filters import number, thai_or_english
from web.design.language import say
from web.errors import status_of
from web.oversight import showing
from web.oversight.choosing import NOBODY, Asked, cursor_args, cursor_of

blueprint = Blueprint("oversight", __name__, template_folder="templates")

# What a manager reads before her first coffee; the rest is one link away.
MOST_URGENT = 8
MOST_LOADS = 25
# What the holder has typed goes along with her step, unless the manager says otherwise.
_HAND = "hand"


@blueprint.get("/<office_key>/oversight")
def home(office_key: str) -> str:
    who = pages.standing()
    with pages.reading() as uow:
        processes = oversight.overseen_processes(uow, who)
        if not processes:
            return render_template("oversight/nothing.html")
        seen = oversight.overview(uow, who, request.args.get("process") or None)
        whole = Asked(process=None if len(processes) == 1 else seen.adoption.process_id)
        choice = whole.choice(seen.edition, is_only_process=len(processes) == 1)
        urgent = _urgent(uow, choice)
        parts = _parts(uow, urgent)
        names = {one.process_id: _process_name(uow, one) for one in processes}
        now = uow.now
    profile = pages.office().profile
    picture, bands = showing.drawing(seen, whole, office_key)
    return render_template(
        "oversight/home.html",
        office_key=office_key,
        now=now,
        seen=seen,
        names=names,
        whole=whole.args(),
        picture=picture,
        bands=bands,
        groups=showing.step_groups(seen, profile, whole, office_key),
        busiest=max((tally.open for tally in seen.places.values()), default=0),
        urgent=showing.case_lines(urgent, parts, profile, g.today, whole, office_key),
        loads=[load for load in seen.loads if load.person_id][:MOST_LOADS],
        more_loads=[load for load in seen.loads if load.person_id][MOST_LOADS:],
        unclaimed=next((load.tally for load in seen.loads if load.person_id is None), None),
    )


def _urgent(uow: UnitOfWork, choice: Choice) -> list[OpenRow]:
    """Return what is late or due today and in nobody's hands, then what else is late."""
    who = pages.standing()
    waiting = Choice(
        choice.process_id,
        choice.edition,
        is_unclaimed=True,
        lights=frozenset({Light.LATE, Light.TODAY}),
    )
    late = Choice(choice.process_id, choice.edition, lights=frozenset({Light.LATE}))
    found = {
        row.work_item_id: row
        for wanted in (waiting, late)
        for row in list_open_work(uow, who, wanted, limit=MOST_URGENT, is_counted=False).rows
    }
    return list(found.values())[:MOST_URGENT]


def _parts(uow: UnitOfWork, rows: Iterable[OpenRow]) -> Mapping[str, Sentence]:
    return part_names(uow, pages.office(), [(row.case_id, row.scope) for row in rows if row.scope])


@blueprint.get("/<office_key>/oversight/cases")
def cases(office_key: str) -> str:
    return show_list(office_key)


def show_list(
    office_key: str, *, refused: Sentence | None = None, picked: Collection[UUID] = ()
) -> str:
    """Show the list that the address asks for; ``refused``: why a round could not be begun."""
    who, asked = pages.standing(), Asked.of(request.args)
    with pages.reading() as uow:
        processes = oversight.overseen_processes(uow, who)
        adoption = oversight.find_overseen(processes, asked.process)
        edition = get_edition(uow, adoption.edition)
        choice = asked.choice(edition, is_only_process=len(processes) == 1)
        page = list_open_work(uow, who, choice, cursor=cursor_of(request.args))
        parts = _parts(uow, page.rows)
        people = {one.person_id: one.name for one in members(uow, uow.today) if one.role.holds_work}
        if isinstance(asked.person, UUID):
            people |= person_names(uow, [asked.person])
        names = {one.process_id: _process_name(uow, one) for one in processes}
    steps = {
        place: say(Sentence(element.label, element.label_en or element.label))
        for place, element in places_of(edition)
    }
    if asked.step and find_element(edition, asked.step) is None:
        steps[asked.step] = say(_FORMER)
    profile = pages.office().profile
    lines = showing.case_lines(page.rows, parts, profile, g.today, asked, office_key)
    return render_template(
        "oversight/cases.html",
        office_key=office_key,
        asked=asked,
        names=names,
        steps=[(_step_value(place), name) for place, name in steps.items()],
        step=_step_value(asked.step) if asked.step else "",
        people=sorted(people.items(), key=lambda one: one[1]),
        nobody=NOBODY,
        lights=_LIGHTS,
        lines=lines,
        groups=list(showing.by_urgency(lines)),
        is_idle=asked.light is Light.IDLE,
        refused=refused,
        picked=picked,
        most_in_round=MOST,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        round_url=list_url(office_key, "oversight.choose_several"),
        shown=_shown(page),
        previous_url=_page_url(office_key, asked, page.previous),
        next_url=_page_url(office_key, asked, page.next),
    )


def _page_url(office_key: str, asked: Asked, cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    args = {**asked.args(), **cursor_args(cursor)}
    return url_for("oversight.cases", office_key=office_key, **args)


def _shown(page: OpenPage) -> str:
    shown = number(len(page.rows))
    if page.count is None:
        return say(_SOME).format(shown)
    if page.count <= PAGE:
        return say(_ALL).format(shown)
    many = page.count > MOST_COUNTED
    return say(_SOME_OF).format(shown, f"{number(MOST_COUNTED)}+" if many else number(page.count))


@dataclass(frozen=True)
class Typed:
    """What the form carries: as it was typed, when it comes back."""

    to_person: UUID | None
    reason: str
    from_person: UUID | None
    hands_draft: bool
    key: UUID

    @classmethod
    def read(cls) -> "Typed":
        return cls(
            to_person=_uuid("to_person"),
            reason=request.form.get("reason", ""),
            from_person=_uuid("from_person"),
            hands_draft=request.form.get("draft", _HAND) == _HAND,
            key=_uuid("_submission") or uuid4(),
        )


@blueprint.get("/<office_key>/oversight/work/<uuid:work_item_id>")
def reassign(office_key: str, work_item_id: UUID) -> str:
    return _reassign_page(office_key, work_item_id, Typed.read())


@blueprint.post("/<office_key>/oversight/work/<uuid:work_item_id>")
def give(office_key: str, work_item_id: UUID) -> str | tuple[str, int] | Response:
    typed = Typed.read()
    missing: dict[str, Sentence] = {}
    if typed.to_person is None:
        missing["to_person"] = CHOOSE
    if not typed.reason.strip():
        missing["reason"] = REASON
    if typed.to_person is None or missing:
        return _reassign_page(office_key, work_item_id, typed, missing=missing), 422
    to_person = typed.to_person
    try:
        pages.run(
            lambda uow: reassigning.reassign(
                uow,
                work_item_id,
                to_person,
                typed.reason,
                from_person=typed.from_person,
                submission_key=typed.key,
                hands_draft=typed.hands_draft,
            )
        )
    except (NotPermitted, InvalidTransition) as refused:
        page = _reassign_page(office_key, work_item_id, typed, refused=refused)
        return page, status_of(refused)
    with pages.reading() as uow:
        name = person_names(uow, [to_person])[to_person]
    flash(say(_GIVEN).format(name))
    return redirect_to(list_url(office_key), 303)


def _reassign_page(
    office_key: str,
    work_item_id: UUID,
    typed: Typed,
    *,
    missing: dict[str, Sentence] | None = None,
    refused: EngineError | None = None,
) -> str:
    with pages.reading() as uow:
        found = reassigning.read_reassignment(uow, pages.standing(), work_item_id)
    item, case = found.item, found.case
    return render_template(
        "oversight/reassign.html",
        office_key=office_key,
        item=item,
        case=case,
        step=thai_or_english(item.name, item.name_en),
        stamp=secrecy_words(case.secrecy),
        today=g.today,
        holder=found.holder,
        candidates=found.candidates,
        has_draft=found.has_draft,
        waits_for=whose(item.role, item.groups, pages.office().profile),
        of_committee=item.role == Role.COMMITTEE_MEMBER,
        typed=typed,
        missing=missing or {},
        refused=refused.sentence if refused else None,
        owner=form_owner(),
        action=url_for(
            "oversight.give",
            office_key=office_key,
            work_item_id=work_item_id,
            **Asked.of(request.args).args(),
        ),
        back_url=list_url(office_key),
    )


def list_url(office_key: str, view: str = "oversight.cases", **more: Any) -> str:
    """Return the list that this page was opened from, or another page that leads back to it."""
    return url_for(view, office_key=office_key, **Asked.of(request.args).args(), **more)


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


def _process_name(uow: UnitOfWork, adoption: Adoption) -> Markup:
    name = thai_or_english(*name_of(get_edition(uow, adoption.edition)))
    return Markup(say(_EDITION)).format(name=name, number=number(adoption.number))  # noqa: S704 (our own words)


def _step_value(place: Place) -> str:
    return f"{place.process_id}.{place.element}"


_LIGHTS = (
    (Light.LATE, Sentence("เกินกำหนด", "Late")),
    (Light.TODAY, Sentence("ครบกำหนดวันนี้", "Due today")),
    (Light.SOON, Sentence("ใน 7 วัน", "Within 7 days")),
    (Light.LATER, Sentence("ถัดไป", "Later")),
    (Light.UNDATED, Sentence("ไม่มีกำหนด", "No deadline")),
    (Light.IDLE, Sentence("เรื่องที่ไม่มีขั้นตอนเปิดอยู่", "Cases without an open step")),
)
_ALL = Sentence("{} รายการ", "{} entries")
_SOME = Sentence("แสดง {} รายการ", "{} entries shown")
_SOME_OF = Sentence("แสดง {} จาก {} รายการ", "{} of {} entries shown")
_EDITION = Sentence("{name} ฉบับที่ {number}", "{name}, edition {number}")
_FORMER = Sentence("ขั้นตอนของฉบับก่อน", "A step of an earlier edition")
CHOOSE = Sentence("เลือกผู้ที่จะรับงานนี้", "Choose who is to have this step.")
REASON = Sentence(
    "ระบุเหตุผล เหตุผลนี้อยู่ในประวัติของเรื่อง", "Give a reason; it stays on the record of the case."
)
_GIVEN = Sentence("มอบงานให้ {} แล้ว", "The step was given to {}.")
