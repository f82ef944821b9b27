"""Keep, read and clear the draft of a form: of a work item by who may complete it, of a lodging."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from engine.access.membership import Standing, standing_of
from engine.access.permissions import Command, check, may
from engine.cases.parties import excluded_people
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of, start_form_of
from engine.errors import NotFound
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import check_held_by, hold_work_item
from engine.work.answer_drafts.rows import (
    NOBODY,
    Draft,
    Drafts,
    Kept,
    Pen,
    Place,
    drop_draft,
    find_drafts,
    overtaken,
    write_draft,
)
from engine.work.work_items import WorkItem


def keep_answer_draft(
    uow: UnitOfWork,
    work_item_id: UUID,
    answers: Mapping[str, Any],
    pen: Pen,
    *,
    merged: int | None = None,
) -> Kept:
    """Keep what the holder of an item has typed into its form so far.

    ``merged``: the version of a handed-over draft that these answers have taken in; it goes.

    Raises
    ------
    NotFound, NotPermitted, InvalidTransition
        The item is not to be seen, another's, or no longer open.
    DraftOvertaken
        Another window has written since this one last looked. Nothing took its place.
    FormInvalid
        It is more than a draft may hold.
    """
    item, standing = hold_work_item(uow, work_item_id)
    check_held_by(uow, item, standing.person_id)
    place = place_of_item(uow, item)
    kept = write_draft(uow, place, standing.person_id, answers, pen)
    if merged is not None:
        handed = find_drafts(uow, place, standing.person_id).handed
        if handed is not None and handed.version == merged:
            drop_draft(uow, item.id, NOBODY)
    return kept


def drafts_of_item(uow: UnitOfWork, item: WorkItem, standing: Standing) -> Drafts:
    """Return what this person may see of the drafts of an open item.

    Its holder: her own and what was handed over. Who held it before: her own alone.

    Raises
    ------
    NotFound
        The case is about her.
    """
    if not excluded_people(uow, item.case_id).isdisjoint(standing.people):
        raise NotFound
    if not item.is_open:
        return Drafts()
    found = find_drafts(uow, place_of_item(uow, item), standing.person_id)
    return found if item.assignee_id == standing.person_id else Drafts(own=found.own)


def clear_answer_draft(uow: UnitOfWork, work_item_id: UUID, version: int) -> None:
    """Drop the actor's draft as she saw it, to begin anew; one that is gone stays gone.

    Raises
    ------
    NotFound
        She may not know of the item.
    DraftOvertaken
        Another window has written since: that text is not dropped unseen.
    """
    item, standing = hold_work_item(uow, work_item_id)
    found = drafts_of_item(uow, item, standing).current
    _clear(uow, place_of_item(uow, item), found, version)


def keep_intake_draft(
    uow: UnitOfWork, process_id: str, answers: Mapping[str, Any], pen: Pen
) -> Kept:
    """Keep what somebody who takes complaints in has typed into the start form of a process.

    Raises as :func:`keep_answer_draft` does.
    """
    standing = _lodger(uow)
    place = place_of_intake(uow, process_id)
    return write_draft(uow, place, standing.person_id, answers, pen)


def drafts_of_intake(uow: UnitOfWork, process_id: str, standing: Standing) -> Drafts:
    if not may(standing, Command.LODGE_CASE):
        return Drafts()
    return find_drafts(uow, place_of_intake(uow, process_id), standing.person_id)


def clear_intake_draft(uow: UnitOfWork, process_id: str, version: int) -> None:
    """Drop the actor's draft of a lodging as she saw it; see :func:`clear_answer_draft`."""
    standing = _lodger(uow)
    found = drafts_of_intake(uow, process_id, standing).current
    _clear(uow, place_of_intake(uow, process_id), found, version)


def place_of_item(uow: UnitOfWork, item: WorkItem) -> Place:
    schema = form_of(get_edition(uow, item.edition), item.form_ref)
    return Place(item.id, item.case_id, item.edition, schema)


def place_of_intake(uow: UnitOfWork, process_id: str) -> Place:
    """Return the place of a start form: one a process, whichever edition is in use."""
    edition = get_adopted_edition(uow, process_id)
    schema = start_form_of(edition)
    if schema is None:
        raise NotFound
    return Place(uuid5(uow.actor.office_id, process_id), None, edition.sha256, schema)


def _lodger(uow: UnitOfWork) -> Standing:
    if uow.actor.person_id is None:
        raise NotFound
    standing = standing_of(uow, uow.actor.person_id, uow.today)
    check(standing, Command.LODGE_CASE)
    return standing


def _clear(uow: UnitOfWork, place: Place, found: Draft | None, version: int) -> None:
    if found is None:
        return
    if found.version != version:
        raise overtaken(uow, found)
    drop_draft(uow, place.id, found.owner_id)
