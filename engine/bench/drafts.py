"""What keeping a draft costs: the whole command, committed, of a form with a page of text."""

from collections.abc import Iterator
from time import perf_counter
from uuid import uuid4

from sqlalchemy import select

from engine.bench.figures import Figure, of_samples
from engine.bench.place import Place
from engine.bench.steps import lodge_case
from engine.office.roles import Role
from engine.store import tables
from engine.work.answer_drafts.keeping import keep_answer_draft
from engine.work.answer_drafts.rows import Pen

_SAVES = 400
_PAGE_OF_TEXT = "โทรหาผู้ร้องเรียนแล้ว จะส่งเอกสารเพิ่มสัปดาห์หน้า " * 40


def measure_drafts(place: Place, scale: float) -> Iterator[Figure]:
    """Type on and on into the first step of a case; every save writes newer text."""
    case_id = lodge_case(place)
    with place.store.database.reading() as connection:
        item_id = connection.scalars(
            select(tables.work_item.c.id).where(
                tables.work_item.c.case_id == case_id, tables.work_item.c.element == "register"
            )
        ).one()
    actor, window, samples = place.actor(Role.OFFICER), uuid4(), []
    for turn in range(1, max(5, round(_SAVES * scale)) + 1):
        answers = {"subject": "รถยนต์ราชการ", "note": f"{_PAGE_OF_TEXT}{turn}"}
        begun = perf_counter()
        with place.store.unit(actor) as uow:
            keep_answer_draft(uow, item_id, answers, Pen(window, turn - 1, turn))
        samples.append(perf_counter() - begun)
    yield of_samples("draft.save", samples, place.backend)
