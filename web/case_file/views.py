"""The case file on a page of its own, its drawing in full, and its files."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, g, render_template, send_file

from engine.access.permissions import Reading, check_reading
from engine.access.visibility import AccessKind, reading_of, record_access
from engine.cases.attachments import get_attachment
from engine.cases.register import Case, get_case
from engine.definitions.editions import get_edition
from engine.errors import NotFound
from engine.store.blobs import read_blob
from engine.work.case_file import CaseFile, read_case_file
from web import pages
from web.case_file import showing

blueprint = Blueprint(
    "case_file", __name__, url_prefix="/<office_key>/cases", template_folder="templates"
)


@blueprint.get("/<uuid:case_id>")
def case(office_key: str, case_id: UUID) -> str:
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        file = read_case_file(uow, pages.standing(), case_id)
        editions = {e: get_edition(uow, e) for e in _editions(file)}
    edition = editions[file.edition]
    return render_template(
        "case_file/case.html",
        **file_values(file, office_key),
        edition=edition,
        drawing=showing.diagram(file, edition),
        outlines=showing.outlines(edition),
        steps=showing.shown_steps(file, editions),
    )


@blueprint.get("/<uuid:case_id>/files/<uuid:attachment_id>")
def attachment(office_key: str, case_id: UUID, attachment_id: UUID) -> Response:  # noqa: ARG001
    note_access(case_id, AccessKind.FILE)
    with pages.reading() as uow:
        found = get_case(uow, case_id)
        check_reading(reading_of(uow, pages.standing(), found, uow.today), Reading.WHOLE)
        named = get_attachment(uow, case_id, attachment_id)
        data_key = uow.data_key(case_id)
    content = read_blob(pages.settings().blobs_dir, data_key, case_id, named.blob_id, named.sha256)
    # Always as a download: a file that somebody sent is never run in our pages' name.
    return send_file(
        BytesIO(content),
        mimetype=named.media_type,
        as_attachment=True,
        download_name=named.file_name,
    )


def note_access(case_id: UUID, kind: AccessKind) -> None:
    """Write down who looks, in a unit that commits before a byte leaves; refusals too."""
    with pages.reading() as uow:
        found = _find_case(uow, case_id)
        allowed = (
            found is not None
            and reading_of(uow, pages.standing(), found, uow.today) is not Reading.NOTHING
        )
    if found is None:
        raise NotFound
    with pages.unit() as uow:
        record_access(uow, pages.standing().person_id, case_id, kind, refused=not allowed)
    if not allowed:
        raise NotFound


def _find_case(uow: object, case_id: UUID) -> Case | None:
    try:
        return get_case(uow, case_id)  # type: ignore[arg-type]
    except NotFound:
        return None


def _editions(file: CaseFile) -> set[str]:
    return {file.edition, *(step.item.edition for step in file.steps)}


def file_values(file: CaseFile, office_key: str) -> dict[str, object]:
    """Return what every page that shows a case needs."""
    profile = pages.office().profile
    channel = profile.channels.get(file.case.channel)
    return {
        "file": file,
        "case": file.case,
        "office_key": office_key,
        "today": g.today,
        "title": showing.case_title(file),
        "stamp": showing.secrecy_words(file.case.secrecy),
        "clocks": showing.clocks(file, g.today),
        "papers": showing.papers(file, office_key),
        "known": showing.known_lines(file, channel.name.th if channel else file.case.channel),
    }
