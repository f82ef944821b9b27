"""What the people of the demonstration do beside the steps, on the last working day before now."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import uuid4

from engine.access.permissions import Reading
from engine.access.substitutions import standing_of_actor
from engine.cases.notes import Audience
from engine.cases.register import get_case
from engine.definitions.drafts import FORM, files_of, get_draft
from engine.definitions.editing import save_file, start_draft
from engine.demo.stage import Stage
from engine.office.acting import ActingForm
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Submission
from engine.work.consulting import ask_for_opinion, may_be_asked
from engine.work.identities.opening import may_open, sealed_parties
from engine.work.identities.requests import ask_identity
from engine.work.linking import link_case
from engine.work.lists.rows import WorkRow
from engine.work.lists.saved import choose_list, save_list
from engine.work.lists.worklist import View, Wish, list_work
from engine.work.notes import mentionable, note_contact, write_comment
from engine.work.substituting import Terms, set_substitution
from engine.work.suspending import Suspension, suspend_case
from engine.work.work_items import get_work_item

_SEED = 2222
_CHANGED_FORM = "first_notice.draft"
_AWAY_DAYS = timedelta(days=4)

# Something done in the first of these rows' cases, or with several of them.
_Act = Callable[[UnitOfWork, Sequence[WorkRow]], None]


@dataclass(frozen=True)
class Everyday:
    """One office's. Minutes are drawn apart from the plots'."""

    stage: Stage

    def plan(self, today: date) -> None:
        hours = replace(self.stage.hours, rng=Random(_SEED))  # noqa: S311 (a demonstration)
        day = hours.calendar.working_day_on_or_before(today - timedelta(days=1))
        in_cases: tuple[tuple[View, _Act], ...] = (
            (View.MINE, _note_contact),
            (View.MINE, _comment),
            (View.MINE, _ask),
            (View.MINE, _link),
            (View.MINE, _ask_for_name),
            (View.WAITING, _suspend),
        )
        acts = [partial(self._do_in_case, view, act) for view, act in in_cases]
        acts += [partial(self._do, Role.OFFICER, _keep_list)]
        acts += [partial(self._do, Role.MANAGER, self._put_in_place)]
        acts += [partial(self._do, Role.PROCESS_OWNER, _begin_draft)]
        for act in acts:
            self.stage.timeline.plan(hours.on(day), act)

    def _do(self, role: Role, act: Callable[[UnitOfWork], None]) -> None:
        staff = self.stage.staff
        with staff.store.unit(staff.actor(staff.first(role))) as uow:
            uow.hold(staff.office_id)
            act(uow)

    def _do_in_case(self, view: View, act: _Act) -> None:
        """Let an officer do something in cases of her list that she reads."""
        staff = self.stage.staff
        officer = staff.actor(staff.first(Role.OFFICER))
        with staff.store.reading(officer) as uow:
            rows = [
                row
                for row in list_work(uow, standing_of_actor(uow), Wish(view)).rows
                if row.subject and row.suspended_for is None
            ]
        if rows:
            with staff.store.unit(officer) as uow:
                uow.hold(rows[0].case_id)
                act(uow, rows)

    def _put_in_place(self, uow: UnitOfWork) -> None:
        """Let one member of a unit stand in for another, who is away next week."""
        away, stands_in = self.stage.staff.holders("unit:maintenance")[:2]
        first = self.stage.hours.calendar.add_working_days(uow.today, 3)
        order = "คำสั่งสำนักงาน เรื่อง ให้ปฏิบัติราชการแทน"
        terms = Terms(away, stands_in, ActingForm.ON_BEHALF, first, first + _AWAY_DAYS, order)
        set_substitution(uow, uuid4(), terms)


def _note_contact(uow: UnitOfWork, rows: Sequence[WorkRow]) -> None:
    answers = {
        "party_kind": "witness",
        "way": "telephone",
        "outcome": "reached",
        "occurred_on": uow.today.isoformat(),
        "text": "นัดหมายขอเอกสารเพิ่มเติม พยานจะนำมาส่งที่สำนักงานด้วยตนเอง",
        "audience": "whole",
    }
    note_contact(uow, rows[0].case_id, Submission(uuid4(), answers))


def _comment(uow: UnitOfWork, rows: Sequence[WorkRow]) -> None:
    told = mentionable(uow, get_case(uow, rows[0].case_id), Reading.WHOLE)
    answers = {
        "text": "ขอให้ช่วยดูว่าเอกสารที่แนบมาพอสำหรับเสนอแล้วหรือไม่",
        # Who is told may be of a unit, which reads its part.
        "audience": Audience.EVERYBODY.value,
        "mentioned": [option.value for option in told[:1]],
    }
    write_comment(uow, rows[0].case_id, Submission(uuid4(), answers))


def _ask(uow: UnitOfWork, rows: Sequence[WorkRow]) -> None:
    """Ask somebody about a step who reads the case anyway."""
    colleagues = may_be_asked(uow, get_work_item(uow, rows[0].id), standing_of_actor(uow))
    readers = [one.person_id for one in colleagues if one.reads is Reading.WHOLE]
    question = "เคยมีเรื่องลักษณะนี้หรือไม่ และครั้งก่อนเสนอไปทางใด"
    if readers:
        ask_for_opinion(uow, rows[0].id, readers[:1], question, submission_key=uuid4())


def _ask_for_name(uow: UnitOfWork, rows: Sequence[WorkRow]) -> None:
    """Ask who complained, where somebody gave a name and the officer must ask to know it."""
    case_id = rows[0].case_id
    if may_open(uow, standing_of_actor(uow), case_id) or not sealed_parties(uow, case_id):
        return
    reason = "ต้องโทรถามวันที่และสถานที่ที่พบเหตุให้ชัดเจนก่อนสรุปความเห็น"
    ask_identity(uow, case_id, reason, submission_key=uuid4())


def _link(uow: UnitOfWork, rows: Sequence[WorkRow]) -> None:
    first, last = rows[0], rows[-1]
    if first.case_id != last.case_id:
        reason = "สถานที่เดียวกัน ตรวจพร้อมกันได้"
        link_case(uow, first.case_id, last.number, reason, submission_key=uuid4())


def _suspend(uow: UnitOfWork, rows: Sequence[WorkRow]) -> None:
    wanted = Suspension(
        outside_body="department",
        reference="",
        order_cited="บันทึกสั่งการของหัวหน้าหน่วยงานท้ายเรื่อง",
        text="รอผลการตรวจของกรมในเรื่องเดียวกัน",
        suspended_on=uow.today,
        ask_on=uow.today + timedelta(days=14),
    )
    suspend_case(uow, rows[0].case_id, wanted, submission_key=uuid4())


def _keep_list(uow: UnitOfWork) -> None:
    list_id = save_list(uow, "งานเกินกำหนด", Role.OFFICER, {"due": "late"})
    choose_list(uow, list_id, is_pinned=True, is_default=False)


def _begin_draft(uow: UnitOfWork) -> None:
    """Change a hint of a form, in a draft that nobody has approved yet."""
    draft = get_draft(uow, start_draft(uow, _CHANGED_FORM.partition(".")[0]))
    form = json.loads(files_of(uow, draft).forms[_CHANGED_FORM])
    form["components"][0]["description"] = "ชื่อและที่อยู่เติมตอนพิมพ์เท่านั้น ตรวจตัวสะกดกับสำเนาบัตรก่อนพิมพ์"
    data = json.dumps(form, ensure_ascii=False, indent=2).encode()
    save_file(uow, draft.id, FORM, _CHANGED_FORM, data, version=draft.version)
