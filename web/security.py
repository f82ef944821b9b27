"""Headers, cookies and limits that hold for every answer."""

import secrets

from flask import Flask, Response, request

from engine.settings import Settings
from web.public_sessions import ApartSessions
from web.roomy_requests import LARGEST_FORM, RoomyRequest
from web.written_text import WordConverter

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# Says nothing of a case and is asked for every hour: kept, and asked whether it has changed.
_REVALIDATED = frozenset({"worklist.calendar_feed"})
_ANSWERED = (200, 304)

# One scan of 20 MB and the fields around it.
LARGEST_REQUEST = 24 * 1024 * 1024
MOST_FORM_PARTS = 2_000


def configure(app: Flask, settings: Settings) -> None:
    secure = not settings.is_demonstration
    app.config.update(
        # A demonstration forgets its sessions at a restart, so it needs no key of its own.
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),
        SESSION_COOKIE_NAME="__Host-sucharit" if secure else "sucharit",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        LARGEST_FORM=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.request_class = RoomyRequest
    app.session_interface = ApartSessions()
    # Before any route is made.
    app.url_map.converters.update(default=WordConverter, string=WordConverter)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    # What a view has set is stricter: a file that somebody sent has a policy of its own.
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    may_be_kept = request.endpoint in _REVALIDATED and response.status_code in _ANSWERED
    if not request.path.startswith("/assets/") and not may_be_kept:
        # Nothing of a case stays in a shared desk's cache.
        response.headers["Cache-Control"] = "no-store"
    return response
