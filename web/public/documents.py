"""Documents of the office that were signed outside the system: each at an address for ever."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from flask import Response, jsonify, render_template, url_for

from engine.cases.attachments import get_attachment
from engine.errors import Sentence
from engine.reports.public_documents import PublishedDocument, published_documents
from engine.reports.publications import TITLES, PublicationKind, newest_versions
from engine.store.blobs import read_blob
from web import pages
from web.case_file.showing import size
from web.oit_places import absolute
from web.public.publications import described, find_version, whole_file
from web.public.room import blueprint, reading, visited

_TITLE: Final = TITLES[PublicationKind.DOCUMENT]
# Whatever a file holds, it runs nothing here and fetches nothing.
_SEALED_OFF: Final = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"


@blueprint.get("/documents")
def documents(office_key: str) -> str:
    return render_template(
        "public/documents.html",
        office_key=office_key,
        title=_TITLE,
        newest=_in_order(newest_versions(_published())),
        names=slot_names(),
    )


@blueprint.get("/documents/<slug>")
@blueprint.get("/documents/<slug>/<int:version>")
def document_of(office_key: str, slug: str, version: int | None = None) -> str:
    one, versions = find_version(_published(), slug, version)
    return render_template(
        "public/document_of.html",
        office_key=office_key,
        title=_TITLE,
        one=one,
        name=slot_names().get(slug),
        versions=versions,
        size=size(one.file.size),
    )


@blueprint.get("/documents/<slug>.pdf")
@blueprint.get("/documents/<slug>/<int:version>.pdf")
def document_of_pdf(office_key: str, slug: str, version: int | None = None) -> Response:
    """Give the file as it was handed in, to be kept or opened outside this site."""
    one, _ = find_version(_published(), slug, version)
    name = f"{office_key}_{slug}_{one.version}.pdf"
    content = BytesIO(file_of(one))
    answer = whole_file(content, "application/pdf", name, as_attachment=True)
    answer.headers["Content-Security-Policy"] = _SEALED_OFF
    return answer


@blueprint.get("/documents/<slug>/<int:version>.json")
def document_of_json(office_key: str, slug: str, version: int) -> Response:
    one, _ = find_version(_published(), slug, version)
    return jsonify({"metadata": metadata_of(one, office_key)})


def metadata_of(one: PublishedDocument, office_key: str) -> dict[str, object]:
    """Return what describes a version: what stands on it, and the file by its size and hash."""
    profile = visited().profile
    address, download = (
        absolute(url_for(page, office_key=office_key, slug=one.slug, version=one.version))
        for page in ("public.document_of", "public.document_of_pdf")
    )
    return {
        **described(one, profile, title=one.paper.title, address=address),
        "document_number": one.paper.number,
        "document_dated": one.paper.dated_on.isoformat(),
        "signed_by": f"{one.paper.signer} {one.paper.position}",
        "download": download,
        "media_type": "application/pdf",
        "byte_size": one.file.size,
        "sha256": one.file.sha256,
    }


def slot_names() -> dict[str, Sentence]:
    """Return what the office calls each of its documents."""
    return {key: slot.name for key, slot in visited().profile.public_documents.items()}


def guidelines_on_paper() -> list[PublishedDocument]:
    """Return what is public of the documents that are the office's guideline on complaints."""
    slots = visited().profile.public_documents
    found = newest_versions(_published()) if any(s.is_guideline for s in slots.values()) else []
    return [one for one in found if one.slug in slots and slots[one.slug].is_guideline]


def file_of(one: PublishedDocument) -> bytes:
    with reading() as uow:
        kept = get_attachment(uow, one.case_id, one.file.attachment_id)
        data_key = uow.data_key(one.case_id)
    folder = pages.settings().blobs_dir
    return read_blob(folder, data_key, one.case_id, kept.blob_id, kept.sha256)


def _published() -> Sequence[PublishedDocument]:
    with reading() as uow:
        return published_documents(uow)


def _in_order(found: Sequence[PublishedDocument]) -> list[PublishedDocument]:
    """Order them as the office lists its documents; what it lists no more comes last."""
    listed = list(slot_names())
    last = len(listed)
    return sorted(found, key=lambda one: listed.index(one.slug) if one.slug in listed else last)
