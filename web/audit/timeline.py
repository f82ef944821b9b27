"""The scrubber: every event and every look as a mark, in order, a day at a time when many."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import url_for

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.errors import Sentence
from engine.history.accesses import Access
from engine.history.narration import MarkKind
from engine.history.replay import Moment, Replay
from engine.office.office_time import office_date
from web.audit.showing import ACCESS_WORDS
from web.design.filters import clock_time, list_date, number, short_date
from web.design.language import language, say

UrlOf = Callable[[int], str]

MOST_MARKS = 60
# A gap worth a word: a weekend is none.
LONG_GAP = 4


@dataclass(frozen=True)
class Mark:
    """An event or a look in its place. Its words are made only when it is drawn."""

    at: datetime
    of: Moment | Access
    is_current: bool
    is_later: bool

    @property
    def day(self) -> date:
        return office_date(self.at)


# As the design's ``track`` takes it: name, address, kind, whether current, whether later.
Drawn = tuple[str, str, str, bool, bool]


@dataclass(frozen=True)
class Jump:
    """A link to another event; ``label`` says which."""

    label: str
    url: str


@dataclass(frozen=True)
class Day:
    label: str
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class TimeLine:
    """``days`` of marks as the design's ``track`` draws them; ``all_days`` when they are cut."""

    days: list[tuple[str, list[Drawn]]]
    all_days: list[Day]
    total: int
    previous: str | None
    next: str | None
    jumps: list[Jump]


def time_line(replay: Replay, accesses: Sequence[Access], office_key: str) -> TimeLine:
    def url_of(seq: int) -> str:
        return url_for(
            "audit.replay",
            office_key=office_key,
            case_id=replay.case.id,
            seq=seq,
            _anchor="at",
        )

    marks = _marks(replay, accesses)
    by_day = [(day, list(found)) for day, found in groupby(marks, lambda mark: mark.day)]
    is_cut = len(marks) > MOST_MARKS
    shown = by_day
    if is_cut:
        current = next(mark.day for mark in marks if mark.is_current)
        shown = [(day, _around(found)) for day, found in by_day if day == current]
    seq, last = replay.event.seq, replay.moments[-1].seq
    labels = _labels(replay.picture.edition)

    def draw(mark: Mark) -> Drawn:
        if isinstance(mark.of, Moment):
            name, url, kind = _name(mark.of, labels), url_of(mark.of.seq), mark.of.mark
        else:
            name, url, kind = _look(mark.of), _look_url(replay, mark.of, office_key), MarkKind.LOOK
        return name, url, kind.value, mark.is_current, mark.is_later

    return TimeLine(
        days=[(label, list(map(draw, found))) for label, found in _labelled(shown)],
        all_days=_all_days(replay, by_day, url_of) if is_cut else [],
        total=last,
        previous=url_of(seq - 1) if seq > 1 else None,
        next=url_of(seq + 1) if seq < last else None,
        jumps=_jumps(replay, url_of),
    )


def end_of(replay: Replay) -> datetime | None:
    """Return when the next event was recorded, None after the last one."""
    following = (m.recorded_at for m in replay.moments if m.seq == replay.event.seq + 1)
    return next(following, None)


def _marks(replay: Replay, accesses: Iterable[Access]) -> list[Mark]:
    now, ends = replay.event.seq, end_of(replay)
    marks = [
        Mark(moment.recorded_at, moment, moment.seq == now, moment.seq > now)
        for moment in replay.moments
    ]
    marks += [
        Mark(
            access.recorded_at,
            access,
            is_current=False,
            is_later=ends is not None and access.recorded_at >= ends,
        )
        for access in accesses
    ]
    return sorted(marks, key=lambda mark: mark.at)  # stable: events of one instant keep their order


def _look_url(replay: Replay, access: Access, office_key: str) -> str:
    return url_for(
        "audit.accesses",
        office_key=office_key,
        case_id=replay.case.id,
        _anchor=f"a-{access.id}",
    )


def _around(marks: list[Mark]) -> list[Mark]:
    """Cut a very busy day to the marks around the current one."""
    middle = next(place for place, mark in enumerate(marks) if mark.is_current)
    first = max(0, min(middle - MOST_MARKS // 2, len(marks) - MOST_MARKS))
    return marks[first : first + MOST_MARKS]


def _labelled(days: list[tuple[date, list[Mark]]]) -> Iterator[tuple[str, list[Mark]]]:
    """Give each day its heading; a long gap before it is said in days."""
    before: date | None = None
    for day, marks in days:
        label = list_date(day, before) if before else short_date(day)
        if before and (day - before).days > LONG_GAP:
            gap = number((day - before).days)
            label = f"{label} ({say(_LATER).format(days=gap)})"
        yield label, marks
        before = day


def _all_days(replay: Replay, by_day: list[tuple[date, list[Mark]]], url_of: UrlOf) -> list[Day]:
    first: dict[date, int] = {}
    for moment in replay.moments:
        first.setdefault(office_date(moment.recorded_at), moment.seq)
    here = office_date(replay.event.recorded_at)
    return [
        Day(short_date(day), url_of(first[day]), len(marks), day == here)
        for day, marks in by_day
        if day in first
    ]


def _jumps(replay: Replay, url_of: UrlOf) -> list[Jump]:
    """Offer the first and last event, and the acts of people before and after this one."""
    seq = replay.event.seq
    acts = [moment.seq for moment in replay.moments if moment.mark is MarkKind.ACT]
    found: list[tuple[Sentence, int | None]] = [
        (_FIRST, 1 if seq > 1 else None),
        (_ACT_BEFORE, max((act for act in acts if act < seq), default=None)),
        (_ACT_AFTER, min((act for act in acts if act > seq), default=None)),
        (_LAST, replay.moments[-1].seq if seq < replay.moments[-1].seq else None),
    ]
    return [Jump(say(label), url_of(target)) for label, target in found if target is not None]


def _name(moment: Moment, labels: dict[str, str]) -> str:
    step = labels.get(moment.element or "", "")
    words = f"{say(moment.title)} {step}".strip()
    at = f"{short_date(office_date(moment.recorded_at))} {clock_time(moment.recorded_at)}"
    return say(_EVENT).format(seq=number(moment.seq), words=words, at=at)


def _look(access: Access) -> str:
    at = f"{short_date(office_date(access.recorded_at))} {clock_time(access.recorded_at)}"
    said = _REFUSED if access.is_refused else _OPENED
    return say(said).format(who=access.name, what=say(ACCESS_WORDS[access.kind]), at=at)


def _labels(edition: Edition) -> dict[str, str]:
    """Name the elements whose id only one process of the edition has."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for process in blueprint_of(edition).processes.values():
        for element in process.elements.values():
            label = element.label_en if language() == "en" else element.label
            found[element.id] = "" if element.id in seen else label or element.label
            seen.add(element.id)
    return found


_EVENT = Sentence("เหตุการณ์ที่ {seq} {words} {at}", "Event {seq}: {words}, {at}")
_OPENED = Sentence("{who} เปิดดู{what} {at}", "{who} opened the {what}, {at}")
_REFUSED = Sentence("{who} ถูกปฏิเสธ ขอเปิดดู{what} {at}", "{who} was refused the {what}, {at}")
_LATER = Sentence("{days} วันต่อมา", "{days} days later")
_FIRST = Sentence("เหตุการณ์แรก", "First event")
_LAST = Sentence("เหตุการณ์สุดท้าย", "Last event")
_ACT_BEFORE = Sentence("การกระทำก่อนหน้า", "Act before")
_ACT_AFTER = Sentence("การกระทำถัดไป", "Next act")
