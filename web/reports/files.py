"""The figures of a period as files: one table in one form, and sheets as the page shows them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from engine.errors import Sentence
from engine.office.profile import OfficeProfile
from engine.office.thai import Digits
from engine.reports.definitions import DEFINITIONS
from engine.reports.figures import Counts, Figures, Timeliness
from web.design.language import say
from web.reports import showing
from web.spreadsheets import Cell, Head, Sheet, plain_rows, workbook

# One row a figure's subject, for whoever reads it by machine: names that never change.
_COLUMNS: Final = (
    "office",
    "period_start",
    "period_end",
    "scope",
    "counted_on",
    "breakdown",
    "key",
    "name",
    "carried_in",
    "received",
    "finished",
    "in_progress",
    "kept",
    "broken",
    "asked",
    "median_days",
    "answered",
    "mean_score",
)
_COUNTED: Final = (
    Sentence("ยกมา", "Carried in"),
    Sentence("รับใหม่", "Received"),
    Sentence("แล้วเสร็จ", "Finished"),
    Sentence("คงเหลือ", "In progress"),
)
_KEPT: Final = (
    Sentence("ทัน", "In time"),
    Sentence("ไม่ทัน", "Late"),
    Sentence("ร้อยละ", "Per cent"),
    Sentence("มัธยฐาน (วัน)", "Median (days)"),
)
_ASKED: Final = Sentence("มอบหมาย", "Asked")
_SATISFIED: Final = Sentence("ความพึงพอใจ", "Satisfaction")
_ANSWERED: Final = Sentence("ผู้ตอบ", "Answered")
_MEAN: Final = Sentence("คะแนนเฉลี่ย (เต็ม 5)", "Average (of 5)")


def figures_table(office_key: str, figures: Figures, profile: OfficeProfile) -> bytes:
    """Return every figure as CSV, one row each of what is counted."""
    first_on, last_on = figures.period.span
    begins = (office_key, first_on, last_on, figures.scope.value, figures.counted_on)
    rows = [
        [*begins, *(row.get(column) for column in _COLUMNS[len(begins) :])]
        for row in _rows(figures, profile)
    ]
    return plain_rows(_COLUMNS, rows)


def figures_workbook(figures: Figures, profile: OfficeProfile, digits: Digits) -> bytes:
    """Return the tables of the page, a sheet each, and what their words mean."""
    period = say(figures.period.title)
    tables: list[tuple[Sentence, Iterable[showing.Row]]] = [
        (Sentence("ตามช่วงเวลา", "By period"), _with_total(figures)),
        *showing.breakdowns(figures, profile),
        (Sentence("นับแยก", "Counted apart"), showing.beside(figures, profile)),
    ]
    sheets = [_counted(title, list(rows)) for title, rows in tables]
    sheets.append(_results(figures))
    sheets.append(_kept(Sentence("กำหนดเวลา", "Deadlines"), showing.deadlines(figures, profile)))
    sheets.append(_kept(Sentence("กลุ่มงาน", "Units"), showing.units(figures, profile)))
    sheets.append(_satisfied(figures))
    sheets.append(_words())
    title = f"{say(profile.name)} {period}"
    return workbook(title, [sheet for sheet in sheets if sheet.rows], digits)


def _rows(figures: Figures, profile: OfficeProfile) -> Iterator[dict[str, Cell]]:
    named = {
        "channel": {key: one.name for key, one in profile.channels.items()},
        "category": {key: one.name for key, one in profile.categories.items()},
        "kind": {key.value: one.name for key, one in profile.kinds.items()},
    }
    median = {"median_days": figures.median_days}
    yield {"breakdown": "total", **_counts(figures.total), **median}
    if figures.from_book.total:
        yield {
            "breakdown": "from_book",
            "name": say(showing.FROM_BOOK),
            **_counts(figures.from_book),
        }
    if figures.satisfaction.answered:
        yield {
            "breakdown": "satisfaction",
            "name": say(_SATISFIED),
            "answered": figures.satisfaction.answered,
            "mean_score": figures.satisfaction.mean,
        }
    for step, counts in showing.begun_steps(figures):
        key = step.span.first_on.isoformat()
        yield {"breakdown": "step", "key": key, "name": say(step.title), **_counts(counts)}
    found: tuple[tuple[str, Mapping[Any, Counts]], ...] = (
        ("category", figures.categories),
        ("channel", figures.channels),
        ("kind", {**figures.kinds, **figures.beside}),
    )
    for breakdown, groups in found:
        for group, counts in groups.items():
            name = showing.name_of(group, named[breakdown])
            told = {"breakdown": breakdown, "key": group or "", "name": say(name)}
            yield {**told, **_counts(counts)}
    for result, title, count in showing.results(figures):
        yield {"breakdown": "result", "key": result or "", "name": say(title), "finished": count}
    for breakdown, lines in (
        ("deadline", showing.deadlines(figures, profile)),
        ("unit", showing.units(figures, profile)),
    ):
        for line in lines:
            told = {"breakdown": breakdown, "key": line.key, "name": say(line.title)}
            yield {**told, "asked": line.asked, **_timeliness(line.timeliness)}


def _counts(counts: Counts) -> dict[str, Cell]:
    return {
        "carried_in": counts.carried_in,
        "received": counts.received,
        "finished": counts.finished,
        "in_progress": counts.in_progress,
    }


def _timeliness(one: Timeliness) -> dict[str, Cell]:
    return {"kept": one.kept, "broken": one.broken, "median_days": one.median_days}


def _with_total(figures: Figures) -> list[showing.Row]:
    total = showing.Row(Sentence("รวม", "Total"), figures.total)
    of_book = showing.Row(showing.FROM_BOOK, figures.from_book)
    return [*showing.step_rows(figures), total, *([of_book] if figures.from_book.total else [])]


def _counted(title: Sentence, rows: list[showing.Row]) -> Sheet:
    heads = [Head(say(title), 34), *(Head(say(word), 12) for word in _COUNTED)]
    return Sheet(say(title), heads, [[say(r.title), *_counts(r.counts).values()] for r in rows])


def _results(figures: Figures) -> Sheet:
    title, cases = Sentence("ผลการพิจารณา", "Results"), Sentence("จำนวนเรื่อง", "Cases")
    rows: list[list[Cell]] = [[say(name), count] for _, name, count in showing.results(figures)]
    return Sheet(say(title), [Head(say(title), 34), Head(say(cases), 14)], rows)


def _kept(title: Sentence, lines: list[showing.Kept]) -> Sheet:
    asked = any(line.asked is not None for line in lines)
    words = [_ASKED, *_KEPT] if asked else list(_KEPT)
    rows: list[list[Cell]] = []
    for line in lines:
        one = line.timeliness
        cells: list[Cell] = [one.kept, one.broken, one.percent_kept, one.median_days]
        rows.append([say(line.title), *([line.asked] if asked else []), *cells])
    return Sheet(say(title), [Head(say(title), 34), *(Head(say(w), 14) for w in words)], rows)


def _satisfied(figures: Figures) -> Sheet:
    found, heads = figures.satisfaction, [Head(say(_ANSWERED), 14), Head(say(_MEAN), 22)]
    return Sheet(say(_SATISFIED), heads, [[found.answered, found.mean]] if found.answered else [])


def _words() -> Sheet:
    title, meaning = Sentence("คำอธิบาย", "Definitions"), Sentence("ความหมาย", "Meaning")
    rows = [[say(term), say(told)] for term, told in DEFINITIONS]
    return Sheet(say(title), [Head(say(title), 18), Head(say(meaning), 90)], rows)
