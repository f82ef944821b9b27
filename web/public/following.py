"""A case followed by its code: the visit begins with the code and ends by leaving or by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.access.pace import Pace, TooOften, count_once
from engine.access.visits import (
    Way,
    begin_visit,
    code_of_visit,
    end_visit,
    find_visit,
    touch_visit,
)
from engine.errors import FormInvalid, NotFound, Sentence, Unavailable
from engine.sealing.receipts import ReceiptCode
from engine.store.unit_of_work import UnitOfWork
from engine.work.public.followed_case import Stage, read_followed
from engine.work.public.messages import write_to_office
from engine.work.public.retaliation import retaliation_channel
from engine.work.public.retaliation_names import outside_custodian
from web import pages
from web.errors import status_of
from web.form_pages import Upload
from web.public.room import address, blueprint, count, reading, run, visited
from web.public.start import outside_bodies
from web.uploads import Tray, kept_words, take_uploads
from web.whole_numbers import read_number

Messages = Mapping[str, Sequence[Sentence]]

_VISIT, _FILES = "visit", "files"
_NO_CODE = Sentence("รหัสรับเรื่องมี 16 หลัก พิมพ์ให้ครบ", "A receipt code has 16 digits. Type all of them.")
# One sentence whatever is the matter with it.
_UNKNOWN = Sentence(
    "ไม่พบเรื่องของรหัสนี้ ดูว่าพิมพ์ตรงกับที่จดไว้ และเป็นรหัสของหน่วยงานนี้",
    "No case has this code. Look whether it is typed as you wrote it down, and of this office.",
)
_OVER = Sentence(
    "ออกจากหน้านี้แล้ว หรือไม่ได้ใช้เกิน 15 นาที ใส่รหัสอีกครั้ง",
    "You have left, or did nothing for 15 minutes. Type the code again.",
)
_STAGES = {
    Stage.RECEIVED: Sentence(
        "รับเรื่องแล้ว รอเจ้าหน้าที่ลงทะเบียน", "Received, to be registered by an officer"
    ),
    Stage.CONSIDERED: Sentence("กำลังพิจารณาและตรวจสอบข้อเท็จจริง", "Being looked into"),
    Stage.WAITING: Sentence(
        "รอผลจากหน่วยงานภายนอกที่รับเรื่องไป", "Waiting for an outside body that has it"
    ),
    Stage.DECIDED: Sentence("พิจารณาแล้ว กำลังแจ้งผล", "Decided; you are being told"),
    Stage.JOINED: Sentence(
        "รวมกับเรื่องเดียวกันที่รับไว้ก่อนแล้ว", "Joined with an earlier case about the same matter"
    ),
    Stage.FINISHED: Sentence("เสร็จสิ้น", "Finished"),
    Stage.VOIDED: Sentence(
        "หน่วยงานยกเลิกเลขรับนี้ เพราะลงรับผิดหรือซ้ำ",
        "The office voided this number, which was given by mistake or twice",
    ),
    Stage.PREPARED: Sentence(
        "กำลังทำหนังสือลับถึงหน่วยงานภายนอก", "A sealed letter to the outside body is being written"
    ),
    Stage.SENT_OUT: Sentence(
        "ส่งหนังสือลับแล้ว กำลังติดตามคำตอบ", "The sealed letter is sent; its answer is awaited"
    ),
}
# What has just been taken, as the next page says it.
WRITTEN, THANKED = "written", "thanked"
_TAKEN = {
    WRITTEN: Sentence("ส่งข้อความแล้ว", "The message is sent"),
    THANKED: Sentence("ขอบคุณที่บอกเรา รับคำตอบแล้ว", "Thank you for telling us. Your answer is in."),
}


@dataclass(frozen=True)
class Typed:
    """A message that was not taken, to be shown again."""

    way: Way
    body: str
    tray: Tray


@blueprint.get("/follow")
def look_up(office_key: str) -> str:
    return _code_page(office_key)


@blueprint.post("/follow")
def enter_code(office_key: str) -> Response | tuple[str, int]:
    code = ReceiptCode.parse(request.form.get("receipt_code", ""))
    if code is None:
        return _code_page(office_key, _NO_CODE), 422
    try:
        count(Pace.LOOK_UP)
        token = begin_visit(pages.store(), visited().id, code)
    except (TooOften, Unavailable) as refused:
        # The page that says so elsewhere gives back what was typed; a code it must not hold.
        return _code_page(office_key, refused.sentence), status_of(refused)
    if token is None:
        return _code_page(office_key, _UNKNOWN), 422
    _end()
    session[_VISIT] = token
    return redirect(url_for("public.followed", office_key=office_key), 303)


@blueprint.get("/follow/case")
def followed(office_key: str) -> str | Response:
    ways = ways_of_visit()
    if not ways:
        return redirect(url_for("public.look_up", office_key=office_key))
    sent = _TAKEN.get(session.pop("sent", ""))
    return _case_page(office_key, ways, sent=sent)


@blueprint.post("/follow/case")
def write(office_key: str) -> Response | tuple[str, int]:
    """Take a message to the office; what was typed is given back when it cannot be taken."""
    ways, body = ways_of_visit(), request.form.get("text", "")
    if not ways:
        return visit_is_over(office_key, body), 401
    way, key = _chosen(ways), pages.submission_key()
    tray = _tray(way)
    typed = Typed(way, body, tray)
    if tray.messages:
        return _case_page(office_key, ways, typed, tray.messages), 422

    def act(uow: UnitOfWork) -> None:
        write_to_office(uow, way, body, tray.uploads.values(), submission_key=key)
        count_once(uow, Pace.WRITE, address())

    try:
        run(act)
    except FormInvalid as refused:
        return _case_page(office_key, ways, typed, refused.messages), 422
    session["sent"] = WRITTEN
    return redirect(url_for("public.followed", office_key=office_key), 303)


def _tray(way: Way) -> Tray:
    """Return the files that come with a message, encrypted for its case before the unit."""
    given = [file for file in request.files.getlist(_FILES) if file.filename]
    if given:
        count(Pace.SEND)
    with reading() as uow:
        data_key = uow.data_key(way.case_id)
    uploads = [Upload(_FILES, file) for file in given]
    return take_uploads(uploads, {_FILES: []}, way.case_id, data_key)


@blueprint.post("/follow/leave")
def leave(office_key: str) -> Response:
    _end()
    session.clear()
    answer = redirect(url_for("public.look_up", office_key=office_key), 303)
    if request.is_secure:
        # What the browser holds ready for its button Back goes with it.
        answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def ways_of_visit() -> tuple[Way, ...]:
    """Return where the visit of this browser leads; empty when there is none, or it is over."""
    token = session.get(_VISIT)
    if token is None:
        return ()
    with reading() as uow:
        ways = find_visit(uow, token)
    if ways:
        touch_visit(pages.store(), visited().id, token)
    return ways


def _chosen(ways: tuple[Way, ...]) -> Way:
    """Return to which case a message goes, of those to which the code leads, by its place."""
    place = read_number(request.form.get("case", "0"), most=len(ways) - 1)
    if place is None:
        raise NotFound
    return ways[place]


def _end() -> None:
    token = session.pop(_VISIT, None)
    if token is not None:
        end_visit(pages.store(), visited().id, token)


def held_code() -> str | None:
    """Return the hash of the code with which the visit of this browser began."""
    token = session.get(_VISIT)
    if token is None:
        return None
    with reading() as uow:
        return code_of_visit(uow, token)


def visit_is_over(office_key: str, kept: str) -> str:
    """Ask for the code again, with what was typed meanwhile."""
    return _code_page(office_key, _OVER, kept=kept)


def _custodian() -> Sentence | None:
    """Return the outside body to which the office sends what is reported as retaliation."""
    if retaliation_channel(visited().settings) is None:
        return None
    body = outside_custodian(visited().settings)
    return body.name if body else None


def _code_page(office_key: str, said: Sentence | None = None, kept: str = "") -> str:
    return render_template(
        "public/follow.html",
        office_key=office_key,
        said=said,
        kept=kept,
        lost_files=any(file.filename for file in request.files.values()),
    )


def _case_page(
    office_key: str,
    ways: tuple[Way, ...],
    typed: Typed | None = None,
    messages: Messages | None = None,
    *,
    sent: Sentence | None = None,
) -> str:
    with reading() as uow:
        today = uow.today
        cases = [read_followed(uow, way) for way in ways]
    place = ways.index(typed.way) if typed else None
    return render_template(
        "public/case.html",
        office_key=office_key,
        cases=cases,
        stages=_STAGES,
        today=today,
        at=place,
        text=typed.body if typed else "",
        uploads=typed.tray.names if typed else {},
        kept_files=kept_words(typed.tray.uploads, typed.way.case_id) if typed else [],
        messages=messages or {},
        told=[(f"{where}-{place}", said[0]) for where, said in (messages or {}).items()],
        sent=sent,
        custodian=_custodian(),
        bodies=list(outside_bodies(visited().profile)),
        submission_key=pages.submission_key(),
    )
