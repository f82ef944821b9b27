"""User names that people asked this browser to remember, for a desk that several share.

The sign-in page shows them to whoever sits down here, so a name is kept only when its owner
ticks so while signing in; and nothing is kept but what she types at the door: no person's
name, no position, no office, no password. The cookie is signed, so that it tells no name that
was not signed in with here, and is out of the reach of scripts.
"""

from typing import Any, Final

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

MOST: Final = 6
_KEPT_SECONDS: Final = 180 * 24 * 60 * 60


def names() -> list[str]:
    """Return the names, the one who signed in last first."""
    try:
        found: Any = _serializer().loads(request.cookies.get(_cookie(), ""))
    except BadSignature:
        return []
    return [str(name) for name in found]


def chosen(found: list[str]) -> str:
    """Return which of the names the address asks for, by its place; else nothing."""
    typed = request.args.get("as", "")
    place = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 1 else len(found)
    return found[place] if place < len(found) else ""


def remember(answer: Response, name: str) -> None:
    """Put a name first; beyond the most that are kept, the one longest unused goes."""
    name = name.strip()
    _keep(answer, [name, *(each for each in names() if each != name)][:MOST])


def forget(answer: Response, name: str) -> None:
    _keep(answer, [each for each in names() if each != name])


def _keep(answer: Response, found: list[str]) -> None:
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if not found:
        answer.delete_cookie(_cookie(), secure=is_secure, httponly=True, samesite="Lax")
        return
    answer.set_cookie(
        _cookie(),
        str(_serializer().dumps(found)),
        max_age=_KEPT_SECONDS,
        secure=is_secure,
        httponly=True,
        samesite="Lax",
    )


def _cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-names"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="remembered names")
