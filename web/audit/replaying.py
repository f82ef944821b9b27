"""The cases of an auditor's grants, the replay of one, and who looked at it."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.visibility import AccessKind, record_access
from engine.cases.attachments import attachments_of
from engine.cases.parties import parties_of
from engine.cases.register import get_case
from engine.errors import EngineError, NotFound, Tampered
from engine.history.accesses import accesses_of
from engine.history.audit_access import auditor_grants, granted_case, granted_cases
from engine.history.coinciding import coinciding_cases, coinciding_in
from engine.history.proof import prove_case
from engine.history.replay import read_replay
from engine.store.unit_of_work import UnitOfWork
from engine.work.form_lists import office_lists
from web import pages
from web.audit import answers, drawing, showing, timeline
from web.audit.room import blueprint
from web.case_file.showing import secrecy_words

MOST_DIGITS = 7


@blueprint.get("")
def cases(office_key: str) -> str:
    with pages.reading() as uow:
        grants = auditor_grants(uow, pages.standing())
        found = granted_cases(
            uow, pages.standing(), number=request.args.get("number", ""), page=_page()
        )
        numbers = {
            grant.case_id: get_case(uow, grant.case_id).number for grant in grants if grant.case_id
        }
    return render_template(
        "audit/cases.html",
        office_key=office_key,
        today=g.today,
        grants=[grant for grant in grants if grant.from_on <= g.today <= grant.expires_on],
        ended=[grant for grant in grants if grant.expires_on < g.today],
        numbers=numbers,
        found=found,
        wanted=request.args.get("number", ""),
        secrecy_words=secrecy_words,
    )


@blueprint.get("/duties")
def duties(office_key: str) -> str:
    """List the cases in which one person had duties that the office keeps apart."""
    with pages.reading() as uow:
        found, told = coinciding_cases(uow, pages.standing(), page=_page())
    return render_template(
        "audit/duties.html",
        office_key=office_key,
        today=g.today,
        found=found,
        told=told,
        duties=pages.office().profile.duties,
        secrecy_words=secrecy_words,
    )


@blueprint.get("/cases/<uuid:case_id>")
def case(office_key: str, case_id: UUID) -> Response:
    """Open a replay at its first event, or at the one that was typed."""
    typed = request.args.get("seq", "")
    seq = int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else 1
    return redirect(url_for("audit.replay", office_key=office_key, case_id=case_id, seq=seq))


@blueprint.get("/cases/<uuid:case_id>/<int:seq>")
def replay(office_key: str, case_id: UUID, seq: int) -> str:
    _note_replay(case_id)
    with pages.reading() as uow:
        try:
            return _replay_page(uow, office_key, case_id, seq)
        except Tampered:
            return _altered_page(uow, office_key, case_id, seq)


@blueprint.get("/cases/<uuid:case_id>/accesses")
def accesses(office_key: str, case_id: UUID) -> str:
    _note_replay(case_id)
    with pages.reading() as uow:
        found = accesses_of(uow, pages.standing(), case_id)
        opened, grant = granted_case(uow, pages.standing(), case_id, uow.today)
    return render_template(
        "audit/accesses.html",
        office_key=office_key,
        today=g.today,
        case=opened,
        grant=grant,
        accesses=found[::-1],
        access_words=showing.ACCESS_WORDS,
    )


def _replay_page(uow: UnitOfWork, office_key: str, case_id: UUID, seq: int) -> str:
    who = pages.standing()
    told = read_replay(uow, who, case_id, seq)
    looked = accesses_of(uow, who, case_id)
    lists = office_lists(
        uow, pages.office(), told.case, lambda: parties_of(uow, case_id), to_read=True
    )
    files = attachments_of(uow, case_id) if told.submitted else []
    units = {key: unit.name for key, unit in pages.office().profile.units.items()}
    process_id = request.args.get("process", "")
    if process_id not in told.picture.edition.sources:
        process_id = told.picture.process_id
    return render_template(
        "audit/replay.html",
        office_key=office_key,
        today=g.today,
        replay=told,
        case=told.case,
        grant=told.grant,
        stamp=secrecy_words(told.case.secrecy),
        title=showing.case_title(told.case),
        line=timeline.time_line(told, looked, office_key),
        processes=drawing.processes(told, process_id, office_key),
        drawing=drawing.draw_moment(told, process_id),
        outline=drawing.outline_of(told, process_id),
        filled=answers.submitted(told, files, lists, office_key),
        decision=showing.decision(told),
        clocks=showing.clocks(told, units),
        facts=showing.facts(told, units),
        proof=prove_case(uow, who, case_id, seq),
        coinciding=coinciding_in(uow, who, case_id),
        duties=pages.office().profile.duties,
        lookers=showing.lookers(looked, until=timeline.end_of(told)),
    )


def _altered_page(uow: UnitOfWork, office_key: str, case_id: UUID, seq: int) -> str:
    """Show the proof alone when what is stored cannot be told as history any more."""
    found, grant = granted_case(uow, pages.standing(), case_id, uow.today)
    return render_template(
        "audit/altered.html",
        office_key=office_key,
        today=g.today,
        case=found,
        grant=grant,
        proof=prove_case(uow, pages.standing(), case_id, seq),
    )


def _note_replay(case_id: UUID) -> None:
    """Write down who opens a replay before a byte leaves; who is refused is written down too."""
    refusal: EngineError | None = None
    with pages.reading() as uow:
        get_case(uow, case_id)
        try:
            granted_case(uow, pages.standing(), case_id, uow.today)
        except EngineError as refused:
            refusal = refused
    with pages.unit() as uow:
        record_access(
            uow,
            pages.standing().person_id,
            case_id,
            AccessKind.REPLAY,
            refused=refusal is not None,
        )
    if refusal is not None:
        # Whoever a case is about would learn of it from another answer than for no case at all.
        raise NotFound from refusal


def _page() -> int:
    typed = request.args.get("page", "")
    return max(1, int(typed)) if typed.isdecimal() and len(typed) <= MOST_DIGITS else 1
