"""What the form of a report knows: the figures as they were frozen, and the words to begin with."""

from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any

from engine.cases.register import Case
from engine.errors import Sentence
from engine.office.fiscal_year import FiscalYear
from engine.office.office_time import office_date
from engine.office.profile_tables import CaseKind
from engine.office.thai import Digits, in_digits, long_date
from engine.reports.counting import Scope
from engine.reports.definitions import nothing_received
from engine.reports.figures import Counts
from engine.reports.freezing import FrozenFigures, frozen_figures
from engine.reports.periods import span_words
from engine.reports.public_guideline import published_guidelines
from engine.reports.satisfaction import SCORES, Satisfaction
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import OfficeSettings

_COUNTED: tuple[tuple[Sentence, Callable[[Counts], int]], ...] = (
    (Sentence("ยกมา", "Carried in"), lambda counts: counts.carried_in),
    (Sentence("รับใหม่", "Received"), lambda counts: counts.received),
    (Sentence("รวม", "Total"), lambda counts: counts.total),
    (Sentence("แล้วเสร็จ", "Finished"), lambda counts: counts.finished),
    (Sentence("คงเหลือ", "In progress"), lambda counts: counts.in_progress),
)


def known_of_figures(
    uow: UnitOfWork, settings: OfficeSettings, case: Case
) -> dict[str, Callable[[], Any]]:
    """Return what the forms of a report know beside other forms, each made when it is asked for."""

    @cache
    def frozen() -> FrozenFigures | None:
        return frozen_figures(uow, case.id)

    digits = settings.profile.digits
    return {
        "figures": lambda: _rows(frozen(), digits.pages),
        "origin": lambda: _origin(settings, case),
        "attached": lambda: _attached(uow, digits.papers),
        "facts": lambda: _facts(frozen(), settings.profile.kinds, digits.papers),
        "period_from": lambda: case.period_from,
        "period_to": lambda: case.period_to,
    }


def _rows(frozen: FrozenFigures | None, digits: Digits) -> list[dict[str, str]]:
    if frozen is None:
        return []
    counted = {scope: figures.total for scope, figures in frozen.by_scope.items()}
    return [
        {
            "item": title.th,
            "all": in_digits(str(number(counted[Scope.ALL])), digits),
            "corruption": in_digits(str(number(counted[Scope.CORRUPTION])), digits),
        }
        for title, number in _COUNTED
    ]


def _facts(frozen: FrozenFigures | None, kinds: Collection[CaseKind], digits: Digits) -> str | None:
    """Say the figures in words, the zero sentence too (seed 001): whoever writes it may change."""
    if frozen is None:
        return None
    figures, corruption = frozen.all, frozen.by_scope[Scope.CORRUPTION].total
    span = f"ระหว่างวันที่ {span_words(figures.period.span).th}"
    no_opinions = not figures.beside.get(CaseKind.OPINION, Counts()).received
    none = nothing_received(kinds, is_of_corruption=False, no_opinions=no_opinions)
    said = [f"{span} {_received(figures.total, none)}"]
    if figures.total.total:
        said.append(f"ในจำนวนนี้เป็นเรื่องการทุจริตและประพฤติมิชอบ {_in_words(corruption)}")
    said.extend(_satisfied(figures.satisfaction))
    said.append(f"(ตัวเลข ณ วันที่ {long_date(figures.counted_on).th})")
    return in_digits(" ".join(said), digits)


def _origin(settings: OfficeSettings, case: Case) -> str | None:
    """Say why the report is made, as the office has it for the year that it is about (U30)."""
    if case.period_to is None:
        return None
    year = FiscalYear.of(case.period_to).buddhist_year
    profile = settings.profile
    texts = [
        origin.text
        for origin in profile.origins
        if (origin.fiscal_year, origin.cycle) == (year, case.process_id)
    ]
    return in_digits("\n".join(texts), profile.digits.papers) or None


def _attached(uow: UnitOfWork, digits: Digits) -> list[dict[str, str]]:
    """Propose what goes along with a memo (seed 002): the guideline, its channels and its chart."""
    newest = next(iter(published_guidelines(uow)), None)
    if newest is None:
        return []
    day = long_date(office_date(newest.published_at)).th
    version = f"ฉบับที่ {newest.version} เผยแพร่วันที่ {day}"
    return [
        {"title": in_digits(f"{title} {version}", digits)}
        for title in (
            "แนวปฏิบัติการจัดการเรื่องร้องเรียน",
            "ช่องทางการรับเรื่องร้องเรียน ตามแนวปฏิบัติ",
            "ผังการจัดการเรื่องร้องเรียน ตามแนวปฏิบัติ",
        )
    ]


def _satisfied(found: Satisfaction) -> Iterator[str]:
    if found.answered:
        mean = f"คะแนนเฉลี่ย {found.mean} จาก {max(SCORES)} คะแนน" if found.mean else ""
        yield f"ผู้ร้องเรียนตอบเรื่องความพึงพอใจ {found.answered} ราย {mean}".strip()


def _received(total: Counts, nothing: Sentence) -> str:
    if not total.received:
        none = nothing.th.removesuffix("ในช่วงนี้")
        return none if not total.carried_in else f"{none} {_carried(total)}"
    return f"รับเรื่องร้องเรียนและเบาะแสใหม่ {total.received} เรื่อง {_carried(total)}"


def _carried(total: Counts) -> str:
    return (
        f"ยกมา {total.carried_in} เรื่อง "
        f"ดำเนินการแล้วเสร็จ {total.finished} เรื่อง คงเหลือ {total.in_progress} เรื่อง"
    )


def _in_words(total: Counts) -> str:
    return f"{total.total} เรื่อง แล้วเสร็จ {total.finished} เรื่อง"
