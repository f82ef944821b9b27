"""What a case of the demonstration leads to: asked about on its day, told, and ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid4

from engine.cases.follow_ups import FollowUp, FollowUpKind, follow_ups_of, get_follow_up
from engine.demo.clock import OfficeHours
from engine.demo.stage import Stage
from engine.office.office_time import office_date
from engine.store.unit_of_work import UnitOfWork
from engine.work.following_up import report_follow_up

# How it stood when somebody asked for the first time, and what came in the end.
_WORDS: Mapping[FollowUpKind, tuple[str, str]] = {
    FollowUpKind.SOURCE_REPORT: (
        "รายงานความคืบหน้าทางโทรศัพท์แล้ว หน่วยงานนั้นขอทราบผลเมื่อเสร็จ",
        "ส่งหนังสือรายงานผลถึงหน่วยงานนั้นแล้ว ได้รับใบตอบรับ",
    ),
    FollowUpKind.DISCIPLINE: (
        "คณะกรรมการยังอยู่ระหว่างดำเนินการ",
        "ได้รับรายงานผลการดำเนินการทางวินัยแล้ว เก็บเข้าแฟ้มเรื่อง",
    ),
    FollowUpKind.IMPROVEMENT: (
        "ดำเนินการไปแล้วบางส่วน เหลือประกาศให้ประชาชนทราบ",
        "ดำเนินการครบถ้วนแล้ว รายงานหัวหน้าหน่วยงานเพื่อทราบ",
    ),
}
_OTHER_WORDS = ("ประสานแล้ว ยังอยู่ระหว่างพิจารณา", "ได้รับหนังสือตอบแล้ว เก็บเข้าแฟ้มเรื่อง")
_ASKED_AGAIN = timedelta(days=30)


@dataclass
class Follower:
    """Who follows up what is nobody's, in one case. Minutes are drawn apart from the plot's."""

    stage: Stage
    case_id: UUID
    officer_id: UUID
    number: str
    _planned: set[tuple[UUID, date]] = field(default_factory=set)

    def plan(self, uow: UnitOfWork) -> None:
        """Plan the next report of each follow-up, on the working day after its own."""
        for each in follow_ups_of(uow, self.case_id):
            if each.is_open and (each.id, each.due_on) not in self._planned:
                is_first = all(known != each.id for known, _ in self._planned)
                self._planned.add((each.id, each.due_on))
                day = self._hours.calendar.add_working_days(max(each.due_on, uow.today), 1)
                report = partial(self._report, each, is_last=not is_first)
                self.stage.timeline.plan(self._hours.on(day), report)

    @property
    def _hours(self) -> OfficeHours:
        return replace(self.stage.hours, rng=Random(self.number))  # noqa: S311 (a demonstration)

    def _report(self, followed: FollowUp, *, is_last: bool) -> None:
        staff = self.stage.staff
        text = _WORDS.get(followed.kind, _OTHER_WORDS)[is_last]
        with staff.store.unit(staff.actor(followed.holder_id or self.officer_id)) as uow:
            uow.hold(self.case_id)
            found = get_follow_up(uow, self.case_id, followed.id)
            if not found.is_open or found.due_on != followed.due_on:
                return  # a letter that was sent meanwhile has told it
            today = office_date(uow.now)
            report_follow_up(
                uow,
                self.case_id,
                followed.id,
                text,
                next_on=None if is_last else today + _ASKED_AGAIN,
                occurred_on=today,
                submission_key=uuid4(),
            )
            self.plan(uow)
