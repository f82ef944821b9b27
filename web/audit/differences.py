"""Two answers beside each other, what differs marked inside them. Never by colour alone."""

import unicodedata
from dataclasses import dataclass
from enum import Enum

from markupsafe import Markup, escape

from engine.errors import Sentence


class Change(Enum):
    """What became of an answer; the word stands beside it."""

    CHANGED = Sentence("เปลี่ยน", "changed")
    ADDED = Sentence("เพิ่ม", "added")
    REMOVED = Sentence("ตัดออก", "removed")


@dataclass(frozen=True)
class Compared:
    before: Markup
    after: Markup
    change: Change | None


def compare(before: Markup | None, after: Markup | None) -> Compared:
    """Mark what differs between two answers as shown; None: it was not asked in that round.

    In plain texts only the differing middle is marked; of anything else the whole.
    """
    if before is None:
        return Compared(Markup("–"), _mark("ins", after or Markup("")), Change.ADDED)
    if after is None:
        return Compared(_mark("del", before), Markup("–"), Change.REMOVED)
    if before == after:
        return Compared(before, after, None)
    if "<" in before or "<" in after:
        return Compared(_mark("del", before), _mark("ins", after), Change.CHANGED)
    return _compare_texts(str(before.unescape()), str(after.unescape()))


def _compare_texts(before: str, after: str) -> Compared:
    head = _common_head(before, after)
    tail = _common_tail(before[head:], after[head:])
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    end = after[len(after) - tail :] if tail else ""
    start = after[:head]
    change = Change.ADDED if not gone else Change.REMOVED if not come else Change.CHANGED
    return Compared(_joined(start, "del", gone, end), _joined(start, "ins", come, end), change)


def _joined(start: str, tag: str, middle: str, end: str) -> Markup:
    return escape(start) + (_mark(tag, escape(middle)) if middle else Markup("")) + escape(end)


def _common_head(one: str, other: str) -> int:
    length = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    while length and (_continues(one, length) or _continues(other, length)):
        length -= 1
    return length


def _common_tail(one: str, other: str) -> int:
    length = next(
        (place for place, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b),
        min(len(one), len(other)),
    )
    while length and _continues(one, len(one) - length):
        length -= 1
    return length


def _continues(text: str, place: int) -> bool:
    """Tell whether a cut here would part a Thai letter from its vowel or tone mark."""
    return place < len(text) and unicodedata.category(text[place]) in ("Mn", "Mc")


def _mark(tag: str, content: Markup) -> Markup:
    return Markup("<{tag}>{content}</{tag}>").format(tag=tag, content=content)
