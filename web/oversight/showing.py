"""The counts made ready for a page: the drawing with its numbers, the steps, the lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from engine.bpmn.elements import Element
from engine.bpmn.outline import outline
from engine.errors import Sentence
from engine.office.profile import OfficeProfile
from engine.office.roles import Role
from engine.work.lists.open_work import OpenRow
from engine.work.lists.oversight import Overview, Tally
from engine.work.lists.places import Place
from web.case_file.diagram import Mark, draw
from web.case_file.showing import secrecy_words
from web.case_file.whose import whose
from web.design.due import Due, Urgency
from web.design.filters import due as due_on
from web.design.filters import number, thai_or_english
from web.design.language import language, say
from web.oversight.choosing import Asked

# Where the shades of the drawing begin in an office whose busiest step is no busier than that.
_USUAL_BANDS = (1, 2, 4, 7, 10)
_USUAL_MOST = 20
_SHARES = (0, 10, 25, 50, 75)


@dataclass(frozen=True)
class StepLine:
    """A line of the table of steps; ``url`` is None where nothing stands."""

    name: str
    who: str
    tally: Tally
    url: str | None
    is_call: bool


@dataclass(frozen=True)
class StepGroup:
    """The steps of one process; ``name`` is "" for those that only earlier editions have."""

    name: str
    lines: list[StepLine]


@dataclass(frozen=True)
class CaseLine:
    """A row of a list. ``waits_for`` tells whose step it is when nobody has claimed it.

    ``part`` names the unit or the party that a repeated step is done for.
    """

    due: Due
    number: str
    subject: str
    secrecy: Sentence | None
    url: str
    age: int
    step: str
    part: Sentence | None
    holder: str
    waits_for: str
    reassign_url: str | None
    # What a round takes from it; None where no step is open.
    pick: UUID | None


def heat_bands(most: int) -> tuple[int, ...]:
    """Return from which count on each of the five shades holds, for the busiest step's count."""
    if most < _USUAL_MOST:
        return _USUAL_BANDS
    return tuple(max(1, most * share // 100) for share in _SHARES)


def band_words(bands: tuple[int, ...]) -> list[str]:
    """Return the words of the legend: "1", "2–3", ..., "10 ขึ้นไป"."""
    words = [
        number(low) if low == after - 1 else f"{number(low)}–{number(after - 1)}"
        for low, after in pairwise(bands)
    ]
    return [*words, say(_AND_MORE).format(number(bands[-1]))]


def drawing(seen: Overview, asked: Asked, office_key: str) -> tuple[Markup, list[str]]:
    """Draw the process with what stands at every step; the words of the shades beside it."""
    own = {
        place.element: tally
        for place, tally in seen.places.items()
        if place.process_id == seen.edition.process_id and tally.open
    }
    bands = heat_bands(max((tally.open for tally in own.values()), default=0))
    picture = draw(
        seen.edition.sources[seen.edition.process_id],
        title=say(Sentence("งานที่เปิดอยู่ในแต่ละขั้นตอน", "Open work at every step")),
        description=say(_SAME_NUMBERS),
        marks={element: _mark(tally, bands) for element, tally in own.items()},
        links={
            element: _list_url(office_key, asked, Place(seen.edition.process_id, element))
            for element in own
        },
        lang=language(),
        prefix="all",
    )
    return picture, band_words(bands)


def _mark(tally: Tally, bands: tuple[int, ...]) -> Mark:
    note = say(_OPEN).format(number(tally.open))
    if tally.late:
        note += " " + say(_LATE).format(number(tally.late))
    return Mark(
        heat=sum(tally.open >= low for low in bands),
        count=number(tally.open),
        late=say(_LATE_BADGE).format(number(tally.late)) if tally.late else "",
        note=note,
    )


def step_groups(
    seen: Overview, profile: OfficeProfile, asked: Asked, office_key: str
) -> list[StepGroup]:
    """Return every step with its counts, the process itself first, then what it calls."""
    groups = [
        StepGroup(
            thai_or_english(process.process.name, process.process.name_en),
            [
                StepLine(
                    name=thai_or_english(entry.element.label, entry.element.label_en),
                    who=_lane(entry.element, profile),
                    tally=tally,
                    url=_list_url(office_key, asked, place) if tally.open else None,
                    is_call=entry.element.called_process is not None,
                )
                for entry in process.entries
                for place in [Place(entry.element.process_id, entry.element.id)]
                if (tally := seen.places.get(place)) is not None
            ],
        )
        for process in outline(seen.edition)
    ]
    former = [
        StepLine(
            thai_or_english(step.name, step.name_en),
            "",
            step.tally,
            _list_url(office_key, asked, step.place),
            is_call=False,
        )
        for step in seen.former
    ]
    return [group for group in [*groups, StepGroup("", former)] if group.lines]


def _list_url(office_key: str, asked: Asked, place: Place) -> str:
    return url_for("oversight.cases", office_key=office_key, **asked.at(place).args())


def _lane(element: Element, profile: OfficeProfile) -> str:
    return say(profile.title_of(Role(element.lane_role))) if element.lane_role else ""


def case_lines(
    rows: Iterable[OpenRow],
    parts: Mapping[str, Sentence],
    profile: OfficeProfile,
    today: date,
    asked: Asked,
    office_key: str,
) -> list[CaseLine]:
    return [
        _case_line(row, parts.get(row.scope), profile, today, asked, office_key) for row in rows
    ]


def _case_line(
    row: OpenRow,
    part: Sentence | None,
    profile: OfficeProfile,
    today: date,
    asked: Asked,
    office_key: str,
) -> CaseLine:
    return CaseLine(
        due=due_on(row.due_on, today),
        number=row.number,
        subject=row.subject or say(_NO_SUBJECT),
        secrecy=secrecy_words(row.secrecy),
        url=url_for("case_file.case", office_key=office_key, case_id=row.case_id),
        age=(today - row.received_on).days,
        step=thai_or_english(row.name, row.name_en) if row.work_item_id else say(_NO_STEP),
        part=part,
        holder=row.holder,
        waits_for=whose(row.role, row.groups, profile) if row.work_item_id else "",
        reassign_url=_reassign_url(row.work_item_id, asked, office_key),
        pick=row.work_item_id,
    )


def _reassign_url(work_item_id: UUID | None, asked: Asked, office_key: str) -> str | None:
    if work_item_id is None:
        return None
    args = asked.args()
    return url_for("oversight.reassign", office_key=office_key, work_item_id=work_item_id, **args)


def by_urgency(lines: Iterable[CaseLine]) -> Iterator[tuple[Sentence, list[CaseLine]]]:
    found = list(lines)
    for urgency, title in _GROUPS:
        group = [line for line in found if line.due.urgency == urgency]
        if group:
            yield title, group


_GROUPS = (
    (Urgency.LATE, Sentence("เกินกำหนด", "Late")),
    (Urgency.TODAY, Sentence("วันนี้", "Today")),
    (Urgency.SOON, Sentence("ใน 7 วัน", "Within 7 days")),
    (Urgency.FAR, Sentence("ถัดไป", "Later")),
    (Urgency.NONE, Sentence("ไม่มีกำหนด", "No deadline")),
)
_OPEN = Sentence("งานเปิด {} งาน", "{} open")
_LATE = Sentence("เกินกำหนด {} งาน", "{} late")
_LATE_BADGE = Sentence("เกิน {}", "{} late")
_AND_MORE = Sentence("{} ขึ้นไป", "{} or more")
_NO_SUBJECT = Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)")
_NO_STEP = Sentence("ไม่มีขั้นตอนที่เปิดอยู่", "No step is open")
_SAME_NUMBERS = Sentence(
    "ตัวเลขเดียวกันอยู่ในตารางแต่ละขั้นตอนด้านล่าง", "The table of steps below gives the same numbers."
)
