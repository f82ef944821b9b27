"""Records that were destroyed by order, and the list of a year's procedure on paper (แบบที่ 25)."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from flask import g, render_template, send_file
from werkzeug.wrappers import Response

from engine.access.permissions import Command, may
from engine.access.visibility import AccessKind
from engine.cases.register import get_case
from engine.office.profile import OfficeProfile
from engine.office.thai import long_date, short_date
from engine.papers.contents import Column, Marks, Signature, Table, TablePaper
from engine.work.business.names import period_of
from engine.work.lists.destroyed import list_destroyed, read_record_list
from engine.work.records.lists import ListedRecord, outcome_of
from web import pages
from web.case_file.looking import note_access
from web.official_papers import printer
from web.reports.room import blueprint, room_tabs

_COLUMNS = (
    Column(heading="ลำดับ", is_number=True),
    Column(heading="เลขทะเบียนรับ", share=2),
    Column(heading="ลงวันที่", share=2),
    Column(heading="ปิดเรื่อง", share=2),
    Column(heading="อายุการเก็บ", share=3),
    Column(heading="การพิจารณา", share=2),
    Column(heading="หมายเหตุ", share=4),
)
# The committee has a chair and two members at least (clause 67).
_COMMITTEE = ("ประธานกรรมการ", "กรรมการ", "กรรมการ")


@blueprint.get("/<office_key>/destroyed")
def destroyed(office_key: str) -> str:
    who = pages.standing()
    with pages.reading() as uow:
        orders = list_destroyed(uow, who)
    has_room = may(who, Command.SEE_FIGURES)
    return render_template(
        "reports/destroyed.html",
        office_key=office_key,
        tabs=room_tabs(office_key, "reports.destroyed") if has_room else None,
        orders=orders,
        outcome_of=outcome_of,
        today=g.today,
    )


@blueprint.get("/<office_key>/destroyed/<uuid:case_id>/list.pdf")
def list_on_paper(office_key: str, case_id: UUID) -> Response:
    """Print the list as the yearly procedure froze it, for the committee to mark and sign."""
    note_access(case_id, AccessKind.CASE)
    with pages.reading() as uow:
        lines = read_record_list(uow, pages.standing(), case_id)
        until = period_of(get_case(uow, case_id)).last_on
        paper = _paper(lines, until, pages.office().profile, uow.now)
    content = printer().pdf(paper)
    name = f"records_{office_key}.pdf"
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


def _paper(
    lines: Sequence[ListedRecord], until: date, profile: OfficeProfile, made_at: datetime
) -> TablePaper:
    rows = tuple(_row(at, line) for at, line in enumerate(lines, start=1))
    return TablePaper(
        marks=Marks(made_at=made_at, digits=profile.digits.papers),
        title="บัญชีหนังสือขอทำลาย",
        office=profile.name.th,
        period=f"ครบอายุการเก็บภายในวันที่ {long_date(until).th}",
        introduction=(
            "ตามแบบที่ 25 ท้ายระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 "
            "กรอกเครื่องหมายกากบาทในช่องการพิจารณาของเรื่องที่เห็นควรทำลาย"
        ),
        tables=(Table(columns=_COLUMNS, rows=rows),),
        notes=("ชื่อเรื่องและเนื้อหาเปิดดูได้จากแฟ้มเรื่องเฉพาะผู้มีสิทธิ",),
        signatures=tuple(Signature(position=position) for position in _COMMITTEE),
    )


def _row(at: int, line: ListedRecord) -> tuple[str, ...]:
    return (
        str(at),
        line.number,
        short_date(line.received_on).th,
        short_date(line.closed_on).th,
        f"{line.retention.th} {line.years} ปี",
        "",
        " ".join(line.kept),
    )
