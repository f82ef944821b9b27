"""The statistics that an office has published: for reading, on paper, and for machines.

An address names the days and, where it is to stay the same for ever, the version.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, jsonify, render_template, url_for

from engine.errors import Sentence
from engine.office.fiscal_year import FiscalYear, Period
from engine.office.office_time import office_date
from engine.office.profile import OfficeProfile
from engine.office.thai import long_date
from engine.papers.contents import Column, Table, TablePaper
from engine.reports.definitions import DEFINITIONS, nothing_received
from engine.reports.periods import named_period, span_words
from engine.reports.public_statistics import Statistics, published_statistics
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

_TITLE: Final = TITLES[PublicationKind.STATISTICS]
# ยกมา รับใหม่ แล้วเสร็จ คงเหลือ: what the words beside the table explain.
_EXPLAINED: Final = DEFINITIONS[:4]
_COLUMNS: Final = (
    "office_code",
    "office_name_th",
    "fiscal_year_be",
    "period_start",
    "period_end",
    "carried_in",
    "received",
    "finished",
    "in_progress",
    "none_declared",
    "data_as_of",
    "published_on",
    "version",
)


@blueprint.get("/statistics")
def statistics(office_key: str) -> str:
    found = _published()
    return render_template(
        "public/statistics.html",
        office_key=office_key,
        title=_TITLE,
        newest=[(one, _period_title(one.period)) for one in newest_versions(found)],
    )


@blueprint.get("/statistics.csv")
def statistics_csv(office_key: str) -> Response:
    """Give the newest version of every period as one long table."""
    rows = [_row(one, visited().profile) for one in newest_versions(_published())]
    return csv_file(_COLUMNS, rows, f"complaint_statistics_{office_key}.csv")


@blueprint.get("/statistics/<slug>")
@blueprint.get("/statistics/<slug>/<int:version>")
def statistics_of(office_key: str, slug: str, version: int | None = None) -> str:
    one, versions = find_version(_published(), slug, version)
    profile = visited().profile
    return render_template(
        "public/statistics_of.html",
        office_key=office_key,
        title=_TITLE,
        one=one,
        period=_period_title(one.period),
        span=span_words(one.period, profile.digits.pages),
        nothing=nothing_received(profile.kinds, is_of_corruption=True),
        breakdowns=_breakdowns(one, profile),
        is_withheld=any(shown is None for shown in one.breakdowns.values()) and one.total.received,
        threshold=profile.publication.threshold,
        versions=versions,
        definitions=_EXPLAINED,
    )


@blueprint.get("/statistics/<slug>/<int:version>.csv")
def statistics_of_csv(office_key: str, slug: str, version: int) -> Response:
    one, _ = find_version(_published(), slug, version)
    name = f"complaint_statistics_{office_key}_{slug}.csv"
    return csv_file(_COLUMNS, [_row(one, visited().profile)], name)


@blueprint.get("/statistics/<slug>/<int:version>.json")
def statistics_of_json(office_key: str, slug: str, version: int) -> Response:
    one, _ = find_version(_published(), slug, version)
    profile = visited().profile
    address = absolute(
        url_for("public.statistics_of", office_key=office_key, slug=slug, version=version)
    )
    title = f"{_TITLE.th} {_period_title(one.period).th}"
    broken_down = {
        name: None if shown is None else dict(shown) for name, shown in one.breakdowns.items()
    }
    row = {**for_json(_COLUMNS, _row(one, profile)), "received_by": broken_down}
    metadata = described(one, profile, title=title, address=address, temporal=one.period)
    return jsonify({"metadata": metadata, "data": [row]})


@blueprint.get("/statistics/<slug>/<int:version>.pdf")
def statistics_of_pdf(office_key: str, slug: str, version: int) -> Response:
    one, _ = find_version(_published(), slug, version)
    name = f"complaint_statistics_{office_key}_{slug}_{version}.pdf"
    return pdf_file(_paper(one, visited().profile), name)


def _published() -> list[Statistics]:
    with reading() as uow:
        return published_statistics(uow)


def _period_title(period: Period) -> Sentence:
    return named_period(period).title


def _breakdowns(
    one: Statistics, profile: OfficeProfile
) -> list[tuple[Sentence, list[tuple[Sentence, int]]]]:
    names: Mapping[str, tuple[Sentence, Mapping[str, Any]]] = {
        "categories": (Sentence("รับใหม่ แยกตามประเภท", "Received, by category"), profile.categories),
        "channels": (Sentence("รับใหม่ แยกตามช่องทาง", "Received, by channel"), profile.channels),
    }
    return [
        (names[name][0], [(_named(key, names[name][1]), count) for key, count in shown.items()])
        for name, shown in one.breakdowns.items()
        if shown is not None
    ]


def _named(key: str, known: Mapping[str, Any]) -> Sentence:
    if not key:
        return Sentence("ยังไม่ระบุ", "Not said yet")
    found: Sentence = known[key].name if key in known else Sentence(key, key)
    return found


def _row(one: Statistics, profile: OfficeProfile) -> list[Any]:
    total = one.total
    return [
        profile.key,
        profile.name.th,
        FiscalYear.of(one.period.last_on).buddhist_year,
        one.period.first_on,
        one.period.last_on,
        total.carried_in,
        total.received,
        total.finished,
        total.in_progress,
        int(not total.total),
        one.counted_on,
        office_date(one.published_at),
        one.version,
    ]


def _paper(one: Statistics, profile: OfficeProfile) -> TablePaper:
    total = one.total
    counted = (
        ("ยกมา", total.carried_in),
        ("รับใหม่", total.received),
        ("รวมทั้งหมด", total.total),
        ("ดำเนินการแล้วเสร็จ", total.finished),
        ("อยู่ระหว่างดำเนินการ", total.in_progress),
    )
    tables = [_table("จำนวนเรื่อง", [(name, str(number)) for name, number in counted])]
    tables += [
        _table(title.th, [(name.th, str(count)) for name, count in rows])
        for title, rows in _breakdowns(one, profile)
    ]
    said = [f"{term.th}: {meaning.th}" for term, meaning in _EXPLAINED]
    return TablePaper(
        marks=marks_of(one, profile),
        title=_TITLE.th,
        office=profile.name.th,
        period=f"{_period_title(one.period).th} ({span_words(one.period).th})",
        introduction=""
        if total.total
        else nothing_received(profile.kinds, is_of_corruption=True).th,
        tables=tuple(tables),
        notes=(
            f"ข้อมูล ณ วันที่ {long_date(one.counted_on).th}",
            *version_notes(one),
            *said,
        ),
        signatures=(certificate(one),),
    )


def _table(caption: str, rows: Sequence[tuple[str, str]]) -> Table:
    columns = (Column(heading="รายการ", share=3), Column(heading="เรื่อง", is_number=True))
    return Table(columns=columns, rows=tuple(rows), caption=caption)
