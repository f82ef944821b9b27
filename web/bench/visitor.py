"""Somebody at a browser, as little of one as posting a form needs."""

import re
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

Fields = list[tuple[str, str]]

_HIDDEN = re.compile(r'name="(csrf_token|_submission)" value="([^"]+)"')


class UnexpectedAnswer(Exception):
    """The server answered something else than what the benchmark measures."""


@dataclass
class Visitor:
    """One session."""

    connection: HTTPConnection
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, name: str, password: str) -> None:
        form = self.hidden("/sign-in")
        self._expect(303, "POST", "/sign-in", [*form, ("name", name), ("password", password)])

    def get(self, url: str) -> str:
        return self.fetch(url).decode()

    def fetch(self, url: str) -> bytes:
        return self._expect(200, "GET", url)

    def hidden(self, url: str) -> Fields:
        """Return what the page's forms carry to be accepted."""
        return list(dict(_HIDDEN.findall(self.get(url))).items())

    def complete(self, url: str, form: Fields) -> None:
        self._expect(303, "POST", url, form)

    def _expect(self, status: int, method: str, url: str, form: Fields | None = None) -> bytes:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"http://{self.connection.host}:{self.connection.port}/",
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        # Not kept open: the server drops an idle connection at a moment of its own.
        with closing(self.connection) as connection:
            connection.request(method, url, urlencode(form) if form else None, headers)
            response = connection.getresponse()
            content = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(cookie).items()}
        if response.status != status:
            raise UnexpectedAnswer(f"{method} {url}: {response.status}, not {status}")
        return content
