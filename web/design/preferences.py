"""How one reader wants pages shown: language, density of lists, theme, keys.

A preference is changed by a link (``?language=en``) and kept in a cookie of its own, which says
nothing about the reader or any case. Thai comes first whatever the browser asks for.
"""

from typing import Final
from urllib.parse import urlencode

from flask import Response, g, request

CHOICES: Final = {
    "language": ("th", "en"),
    "density": ("normal", "compact"),
    "theme": ("system", "light", "dark"),
    "keys": ("on", "off"),
}
"""The first value of each is the one that holds when nothing was chosen."""

_KEPT_SECONDS: Final = 365 * 24 * 60 * 60


def preference(name: str) -> str:
    """Return the reader's choice: of this request, else of the cookie, else the first value."""
    # A page asks some three hundred times which language it is in.
    found: dict[str, str] = g.setdefault("preferences", {})
    if name not in found:
        found[name] = _chosen(name)
    return found[name]


def _chosen(name: str) -> str:
    values = CHOICES[name]
    chosen = request.args.get(name)
    if chosen not in values:
        chosen = request.cookies.get(name)
    return chosen if chosen in values else values[0]


def preference_url(name: str, value: str, home_url: str = "/") -> str:
    """Return the address of the present page with one preference changed.

    A page that answered a POST has no address to come back to with GET; its link leads to
    *home_url*, so that nothing is sent twice.
    """
    if value not in CHOICES[name]:
        raise ValueError(f"{value} is no {name}")
    if request.method not in ("GET", "HEAD"):
        return f"{home_url}?{urlencode({name: value})}"
    kept = [(key, word) for key, word in request.args.items(multi=True) if key not in CHOICES]
    return f"{request.path}?{urlencode([*kept, (name, value)])}"


def remember_preferences(response: Response) -> Response:
    """Put what this request's address chose into cookies."""
    for name, values in CHOICES.items():
        chosen = request.args.get(name)
        if chosen in values:
            response.set_cookie(
                name,
                chosen,
                max_age=_KEPT_SECONDS,
                secure=request.is_secure,
                httponly=True,
                samesite="Lax",
            )
    return response
