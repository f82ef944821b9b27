"""The page on which several steps are decided: what each shows, and which are not decided there."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import g, render_template, url_for
from markupsafe import Markup

from engine.access.visibility import AccessKind
from engine.definitions.editions import get_edition
from engine.errors import EngineError, NotFound, Sentence
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile, read_case_file
from engine.work.form_names import form_names
from engine.work.lists.rows import WorkRow, read_rows
from engine.work.parts import part_names
from engine.work.several import BriefStep, known_rows, read_brief_step
from engine.work.work_items import WorkItem
from web import pages
from web.auth import form_owner
from web.case_file import showing
from web.case_file.looking import note_access
from web.case_file.views import scopes_of
from web.design.filters import number
from web.design.language import say
from web.uploads import Tray
from web.worklist.filling import show_form
from web.worklist.lists import whole_list_args


@dataclass(frozen=True)
class Room:
    """Where steps are decided together, and the list that it leads back to.

    ``claims``: what waits in her queues is decided too; completing it claims it.
    """

    decide: str
    back: str
    back_name: Sentence
    claims: bool
    keeps_list: bool

    def args(self) -> dict[str, Any]:
        """Return what an address bears along of the list."""
        return whole_list_args() if self.keeps_list else {}


WORKLIST = Room(
    "worklist.decide",
    "worklist.mine",
    Sentence("งานของฉัน", "My work"),
    claims=False,
    keeps_list=True,
)


DESK = Room(
    "worklist.desk_decide",
    "worklist.desk",
    Sentence("แฟ้มเสนอ", "To sign"),
    claims=True,
    keeps_list=False,
)


@dataclass(frozen=True)
class Posted:
    """What was posted for a step; ``answers`` are None where it is shown for the first time.

    ``why``: it was in a round, and was not completed.
    """

    answers: Mapping[str, Any] | None = None
    messages: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)
    why: Sentence | None = None
    is_ticked: bool = True
    signs: bool = False


@dataclass(frozen=True)
class Entry:
    """A step with the controls of its form; ``before`` is the step that it decides upon."""

    row: WorkRow
    step_name: str
    part: Sentence | None
    stamp: Sentence | None
    url: str
    posted: Posted
    controls: Markup
    signs: bool
    before: showing.ShownStep | None
    step: BriefStep
    file: CaseFile


@dataclass(frozen=True)
class Alone:
    """A step that is not decided here, and why; ``was_tried``: it was in a round all the same."""

    row: WorkRow
    step_name: str
    part: Sentence | None
    stamp: Sentence | None
    url: str | None
    why: Sentence
    was_tried: bool


def prefix_of(work_item_id: UUID) -> str:
    """Return what the names of a step's controls begin with."""
    return f"{work_item_id.hex}."


def show_page(
    office_key: str,
    posted: Mapping[UUID, Posted],
    room: Room = WORKLIST,
    *,
    title: Sentence | str | None = None,
    password_message: Sentence | None = None,
    hidden: int = 0,
) -> str:
    """Show these steps. ``title`` says what came of a round, ``hidden`` how many it did not see."""
    entries: list[Entry] = []
    alone: list[Alone] = []
    for work_item_id, each in posted.items():
        found = read_entry(office_key, work_item_id, each, room)
        if isinstance(found, Entry):
            entries.append(found)
        elif isinstance(found, Alone):
            alone.append(found)
        else:
            hidden += 1
    return render_template(
        "worklist/deciding.html",
        office_key=office_key,
        groups=list(_groups(entries)),
        count=len(entries),
        alone=alone,
        title=title,
        messages=list(_messages(entries, alone)) if title else [],
        hidden=hidden,
        password_message=password_message,
        signs=any(entry.signs for entry in entries),
        today=g.today,
        submission_key=pages.submission_key(),
        owner=form_owner(),
        action=url_for(room.decide, office_key=office_key, **room.args()),
        back_url=url_for(room.back, office_key=office_key, **room.args()),
        back_name=room.back_name,
    )


def read_entry(
    office_key: str, work_item_id: UUID, posted: Posted, room: Room
) -> Entry | Alone | None:
    """Return a step as it is shown; None where she may not know that there is one."""
    with pages.acting_in_item(work_item_id):
        try:
            with pages.reading() as uow:
                standing = pages.standing()
                step = read_brief_step(uow, standing, work_item_id, claims=room.claims)
            # The form shows what the case knows: whoever looks at it is on record, as on its page.
            note_access(step.item.case_id, AccessKind.CASE)
            with pages.reading() as uow:
                return _entry(uow, office_key, step, posted, room)
        except NotFound:
            return None
        except EngineError as refused:
            with pages.reading() as uow:
                return _alone(uow, office_key, work_item_id, posted, refused)


def _entry(uow: UnitOfWork, office_key: str, step: BriefStep, posted: Posted, room: Room) -> Entry:
    item = step.item
    # What she decides she reads, whether its case is secret or not.
    (row,) = read_rows(uow, pages.standing(), [item.id], reads_whole=True)
    names = form_names(uow, pages.office(), step.case, item)
    names["known"] = ChainMap(dict(step.given), names["known"])
    answers = None if posted.answers is None else {**posted.answers, **step.given}
    file = read_case_file(uow, pages.standing(), item.case_id, item)
    return Entry(
        row=row,
        step_name=showing.step_name(item),
        part=_part(uow, row),
        stamp=showing.secrecy_words(row.secrecy),
        url=_url(office_key, item.id),
        posted=posted,
        controls=show_form(
            step.schema,
            names,
            answers,
            posted.messages,
            Tray(),
            url_for(room.decide, office_key=office_key),
            prefix=prefix_of(item.id),
        ),
        signs=step.signs,
        before=_step_before(uow, office_key, file, item, names),
        step=step,
        file=file,
    )


def _step_before(
    uow: UnitOfWork, office_key: str, file: CaseFile, item: WorkItem, names: Mapping[str, Any]
) -> showing.ShownStep | None:
    """Return the newest step of the same run, as the step's own page proposes it to who signs.

    Nobody decides upon what she cannot see.
    """
    # Only the step that can be the one is made ready: there may be fifty of these on the page.
    run = (item.instance_id, item.scope)
    newest = [each for each in file.steps if (each.item.instance_id, each.item.scope) == run][-1:]
    editions = {each.item.edition: get_edition(uow, each.item.edition) for each in newest}
    scopes = scopes_of(file)
    steps = showing.steps_shown(file, newest, editions, office_key, names["options"], scopes)
    return showing.proposed(steps, item)


def _alone(
    uow: UnitOfWork, office_key: str, work_item_id: UUID, posted: Posted, refused: EngineError
) -> Alone | None:
    for row in known_rows(uow, pages.standing(), [work_item_id]):
        # Somebody else has it: she finds its page only if she may know the case besides.
        is_out_of_sight = row.subject is None and bool(row.holder)
        return Alone(
            row=row,
            step_name=showing.one_line(row.name, row.name_en),
            part=_part(uow, row),
            stamp=showing.secrecy_words(row.secrecy),
            url=None if is_out_of_sight else _url(office_key, row.id),
            why=posted.why or refused.sentence,
            was_tried=posted.why is not None,
        )
    return None


def _part(uow: UnitOfWork, row: WorkRow) -> Sentence | None:
    if not row.scope:
        return None
    return part_names(uow, pages.office(), [(row.case_id, row.scope)]).get(row.scope)


def _url(office_key: str, work_item_id: UUID) -> str:
    return url_for("worklist.item", office_key=office_key, work_item_id=work_item_id)


def _groups(entries: Iterable[Entry]) -> Iterator[tuple[str, bool, list[Entry]]]:
    """Put steps of one name together, in the order of the first of them; what was refused first."""
    found: dict[tuple[bool, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.posted.why is None, entry.step_name), []).append(entry)
    for (is_left, name), together in sorted(found.items(), key=lambda each: each[0][0]):
        yield name, not is_left, together


def _messages(entries: Iterable[Entry], alone: Iterable[Alone]) -> Iterator[tuple[str, str]]:
    """Say of each that was refused why, with where it stands."""
    for entry in entries:
        posted = entry.posted
        if posted.why is None:
            continue
        said = [say(one) for found in posted.messages.values() for one in found]
        yield _told(entry.row, entry.step_name, " ".join(said) or say(posted.why))
    for each in alone:
        if each.was_tried:
            yield _told(each.row, each.step_name, say(each.why))


def _told(row: WorkRow, step_name: str, why: str) -> tuple[str, str]:
    return f"step-{row.id}", f"{number(row.number)} {step_name} – {why}"
