"""What awaits a signature (แฟ้มเสนอ): the steps of the head's lane that somebody may decide today.

Nothing is listed here that the worklist does not list: it is the same rows, narrowed to the
lanes of who signs, her own and those of whom she stands in for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.access.membership import Standing, holders
from engine.access.permissions import Command, may, reads_every_case, reads_own_cases
from engine.access.substitutions import acting_standings
from engine.cases.register import ORDINARY
from engine.errors import Sentence
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.narrowing import Narrow
from engine.work.lists.open_work import Choice, OpenRow, list_open_work
from engine.work.lists.rows import WorkRow, read_rows
from engine.work.lists.worklist import (
    PAGE,
    View,
    Wish,
    count_work,
    list_work,
)
from engine.work.offices.settings import OfficeSettings

LANES = frozenset({Role.HEAD, Role.ALTERNATE_HEAD})
"""What is signed stands in these lanes, whoever signs it where the head may not."""


@dataclass(frozen=True)
class Awaited:
    """A step that awaits a signature; ``acting`` names both where she signs for somebody away.

    ``is_readable``: she may read its case; a secret one some have to claim first.
    """

    row: WorkRow
    standing: Standing
    is_readable: bool

    @property
    def acting(self) -> Sentence | None:
        return self.standing.acting


@dataclass(frozen=True)
class Desk:
    """What awaits her, the earliest due first. ``has_more``: others come up behind these."""

    awaited: tuple[Awaited, ...]
    has_more: bool


@dataclass(frozen=True)
class Away:
    """A step of these lanes in other hands; ``is_folder``: held to record what is signed by ink."""

    row: OpenRow
    is_folder: bool


def signing_roles(settings: OfficeSettings) -> frozenset[Role]:
    """Return who signs in this office: the head, and whom its profile names in her place."""
    return frozenset({Role.HEAD, *settings.profile.alternates.get(Role.HEAD, ())})


def has_desk(uow: UnitOfWork, settings: OfficeSettings, own: Standing) -> bool:
    """Tell whether she signs today, herself or for somebody away."""
    return bool(_signing(uow, settings, own))


def only_signs(settings: OfficeSettings, own: Standing) -> bool:
    """Tell whether signing is all the work that may wait for her."""
    work = {role for role in own.roles if role.holds_work}
    return bool(work) and work <= signing_roles(settings) and not (own.units or own.committees)


def read_desk(uow: UnitOfWork, settings: OfficeSettings, own: Standing) -> Desk:
    found: dict[UUID, Awaited] = {}
    has_more = False
    for standing in _signing(uow, settings, own):
        page = list_work(uow, standing, Wish(View.ALL, Narrow(lanes=LANES)))
        has_more |= page.next is not None
        for one in _awaited(uow, standing, page.rows):
            # What is offered to both waits for her once, in her own name.
            found.setdefault(one.row.id, one)
    ordered = sorted(found.values(), key=lambda each: (each.row.due_on or date.max, each.row.id))
    return Desk(tuple(ordered[:PAGE]), has_more or len(ordered) > PAGE)


def _awaited(uow: UnitOfWork, standing: Standing, rows: list[WorkRow]) -> Iterator[Awaited]:
    if reads_every_case(standing):
        # Of a secret case the list tells a candidate no more than its number; she is none.
        rows = read_rows(uow, standing, [row.id for row in rows], reads_whole=True)
        yield from (Awaited(row, standing, is_readable=True) for row in rows)
        return
    for row in rows:
        is_known = row.is_mine or row.subject is not None or row.secrecy == ORDINARY
        yield Awaited(row, standing, is_known and reads_own_cases(standing))


def away_from_desk(uow: UnitOfWork, settings: OfficeSettings, own: Standing) -> list[Away]:
    """Return the steps to be signed that others hold, to whom oversees the office's work."""
    if not may(own, Command.SEE_OVERSIGHT):
        return []
    choice = Choice(lanes=LANES, is_with_others=True)
    rows = list_open_work(uow, own, choice, is_counted=False).rows
    signers = _people_of(uow, signing_roles(settings)) if rows else frozenset()
    return [Away(row, row.holder_id not in signers) for row in rows]


def count_signed(uow: UnitOfWork, standing: Standing, since: date) -> int:
    """Count what she has signed since a day, up to ``MOST_COUNTED`` + 1."""
    return count_work(uow, standing, Wish(View.DONE, Narrow(from_on=since, lanes=LANES)))


def _signing(uow: UnitOfWork, settings: OfficeSettings, own: Standing) -> list[Standing]:
    roles = signing_roles(settings)
    found = [own, *acting_standings(uow, own.person_id, uow.today)]
    return [standing for standing in found if standing.holds(*roles)]


def _people_of(uow: UnitOfWork, roles: Iterable[Role]) -> frozenset[UUID]:
    return frozenset(
        one.person_id for role in sorted(roles) for one in holders(uow, uow.today, role)
    )
