"""The figures as rows of tables and columns of a chart, in the words of the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.errors import Sentence
from engine.office.profile import OfficeProfile
from engine.reports.definitions import RESULTS
from engine.reports.figures import Counts, Figures, Timeliness
from engine.reports.periods import Step
from engine.reports.satisfaction import SCORES
from web.design.charts import Chart, columns_of

_NOT_SORTED = Sentence("ยังไม่ระบุประเภท", "Not sorted yet")
FROM_BOOK = Sentence("ในจำนวนนี้นำเข้าจากสมุด", "Of these, from the paper book")
_RECEIVED = Sentence("รับใหม่", "Received")
_FINISHED = Sentence("แล้วเสร็จ", "Finished")


@dataclass(frozen=True)
class Row:
    """One line of a table: what it is of, and its figures."""

    title: Sentence
    counts: Counts


@dataclass(frozen=True)
class Kept:
    """``asked`` is of units alone."""

    key: str
    title: Sentence
    timeliness: Timeliness
    asked: int | None = None


def begun_steps(figures: Figures) -> list[tuple[Step, Counts]]:
    """Return the steps of the period that have begun: of the others there is nothing to say."""
    pairs = zip(figures.period.steps, figures.steps, strict=True)
    return [(step, counts) for step, counts in pairs if step.span.first_on <= figures.counted_on]


def step_rows(figures: Figures) -> list[Row]:
    return [Row(step.title, counts) for step, counts in begun_steps(figures)]


def chart(figures: Figures) -> Chart | None:
    """Return what came in and what was finished, step by step; None where there is one step."""
    steps = begun_steps(figures)
    is_series = len(steps) > 1
    if not is_series or not figures.total.total:
        return None
    return columns_of(
        [step.short for step, _ in steps],
        (_RECEIVED, [counts.received for _, counts in steps]),
        (_FINISHED, [counts.finished for _, counts in steps]),
    )


def breakdowns(figures: Figures, profile: OfficeProfile) -> list[tuple[Sentence, list[Row]]]:
    """Return the tables of ประเภท, ช่องทาง and ชนิดเรื่อง; of one kind alone no table."""
    by_category = _rows(figures.categories, {k: v.name for k, v in profile.categories.items()})
    by_channel = _rows(figures.channels, {k: v.name for k, v in profile.channels.items()})
    by_kind = _rows(figures.kinds, {k.value: v.name for k, v in profile.kinds.items()})
    found = [
        (Sentence("แยกตามประเภท", "By category"), by_category),
        (Sentence("แยกตามช่องทาง", "By channel"), by_channel),
    ]
    if len(by_kind) > 1:
        found.append((Sentence("แยกตามชนิดเรื่อง", "By kind"), by_kind))
    return [(title, rows) for title, rows in found if rows]


def beside(figures: Figures, profile: OfficeProfile) -> list[Row]:
    return _rows(figures.beside, {k.value: one.name for k, one in profile.kinds.items()})


def results(figures: Figures) -> list[tuple[str | None, Sentence, int]]:
    found = figures.results.items()
    return [(result, RESULTS.get(result) or _by_key(result), count) for result, count in found]


def deadlines(figures: Figures, profile: OfficeProfile) -> list[Kept]:
    rules = profile.clock_rules
    return [
        Kept(name, rules[name].label, timeliness) for name, timeliness in figures.deadlines.items()
    ]


def units(figures: Figures, profile: OfficeProfile) -> list[Kept]:
    return [
        Kept(
            key,
            profile.units[key].name if key in profile.units else _by_key(key),
            unit.timeliness,
            unit.asked,
        )
        for key, unit in figures.units.items()
    ]


def satisfaction(figures: Figures, profile: OfficeProfile) -> Sentence | None:
    """Return how many answered and what they said on average; None where nobody did."""
    found = figures.satisfaction
    if not found.answered:
        return None
    if found.mean is not None:
        return Sentence(
            f"ความพึงพอใจ ตอบ {found.answered} ราย เฉลี่ย {found.mean} จาก {max(SCORES)} คะแนน",
            f"Satisfaction: {found.answered} answered, {found.mean} of {max(SCORES)} on average",
        )
    least = profile.publication.threshold
    return Sentence(
        f"ความพึงพอใจ ตอบ {found.answered} ราย ค่าเฉลี่ยบอกเฉพาะครึ่งปีและปีงบประมาณที่มีผู้ตอบ "
        f"{least} รายขึ้นไป เพื่อไม่ให้รู้ว่าใครตอบอย่างไร",
        f"Satisfaction: {found.answered} answered. The average is told only of a half or whole "
        f"fiscal year with {least} answers or more, so that nobody’s answer is known.",
    )


def days_words(days: Decimal) -> Decimal | int:
    """Return whole days without the nought behind the point."""
    return int(days) if days == days.to_integral_value() else days


def _rows(counts: Mapping[Any, Counts], names: Mapping[str, Sentence]) -> list[Row]:
    return [Row(name_of(key, names), each) for key, each in counts.items()]


def name_of(key: str | None, names: Mapping[str, Sentence]) -> Sentence:
    """Return how the office calls what is counted; None is a category that nobody set yet."""
    if key is None:
        return _NOT_SORTED
    return names.get(key) or _by_key(key)


def _by_key(key: str | None) -> Sentence:
    """Name what the office has taken out of its profile by the key it had."""
    return Sentence(key or "", key or "")
