"""A browser: it keeps its cookie, finds the hidden fields of a page and posts forms."""

import re
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import uuid4

from tests.faults.server import Server

PASSWORD = "sucharit-ทดสอบ"

_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_KEY = re.compile(r'name="_submission" value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_WORK = re.compile(r"/work/([0-9a-f-]{36})")


class NoAnswer(Exception):
    """The connection broke: nobody knows whether the server had done it."""


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    location: str | None = None

    @property
    def csrf(self) -> str:
        return _first(_CSRF, self.text)

    @property
    def key(self) -> str:
        return _first(_KEY, self.text) or str(uuid4())

    @property
    def hidden_fields(self) -> dict[str, str]:
        """What the form on a refusal sends when its button is pressed."""
        return {name: unescape(value) for name, value in _HIDDEN.findall(self.text)}

    @property
    def has_form(self) -> bool:
        return 'id="work-form"' in self.text

    @property
    def work_items(self) -> list[str]:
        return sorted(set(_WORK.findall(self.text)))


@dataclass
class Browser:
    server: Server
    name: str
    cookie: str = ""

    def sign_in(self) -> Reply:
        self.cookie = ""
        csrf = self.get("/sign-in").csrf
        return self.post("/sign-in", {"csrf_token": csrf, "name": self.name, "password": PASSWORD})

    def get(self, url: str) -> Reply:
        return self._ask("GET", url)

    def post(self, url: str, form: dict[str, str]) -> Reply:
        return self._ask("POST", url, urlencode(form).encode())

    def post_file(self, url: str, form: dict[str, str], key: str, content: bytes) -> Reply:
        """Post a form with one file in it, as a browser does."""
        edge = uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in form.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{key}"; filename="a.pdf"\r\n'
        parts += [f"{head}Content-Type: application/pdf\r\n\r\n".encode(), content]
        body = b"".join([*parts, f"\r\n--{edge}--\r\n".encode()])
        return self._ask("POST", url, body, f"multipart/form-data; boundary={edge}")

    def _ask(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
    ) -> Reply:
        headers = {"Cookie": self.cookie, "Referer": f"http://{self.server.host}/"}
        if body is not None:
            headers["Content-Type"] = kind
        connection = HTTPConnection(self.server.host, self.server.port, timeout=40)
        try:
            connection.request(method, url, body=body, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            raise NoAnswer from error
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("sucharit="):
                self.cookie = cookie.partition(";")[0]
        return Reply(response.status, text, response.headers.get("Location"))


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return found.group(1) if found else ""
