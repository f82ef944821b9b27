"""What an officer's first visit to the worklist costs on a slow line.

Counted as a proxy in front of the server would send it: text compressed, the faces of the font as
they are. Of the faces those that the style sheet names for letters of the page, in every weight:
never less than a browser asks for.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import urljoin

from engine.bench.figures import Figure, of_number
from engine.bench.steps import lodge_case
from engine.office.roles import Role
from web.bench.site import Site

NAME: Final = "page.first_visit_bytes"
_ROWS: Final = 50
# What nginx does when nobody sets it otherwise is 1; 6 is what most are set to.
_LEVEL: Final = 6
_PACKED: Final = (".woff2", ".woff", ".png", ".jpg")
_NAMED_IN_PAGE: Final = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')
_FACE: Final = re.compile(r"@font-face\s*{([^}]*)}")
_URL: Final = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_RANGE: Final = re.compile(r"unicode-range:([^;}]*)")
_LETTERS: Final = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """One answer of the visit, and what it weighs on the line."""

    url: str
    size: int


def weigh_first_visit(site: Site, scale: float) -> Figure:
    for _ in range(max(1, round(_ROWS * scale))):
        lodge_case(site.place)
    size = sum(piece.size for piece in first_visit(site))
    return of_number(NAME, size, "bytes", site.place.backend)


def first_visit(site: Site) -> list[Piece]:
    """Return all that a browser with an empty cache asks for to show the worklist."""
    visitor = site.visitor(site.place.actor(Role.OFFICER))
    html = visitor.get(site.worklist_url)
    pieces = {site.worklist_url: _packed(html.encode())}
    letters = frozenset(unescape(re.sub(r"<[^>]*>", " ", html)))
    for url in _NAMED_IN_PAGE.findall(html):
        if url in pieces or not url.startswith("/assets/"):
            continue
        content = visitor.fetch(url)
        pieces[url] = _size(url, content)
        if url.endswith(".css"):
            for face in _faces(content.decode(), letters):
                found = urljoin(url, face)
                pieces.setdefault(found, _size(found, visitor.fetch(found)))
    return [Piece(url, size) for url, size in pieces.items()]


def _faces(css: str, letters: frozenset[str]) -> Iterator[str]:
    for face in _FACE.findall(css):
        asked = _RANGE.search(face)
        if asked is None or any(_is_in(asked[1], letter) for letter in letters):
            yield _URL.findall(face)[0]


def _is_in(asked: str, letter: str) -> bool:
    ranges = ((int(first, 16), int(last or first, 16)) for first, last in _LETTERS.findall(asked))
    return any(first <= ord(letter) <= last for first, last in ranges)


def _size(url: str, content: bytes) -> int:
    return len(content) if url.endswith(_PACKED) else _packed(content)


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, _LEVEL))
