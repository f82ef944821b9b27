"""The form on which an office asks for something to be put on its website (seed 001, U29).

แบบฟอร์มการเผยแพร่ข้อมูลต่อสาธารณะผ่านเว็บไซต์: what was published, and the three who answer for it.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from engine.access.membership import Standing
from engine.access.permissions import Command, check
from engine.errors import NotFound
from engine.journal.events import get_event
from engine.office.office_time import office_date
from engine.office.profile import OfficeProfile
from engine.office.roles import Role
from engine.office.thai import long_date
from engine.papers.contents import Column, Marks, Signature, Table, TablePaper
from engine.reports.publications import Publication, PublicationKind, published
from engine.store.unit_of_work import UnitOfWork
from engine.work.done_steps import newest_done
from engine.work.papers.signatures import signature_of
from engine.work.work_items import WorkItem

_TITLE: Final = "แบบฟอร์มการเผยแพร่ข้อมูลต่อสาธารณะผ่านเว็บไซต์"
# The steps of a publication are few; of one that was sent back many times the newest count.
_MOST_STEPS: Final = 40


@dataclass(frozen=True)
class Wanted:
    """Which version of what: as the form calls it, and where everybody finds it."""

    kind: PublicationKind
    slug: str
    version: int
    subject: str
    address: str


def find_publication(
    uow: UnitOfWork, standing: Standing, kind: PublicationKind, slug: str, version: int
) -> Publication:
    """Return a version that is public, for who may have the form of it.

    Raises
    ------
    NotPermitted
        None of her roles has a part in what the office reports.
    NotFound
        No such version is published.
    """
    check(standing, Command.SEE_FIGURES)
    for one, _ in published(uow, kind):
        if (one.slug, one.version) == (slug, version):
            return one
    raise NotFound


def publication_form(
    uow: UnitOfWork, standing: Standing, profile: OfficeProfile, wanted: Wanted
) -> TablePaper:
    """Return the form of what is public, filled in but for who puts it on the office's own website.

    Raises
    ------
    NotPermitted
        None of her roles has a part in what the office reports.
    NotFound
        No such version is published.
    """
    one = find_publication(uow, standing, wanted.kind, wanted.slug, wanted.version)
    day = office_date(one.published_at)
    columns = (Column(heading="รายการ"), Column(heading="ข้อมูล", share=3))
    rows = (
        ("ชื่อหน่วยงาน", profile.name.th),
        ("วัน/เดือน/ปี", long_date(day).th),
        ("หัวข้อ", wanted.subject),
        ("รายละเอียดข้อมูล", f"เผยแพร่เป็นฉบับที่ {one.version} เปิดอ่านและดาวน์โหลดได้ทุกคน"),
        ("Link ภายนอก", wanted.address),
        ("หมายเหตุ", one.correction or "–"),
    )
    return TablePaper(
        marks=Marks(made_at=one.published_at, digits=profile.digits.papers),
        title=_TITLE,
        office=profile.name.th,
        tables=(Table(columns=columns, rows=rows),),
        signatures=(
            _giver(uow, one.case_id),
            _certifier(one),
            Signature(opinion="ผู้รับผิดชอบการนำข้อมูลขึ้นเผยแพร่"),
        ),
    )


def _giver(uow: UnitOfWork, case_id: UUID) -> Signature:
    """Name who wrote it or brought it in last; nobody where the officer's step is not found."""
    label = "ผู้รับผิดชอบการให้ข้อมูล"
    written = [item for item in newest_done(uow, case_id, None, _MOST_STEPS) if _is_written(item)]
    if not written:
        return Signature(opinion=label)
    event = get_event(uow, case_id, written[-1].completed_seq or 0)
    who = signature_of(uow, event)
    return Signature(
        name=who.name,
        position=who.position,
        opinion=label,
        signed_on=event.occurred_on,
        in_system=True,
        endorses=True,
    )


def _is_written(item: WorkItem) -> bool:
    return item.role == Role.OFFICER and item.completed_seq is not None


def _certifier(one: Publication) -> Signature:
    return Signature(
        name=one.certifier.name,
        position=one.certifier.position,
        opinion="ผู้อนุมัติรับรอง",
        signed_on=one.certifier.signed_on,
        in_system=one.certifier.in_system,
        in_ink=not one.certifier.in_system,
    )
