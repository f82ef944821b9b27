"""The case file on a page of its own, its drawing in full, and its files."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import g, render_template, url_for

from engine.access.permissions import Command, Reading, fits, may
from engine.access.visibility import AccessKind
from engine.cases.legal_holds import legal_holds_of
from engine.cases.numbers import why_voided
from engine.cases.parties import PartyKind
from engine.cases.register import ASKED, get_case
from engine.definitions.editions import get_edition
from engine.errors import Sentence
from engine.forms import Option
from engine.office.profile_tables import CaseKind
from engine.store.unit_of_work import UnitOfWork
from engine.work.case_file import CaseFile, read_case_file
from engine.work.consultations import consultations_of
from engine.work.form_lists import office_lists, party_label
from engine.work.joining import gives_to_units
from engine.work.records.destruction import destruction_of
from engine.work.suspending import last_suspension
from engine.work.timeline import read_timeline
from engine.work.voiding import why_not_voided
from engine.work.work_items import WorkItem
from web import pages
from web.case_file import note_showing, people, showing, timeline
from web.case_file.destroyed import destroyed_page
from web.case_file.extending import extend_url
from web.case_file.follow_ups import shown_follow_ups
from web.case_file.legal_holds import shown_holds
from web.case_file.links import KINDS
from web.case_file.looking import looking
from web.case_file.messages import has_mailbox
from web.case_file.register_words import kind_words
from web.case_file.room import blueprint
from web.case_file.sources import agencies_in_words
from web.case_file.splitting import shown_issues
from web.case_file.suspending import shown_suspension
from web.case_file.tags import shown_tags
from web.case_file.transferring import may_transfer
from web.design.filters import office_digits
from web.design.language import say


@blueprint.get("/<uuid:case_id>")
def case(office_key: str, case_id: UUID) -> str:
    question = timeline.asked()
    with looking(case_id, AccessKind.CASE) as uow:
        found_case = get_case(uow, case_id)
        if found_case.is_destroyed:
            return destroyed_page(found_case, destruction_of(uow, case_id))
        # Its timeline opens the steps that it shows.
        file = read_case_file(uow, pages.standing(), case_id, newest=0)
        is_whole = file.reading is Reading.WHOLE
        is_question = file.case.kind == CaseKind.QUESTION
        edition = get_edition(uow, file.edition)
        found = read_timeline(uow, file, question)
        entries = timeline.opened_lines(
            uow, file, found, office_key, answer_lists(uow, file), scopes_of(file)
        )
        opinions = consultations_of(uow, case_id) if is_whole else []
        holds = legal_holds_of(uow, case_id) if is_whole else []
        suspended = last_suspension(uow, case_id) if file.case.is_suspended else None
        voided_because = why_voided(uow, file.case.number) if file.case.is_voided else None
        may_void = (
            _may(file, Command.VOID_CASE)
            and file.case.is_open
            and why_not_voided(uow, file.case) is None
        )
        may_move = (
            _may(file, Command.TRANSFER_CASE) and file.case.is_open and may_transfer(uow, file)
        )
    return render_template(
        "case_file/case.html",
        **file_values(file, office_key),
        entries=entries,
        tabs=timeline.topic_tabs(found, question, office_key, case_id),
        filters=timeline.filters(file, found, question),
        pages=timeline.page_urls(found, question, office_key, case_id),
        people=people.people_lines(file),
        clocks_past=showing.clocks_past(file, scopes_of(file)),
        messages=people.newest_messages(file),
        edition=edition,
        drawing=showing.diagram(file, edition),
        outlines=showing.outlines(edition),
        # What was filed on paper ran in no process here.
        has_run=bool(file.elements) or file.case.is_open or not file.case.is_from_book,
        opinions=opinions,
        linked=file.linked,
        link_kinds=KINDS,
        issues=shown_issues(file),
        may_split=_may(file, Command.SPLIT_CASE) and file.case.is_open,
        follow_ups=shown_follow_ups(file, office_key),
        suspension=shown_suspension(file, suspended, pages.office().profile, office_key),
        holds=shown_holds(file, holds, office_key),
        may_hold=_may(file, Command.HOLD_RECORD),
        may_withdraw=_may(file, Command.RECORD_WITHDRAWAL)
        and file.case.is_open
        and file.case.decided_on is None
        and file.case.withdrawal != ASKED
        and any(party.kind is PartyKind.COMPLAINANT for party in file.parties),
        may_suspend=_may(file, Command.SUSPEND_CASE)
        and file.case.is_open
        and not file.case.is_suspended,
        voided_because=voided_because,
        may_void=may_void,
        may_move=may_move,
        may_write=_may(file, Command.WRITE_TO_COMPLAINANT) and has_mailbox(file),
        tags=shown_tags(pages.office().profile, file.case, office_key),
        may_tag=_may(file, Command.TAG_CASE),
        may_note_number=_may(file, Command.NOTE_REGISTRY_NUMBER),
        may_follow_up=_may(file, Command.FOLLOW_UP),
        is_whole=is_whole,
        may_open_identity=file.reading is Reading.WHOLE
        and any(p.kind is PartyKind.COMPLAINANT for p in file.parties)
        and (may(pages.standing(), Command.OPEN_IDENTITY) or _may(file, Command.ASK_IDENTITY)),
        may_file=_may(file, Command.FILE_PAPER),
        may_add_respondent=_may(file, Command.ADD_RESPONDENT) and not is_question,
        is_question=is_question,
        may_make_complaint=_may(file, Command.LODGE_CASE) and is_question,
        may_join=_may(file, Command.JOIN_PARTY)
        and file.case.is_open
        and file.case.decided_on is None,
        may_set_source_day=_may(file, Command.JOIN_PARTY) and _is_from_agency(file),
        may_report=_may(file, Command.FOLLOW_UP) and _is_from_agency(file),
        may_ask_unit=_may(file, Command.ASK_UNIT) and file.case.is_open and gives_to_units(edition),
    )


def _figures_url(file: CaseFile, office_key: str) -> str | None:
    """Return where the figures of a report are, to whom may see what the office counts."""
    if not file.has_figures or not may(pages.standing(), Command.SEE_FIGURES):
        return None
    return url_for("reports.frozen", office_key=office_key, case_id=file.case.id)


def _guideline_url(file: CaseFile, office_key: str) -> str | None:
    """Return where the guideline is that this case is to publish."""
    if not file.has_guideline or not may(pages.standing(), Command.SEE_FIGURES):
        return None
    return url_for("reports.guideline", office_key=office_key, case_id=file.case.id)


def _list_url(file: CaseFile, office_key: str) -> str | None:
    """Return where the list of records past their time is printed, where one was made."""
    if not file.has_list or file.reading is not Reading.WHOLE:
        return None
    return url_for("reports.list_on_paper", office_key=office_key, case_id=file.case.id)


def _is_from_agency(file: CaseFile) -> bool:
    is_one = any(party.kind is PartyKind.SOURCE_AGENCY for party in file.parties)
    return file.case.is_open and is_one


def _may(file: CaseFile, command: Command) -> bool:
    is_hers = file.reading is Reading.WHOLE and may(pages.standing(), command)
    return is_hers and fits(command, file.case)


def answer_lists(uow: UnitOfWork, file: CaseFile) -> Mapping[str, Sequence[Option]]:
    """Return the lists by which the answers of a case are named."""
    return office_lists(uow, pages.office(), file.case, lambda: file.parties, to_read=True)


def file_values(
    file: CaseFile, office_key: str, focus: WorkItem | None = None
) -> dict[str, object]:
    """Return what every page that shows a case needs."""
    profile, scopes = pages.office().profile, scopes_of(file)
    channel = profile.channels.get(file.case.channel)
    return {
        "file": file,
        "case": file.case,
        "office_key": office_key,
        "today": g.today,
        "title": showing.case_title(file),
        "stamp": showing.secrecy_words(file.case.secrecy),
        "kind": kind_words(profile, file.case.kind),
        "figures_url": _figures_url(file, office_key),
        "guideline_url": _guideline_url(file, office_key),
        "list_url": _list_url(file, office_key),
        "open_steps": [
            (showing.step_name(i), showing.part_of(i.scope, scopes), i) for i in file.open_items
        ],
        "part": showing.part_of(focus.scope, scopes) if focus else None,
        "clocks": showing.clocks(
            file,
            g.today,
            scopes,
            focus,
            extend_url=lambda clock: extend_url(file, office_key, clock),
            agencies=agencies_in_words(file),
        ),
        "withdrawal": showing.withdrawal_words(file.case),
        "waits_for": showing.waits_for(profile, file.case.suspended_for)
        if file.case.suspended_for
        else None,
        "committee_url": url_for("case_file.committee", office_key=office_key, case_id=file.case.id)
        if file.seats or file.case.id in pages.standing().committees
        else None,
        "has_interest": any(seat.has_interest for seat in file.seats),
        "notes": note_showing.note_asides(file, office_key),
        "papers": showing.papers(file, office_key),
        "known": showing.known_lines(file, say(channel.name) if channel else file.case.channel),
    }


def scopes_of(file: CaseFile) -> dict[str, Sentence]:
    """Name what a step or a clock is repeated for: units by key, parties by id."""
    units = {key: unit.name for key, unit in pages.office().profile.units.items()}
    return units | {str(party.id): office_digits(party_label(party)) for party in file.parties}
