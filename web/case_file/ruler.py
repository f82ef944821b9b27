"""The ruler of a deadline: each day as a cell, working days above, calendar days below."""

from datetime import date

from markupsafe import Markup

from engine.errors import Sentence
from engine.office.explanation import RulerDay
from engine.office.thai import in_digits
from web.design.filters import digits_in_use, list_date
from web.design.language import say

CELL = 25
TOP = 30
HEIGHT = 24
NARROWEST = 384
LARGEST = 1.25
MOST_BESIDE_FORM = 16
"""Days that still have readable numbers in the column beside a form."""

_TITLE = Sentence("ไม้บรรทัดนับวัน {first} ถึง {last}", "Days counted, {first} to {last}")
_DESCRIPTION = Sentence(
    "แถวบนนับวันทำการ แถวล่างนับวันปฏิทิน วันหยุดแรเงา",
    "Working days above, calendar days below, days off shaded",
)


def draw_ruler(days: tuple[RulerDay, ...], today: date, prefix: str) -> Markup:
    """Return the ruler as SVG coloured by class; nothing for a deadline too long to draw."""
    if not days:
        return Markup("")
    # A short ruler keeps the size of its cells: the place at its right stays empty.
    width = max(CELL * len(days) + 8, NARROWEST)
    title = say(_TITLE).format(
        first=list_date(days[0].on, today), last=list_date(days[-1].on, today)
    )
    cells = Markup("").join(_cell(day, index, today, days) for index, day in enumerate(days))
    return Markup(
        '<svg class="ruler{long}" viewBox="0 0 {width} 92" width="{widest}" role="img" '
        'aria-labelledby="{p}-t {p}-d">'
        '<title id="{p}-t">{title}</title><desc id="{p}-d">{about}</desc>{cells}'
        '<text x="4" y="10">{above}</text><text x="4" y="87">{below}</text></svg>'
    ).format(
        width=width,
        long=" ruler-long" if len(days) > MOST_BESIDE_FORM else "",
        widest=width if len(days) > MOST_BESIDE_FORM else int(width * LARGEST),
        p=prefix,
        title=title,
        about=say(_DESCRIPTION),
        cells=cells,
        above=say(Sentence("วันทำการ", "Working days")),
        below=say(Sentence("วันปฏิทิน", "Calendar days")),
    )


def _cell(day: RulerDay, index: int, today: date, days: tuple[RulerDay, ...]) -> Markup:
    x = 4 + CELL * index
    middle = x + CELL / 2
    bold = "b" if day.on >= today or index == len(days) - 1 else ""
    parts = [
        Markup('<rect class="cell{c}" x="{x}" y="{y}" width="{w}" height="{h}"/>').format(
            c=" off" if day.off else " past" if day.on < today else "", x=x, y=TOP, w=CELL, h=HEIGHT
        ),
        _number(day.on.day, middle, TOP + 16, bold),
        _number(day.calendar_day, middle, TOP + 39, bold),
    ]
    if day.working_day:
        parts.append(_number(day.working_day, middle, TOP - 6, bold))
    if day.on == today:
        parts.append(
            Markup(
                '<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="none" class="mark"/>'
            ).format(x=x, y=TOP, w=CELL, h=HEIGHT)
        )
        # The heading of the row stands at the left: today's word keeps clear of it.
        at = max(middle, 90)
        parts.append(
            Markup('<text x="{x}" y="10" text-anchor="middle" class="b">{t}</text>').format(
                x=at, t=say(Sentence("วันนี้", "Today"))
            )
        )
    return Markup("").join(parts)


def _number(value: int, x: float, y: float, css: str) -> Markup:
    return Markup('<text x="{x}" y="{y}" text-anchor="middle" class="{c}">{v}</text>').format(
        x=x, y=y, c=css, v=in_digits(str(value), digits_in_use())
    )
