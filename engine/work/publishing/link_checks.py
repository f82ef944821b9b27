"""Whether the office's own website leads to what is public here (U29): asked for, kept, told.

A row is a page of that website: when it is read next, and what was found on it last. The worker
reads it, see ``engine/delivery/due_pages.py``; nobody waits for it.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from engine.access.permissions import Command, check
from engine.access.substitutions import standing_of_actor
from engine.errors import Sentence
from engine.office.fiscal_year import FiscalYear
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import OitItem, OitNeed
from engine.store import tables
from engine.store.rows import delete_rows, find_row, find_rows, insert_row, update_rows
from engine.store.unit_of_work import Actor, Store, UnitOfWork
from engine.work.offices.settings import settings_in_force

EVERY: Final = timedelta(days=1)
# Whoever presses again and again makes no storm of requests to the website.
NOT_AGAIN_WITHIN: Final = timedelta(minutes=1)


class LinkOutcome(StrEnum):
    """What came of reading a page."""

    READ = "read"
    NO_HOST = "no_host"
    NOT_PUBLIC = "not_public"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    ELSEWHERE = "elsewhere"
    NOT_A_PAGE = "not_a_page"
    TOO_LARGE = "too_large"
    CERTIFICATE = "certificate"

    @property
    def sentence(self) -> Sentence:
        return _OUTCOMES[self]


@dataclass(frozen=True)
class LinkCheck:
    """A page, and what was found there last: ``outcome`` is None before it was first read."""

    page: str
    checked_at: datetime | None
    outcome: LinkOutcome | None
    links: tuple[str, ...]

    def leads_to(self, address: str) -> bool:
        """Tell whether a link of the page leads to this address, to what it lies under, or below.

        Below are its versions and its file; above is the page that lists all of its kind.
        """
        wanted = _without_scheme(address)
        found = {_without_scheme(link.partition("#")[0].partition("?")[0]) for link in self.links}
        above = wanted.rpartition("/")[0]
        return bool(found & {wanted, f"{wanted}.pdf", above}) or any(
            link.startswith(f"{wanted}/") for link in found
        )


def page_of(profile: OfficeProfile, item: OitItem) -> str | None:
    """Return the page of the office's own website that is to lead to what an item asks for."""
    if item.address is not None:
        return item.address
    website = profile.office.website
    if not website:
        return None
    return website if website.startswith(("https://", "http://")) else f"https://{website}"


def pages_to_check(profile: OfficeProfile, today: date) -> frozenset[str]:
    """Return the pages of the years that are open; none where the office has not switched it on."""
    if not profile.publication.check_links:
        return frozenset()
    this = FiscalYear.of(today).buddhist_year
    found = (
        page_of(profile, item)
        for item in profile.oit
        if item.fiscal_year >= this and item.needs is not OitNeed.OTHER
    )
    return frozenset(page for page in found if page)


def link_checks(uow: UnitOfWork) -> dict[str, LinkCheck]:
    """Return what is known of each page of the office."""
    rows = find_rows(uow.connection, tables.link_check, office_id=uow.actor.office_id)
    return {row.page: _read(row) for row in rows}


def ask_link_checks(uow: UnitOfWork) -> int:
    """Have the pages of the open years read soon; return how many.

    Raises
    ------
    NotPermitted
        None of the actor's roles answers for what the office publishes.
    """
    # Of two who ask at once one waits: a page has one row.
    uow.hold(uow.actor.office_id)
    check(standing_of_actor(uow), Command.ASK_LINK_CHECK)
    wanted = pages_to_check(settings_in_force(uow, uow.today).profile, uow.today)
    known = link_checks(uow)
    for page in wanted:
        before = known.get(page)
        if before is None:
            _begin(uow, page)
        elif before.checked_at is None or before.checked_at < uow.now - NOT_AGAIN_WITHIN:
            update_rows(uow.connection, tables.link_check, _here(uow, page), due_at=uow.now)
    return len(wanted)


def plan_link_checks(store: Store) -> None:
    """Begin to look at the pages that offices have switched on, and end it of all others."""
    with store.database.reading() as connection:
        offices = list(connection.scalars(select(tables.office.c.id)))
    for office_id in offices:
        actor = Actor(office_id, None, "link checks")
        with store.reading(actor) as reading:
            profile = settings_in_force(reading, reading.today).profile
            wanted = pages_to_check(profile, reading.today)
            is_right = wanted == link_checks(reading).keys()
        if not is_right:
            with store.unit(actor) as uow:
                _plan(uow, wanted)


def _plan(uow: UnitOfWork, wanted: Collection[str]) -> None:
    uow.hold(uow.actor.office_id)
    known = link_checks(uow)
    for page in set(wanted) - known.keys():
        _begin(uow, page)
    for page in known.keys() - set(wanted):
        drop_link_check(uow, page)


def drop_link_check(uow: UnitOfWork, page: str) -> None:
    delete_rows(uow.connection, tables.link_check, **_here(uow, page))


def claim_link_check(uow: UnitOfWork, page: str, time: timedelta) -> bool:
    """Take a page that is due for a while; False when somebody else has it or it is not wanted."""
    uow.hold(uow.actor.office_id)
    row = find_row(uow.connection, tables.link_check, **_here(uow, page))
    if row is None or row.due_at > uow.now:
        return False
    profile = settings_in_force(uow, uow.today).profile
    if page not in pages_to_check(profile, uow.today):
        drop_link_check(uow, page)
        return False
    update_rows(uow.connection, tables.link_check, _here(uow, page), due_at=uow.now + time)
    return True


def keep_link_check(
    uow: UnitOfWork, page: str, outcome: LinkOutcome, links: Collection[str]
) -> None:
    """Write down what was found; the page is read again after a day."""
    update_rows(
        uow.connection,
        tables.link_check,
        _here(uow, page),
        due_at=uow.now + EVERY,
        checked_at=uow.now,
        outcome=outcome.value,
        links=json.dumps(sorted(links)),
    )


def _begin(uow: UnitOfWork, page: str) -> None:
    insert_row(uow.connection, tables.link_check, **_here(uow, page), due_at=uow.now, links="[]")


def _here(uow: UnitOfWork, page: str) -> dict[str, UUID | str]:
    return {"office_id": uow.actor.office_id, "page": page}


def _read(row: Any) -> LinkCheck:
    outcome = LinkOutcome(row.outcome) if row.outcome else None
    return LinkCheck(row.page, row.checked_at, outcome, tuple(json.loads(row.links)))


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].rstrip("/")


_OUTCOMES: Final = {
    LinkOutcome.READ: Sentence("เปิดหน้าได้", "The page was read"),
    LinkOutcome.NO_HOST: Sentence("ไม่พบเว็บไซต์ตามที่อยู่นี้", "No website of this address was found"),
    LinkOutcome.NOT_PUBLIC: Sentence(
        "ที่อยู่นี้ไม่ใช่เว็บไซต์สาธารณะ", "The address is none of a public website"
    ),
    LinkOutcome.NO_ANSWER: Sentence(
        "ติดต่อเว็บไซต์ไม่ได้ หรือไม่ตอบภายใน 10 วินาที",
        "No connection to the website, or no answer in 10 seconds",
    ),
    LinkOutcome.REFUSED: Sentence("เว็บไซต์ไม่ให้เปิดหน้านี้", "The website did not give the page"),
    LinkOutcome.ELSEWHERE: Sentence("หน้านี้พาไปยังเว็บไซต์อื่น", "The page leads on to another website"),
    LinkOutcome.NOT_A_PAGE: Sentence("ที่อยู่นี้ไม่ใช่หน้าเว็บ", "The address is none of a web page"),
    LinkOutcome.TOO_LARGE: Sentence("หน้านี้ใหญ่เกิน 2 เมกะไบต์", "The page is larger than 2 megabytes"),
    LinkOutcome.CERTIFICATE: Sentence(
        "ใบรับรองความปลอดภัยของเว็บไซต์ใช้ไม่ได้", "The website’s certificate is not valid"
    ),
}
