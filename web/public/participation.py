"""How outsiders took part in the office's work, as it has published it, year by year."""

from typing import Any, Final

from flask import Response, jsonify, render_template, url_for

from engine.office.fiscal_year import Period
from engine.office.office_time import office_date
from engine.office.profile import OfficeProfile
from engine.office.thai import long_date
from engine.papers.contents import Column, Table, TablePaper
from engine.reports.public_participation import (
    Activity,
    ParticipationReport,
    published_participation,
)
from engine.reports.publications import TITLES, PublicationKind, newest_versions
from web.oit_places import absolute
from web.public.publications import (
    certificate,
    csv_file,
    described,
    find_version,
    for_json,
    marks_of,
    pdf_file,
    version_notes,
)
from web.public.room import blueprint, reading, visited

_TITLE: Final = TITLES[PublicationKind.PARTICIPATION]
_COLUMNS: Final = (
    "office_code",
    "office_name_th",
    "fiscal_year_be",
    "activity_number",
    "topic",
    "held_on",
    "place",
    "participants",
    "outcome",
    "improvement",
    "published_on",
    "version",
)


@blueprint.get("/participation")
def participation(office_key: str) -> str:
    return render_template(
        "public/participation.html",
        office_key=office_key,
        title=_TITLE,
        newest=newest_versions(_published()),
    )


@blueprint.get("/participation.csv")
def participation_csv(office_key: str) -> Response:
    """Give the activities of the newest version of every year as one long table."""
    rows = [row for one in newest_versions(_published()) for row in _rows(one, visited().profile)]
    return csv_file(_COLUMNS, rows, f"participation_{office_key}.csv")


@blueprint.get("/participation/<slug>")
@blueprint.get("/participation/<slug>/<int:version>")
def participation_of(office_key: str, slug: str, version: int | None = None) -> str:
    one, versions = find_version(_published(), slug, version)
    return render_template(
        "public/participation_of.html",
        office_key=office_key,
        title=_TITLE,
        one=one,
        versions=versions,
    )


@blueprint.get("/participation/<slug>/<int:version>.csv")
def participation_of_csv(office_key: str, slug: str, version: int) -> Response:
    one, _ = find_version(_published(), slug, version)
    return csv_file(
        _COLUMNS, _rows(one, visited().profile), f"participation_{office_key}_{slug}.csv"
    )


@blueprint.get("/participation/<slug>/<int:version>.json")
def participation_of_json(office_key: str, slug: str, version: int) -> Response:
    one, _ = find_version(_published(), slug, version)
    profile = visited().profile
    address = absolute(
        url_for("public.participation_of", office_key=office_key, slug=slug, version=version)
    )
    metadata = described(
        one,
        profile,
        title=f"{_TITLE.th} {one.year.title.th}",
        address=address,
        temporal=Period(one.year.first_on, one.year.last_on),
    )
    data = [for_json(_COLUMNS, row) for row in _rows(one, profile)]
    return jsonify({"metadata": metadata, "data": data})


@blueprint.get("/participation/<slug>/<int:version>.pdf")
def participation_of_pdf(office_key: str, slug: str, version: int) -> Response:
    one, _ = find_version(_published(), slug, version)
    name = f"participation_{office_key}_{slug}_{version}.pdf"
    return pdf_file(_paper(one, visited().profile), name)


def _published() -> list[ParticipationReport]:
    with reading() as uow:
        return published_participation(uow)


def _rows(one: ParticipationReport, profile: OfficeProfile) -> list[list[Any]]:
    return [
        [
            profile.key,
            profile.name.th,
            one.year.buddhist_year,
            number,
            activity.topic,
            activity.held_on,
            activity.place,
            activity.participants,
            activity.outcome,
            activity.improvement,
            office_date(one.published_at),
            one.version,
        ]
        for number, activity in enumerate(one.activities, start=1)
    ]


def _paper(one: ParticipationReport, profile: OfficeProfile) -> TablePaper:
    return TablePaper(
        marks=marks_of(one, profile),
        title=_TITLE.th,
        office=profile.name.th,
        period=one.year.title.th,
        tables=tuple(
            _table(number, activity) for number, activity in enumerate(one.activities, start=1)
        ),
        notes=version_notes(one),
        signatures=(certificate(one),),
    )


def _table(number: int, activity: Activity) -> Table:
    return Table(
        columns=(Column(heading="หัวข้อ"), Column(heading="รายละเอียด", share=3)),
        rows=(
            ("ประเด็นหรือเรื่อง", activity.topic),
            ("วันที่และสถานที่", f"{long_date(activity.held_on).th} {activity.place}"),
            ("ผู้มีส่วนร่วม", activity.participants),
            ("ผลจากการมีส่วนร่วม", activity.outcome),
            ("การนำผลไปปรับปรุง", activity.improvement),
        ),
        caption=f"กิจกรรมที่ {number}",
    )
