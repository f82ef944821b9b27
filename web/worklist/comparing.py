"""Two drafts of one form side by side, for who has to make one of them (409 when met by saving)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request

from engine.errors import Sentence
from engine.forms import FormSchema
from engine.store.unit_of_work import UnitOfWork
from engine.work.answer_drafts.rows import Draft
from engine.work.names import person_name
from web.auth import form_owner
from web.design.filters import digits_in_use
from web.design.language import language
from web.form_pages import FormView
from web.form_pages.binding import posted_pairs
from web.form_pages.comparing import Difference, differences, joined
from web.uploads import Tray, kept_words
from web.worklist.drafting import pen

OTHER, OTHER_VERSION = "_other", "_other_version"
OWN, HANDED = "own", "handed"


@dataclass(frozen=True)
class Meeting:
    """What this window says beside what is stored; ``merge_url`` takes one made of both."""

    schema: FormSchema
    stored: Draft
    mine: Mapping[str, Any]
    merge_url: str
    back_url: str
    case_id: UUID
    title: Sentence
    # Of a lodging with files: under which case they were encrypted.
    door: str | None = None


def compare_page(
    uow: UnitOfWork, meeting: Meeting, names: Mapping[str, Any], tray: Tray, base: int | None = None
) -> str:
    """Show both. Call it in the unit: ``names`` may read the database."""
    schema = meeting.schema
    view = FormView(
        schema=schema,
        options=names.get("options", {}),
        uploads=tray.names,
        language=language(),
        digits=digits_in_use(),
    )
    found: tuple[Difference, ...] = differences(view, meeting.stored.answers, meeting.mine)
    return render_template(
        "worklist/compare.html",
        title=meeting.title,
        stored=meeting.stored,
        typed_by=person_name(uow, meeting.stored.typed_by),
        differences=found,
        carried=[pair for one in schema.components for pair in posted_pairs(one, meeting.mine)],
        kept_files=kept_words(tray.uploads, meeting.case_id),
        door=meeting.door,
        action=meeting.merge_url,
        back_url=meeting.back_url,
        other=HANDED if meeting.stored.is_handed else OWN,
        other_version=meeting.stored.version,
        base=pen().base if base is None else base,
        turn=pen().turn,
        submission_key=pen().window,
        owner=form_owner(),
    )


def merged(schema: FormSchema, stored: Draft, mine: Mapping[str, Any]) -> dict[str, Any]:
    """Make one of both as the page picked."""
    return joined(schema, stored.answers, mine, request.form)
