"""Two cookies: one of who works here, and one of the public, which names nobody.

The public's holds the token of its forms and of a visit. It goes with requests from our own
pages only, so that no other site can use a visit that is open in the same browser.
"""

from typing import Final

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

PUBLIC_PATH: Final = "/p/"


def is_public() -> bool:
    """Tell whether this request is for a page of the public."""
    return request.path.startswith(PUBLIC_PATH)


class ApartSessions(SecureCookieSessionInterface):
    def get_cookie_name(self, app: Flask) -> str:
        name = super().get_cookie_name(app)
        return f"{name}-public" if is_public() else name

    def get_cookie_samesite(self, app: Flask) -> str | None:
        return "Strict" if is_public() else super().get_cookie_samesite(app)
