"""The guideline and the channels that an office has published: for reading, on paper, as data."""

from collections.abc import Sequence
from typing import Final

from flask import Response, jsonify, render_template, url_for
from markupsafe import Markup

from engine.errors import Sentence
from engine.reports.guideline import ChannelLine, written
from engine.reports.public_guideline import SLUG, PublishedGuideline, published_guidelines
from engine.reports.publications import TITLES, PublicationKind
from engine.work.publishing.guidelines import has_changed_since
from web.case_file.procedure_drawings import drawings_of
from web.oit_places import absolute
from web.public.documents import guidelines_on_paper
from web.public.guideline_paper import guideline_paper
from web.public.publications import csv_file, described, find_version, pdf_file
from web.public.room import blueprint, reading, visited

_TITLE: Final = TITLES[PublicationKind.GUIDELINE]
_CHANNELS: Final = Sentence(
    "ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
    "Channels for complaints about corruption and misconduct",
)
_COLUMNS: Final = (
    "office_code",
    "channel",
    "name_th",
    "contact",
    "is_online",
    "looked_at",
    "taken_in",
    "read_by",
    "remark",
    "version",
)


@blueprint.get("/guideline")
@blueprint.get("/guideline/<int:version>")
def guideline(office_key: str, version: int | None = None) -> str:
    found = _published()
    if not found and version is None:
        return _nothing_made_here(office_key, _TITLE)
    one, versions = find_version(found, SLUG, version)
    return render_template(
        "public/guideline.html",
        office_key=office_key,
        title=_TITLE,
        one=one,
        versions=versions,
        on_paper=guidelines_on_paper(),
        has_changed=one is versions[0] and _has_changed(one),
        drawings=_drawings(one),
    )


@blueprint.get("/channels")
def channels(office_key: str) -> str:
    found = _published()
    if not found:
        return _nothing_made_here(office_key, _CHANNELS)
    return render_template(
        "public/channels.html",
        office_key=office_key,
        title=_CHANNELS,
        one=found[0],
        has_changed=_has_changed(found[0]),
        doors=visited().doors,
    )


@blueprint.get("/guideline/<int:version>/channels.csv")
def channels_csv(office_key: str, version: int) -> Response:
    one, _ = find_version(_published(), SLUG, version)
    rows = [_row(office_key, one, channel) for channel in one.guideline.channels]
    return csv_file(_COLUMNS, rows, f"complaint_channels_{office_key}_{version}.csv")


@blueprint.get("/guideline/<int:version>.json")
def guideline_json(office_key: str, version: int) -> Response:
    """Give all that the version says, with what describes it."""
    one, _ = find_version(_published(), SLUG, version)
    address = absolute(url_for("public.guideline", office_key=office_key, version=version))
    metadata = described(one, visited().profile, title=_TITLE.th, address=address)
    return jsonify(
        {"metadata": metadata, "foreword": one.foreword, "data": _as_json(one)},
    )


@blueprint.get("/guideline/<int:version>.pdf")
def guideline_pdf(office_key: str, version: int) -> Response:
    one, _ = find_version(_published(), SLUG, version)
    paper = guideline_paper(one, visited().profile)
    return pdf_file(paper, f"complaint_guideline_{office_key}_{version}.pdf")


def _nothing_made_here(office_key: str, title: Sentence) -> str:
    """Lead to the guideline that was signed on paper, where there is one."""
    return render_template(
        "public/no_guideline.html",
        office_key=office_key,
        title=title,
        on_paper=guidelines_on_paper(),
    )


def _published() -> Sequence[PublishedGuideline]:
    with reading() as uow:
        return published_guidelines(uow)


def _has_changed(one: PublishedGuideline) -> bool:
    with reading() as uow:
        return has_changed_since(uow, visited().settings, one.guideline)


def _drawings(one: PublishedGuideline) -> dict[str, Markup]:
    with reading() as uow:
        return drawings_of(uow, one.guideline)


def _as_json(one: PublishedGuideline) -> dict[str, object]:
    said = written(one.guideline)
    return {**said, "made_on": one.guideline.made_on.isoformat()}


def _row(office_key: str, one: PublishedGuideline, channel: ChannelLine) -> list[str | int]:
    return [
        office_key,
        channel.key,
        channel.name.th,
        channel.contact.th if channel.contact else "",
        int(channel.is_online),
        channel.looked_at.th,
        channel.taken_in.th,
        "; ".join(each.th for each in channel.readers),
        channel.remark.th if channel.remark else "",
        one.version,
    ]
