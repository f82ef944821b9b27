"""The one table from refusals to HTTP, and the pages that say them."""

import secrets
from collections.abc import Mapping

from flask import Flask, current_app, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from engine import errors
from engine.access.pace import TooOften
from engine.access.sign_in import SignInRefused
from engine.errors import EngineError, Sentence
from engine.feel import FeelError
from engine.office.calendar import CalendarExhausted
from engine.office.cycles import CycleInvalid
from engine.office.deadlines import DeadlineRuleInvalid
from engine.office.profile_tables import ProfileContradiction
from engine.office.thai import DateUnreadable, TimeUnreadable
from engine.reports.periods import PeriodUnclear
from engine.store.blobs import is_full
from web.kept import kept_fields, loses_files

Answer = tuple[str, int, dict[str, str]]

STATUS: Mapping[type[EngineError], int] = {
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.InvalidTransition: 409,
    errors.ConcurrentUpdate: 409,
    errors.Unavailable: 503,
    errors.StorageFull: 507,
    errors.FormInvalid: 422,
    errors.UploadRejected: 415,
    errors.FileInvalid: 422,
    errors.ProcessFailed: 500,
    errors.NoEligibleHandler: 409,
    errors.KeyUnavailable: 410,
    TooOften: 429,
    errors.Tampered: 500,
    errors.SettingsInvalid: 500,
    errors.SchemaOutdated: 503,
    SignInRefused: 401,
    # What somebody wrote cannot be read: a date, a rule, an expression, a profile.
    CalendarExhausted: 422,
    CycleInvalid: 422,
    DateUnreadable: 422,
    DeadlineRuleInvalid: 422,
    PeriodUnclear: 422,
    ProfileContradiction: 422,
    TimeUnreadable: 422,
    FeelError: 422,
}

_TITLES = {
    400: Sentence("หน้านี้เปิดค้างไว้นานเกินไป", "This page was open for too long"),
    401: Sentence("เข้าระบบไม่ได้", "You cannot sign in"),
    403: Sentence("ท่านทำรายการนี้ไม่ได้", "You may not do this"),
    404: Sentence("ไม่พบหน้านี้ หรือท่านไม่มีสิทธิดู", "Not found, or not yours to see"),
    405: Sentence("เปิดหน้านี้โดยตรงไม่ได้", "This address is not a page"),
    409: Sentence("รายการนี้เปลี่ยนไปแล้ว", "This has changed meanwhile"),
    410: Sentence("เปิดข้อมูลนี้ไม่ได้", "This cannot be opened"),
    413: Sentence("แฟ้มใหญ่เกินไป", "The file is too large"),
    415: Sentence("ไม่รับแฟ้มนี้", "The file is not accepted"),
    422: Sentence("ข้อมูลยังไม่ครบ", "Something is missing"),
    429: Sentence("ส่งจากเครือข่ายนี้บ่อยเกินไป", "Too much from this network"),
    503: Sentence("ระบบบันทึกไม่ได้ชั่วคราว", "The system cannot write for the moment"),
    507: Sentence("พื้นที่เก็บข้อมูลของระบบเต็ม", "The disk of the system is full"),
}
# A form without its files may pass and be done without them: it is not offered again.
_FILES_LOST = Sentence(
    "แฟ้มที่แนบมาไม่ได้เก็บไว้ กลับไปที่แบบแล้วแนบและส่งอีกครั้ง",
    "The attached files were not kept. Go back to the form, attach them and send it again.",
)
_BROKEN = Sentence("ระบบขัดข้อง", "Something went wrong")
_ANY = Sentence("ระบบทำตามคำขอนี้ไม่ได้", "The request could not be done.")
_HIDDEN = Sentence(
    "ที่อยู่หน้าอาจพิมพ์ผิด หรือเรื่องนี้เปิดให้เฉพาะผู้มีหน้าที่ เพื่อรักษาความลับ ระบบไม่บอกว่าเป็นกรณีใด",
    "The address may be mistyped, or the case is open to those on duty only; "
    "the system does not say which.",
)
# Trying the same again can help; elsewhere somebody was faster or something has to change first.
_WORTH_A_RETRY = frozenset({400, 429, 500, 503, 507})


def status_of(error: EngineError) -> int:
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 500


def init_app(app: Flask) -> None:
    app.register_error_handler(EngineError, refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _broken)


def refused(error: EngineError) -> Answer:
    """Answer for a command, or a whole request, that the engine refused."""
    status = status_of(error)
    if isinstance(error, errors.InvalidTransition):
        # Who was faster and when is the news itself.
        return refuse(status, None, title=error.sentence)
    if status == 500:  # noqa: PLR2004 (a fault of ours, for the log)
        return refuse(status, error.sentence, reference=_log(error))
    if type(error) is errors.NotFound and error.sentence is errors.NotFound.sentence:
        return refuse(status, _HIDDEN)
    can_retry = isinstance(error, errors.ConcurrentUpdate) or status in _WORTH_A_RETRY
    is_news = isinstance(error, errors.DatabaseAway | errors.StorageFull)
    return refuse(
        status,
        error.sentence,
        can_retry=can_retry,
        reference=_log_cause(error) if is_news else None,
        is_unwritten=not isinstance(error, errors.OutcomeUnknown),
    )


def _http(error: HTTPException) -> Response | Answer:
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 (redirects pass)
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        said = Sentence(
            "ส่งแฟ้มได้ครั้งละไม่เกิน 20 เมกะไบต์ ย้อนกลับไปที่แบบแล้วเลือกแฟ้มที่เล็กลง",
            "At most 20 megabytes at a time. Go back to the form and choose a smaller file.",
        )
        return refuse(413, said)
    return refuse(code, _HIDDEN if code == 404 else _ANY)  # noqa: PLR2004


def _system(error: OSError) -> Answer:
    """Answer for a disk that was full while the request itself was being read."""
    if not is_full(error):
        return _broken(error)
    said = errors.StorageFull.sentence
    return refuse(507, said, is_readable=False, reference=_log_cause(error))


def _broken(error: Exception) -> Answer:
    said = Sentence(
        "คำขอนี้ไม่สำเร็จ ลองอีกครั้ง ถ้ายังไม่ได้ให้แจ้งผู้ดูแลระบบ",
        "The request failed. Try again, or tell the administrator.",
    )
    return refuse(500, said, can_retry=True, reference=_log(error))


def _log(error: Exception) -> str:
    """Write the fault to the log under a number that the page shows."""
    reference = _reference()
    current_app.logger.error("failed %s", reference, exc_info=error)
    return reference


def _log_cause(error: Exception) -> str:
    """Write one line: of a full disk or a database that is away only whoever reads the log hears.

    Every request of everybody fails then, and where it did says nothing; in full it is 10 kB each.
    """
    reference, cause = _reference(), error.__cause__ or error
    # Of a failed statement the driver's own words, without the statement.
    words = str(getattr(cause, "orig", cause)).partition("\n")[0]
    current_app.logger.error("failed %s: %s: %s", reference, type(error).__name__, words)
    return reference


def _reference() -> str:
    return secrets.token_hex(3).upper()


def refuse(
    status: int,
    said: Sentence | None,
    *,
    title: Sentence | None = None,
    can_retry: bool = False,
    reference: str | None = None,
    is_unwritten: bool = True,
    is_readable: bool = True,
) -> Answer:
    """Say what happened, show what was typed and, where that can help, offer it again.

    A form on its way to be shown again by script (htmx) stays where it is: the
    sentence alone is put above it.
    """
    heading = title or _TITLES.get(status, _BROKEN)
    if "HX-Request" in request.headers:
        return note_above_form(said or heading, status)
    g.help_about = "refusal"
    # Of a request that was too large, or found no room, nothing can be read.
    is_post = request.method == "POST" and is_readable and status != 413  # noqa: PLR2004
    kept = kept_fields() if is_post else ()
    has_lost_files = is_post and loses_files()
    page = render_template(
        "refusal.html",
        title=heading,
        said=said,
        kept=kept,
        shown=[field for field in kept if field.is_shown],
        is_unwritten=request.method == "POST" and is_unwritten,
        can_retry=can_retry and is_post and not has_lost_files,
        lost_files=_FILES_LOST if can_retry and has_lost_files else None,
        page_url=_page_url() if request.method == "POST" else None,
        reference=reference,
    )
    return page, status, {}


def note_above_form(said: Sentence, status: int) -> Answer:
    headers = {
        "HX-Retarget": "#form-fields",
        "HX-Reswap": "afterbegin",
        "HX-Reselect": "#refused",
    }
    return render_template("refused_note.html", said=said), status, headers


def _page_url() -> str | None:
    """Return where the thing that was posted to can be looked at as it is now."""
    places = request.view_args or {}
    for name, view in (("work_item_id", "worklist.item"), ("case_id", "case_file.case")):
        if name in places and "office_key" in places:
            return url_for(view, office_key=places["office_key"], **{name: places[name]})
    return None
