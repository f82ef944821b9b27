"""Breaking Thai labels into lines: between words, never inside one, never before a vowel.

The widths are those of Sarabun, so that the server knows what fits without a browser.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from engine.office.thai_words import thai_words

ELLIPSIS: Final = "…"

# Advance widths of Sarabun 600 in thousandths of the type size, to the nearest twenty.
_ADVANCES: Final = {
    0: "ัิีึืฺุู็่้๊๋์ํ๎\u200b",
    200: "'",
    240: " !",
    260: "ij|",
    280: ",.:;",
    300: "lๅ",
    320: "I[]เ",
    340: "()-_{}‘’",
    360: "f",
    380: '"\\r',
    400: "`tโใ",
    440: "*sไ",
    460: "/?z",
    480: "Jcง",
    500: "xyราำ",
    520: "akvว",
    540: "$Seะ–",
    560: "0123456789EFLbdghnpquจฐธฯ“”",
    580: "PTZoฉยฮ",
    600: "BCRY^กดถฤลสอ฿แ",
    620: "+<=>A~ขคฅฎฏตภมฦศ๏",
    640: "DGKVXฃชซนบผฝห",
    660: "Uฆปๆ๐",
    680: "&HOQท๑๔๕๖๘",
    700: "#Nwษ๒๓๙",
    740: "ฑพฟฬ",
    780: "๗…",
    800: "@M๚",
    820: "ฌ",
    840: "mญ—",
    860: "Wฒณ",
    940: "%",
    1040: "๛",
}
_WIDTHS: Final = {letter: width for width, letters in _ADVANCES.items() for letter in letters}
_WIDEST: Final = max(_ADVANCES)

# A syllable is not torn: what leans on the letter before it, and the letter a vowel leads.
_CLUSTER: Final = re.compile(r"[เ-ไ]?.[ะ-ฺๅ-๎ฯๆ]*", re.DOTALL)
# Words that belong to the next one; a line does not end with them.
_LEADING: Final = frozenset(
    ("การ", "ความ", "ผู้", "และ", "หรือ", "ที่", "ใน", "ไม่", "ของ", "ให้", "โดย", "จาก", "ถึง", "(", "“")
)


def text_width(text: str, size: float) -> float:
    """Return about how wide *text* is in Sarabun of *size*, in the same unit."""
    return sum(_WIDTHS.get(letter, _WIDEST) for letter in text) * size / 1000


@lru_cache(maxsize=4096)
def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """Break *text* into lines no wider than *width*; its own line breaks stay.

    A single word wider than a line is broken between syllable clusters.
    """
    return tuple(
        line for paragraph in text.splitlines() for line in _wrap_paragraph(paragraph, width, size)
    )


def shorten(lines: Sequence[str], most: int, width: float, size: float) -> tuple[str, ...]:
    """Return at most *most* lines; what was left out shows as an ellipsis."""
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and text_width(last + ELLIPSIS, size) > width:
        last = last[: -len(_clusters(last)[-1])].rstrip()
    return (*lines[: most - 1], last + ELLIPSIS)


def _wrap_paragraph(paragraph: str, width: float, size: float) -> Iterator[str]:
    line = ""
    for chunk in _unbreakable(paragraph):
        if text_width((line + chunk).rstrip(), size) <= width:
            line += chunk
            continue
        if line.strip():
            yield line.strip()
        *full, line = _torn(chunk.lstrip(), width, size)
        yield from full
    if line.strip():
        yield line.strip()


def _unbreakable(paragraph: str) -> Iterator[str]:
    """Join words that must not be parted: a leading word with its next, a mark with its last."""
    kept = ""
    for word in _words(paragraph):
        kept += word
        if word in _LEADING:
            continue
        yield kept
        kept = ""
    if kept:
        yield kept


@lru_cache(maxsize=4096)
def _words(paragraph: str) -> tuple[str, ...]:
    found: list[str] = []
    for word in thai_words(paragraph):
        # "๑ รับเรื่อง": the number of a step stays with its first word; "/" and "?" close a word
        if found and (found[-1].strip() in _NUMBERS or word in _CLOSING):
            found[-1] += word
        else:
            found.append(word)
    return tuple(found)


_NUMBERS: Final = frozenset("๐๑๒๓๔๕๖๗๘๙0123456789")
_CLOSING: Final = frozenset((":", "?", ")", "”", ",", ".", "ๆ", "ฯ"))


def _torn(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for cluster in _clusters(word):
        if pieces[-1] and text_width(pieces[-1] + cluster, size) > width:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _clusters(text: str) -> list[str]:
    return _CLUSTER.findall(text)
