"""Every page that somebody reaches by links from her first page on."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from engine.access.sign_in import sign_in
from engine.demo.people import PASSWORD
from engine.store.unit_of_work import Store
from web.design.preferences import CHOICES


@dataclass(frozen=True)
class FoundPage:
    """An HTML page: ``endpoint`` is the route's name, ``heading`` its h1, ``size`` its letters.

    A link that leads nowhere is found too, without a letter and with the status as its heading.
    """

    user_name: str
    path: str
    endpoint: str
    heading: str
    size: int
    linked_on: str

    @property
    def leads_nowhere(self) -> bool:
        """An address that was only tried may be closed to her; one that a page offers may not."""
        return not self.size and bool(self.linked_on)


_PUBLIC = "/p/"


def walk(
    app: Flask,
    store: Store,
    user_name: str,
    most: int,
    more: Iterable[str] = (),
    public: set[str] | None = None,
) -> Iterator[FoundPage]:
    """Follow the links of all pages, to so many pages of one route and heading at most.

    Of a route that has other headings every time, four times as many are looked at.
    ``user_name`` is "" for who has not signed in: she alone is led through the pages of the
    public, which are the same for everybody. ``more`` are addresses that no link has;
    into ``public`` goes where a page of the office leads to one of the public.
    """
    client = app.test_client()
    if user_name:
        with client.session_transaction() as kept:
            kept["_user_id"] = sign_in(store, user_name, PASSWORD)
    first = "/home" if user_name else "/sign-in"
    waiting, came_from = deque([first, *more]), dict.fromkeys([first, *more], "")
    of_route: Counter[str] = Counter()
    of_page: Counter[tuple[str, str]] = Counter()
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(app, path)
        if endpoint is None or of_route[endpoint] >= 4 * most:
            continue
        of_route[endpoint] += 1
        answer = client.get(path, buffered=True)
        if answer.status_code in (302, 303):
            links = [answer.location]
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            read = _Reading()
            read.feed(answer.text)
            found = FoundPage(
                user_name, path, endpoint, read.heading, len(answer.text), came_from[path]
            )
            of_page[endpoint, found.heading] += 1
            if of_page[endpoint, found.heading] > most:
                continue
            yield found
            links = read.links
        else:
            if answer.status_code != 200:
                yield FoundPage(user_name, path, endpoint, answer.status, 0, came_from[path])
            links = []
        for link in links:
            address = _address(path, link)
            if address and address not in came_from and _is_followed(address, user_name, public):
                came_from[address] = path
                waiting.append(address)


def _is_followed(address: str, user_name: str, public: set[str] | None) -> bool:
    """Tell whether she is led there; for who is signed in, a page of the public is only noted."""
    if not (user_name and address.startswith(_PUBLIC)):
        return True
    if public is not None:
        public.add(address)
    return False


def endpoint_of(app: Flask, path: str) -> str | None:
    """Return the name of the route that answers GET there, or None."""
    try:
        endpoint, _ = app.url_map.bind("127.0.0.1").match(urlsplit(path).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)


def _address(here: str, link: str) -> str | None:
    """Return the path and query a link leads to, or None outside, or where it sets a preference."""
    there = urlsplit(urljoin(here, link))
    if there.netloc or there.scheme or CHOICES.keys() & parse_qs(there.query):
        return None
    return there.path + (f"?{there.query}" if there.query else "")


class _Reading(HTMLParser):
    """The links of a page, addresses of its GET forms among them, and its first heading."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.heading = ""
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "a" and named.get("href"):
            self.links.append(named["href"] or "")
        if tag == "form" and (named.get("method") or "get").lower() == "get":
            self.links.append(named.get("action") or "")
        if tag == "h1":
            self._in_heading = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data
