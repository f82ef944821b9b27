"""Read the pages of offices' own websites that are due, one at a time, outside any unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select

from engine.delivery.website import PUBLIC_ONLY, PageNotRead, Reach, links_on
from engine.store import tables
from engine.store.unit_of_work import Actor, Store
from engine.work.offices.settings import settings_in_force
from engine.work.publishing.link_checks import LinkOutcome, claim_link_check, keep_link_check

# Longer than reading a page can take; see website.py.
CLAIM: Final = timedelta(minutes=5)
# Of a page that leads to us everywhere this much is kept.
MOST_LINKS: Final = 300


@dataclass(frozen=True)
class DueLinkCheck:
    """A page whose time has come."""

    office_id: UUID
    page: str

    @property
    def id(self) -> UUID:
        return self.office_id


def due_link_checks(connection: Connection, now: datetime, limit: int) -> list[DueLinkCheck]:
    """Return pages whose time has come, the longest overdue first."""
    table = tables.link_check
    rows = connection.execute(
        select(table.c.office_id, table.c.page)
        .where(table.c.due_at <= now)
        .order_by(table.c.due_at)
        .limit(limit)
    ).all()
    return [DueLinkCheck(*row) for row in rows]


def check_links(store: Store, due: DueLinkCheck, reach: Reach = PUBLIC_ONLY) -> bool:
    """Read one page; False when somebody else has it, or nobody wants it any more."""
    actor = Actor(due.office_id, None, "link checks")
    with store.unit(actor) as uow:
        if not claim_link_check(uow, due.page, CLAIM):
            return False
        key = settings_in_force(uow, uow.today).profile.key
    try:
        outcome, links = LinkOutcome.READ, _to_us(links_on(due.page, reach), key)
    except PageNotRead as failed:
        outcome, links = failed.outcome, frozenset()
    with store.unit(actor) as uow:
        keep_link_check(uow, due.page, outcome, links)
    return True


def _to_us(links: Iterable[str], key: str) -> frozenset[str]:
    """Return the links that lead to public pages of the office; all others are forgotten."""
    ours = {link for link in links if f"/p/{key}/" in link}
    return frozenset(sorted(ours)[:MOST_LINKS])
