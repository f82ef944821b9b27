"""What of the demonstration a step opens: whichever stands first in this person's own lists."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import url_for

from engine.access.membership import Standing
from engine.definitions.adoption import adopted
from engine.history.audit_access import granted_cases
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists import worklist
from engine.work.lists.worklist import View, Wish
from web import pages

Found = tuple[str, Mapping[str, Any]]


def place_url(uow: UnitOfWork, who: Standing, find: str) -> str | None:
    """Return the address of what is looked for; None when this person has nothing such."""
    found = PLACES[find](uow, who)
    if found is None:
        return None
    endpoint, values = found
    return url_for(endpoint, office_key=pages.signed_in().office_key, **values)


def _offered(uow: UnitOfWork, who: Standing) -> Found | None:
    rows = worklist.list_work(uow, who, Wish(View.OFFERED), limit=1).rows
    return ("worklist.item", {"work_item_id": rows[0].id}) if rows else None


def _held(uow: UnitOfWork, who: Standing) -> Found | None:
    rows = worklist.list_work(uow, who, Wish(View.MINE), limit=1).rows
    return ("worklist.item", {"work_item_id": rows[0].id}) if rows else None


def _case_in_hand(uow: UnitOfWork, who: Standing) -> Found | None:
    rows = worklist.list_work(uow, who, Wish(View.MINE), limit=1).rows
    return ("case_file.case", {"case_id": rows[0].case_id}) if rows else None


def _process(uow: UnitOfWork, _who: Standing) -> Found | None:
    running = adopted(uow)
    return ("studio.process", {"process_id": running[0].process_id}) if running else None


def _granted_case(uow: UnitOfWork, who: Standing) -> Found | None:
    rows = granted_cases(uow, who).rows
    return ("audit.case", {"case_id": rows[0].id}) if rows else None


def _looked_at(uow: UnitOfWork, who: Standing) -> Found | None:
    rows = granted_cases(uow, who).rows
    return ("audit.accesses", {"case_id": rows[0].id}) if rows else None


PLACES: Final[Mapping[str, Callable[[UnitOfWork, Standing], Found | None]]] = {
    "offered": _offered,
    "held": _held,
    "case in hand": _case_in_hand,
    "process": _process,
    "granted case": _granted_case,
    "looked at": _looked_at,
}
