"""What is printed for a step: the folder to be signed by hand, the name and address of a letter."""

from uuid import UUID

from flask import Response, render_template, url_for

from engine.access.visibility import AccessKind
from engine.cases.identities import open_identity
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import NotFound, Sentence
from engine.work.case_file import read_case_file
from engine.work.identities.opening import get_addressee
from engine.work.papers.notice_letters import is_drafted, letter_to_send
from web import official_papers, pages
from web.case_file import showing
from web.case_file.identities import identity_lines
from web.case_file.looking import note_access
from web.case_file.views import answer_lists, file_values, scopes_of
from web.design.language import say
from web.paper_forms import blank_form
from web.worklist.items import open_item
from web.worklist.room import blueprint

STEPS_ON_PAPER = 3
_FOR_LETTER = Sentence("จ่าหน้าหนังสือ: {step}", "Addressing a letter: {step}")
_IN_LETTER = Sentence("พิมพ์หนังสือที่มีชื่อ: {step}", "Printing a letter with the name: {step}")


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/paper")
def paper(office_key: str, work_item_id: UUID) -> str:
    """Print the step for the folder (พิมพ์เสนอแฟ้ม), with the code that leads back to it."""
    found = open_item(work_item_id)
    note_access(found.case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), found.case_id)
        edition = get_edition(uow, found.edition)
        editions = {e: get_edition(uow, e) for e in showing.editions_of(file)}
        lists = answer_lists(uow, file)
        steps = showing.shown_steps(
            file, {**editions, found.edition: edition}, office_key, lists, scopes_of(file)
        )
        blank = blank_form(form_of(edition, found.form_ref), lists)
        now = uow.now
    return render_template(
        "worklist/paper.html",
        **file_values(file, office_key, found),
        item=found,
        step_name=showing.step_name(found),
        now=now,
        edition=edition,
        blank=blank,
        steps=steps[:STEPS_ON_PAPER],
        qr_url=url_for("worklist.paper_code", office_key=office_key, work_item_id=work_item_id),
    )


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/paper.svg")
def paper_code(office_key: str, work_item_id: UUID) -> Response:
    """Draw the QR code of a step: its address and nothing of the case."""
    open_item(work_item_id)
    address = pages.settings().base_url.rstrip("/") + url_for(
        "worklist.item", office_key=office_key, work_item_id=work_item_id
    )
    return Response(showing.qr_code(address), mimetype="image/svg+xml")


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/address")
def address(office_key: str, work_item_id: UUID) -> str:
    """Show whom a notice goes to, to the officer who has it in hand; recorded by itself (U9)."""
    found = open_item(work_item_id)
    with pages.reading() as uow:
        party = get_addressee(uow, pages.standing(), found)
    step = showing.step_name(found)
    note_access(found.case_id, AccessKind.IDENTITY, reason=_FOR_LETTER.th.format(step=step))
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), found.case_id)
        opened = open_identity(uow, found.case_id, party.id)
        has_letter = is_drafted(uow, found)
        now = uow.now
    return render_template(
        "worklist/address.html",
        office_key=office_key,
        item=found,
        step_name=step,
        case=file.case,
        stamp=showing.secrecy_words(file.case.secrecy),
        lines=identity_lines(opened),
        addressed={key: opened.get(key, "") for key in ("name", "address")},
        wish=showing.contact_wish(party),
        has_letter=has_letter,
        sender=say(pages.office().profile.name),
        now=now,
    )


@blueprint.get("/<office_key>/work/<uuid:work_item_id>/address.pdf")
def named_letter(office_key: str, work_item_id: UUID) -> Response:  # noqa: ARG001
    """Print the letter of a notice with the name in it; it is kept nowhere (U9)."""
    found = open_item(work_item_id)
    with pages.reading() as uow:
        party = get_addressee(uow, pages.standing(), found)
    step = showing.step_name(found)
    note_access(found.case_id, AccessKind.IDENTITY, reason=_IN_LETTER.th.format(step=step))
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), found.case_id, newest=0)
        name = open_identity(uow, found.case_id, party.id).get("name", "")
        worded = letter_to_send(uow, pages.office(), file, found, name)
    if worded is None:
        raise NotFound
    return official_papers.sent(worded, "pdf", file.case.number)
