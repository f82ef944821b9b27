"""Papers opened: as a download, or looked at on a page of ours without running them."""

from io import BytesIO
from typing import Any, Final
from uuid import UUID

from flask import Response, g, render_template, request, send_file, url_for

from engine.access.visibility import AccessKind
from engine.cases.attachments import Attachment
from engine.cases.register import get_case
from engine.errors import NotFound
from engine.sealing.secret_bytes import DataKey
from engine.store.blobs import read_blob
from engine.store.page_pictures import Unshown, measure_pages, paint_page
from engine.work.case_file import get_readable_attachment
from web import pages
from web.case_file import showing
from web.case_file.looking import record
from web.case_file.room import blueprint
from web.whole_numbers import read_number

# Nothing in a file that somebody sent may run, load or send anything.
_SEALED_OFF: Final = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
_PICTURES: Final = frozenset({"image/jpeg", "image/png"})
_TEXT: Final = "text/plain"
_PDF: Final = "application/pdf"
MOST_TEXT: Final = 100_000
PAGES_AT_ONCE: Final = 10


def view_url(office_key: str, case_id: UUID, attachment_id: UUID, *, first: int = 1) -> str:
    return url_for(
        "case_file.view",
        office_key=office_key,
        case_id=case_id,
        attachment_id=attachment_id,
        first=first if first > 1 else None,
    )


@blueprint.get("/<uuid:case_id>/files/<uuid:attachment_id>")
def attachment(office_key: str, case_id: UUID, attachment_id: UUID) -> Response:  # noqa: ARG001
    named, content = _open(case_id, attachment_id)
    # As a download: a file that somebody sent is never run in our pages' name.
    return _sent(content, named.media_type, as_attachment=named.file_name)


@blueprint.get("/<uuid:case_id>/files/<uuid:attachment_id>/picture")
def picture(office_key: str, case_id: UUID, attachment_id: UUID) -> Response:  # noqa: ARG001
    """Give a picture to the page that shows it."""
    named, content = _open(case_id, attachment_id)
    if named.media_type not in _PICTURES:
        raise NotFound
    return _sent(content, named.media_type)


@blueprint.get("/<uuid:case_id>/files/<uuid:attachment_id>/page/<int:number>")
def page(office_key: str, case_id: UUID, attachment_id: UUID, number: int) -> Response:  # noqa: ARG001
    """Give a page of a PDF as a picture, painted anew each time: it is kept nowhere."""
    named, content = _open(case_id, attachment_id)
    painted = paint_page(content, number) if named.media_type == _PDF and number else None
    if painted is None:
        raise NotFound
    return _sent(painted, "image/png")


def preview(office_key: str, case_id: UUID, attachment_id: UUID) -> dict[str, Any]:
    """Return what another page shows of a paper in place, as its own page does; on record.

    Raises
    ------
    NotFound
        There is no such file for this person.
    """
    named, content = _open(case_id, attachment_id)
    if named.media_type not in showing.VIEWED:
        return {"kind": "none"}
    return _shown(office_key, case_id, named, content)


@blueprint.get("/<uuid:case_id>/files/<uuid:attachment_id>/view")
def view(office_key: str, case_id: UUID, attachment_id: UUID) -> str:
    """Show a picture, a text or the pages of a PDF; whatever else a file is, is downloaded."""
    named, content = _open(case_id, attachment_id)
    if named.media_type not in showing.VIEWED:
        raise NotFound
    with pages.reading() as uow:
        case = get_case(uow, case_id)
    return render_template(
        "case_file/paper_view.html",
        office_key=office_key,
        case=case,
        today=g.today,
        stamp=showing.secrecy_words(case.secrecy),
        paper=named,
        url=showing.file_url(office_key, case_id, attachment_id),
        **_shown(office_key, case_id, named, content),
    )


def _shown(office_key: str, case_id: UUID, named: Attachment, content: bytes) -> dict[str, Any]:
    if named.media_type == _TEXT:
        text = content.decode()
        return {"kind": "text", "text": text[:MOST_TEXT], "is_cut": len(text) > MOST_TEXT}
    if named.media_type in _PICTURES:
        return {"kind": "picture"}
    found = measure_pages(content)
    if isinstance(found, Unshown):
        return {"kind": "none"}
    first = _first(len(found.sizes))
    last = min(first + PAGES_AT_ONCE - 1, len(found.sizes))
    return {
        "kind": "pages",
        "count": found.count,
        "sheets": [(n, *found.sizes[n - 1]) for n in range(first, last + 1)],
        "is_cut": last == len(found.sizes) < found.count,
        "before": view_url(office_key, case_id, named.id, first=first - PAGES_AT_ONCE)
        if first > 1
        else None,
        "after": view_url(office_key, case_id, named.id, first=last + 1)
        if last < len(found.sizes)
        else None,
    }


def _first(shown: int) -> int:
    """Return the page that is asked for first, the beginning of a run of pages."""
    number = min(max(read_number(request.args.get("first", "")) or 1, 1), shown)
    return number - (number - 1) % PAGES_AT_ONCE


def _sent(content: bytes, media_type: str, *, as_attachment: str | None = None) -> Response:
    answer = send_file(
        BytesIO(content),
        mimetype=media_type,
        as_attachment=as_attachment is not None,
        download_name=as_attachment,
    )
    answer.headers["Content-Security-Policy"] = _SEALED_OFF
    return answer


def _open(case_id: UUID, attachment_id: UUID) -> tuple[Attachment, bytes]:
    named, data_key = _open_attachment(case_id, attachment_id)
    folder = pages.settings().blobs_dir
    return named, read_blob(folder, data_key, case_id, named.blob_id, named.sha256)


def _open_attachment(case_id: UUID, attachment_id: UUID) -> tuple[Attachment, DataKey]:
    """Return a file that this person may open, on record before its bytes leave; refusals too."""
    with pages.reading() as uow:
        get_case(uow, case_id)
        try:
            named = get_readable_attachment(uow, pages.standing(), case_id, attachment_id)
        except NotFound:
            named = None
        data_key = uow.data_key(case_id)
    record(case_id, AccessKind.FILE, is_allowed=named is not None)
    if named is None:
        raise NotFound
    return named, data_key
