"""Read a page of a website for an office: public addresses only, briefly, with nothing sent along.

The address is looked up once, judged, and connected to as it was judged: a name that meanwhile
leads elsewhere leads nowhere. What comes back is neither kept nor trusted.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Event, Timer
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from lxml import etree

from engine.work.publishing.link_checks import LinkOutcome

SECONDS: Final = 10.0
LARGEST_PAGE: Final = 2 * 1024 * 1024
MOST_REDIRECTS: Final = 3
MOST_LINKS, LONGEST_LINK, LONGEST_MOVE = 5_000, 500, 2_000
_PORTS: Final = {"http": 80, "https": 443}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_PAGES: Final = ("text/html", "application/xhtml+xml")
# Of no host although ``is_global`` lets them pass: in the first two another address is hidden
# (NAT64, 6to4); then the documentation's, the anycast of 6to4 and the protocols' own.
_OF_NO_HOST: Final[tuple[IPv4Network | IPv6Network, ...]] = (
    *map(IPv6Network, ("64:ff9b::/96", "2002::/16", "3fff::/20")),
    *map(IPv4Network, ("192.88.99.0/24", "192.0.0.0/24")),
)
# The second is a part of a picture that leads somewhere, as on many a website of an office.
_LINKING: Final = ("a", "area")
_IN_PATH: Final = "/%:@!$&'()*+,;=~-._"

Address = IPv4Address | IPv6Address


class PageNotRead(Exception):
    """Why a page could not be read."""

    def __init__(self, outcome: LinkOutcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the internet: of no office, host, or test."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local:
            return False
    if any(address in network for network in _OF_NO_HOST):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True)
class Reach:
    """What may be connected to; ``ports`` None: any."""

    may_reach: Callable[[Address], bool] = is_public
    ports: frozenset[int] | None = frozenset(_PORTS.values())


PUBLIC_ONLY: Final = Reach()


@dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


class _Connection(HTTPConnection):
    """A connection to an address that was judged already, which ends when its time is over.

    However slowly something still comes: a time for each piece would be none for the whole.
    """

    def __init__(self, target: _Target, address: Address, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target, self.address = target, address
        self.is_over = Event()
        self._wire: socket.socket | None = None

    def connect(self) -> None:
        place = (str(self.address), self.target.port)
        wire = self._hold(socket.create_connection(place, timeout=self.timeout))
        if self.target.scheme == "https":
            secured = ssl.create_default_context().wrap_socket(
                wire, server_hostname=self.target.host, do_handshake_on_connect=False
            )
            self._hold(secured)
            secured.do_handshake()

    def hang_up(self) -> None:
        self.is_over.set()
        if self._wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)

    def _hold(self, wire: socket.socket) -> socket.socket:
        """Take over what is to be hung up; first held, then asked, so that neither is missed."""
        self._wire = self.sock = wire
        if self.is_over.is_set():
            raise TimeoutError
        return wire


def links_on(page: str, reach: Reach = PUBLIC_ONLY, *, seconds: float = SECONDS) -> list[str]:
    """Return where links of a page lead that may be the office's public pages, as whole addresses.

    Raises
    ------
    PageNotRead
        It could not be read, or is none.
    """
    at, host, ends_at = page, None, monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        target = _target(at)
        # A website leads to its own name with and without www.
        name = target.host.removeprefix("www.")
        if host not in (None, name):
            raise PageNotRead(LinkOutcome.ELSEWHERE)
        host = name
        answer = _ask(target, reach, ends_at)
        if answer.moved_to is None:
            return _links(at, answer.content)
        at = _joined(at, answer.moved_to) or ""
    raise PageNotRead(LinkOutcome.ELSEWHERE)


@dataclass(frozen=True)
class _Answer:
    content: bytes = b""
    moved_to: str | None = None


def _target(address: str) -> _Target:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise PageNotRead(LinkOutcome.NO_HOST) from error
    if not host or parts.scheme not in _PORTS or parts.username is not None:
        raise PageNotRead(LinkOutcome.NO_HOST)
    path = quote(parts.path or "/", safe=_IN_PATH)
    query = f"?{quote(parts.query, safe=_IN_PATH + '?')}" if parts.query else ""
    return _Target(parts.scheme, host, port, path + query)


def _judged(target: _Target, reach: Reach) -> Address:
    """Return the address behind a name, if all that there are may be reached."""
    if reach.ports is not None and target.port not in reach.ports:
        raise PageNotRead(LinkOutcome.NOT_PUBLIC)
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    except (OSError, ValueError) as error:
        raise PageNotRead(LinkOutcome.NO_HOST) from error
    if not addresses or not all(reach.may_reach(address) for address in addresses):
        raise PageNotRead(LinkOutcome.NOT_PUBLIC)
    return addresses[0]


def _ask(target: _Target, reach: Reach, ends_at: float) -> _Answer:
    address = _judged(target, reach)
    left = ends_at - monotonic()
    if left <= 0:
        raise PageNotRead(LinkOutcome.NO_ANSWER)
    try:
        with _asking(_Connection(target, address, left), left) as response:
            return _read(response)
    except ssl.SSLCertVerificationError as error:
        raise PageNotRead(LinkOutcome.CERTIFICATE) from error
    except (OSError, HTTPException, ValueError) as error:
        raise PageNotRead(LinkOutcome.NO_ANSWER) from error


@contextmanager
def _asking(connection: _Connection, seconds: float) -> Iterator[HTTPResponse]:
    timer = Timer(seconds, connection.hang_up)
    timer.daemon = True
    timer.start()
    response: HTTPResponse | None = None
    try:
        target = connection.target
        said = {
            "Host": target.netloc,
            "User-Agent": "Sucharit link check",
            "Accept": "text/html",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        connection.request("GET", target.path, headers=said)
        response = connection.getresponse()
        yield response
        if connection.is_over.is_set():
            raise PageNotRead(LinkOutcome.NO_ANSWER)
    finally:
        timer.cancel()
        if response is not None:
            response.close()
        connection.close()


def _read(response: HTTPResponse) -> _Answer:
    moved_to = response.getheader("Location") if response.status in _MOVED else None
    if moved_to:
        return _Answer(moved_to=_as_written(moved_to))
    if response.status != 200:  # noqa: PLR2004  (OK)
        raise PageNotRead(LinkOutcome.REFUSED)
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    packed = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if kind not in _PAGES or packed != "identity":
        raise PageNotRead(LinkOutcome.NOT_A_PAGE)
    content = response.read(LARGEST_PAGE + 1)
    if len(content) > LARGEST_PAGE:
        raise PageNotRead(LinkOutcome.TOO_LARGE)
    return _Answer(content)


def _as_written(moved_to: str) -> str:
    """Return where it is moved to; a Thai path may stand there as it is, in UTF-8."""
    if len(moved_to) > LONGEST_MOVE:
        raise PageNotRead(LinkOutcome.REFUSED)
    try:
        return moved_to.encode("latin-1").decode()
    except ValueError:
        return moved_to


class _Links:
    """Takes the links from a page as it is read, so that no tree of it is ever built.

    A tree compares each attribute of an element with all others of it: of one long tag it takes
    minutes, and no limit of time reaches into the parser.
    """

    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href", "").strip() if tag in _LINKING else ""
        if "/p/" in href and len(href) <= LONGEST_LINK and len(self.found) < MOST_LINKS:
            self.found.append(href)

    def close(self) -> list[str]:
        return self.found


def _links(page: str, content: bytes) -> list[str]:
    # Of the standard library's parser a page can be written that takes hours.
    reader = _Links()
    # What else a target may have is not called where it is not there.
    parser = etree.HTMLParser(no_network=True, recover=True, target=reader)  # type: ignore[arg-type]
    # What was found before it is read no further counts.
    with suppress(etree.XMLSyntaxError):
        etree.fromstring(content, parser)
    at = urlsplit(page)
    whole = (_whole(at, href).partition("#")[0] for href in reader.found)
    return [link for link in whole if link.startswith(("http://", "https://"))]


def _whole(at: SplitResult, href: str) -> str:
    # urljoin takes as long as the page's own address for every link.
    if href.startswith("//"):
        return f"{at.scheme}:{href}"
    return f"{at.scheme}://{at.netloc}{href}" if href.startswith("/") else href


def _joined(page: str, moved_to: str) -> str | None:
    try:
        return urljoin(page, moved_to.strip()).partition("#")[0]
    except ValueError:
        return None
