"""What every publication has in public: versions under addresses of their own, and files."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import IO, Any, Final, TypeVar

from flask import Response, send_file

from engine.errors import NotFound
from engine.office.office_time import office_date
from engine.office.profile import OfficeProfile
from engine.office.thai import long_date
from engine.papers.contents import Booklet, Marks, Signature, TablePaper
from engine.reports.publications import Certifier, Publication
from web.official_papers import printer
from web.spreadsheets import Cell, plain_rows

Found = TypeVar("Found", bound=Publication)

_OPEN: Final = "Open Data Common"


def find_version(
    found: Sequence[Found], slug: str, version: int | None
) -> tuple[Found, list[Found]]:
    """Return what an address names, and all its versions, the newest first.

    Raises
    ------
    NotFound
        Nothing of this slug, or no such version of it, is published.
    """
    versions = [one for one in found if one.slug == slug]
    one = next((each for each in versions if version in (None, each.version)), None)
    if one is None:
        raise NotFound
    return one, versions


def described(
    one: Publication,
    profile: OfficeProfile,
    *,
    title: str,
    address: str,
    temporal: Sequence[date] = (),
) -> dict[str, Any]:
    """Return what describes a publication, in the terms of DCAT and Dublin Core."""
    return {
        "title": title,
        "publisher": profile.name.th,
        "contact": profile.office.phone,
        "language": "th",
        "license": _OPEN,
        "issued": office_date(one.published_at).isoformat(),
        "version": one.version,
        "temporal": [day.isoformat() for day in temporal],
        "source": address,
        "certified_by": certified_by(one.certifier),
        "correction": one.correction,
    }


def certified_by(certifier: Certifier) -> str:
    return f"{certifier.name} {certifier.position}".strip()


def for_json(columns: Sequence[str], row: Sequence[Cell]) -> Mapping[str, Any]:
    """Return a row of the table by the names of its columns."""
    cells = zip(columns, row, strict=True)
    return {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in cells}


def csv_file(columns: Sequence[str], rows: Sequence[Sequence[Cell]], name: str) -> Response:
    content = BytesIO(plain_rows(columns, rows))
    return whole_file(content, "text/csv", name, as_attachment=True)


def pdf_file(paper: TablePaper | Booklet, name: str) -> Response:
    """Give a publication on paper: the same bytes whenever it is asked for."""
    return whole_file(BytesIO(printer().pdf(paper)), "application/pdf", name)


def whole_file(
    content: IO[bytes], media_type: str, name: str, *, as_attachment: bool = False
) -> Response:
    """Send a file whole, whatever part of it is asked for: the ZIP of a year is packed of these."""
    return send_file(
        content, media_type, as_attachment=as_attachment, download_name=name, conditional=False
    )


def marks_of(one: Publication, profile: OfficeProfile) -> Marks:
    return Marks(made_at=one.published_at, digits=profile.digits.papers, secrecy=None)


def version_notes(one: Publication) -> tuple[str, ...]:
    """Say on paper which version it is, of which day, and why there is another."""
    said = f"เผยแพร่ฉบับที่ {one.version} วันที่ {long_date(office_date(one.published_at)).th}"
    corrected = [f"เหตุที่เผยแพร่ฉบับใหม่: {one.correction}"] if one.correction else []
    return (said, *corrected)


def certificate(one: Publication) -> Signature:
    return Signature(
        name=one.certifier.name,
        position=one.certifier.position,
        signed_on=one.certifier.signed_on,
        in_system=one.certifier.in_system,
        in_ink=not one.certifier.in_system,
    )
