"""The one table from refusals to HTTP, and the pages that say them."""

from collections.abc import Mapping

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from engine import errors
from engine.access.sign_in import SignInRefused
from engine.errors import EngineError, Sentence
from web.kept import kept_fields

STATUS: Mapping[type[EngineError], int] = {
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.InvalidTransition: 409,
    errors.ConcurrentUpdate: 409,
    errors.Busy: 503,
    errors.FormInvalid: 422,
    errors.UploadRejected: 415,
    errors.FileInvalid: 422,
    errors.ProcessFailed: 500,
    errors.NoEligibleHandler: 409,
    errors.KeyUnavailable: 410,
    errors.Tampered: 500,
    errors.SettingsInvalid: 500,
    errors.SchemaOutdated: 503,
    SignInRefused: 401,
}

_TITLES = {
    403: Sentence("ท่านทำรายการนี้ไม่ได้", "You may not do this"),
    404: Sentence("ไม่พบหน้านี้", "Not found"),
    409: Sentence("รายการนี้เปลี่ยนไปแล้ว", "This has changed meanwhile"),
    410: Sentence("เปิดข้อมูลนี้ไม่ได้", "This cannot be opened"),
    413: Sentence("แฟ้มใหญ่เกินไป", "The file is too large"),
    415: Sentence("ไม่รับแฟ้มนี้", "The file is not accepted"),
    422: Sentence("ข้อมูลยังไม่ครบ", "Something is missing"),
    503: Sentence("ระบบกำลังทำงานอื่นอยู่", "The system is busy"),
}
_BROKEN = Sentence("ระบบขัดข้อง", "Something went wrong")


def status_of(error: EngineError) -> int:
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 500


def init_app(app: Flask) -> None:
    app.register_error_handler(EngineError, _refused)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _refused(error: EngineError) -> tuple[str, int]:
    status = status_of(error)
    if status == 500:  # noqa: PLR2004 (a fault of ours, for the log)
        current_app.logger.error("refused", exc_info=error)
    return refusal_page(status, error.sentence), status


def _form_expired(_error: CSRFError) -> tuple[str, int]:
    said = Sentence(
        "หน้านี้เปิดค้างไว้นาน สิ่งที่พิมพ์ยังอยู่ กดบันทึกอีกครั้ง",
        "This page was open for long. What you typed is here; send it again.",
    )
    return refusal_page(400, said), 400


def _http(error: HTTPException) -> Response | tuple[str, int]:
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 (redirects pass)
        return Response(error.get_response().response, code)
    if isinstance(error, RequestEntityTooLarge):
        said = Sentence("ส่งแฟ้มได้ครั้งละไม่เกิน 20 เมกะไบต์", "At most 20 megabytes at a time.")
        return refusal_page(413, said), 413
    not_found = errors.NotFound.sentence
    return refusal_page(code, not_found if code == 404 else _BROKEN), code  # noqa: PLR2004


def _broken(error: Exception) -> tuple[str, int]:
    current_app.logger.error("failed", exc_info=error)
    said = Sentence(
        "คำขอนี้ไม่สำเร็จและไม่มีสิ่งใดถูกบันทึก ลองอีกครั้ง ถ้ายังไม่ได้ให้แจ้งผู้ดูแลระบบ",
        "The request failed and nothing was written. Try again, or tell the administrator.",
    )
    return refusal_page(500, said), 500


def refusal_page(status: int, said: Sentence) -> str:
    """Say what happened, show what was typed and offer it again."""
    return render_template(
        "refusal.html",
        title=_TITLES.get(status, _BROKEN),
        said=said,
        kept=kept_fields() if request.method == "POST" else (),
        can_retry=request.method == "POST" and status in (400, 409, 500, 503),
    )
