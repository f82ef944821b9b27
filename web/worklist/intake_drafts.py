"""The draft of a lodging: kept as one types, compared, cleared."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.definitions.editions import get_edition
from engine.definitions.reading import start_form_of
from engine.errors import EngineError, Sentence
from engine.work.answer_drafts.keeping import (
    clear_intake_draft,
    drafts_of_intake,
    keep_intake_draft,
)
from engine.work.answer_drafts.rows import DraftOvertaken, Pen, overtaken
from engine.work.form_names import intake_names
from web import pages
from web.design.language import say
from web.whole_numbers import read_number
from web.worklist.comparing import OTHER_VERSION, merged
from web.worklist.drafting import is_by_script, pen, told, told_refusal
from web.worklist.entries import WORDS, Entry, on_each_entry, process_of
from web.worklist.intake import Posted, compare_intake
from web.worklist.item_drafts import left_behind

_CLEARED = Sentence("ล้างร่างแล้ว", "The draft is cleared")

Answer = str | tuple[str, int] | Response | tuple[Response, int]


@on_each_entry("/draft", "GET")
def intake_draft_address(office_key: str, entry: Entry) -> Response:
    """Lead who reloads a kept draft to its form."""
    return redirect(url_for("worklist.intake", office_key=office_key, entry=entry))


@on_each_entry("/draft", "POST")
def keep_intake(office_key: str, entry: Entry) -> Answer:
    posted, written = Posted.read(entry), pen()
    process_id = posted.door.process_id
    try:
        kept = pages.run(lambda uow: keep_intake_draft(uow, process_id, posted.answers, written))
    except EngineError as refused:
        if is_by_script():
            return told_refusal(refused)
        if isinstance(refused, DraftOvertaken):
            return compare_intake(office_key, posted, refused), 409
        raise
    if is_by_script():
        return told(kept)
    return posted.again(office_key, posted.answers, posted.tray.messages, kept)


@on_each_entry("/draft/merge", "POST")
def merge_intake(office_key: str, entry: Entry) -> Answer:
    posted, written = Posted.read(entry), pen()
    process_id, answers = posted.door.process_id, posted.answers
    with pages.reading() as uow:
        other = drafts_of_intake(uow, process_id, pages.standing()).current
    try:
        if other is not None:
            if str(other.version) != request.form.get(OTHER_VERSION):
                # It has grown while the two were looked at.
                with pages.reading() as uow:
                    raise overtaken(uow, other)
            answers = merged(posted.schema, other, posted.answers)
            written = Pen(written.window, other.version, max(written.turn, other.turn + 1))
        kept = pages.run(lambda uow: keep_intake_draft(uow, process_id, answers, written))
    except DraftOvertaken as refused:
        return compare_intake(office_key, posted, refused), 409
    return posted.again(office_key, answers, {}, kept)


@on_each_entry("/draft/clear", "GET")
def clear_intake(office_key: str, entry: Entry) -> str | Response:
    """Ask before a draft is cleared; its text is shown once more."""
    process_id = process_of(entry)
    with pages.reading() as uow:
        draft = drafts_of_intake(uow, process_id, pages.standing()).current
        if draft is None:
            return intake_draft_address(office_key, entry)
        schema = start_form_of(get_edition(uow, draft.edition))
        names = intake_names(uow, pages.office())
        shown = left_behind(schema, draft, names) if schema else None
        return render_template(
            "worklist/clear_draft.html",
            step_name=say(WORDS[entry].title),
            saved_at=draft.saved_at,
            shown=shown[1] if shown else "",
            version=draft.version,
            action=url_for("worklist.cleared_intake", office_key=office_key, entry=entry),
            back_url=url_for("worklist.intake", office_key=office_key, entry=entry),
        )


@on_each_entry("/draft/clear", "POST")
def cleared_intake(office_key: str, entry: Entry) -> Response:
    process_id, seen = process_of(entry), read_number(request.form.get("version", "")) or 0
    pages.run(lambda uow: clear_intake_draft(uow, process_id, seen))
    flash(say(_CLEARED))
    return redirect(url_for("worklist.intake", office_key=office_key, entry=entry), 303)
