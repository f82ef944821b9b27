"""The guideline of the office as it would be made today, and what its business shows of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Final
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, Reading, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.register import Case, get_case
from engine.definitions.adoption import get_adopted_edition
from engine.errors import NotFound
from engine.office.public_doors import doors_of
from engine.office.thai import Digits, in_digits, long_date
from engine.reports.guideline import Guideline, frozen_guideline
from engine.reports.guideline_words import guideline_of
from engine.reports.public_guideline import SLUG
from engine.reports.publications import PublicationKind, newest_version
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.settings import OfficeSettings

_OFFICER: Final = "officer"
# The answers of the yearly check.
_THERE, _E_BOOK = "there", "e_book"


def guideline_in_force(uow: UnitOfWork, settings: OfficeSettings) -> Guideline:
    """Return the guideline of what the office runs today behind the doors of the public.

    An office without a door of its own tells what its officers do with what they take in.
    """
    profile = settings.profile
    doors = [door.value for door in doors_of(profile)] or [_OFFICER]
    editions = {door: get_adopted_edition(uow, profile.doors[door]) for door in doors}
    return guideline_of(profile, editions, made_on=uow.today)


def has_changed_since(uow: UnitOfWork, settings: OfficeSettings, published: Guideline) -> bool:
    """Tell whether the office would write another guideline today than it has published."""
    today = guideline_in_force(uow, settings)
    return replace(today, made_on=published.made_on) != published


def read_frozen_guideline(
    uow: UnitOfWork, standing: Standing, case_id: UUID
) -> tuple[Case, Guideline]:
    """Return the business that is to publish a guideline, and what was frozen for it.

    Raises
    ------
    NotPermitted
        None of her roles has a part in what the office reports.
    NotFound
        She does not read the case whole, or no guideline was made for it.
    """
    case = get_case(uow, case_id)
    check_reading(reading_of(uow, standing, case, uow.today), Reading.WHOLE)
    check(standing, Command.SEE_FIGURES)
    found = frozen_guideline(uow, case_id)
    if found is None:
        raise NotFound
    return case, found


def known_of_guideline(
    uow: UnitOfWork, settings: OfficeSettings, case: Case
) -> dict[str, Callable[[], Any]]:
    """Return what the forms of the guideline's business know, each made when it is asked for."""

    @cache
    def frozen() -> Guideline | None:
        return frozen_guideline(uow, case.id)

    digits = settings.profile.digits
    return {
        "guideline_channels": lambda: _channels(frozen(), digits.pages),
        "guideline_steps": lambda: _steps(frozen(), digits.pages),
        "guideline_summary": lambda: _summary(frozen(), digits.papers),
    }


def known_of_readiness(uow: UnitOfWork, settings: OfficeSettings) -> dict[str, Callable[[], Any]]:
    """Return what the yearly check begins with, once the guideline was published here."""

    @cache
    def version() -> int | None:
        return newest_version(uow, PublicationKind.GUIDELINE, SLUG)

    place = f"/p/{settings.profile.key}/guideline"
    return {
        "guideline": lambda: version() and _THERE,
        "guideline_forms": lambda: version() and [_E_BOOK],
        "guideline_place": lambda: version() and f"{place}/{version()}",
        "chart": lambda: version() and _THERE,
        "chart_place": lambda: version() and f"{place}/{version()}#chart",
    }


def _channels(guideline: Guideline | None, digits: Digits) -> list[dict[str, str]]:
    return [
        {
            "name": one.name.th,
            "contact": one.contact.th if one.contact else "–",
            "looked_at": one.looked_at.th,
            "taken_in": in_digits(one.taken_in.th, digits),
        }
        for one in (guideline.channels if guideline else ())
    ]


def _steps(guideline: Guideline | None, digits: Digits) -> list[dict[str, str]]:
    return [
        {
            "number": in_digits(step.number, digits),
            "name": step.name.th,
            "responsible": step.responsible.th,
            "time": in_digits(step.time.th, digits) if step.time else "–",
        }
        for procedure in (guideline.procedures if guideline else ())
        for step in procedure.steps
    ]


def _summary(guideline: Guideline | None, digits: Digits) -> str | None:
    if guideline is None:
        return None
    names = " และ".join(one.name.th for one in guideline.procedures)
    steps = sum(len(one.steps) for one in guideline.procedures)
    said = (
        f"แนวปฏิบัตินี้จัดทำจากกระบวนงานที่ใช้อยู่ ณ วันที่ {long_date(guideline.made_on).th} คือ {names} "
        f"และข้อมูลของหน่วยงาน มีช่องทางร้องเรียน {len(guideline.channels)} ช่องทาง "
        f"และขั้นตอน {steps} ขั้นตอน พร้อมผู้รับผิดชอบ ระยะเวลา และผัง"
    )
    return in_digits(said, digits)
