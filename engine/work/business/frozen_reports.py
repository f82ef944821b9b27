"""The frozen figures of a report, for who reads it, and what has changed since then."""

from dataclasses import dataclass
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, Reading, check, check_reading
from engine.access.visibility import reading_of
from engine.cases.register import Case, get_case
from engine.errors import NotFound
from engine.office.profile import OfficeProfile
from engine.reports.figures import count_figures
from engine.reports.freezing import FrozenFigures, frozen_figures
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Changed:
    """How many more cases of the period there are now, and how many more of them are finished."""

    received: int
    finished: int


def read_frozen(
    uow: UnitOfWork, standing: Standing, profile: OfficeProfile, case_id: UUID
) -> tuple[Case, FrozenFigures, Changed | None]:
    """Return a report with its figures as frozen; None where they would be the same today.

    Raises
    ------
    NotPermitted
        None of her roles has a part in what the office reports.
    NotFound
        She does not read the case whole, or nothing was counted for it.
    """
    case = get_case(uow, case_id)
    check_reading(reading_of(uow, standing, case, uow.today), Reading.WHOLE)
    check(standing, Command.SEE_FIGURES)
    found = frozen_figures(uow, case_id)
    if found is None:
        raise NotFound
    return case, found, _changed(uow, profile, found)


def _changed(uow: UnitOfWork, profile: OfficeProfile, found: FrozenFigures) -> Changed | None:
    before, after = found.all.total, count_figures(uow, profile, found.all.period).total
    if before == after:
        return None
    return Changed(after.total - before.total, after.finished - before.finished)
