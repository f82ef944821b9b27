"""ใบแจ้งงานค้างประจำวัน: due work on paper, for oneself or, by a manager, a sheet a person."""

from collections.abc import Iterable, Mapping

from flask import g, render_template, request, url_for

from engine.access.permissions import Command, may
from engine.errors import Sentence
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists import worklist
from engine.work.lists.rows import WorkRow
from engine.work.lists.sheets import sheets_of
from engine.work.parts import part_names
from web import pages
from web.design.language import say
from web.worklist.room import blueprint
from web.worklist.rows import groups

ON_PAPER = 500


@blueprint.get("/<office_key>/work/due")
def due_list(office_key: str) -> str:
    """Print the work that is due, for who has no mail."""
    who, profile = pages.standing(), pages.office().profile
    with pages.reading() as uow:
        held = worklist.my_work(uow, who, limit=ON_PAPER)
        offered = worklist.offered_work(uow, who, limit=ON_PAPER)
        parts = _parts(uow, [*held, *offered])
        now = uow.now
    return render_template(
        "worklist/due_list.html",
        office_key=office_key,
        today=g.today,
        now=now,
        held=groups(held, parts, g.today, profile, office_key),
        offered=groups(offered, parts, g.today, profile, office_key),
        others=_others(office_key) if may(who, Command.SEE_OVERSIGHT) else [],
    )


@blueprint.get("/<office_key>/work/due/all")
def due_sheets(office_key: str) -> str:
    """Print a sheet a person of a role or a unit."""
    who, profile, queue = pages.standing(), pages.office().profile, request.args.get("of", "")
    with pages.reading() as uow:
        found = sheets_of(uow, who, queue)
        parts = _parts(uow, [row for sheet in found.sheets for row in sheet.rows])
        now = uow.now
    return render_template(
        "worklist/due_sheets.html",
        office_key=office_key,
        today=g.today,
        now=now,
        of=_queue_name(queue),
        is_cut=found.is_cut,
        sheets=[
            (sheet.name, groups(sheet.rows, parts, g.today, profile, office_key))
            for sheet in found.sheets
        ],
    )


def _parts(uow: UnitOfWork, rows: Iterable[WorkRow]) -> Mapping[str, Sentence]:
    return part_names(uow, pages.office(), [(row.case_id, row.scope) for row in rows if row.scope])


def _others(office_key: str) -> list[tuple[str, str]]:
    """Return the roles and units whose sheets a manager may print."""
    queues = [role.value for role in Role if role.holds_work and role in _WITH_SHEETS]
    queues += [f"unit:{key}" for key in pages.office().profile.units]
    return [
        (_queue_name(queue), url_for("worklist.due_sheets", office_key=office_key, of=queue))
        for queue in queues
    ]


def _queue_name(queue: str) -> str:
    profile, (_, _, unit) = pages.office().profile, queue.partition(":")
    if unit:
        return say(profile.get_unit(unit).name)
    return say(profile.title_of(Role(queue)))


_WITH_SHEETS = (Role.OFFICER, Role.UNIT_MEMBER, Role.HEAD, Role.ALTERNATE_HEAD, Role.MANAGER)
