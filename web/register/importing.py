"""The paper book comes in: the template, a look at what a file would make, and all of it at once.

What was looked at goes along in the page as a signed word of this person's, so that the file is
chosen once; it is judged again before anything is written.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check
from engine.errors import FormInvalid, Sentence, UploadRejected
from engine.office.thai import Digits
from engine.work.paper_book.importing import Fate, Plan, import_register, plan_import
from engine.work.paper_book.lines import MOST_LINES, Column, Fault, choices
from engine.work.paper_book.received_sheets import Cell, Row, read_sheet
from web import pages
from web.design.filters import office_digits
from web.design.language import say
from web.register.views import blueprint
from web.spreadsheets import XLSX, Head, Sheet, workbook

# As long as somebody needs to read what a file would make.
_GOOD_FOR: Final = 4 * 3600
Answer = str | tuple[str, int] | Response


@blueprint.get("/<office_key>/register/import")
def import_book(office_key: str) -> str:
    check(pages.standing(), Command.IMPORT_REGISTER)
    return _page(office_key)


@blueprint.get("/<office_key>/register/import/template.xlsx")
def import_template(office_key: str) -> Response:  # noqa: ARG001
    check(pages.standing(), Command.IMPORT_REGISTER)
    heads = [Head(say(one.heading), _WIDTHS.get(one, 14)) for one in Column]
    told = [
        [say(one.heading), say(_NEEDED if one.is_required else _MAY), _how(one)] for one in Column
    ]
    sheets = [
        Sheet(say(_BOOK), heads, []),
        Sheet(say(_HOW_TO), [Head(say(word), width) for word, width in _HOW_HEADS], told),
    ]
    content = workbook(say(_TITLE), sheets, Digits.ARABIC)
    name = "register-template.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.post("/<office_key>/register/import")
def check_import(office_key: str) -> Answer:
    """Show what a file would make, line by line, or what is wrong with it; nothing is written."""
    check(pages.standing(), Command.IMPORT_REGISTER)
    posted = request.files.get("book")
    if posted is None or not posted.filename:
        return _page(office_key, refused=_NO_FILE), 422
    try:
        rows = read_sheet(posted.read(), MOST_LINES + 1)
    except UploadRejected as refused:
        return _page(office_key, refused=refused.sentence), 422
    with pages.reading() as uow:
        plan = plan_import(uow, rows)
    page = _page(office_key, plan=plan, rows=rows)
    return (page, 422) if plan.faults else page


@blueprint.post("/<office_key>/register/import/lines")
def take_in_book(office_key: str) -> Answer:
    rows = _looked_at()
    if rows is None:
        return _page(office_key, refused=_TOO_LATE), 422
    key = pages.submission_key()
    try:
        count = pages.run(lambda uow: import_register(uow, rows, submission_key=key))
    except FormInvalid as refused:
        return _page(office_key, plan=Plan((), _faults(refused))), 422
    flash(say(office_digits(_done(count))))
    return redirect(url_for("register.book", office_key=office_key, year="all"), 303)


@blueprint.get("/<office_key>/register/import/lines", endpoint="import_address")
def import_address(office_key: str) -> Response:
    """Lead who reloads what was taken in to the page where a file is chosen."""
    return redirect(url_for("register.import_book", office_key=office_key))


def _page(
    office_key: str,
    *,
    plan: Plan | None = None,
    rows: Sequence[Row] = (),
    refused: Sentence | None = None,
) -> str:
    return render_template(
        "register/import.html",
        office_key=office_key,
        plan=plan,
        counts=[(words, plan.count(fate)) for fate, words in _FATES.items()] if plan else [],
        fates=_FATES,
        word=_word(rows) if plan and plan.is_news else None,
        refused=refused,
        most=MOST_LINES,
        submission_key=pages.submission_key(),
    )


def _how(column: Column) -> str:
    offered = choices(pages.office().profile).get(column)
    said = say(_HOW[column])
    if offered is None:
        return said
    names = " / ".join(say(name) for name in offered.values())
    return f"{said} {names}".strip()


def _faults(refused: FormInvalid) -> tuple[Fault, ...]:
    found = []
    for path, said in refused.messages.items():
        row, _, column = path.partition(".")
        found += [Fault(int(row), Column(column), one) for one in said]
    return tuple(found)


# -- What was looked at --------------------------------------------------------------------------


def _word(rows: Sequence[Row]) -> str:
    told = [
        [row.number, {str(at): _written(cell) for at, cell in row.cells.items()}] for row in rows
    ]
    return str(_signer().dumps([_owner(), told]))


def _looked_at() -> list[Row] | None:
    """Return the rows that this person looked at; None of what is not hers, or too old."""
    try:
        owner, told = _signer().loads(request.form.get("lines", ""), max_age=_GOOD_FOR)
    except BadSignature:
        return None
    if owner != _owner():
        return None
    return [
        Row(number, {int(at): _read(cell) for at, cell in cells.items()}) for number, cells in told
    ]


def _written(cell: Cell) -> list[Any]:
    return [cell.text, cell.day.isoformat() if cell.day else None, cell.is_formula]


def _read(cell: list[Any]) -> Cell:
    text, day, is_formula = cell
    return Cell(text, date.fromisoformat(day) if day else None, is_formula)


def _owner() -> list[str]:
    who = pages.standing()
    return [str(who.office_id), str(who.person_id)]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="paper book")


# -- Words ---------------------------------------------------------------------------------------


def _done(count: int) -> Sentence:
    return Sentence(f"นำเข้าจากสมุดแล้ว {count} เรื่อง", f"Taken in from the paper book: {count}")


_FATES: Final = {
    Fate.FILED: Sentence("ปิดแล้ว เก็บเป็นประวัติ", "Filed, kept as history"),
    Fate.OPEN: Sentence("ยังไม่ปิด เริ่มที่ขั้นตอนแรก", "Open, begins at the first step"),
    Fate.KNOWN: Sentence("นำเข้าไว้แล้ว ข้ามไป", "Taken in before, left out"),
}
_TITLE = Sentence("แบบนำเข้าทะเบียนจากสมุด", "Template of the paper register")
_BOOK = Sentence("ทะเบียน", "Register")
_HOW_TO = Sentence("วิธีกรอก", "How to fill it in")
_HOW_HEADS: Final = (
    (Sentence("คอลัมน์", "Column"), 20),
    (Sentence("ต้องกรอก", "Needed"), 12),
    (Sentence("วิธีกรอก", "How"), 90),
)
_NEEDED, _MAY = Sentence("ต้องกรอก", "Needed"), Sentence("เว้นได้", "May be empty")
_WIDTHS: Final = {Column.SUBJECT: 50, Column.PLACE: 26, Column.REMARK: 36, Column.CATEGORY: 22}
_DAY = Sentence(
    "วันที่ของโปรแกรมตาราง หรือพิมพ์ เช่น 12 ต.ค. 2568 หรือ ๑๒/๑๐/๖๘",
    "A date of the spreadsheet, or typed, like 12 Oct 2025 or 12/10/2568",
)
_ONE_OF = Sentence("คำใดคำหนึ่ง:", "One of:")
_HOW: Final = {
    Column.BOOK: Sentence("เว้นว่างคือเล่มปกติ คำใดคำหนึ่ง:", "Empty is the ordinary book. One of:"),
    Column.NUMBER: Sentence("เลขลำดับในสมุด เช่น 12", "The number in the book, like 12"),
    Column.YEAR: Sentence("ปีของเลขรับ เช่น 2568", "The year of the number, like 2568"),
    Column.RECEIVED_ON: _DAY,
    Column.CHANNEL: _ONE_OF,
    Column.CATEGORY: _ONE_OF,
    Column.SUBJECT: Sentence(
        "ไม่ใส่ชื่อผู้ร้องเรียน แบบนี้ไม่มีช่องชื่อ เพิ่มชื่อภายหลังที่แฟ้มเรื่อง",
        "Without the complainant's name: no column takes one. Add it in the case file",
    ),
    Column.PLACE: Sentence("ที่เกิดเหตุ ไม่ใส่ชื่อผู้ร้องเรียน", "Where it happened, without a name"),
    Column.ABOUT: Sentence(
        "ผู้ดำรงตำแหน่งนั้นจะไม่เห็นเรื่อง เว้นว่างคือไม่ทราบ คำใดคำหนึ่ง:",
        "Who holds that position does not see the case. Empty is unknown. One of:",
    ),
    Column.RESULT: Sentence("ของเรื่องที่ปิดแล้ว คำใดคำหนึ่ง:", "Of what was filed. One of:"),
    Column.RESULT_ON: Sentence("เว้นว่างคือวันที่ปิดเรื่อง", "Empty is the day it was filed"),
    Column.FILED_ON: Sentence(
        "เว้นว่างคือยังไม่ปิด เรื่องจะเริ่มที่ขั้นตอนแรกของกระบวนงาน",
        "Empty means open: the case begins at the first step of the process",
    ),
    Column.REMARK: Sentence("ไม่ใส่ชื่อผู้ร้องเรียน", "Without the complainant's name"),
}
_NO_FILE = Sentence("เลือกแฟ้มก่อน", "Choose a file.")
_TOO_LATE = Sentence(
    "ตรวจแฟ้มไว้นานเกินไป หรือหน้านี้เป็นของผู้อื่น เลือกแฟ้มแล้วตรวจใหม่",
    "It was checked too long ago, or by somebody else. Choose the file and check it again.",
)
