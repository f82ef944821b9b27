"""Several steps given to one person in one round, with one reason; each by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import InvalidTransition, NotFound, Sentence
from engine.work.allocation.reassigning import (
    Candidate,
    Reassignable,
    candidates_for,
    read_reassignable,
    reassign,
)
from engine.work.lists.rows import WorkRow
from engine.work.names import person_name
from engine.work.several import known_rows
from web import pages
from web.auth import check_form_owner, form_owner
from web.case_file.showing import one_line, secrecy_words
from web.design.due import Due
from web.design.filters import due as due_on
from web.design.filters import number
from web.design.language import say
from web.errors import status_of
from web.oversight.views import CHOOSE, REASON, Typed, blueprint, list_url, show_list
from web.rounds import (
    FIELD,
    NOT_WHOLE,
    NotARound,
    Refused,
    Round,
    Told,
    check_round,
    chosen,
    run_each,
)

Answer = str | tuple[str, int] | Response

_GIVEN = Told(
    Sentence("มอบงานให้ {name} แล้ว {} รายการ", "{} given to {name}."),
    Sentence("อีก {} รายการยังไม่ได้มอบ", "{} not given."),
    Sentence("ยังไม่ได้มอบงาน {} รายการที่เลือก", "None of the {} chosen was given."),
)
_NOT_GIVEN = Sentence("ยังไม่ได้มอบงาน", "Not given yet")


@dataclass(frozen=True)
class Line:
    """A step on the page. ``held_by``: who had it when the page was made; "" for nobody.

    It can be given unless ``why`` says otherwise and ``is_over``.
    """

    id: UUID
    number: str
    subject: str | None
    stamp: Sentence | None
    step_name: str
    due: Due
    holder: str
    held_by: str
    why: Sentence | None
    is_ticked: bool
    is_over: bool = False


@blueprint.get("/<office_key>/oversight/several/choose")
def several_address(office_key: str) -> Response:
    """Lead who reloads a refused choice to the list."""
    return redirect(list_url(office_key))


@blueprint.post("/<office_key>/oversight/several/choose")
def choose_several(office_key: str) -> Answer:
    """Lead to the page on which the chosen steps are given to somebody."""
    ids = chosen(request.form)
    try:
        check_round(ids)
    except NotARound as refused:
        page = show_list(office_key, refused=refused.sentence, picked=frozenset(ids))
        return page, status_of(refused)
    args = {FIELD: [str(each) for each in ids]}
    return redirect(list_url(office_key, "oversight.reassign_several", **args), 303)


@blueprint.get("/<office_key>/oversight/several")
def reassign_several(office_key: str) -> str | tuple[str, int]:
    ids = chosen(request.args)
    try:
        check_round(ids)
    except NotARound as refused:
        return _page(office_key, [], [], Typed.read(), title=refused.sentence), 422
    return _page(office_key, ids, ids, Typed.read())


@blueprint.post("/<office_key>/oversight/several")
def give_several(office_key: str) -> Answer:
    check_form_owner()
    ids, typed = chosen(request.form), Typed.read()
    shown = [*ids, *(each for each in _shown() if each not in ids)]
    try:
        check_round(ids)
    except NotARound as refused:
        return _page(office_key, shown, ids, typed, title=refused.sentence), 422
    missing: dict[str, Sentence] = {}
    if typed.to_person is None:
        missing["to_person"] = CHOOSE
    if not typed.reason.strip():
        missing["reason"] = REASON
    if typed.to_person is None or missing:
        return _page(office_key, shown, ids, typed, missing=missing), 422
    to_person = typed.to_person
    found = run_each(ids, lambda each, key: _give(each, key, to_person, typed))
    with pages.reading() as uow:
        said = _GIVEN.of(found, name=person_name(uow, to_person))
    if not found.refused:
        flash(said)
        return redirect(list_url(office_key), 303)
    left = [each for each in shown if each not in found.done]
    page = _page(office_key, left, ids, typed, found=found, title=said)
    return page, NOT_WHOLE


def _give(work_item_id: UUID, key: UUID, to_person: UUID, typed: Typed) -> None:
    pages.run(
        lambda uow: reassign(
            uow,
            work_item_id,
            to_person,
            typed.reason,
            from_person=_uuid(request.form.get(f"from.{work_item_id.hex}", "")),
            submission_key=key,
            hands_draft=typed.hands_draft,
        )
    )


def _shown() -> list[UUID]:
    """Return the steps that the page showed, ticked or not: each with who held it."""
    names = (name.removeprefix("from.") for name in request.form if name.startswith("from."))
    return [found for name in names if (found := _uuid(name)) is not None]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(
    office_key: str,
    shown: Iterable[UUID],
    ticked: Iterable[UUID],
    typed: Typed,
    *,
    missing: Mapping[str, Sentence] | None = None,
    found: Round | None = None,
    title: Sentence | str | None = None,
) -> str:
    refused = {each.work_item_id: each for each in (found.refused if found else ())}
    # What was refused stands first.
    wanted = sorted(shown, key=lambda each: each not in refused)
    lines, candidates, has_draft, hidden = _read(wanted, frozenset(ticked), refused)
    count = sum(not line.is_over for line in lines)
    return render_template(
        "oversight/several.html",
        office_key=office_key,
        lines=lines,
        count=count,
        hidden=hidden,
        candidates=[(one, _may_do(one, count)) for one in candidates],
        has_draft=has_draft,
        typed=typed,
        missing=missing or {},
        title=title,
        not_given=_NOT_GIVEN,
        owner=form_owner(),
        today=g.today,
        action=list_url(office_key, "oversight.give_several"),
        back_url=list_url(office_key),
    )


def _may_do(one: Candidate, count: int) -> str:
    """Say how many of the steps somebody may do, where it is not all of them."""
    if one.may_do == count:
        return ""
    return say(_SOME).format(number(one.may_do), number(count))


_SOME = Sentence("ทำได้ {} จาก {} รายการ", "may do {} of {}")


def _read(
    wanted: Iterable[UUID], ticked: frozenset[UUID], refused: Mapping[UUID, Refused]
) -> tuple[list[Line], list[Candidate], bool, int]:
    """Return the lines, who may do the steps, whether a draft hangs on one, how many are hidden."""
    who = pages.standing()
    lines: list[Line] = []
    open_steps: list[Reassignable] = []
    hidden = 0
    with pages.reading() as uow:
        for each in wanted:
            why = refused[each].sentence if each in refused else None
            try:
                step = read_reassignable(uow, who, each)
            except NotFound:
                hidden += 1
            except InvalidTransition as over:
                found = known_rows(uow, who, [each])
                lines += [_over_line(row, why or over.sentence) for row in found]
            else:
                open_steps.append(step)
                lines.append(_open_line(step, why, is_ticked=each in ticked))
        candidates = candidates_for(uow, who, open_steps)
    return lines, candidates, any(step.has_draft for step in open_steps), hidden


def _over_line(row: WorkRow, why: Sentence) -> Line:
    return Line(
        row.id,
        row.number,
        row.subject,
        secrecy_words(row.secrecy),
        one_line(row.name, row.name_en),
        due_on(row.due_on, g.today),
        row.holder,
        "",
        why,
        is_ticked=False,
        is_over=True,
    )


def _open_line(step: Reassignable, why: Sentence | None, *, is_ticked: bool) -> Line:
    item, case = step.item, step.case
    return Line(
        item.id,
        case.number,
        case.subject,
        secrecy_words(case.secrecy),
        one_line(item.name, item.name_en),
        due_on(item.due_on, g.today),
        step.holder,
        str(item.assignee_id or ""),
        why,
        is_ticked=is_ticked,
    )
