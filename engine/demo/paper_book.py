"""The last lines of the book that an office kept on paper, taken in as it begins with the system.

Two were filed on paper. One is still open: its steps begin here, and it is filed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from engine.cases.numbers import SECRET_REGISTER, find_case_of_number
from engine.demo.narratives import Matter, Narrative, fill_in, narratives
from engine.demo.play import Play
from engine.demo.plots import Plot
from engine.demo.stage import Stage
from engine.office.fiscal_year import FiscalYear
from engine.office.roles import Role
from engine.office.thai import long_date
from engine.work.lodging import Door
from engine.work.paper_book.importing import import_register
from engine.work.paper_book.lines import Column
from engine.work.paper_book.received_sheets import Cell, Row

_NARRATIVE = "culvert_price"
_PLOT = Plot("taken_over", 1, (0, 0))
_PLACE_IN_BOOK = 24
CASES_IN_BOOK = 3

Said = Mapping[Column, str]


@dataclass(frozen=True)
class PaperBook:
    """The book of one office."""

    stage: Stage

    def plan(self, opened_on: date) -> None:
        """Plan to take the book in on the first day at work with the system."""
        hours = self.stage.hours
        day = hours.calendar.working_day_on_or_after(opened_on)
        self.stage.timeline.plan(hours.on(day), partial(self._take_in, day))

    def _take_in(self, day: date) -> None:
        staff = self.stage.staff
        officer_id = staff.first(Role.OFFICER)
        received_on = day - timedelta(days=11)
        matter = fill_in(_narrative(), self.stage.names, (day - timedelta(days=45)).month)
        lines = (*_filed(day), _still_open(received_on, matter))
        with staff.store.unit(staff.actor(officer_id)) as uow:
            import_register(uow, _rows(lines), submission_key=uuid4())
        self._go_on(officer_id, received_on, matter)

    def _go_on(self, officer_id: UUID, received_on: date, matter: Matter) -> None:
        """Let the steps of the open case be done as those of any other."""
        staff = self.stage.staff
        series = staff.settings.profile.numbers.secret_register
        number = series.render(_PLACE_IN_BOOK, FiscalYear.of(received_on).buddhist_year)
        with staff.store.reading(staff.actor(officer_id)) as uow:
            case_id = find_case_of_number(uow, number)
        assert case_id is not None  # noqa: S101 (its line was just taken in)
        door = Door("complaint_provincial", case_id)
        Play(self.stage, _PLOT, matter, received_on, {}, door=door).take_over(officer_id, number)


def _narrative() -> Narrative:
    return next(each for each in narratives() if each.key == _NARRATIVE)


def _filed(day: date) -> tuple[Said, Said]:
    received_on = day - timedelta(days=96)
    ended_on, filed_on = received_on + timedelta(days=41), received_on + timedelta(days=47)
    ended: Said = {
        **_received(received_on),
        Column.RESULT_ON: long_date(ended_on).th,
        Column.FILED_ON: long_date(filed_on).th,
    }
    return (
        {
            **ended,
            Column.NUMBER: "57",
            Column.CHANNEL: "walk_in",
            Column.CATEGORY: "service",
            Column.SUBJECT: "เรื่องร้องเรียนการเปิดปิดประตูระบายน้ำไม่ตรงรอบเวรที่ประกาศ",
            Column.PLACE: "ตำบลคลองลมโชย",
            Column.RESULT: "solved",
            Column.REMARK: "แฟ้มอยู่ตู้เอกสารที่ 2 ชั้น 3",
        },
        {
            **ended,
            Column.BOOK: SECRET_REGISTER,
            Column.NUMBER: str(_PLACE_IN_BOOK - 1),
            Column.CHANNEL: "post",
            Column.CATEGORY: "corruption",
            Column.SUBJECT: "เรื่องร้องเรียนการเบิกค่าน้ำมันรถขุดเกินจำนวนที่ใช้จริง",
            Column.ABOUT: "other",
            Column.RESULT: "unfounded",
            Column.REMARK: "แฟ้มลับ ตู้นิรภัยห้องผู้รักษาข้อมูล",
        },
    )


def _still_open(received_on: date, matter: Matter) -> Said:
    return {
        **_received(received_on),
        Column.BOOK: SECRET_REGISTER,
        Column.NUMBER: str(_PLACE_IN_BOOK),
        Column.CHANNEL: "walk_in",
        Column.CATEGORY: matter.narrative.category,
        Column.SUBJECT: matter.subject,
        Column.PLACE: matter.place,
        Column.ABOUT: "other",
        Column.REMARK: "ลงรับในสมุดแล้ว ยังไม่ได้เสนอ",
    }


def _received(received_on: date) -> Said:
    return {
        Column.YEAR: str(FiscalYear.of(received_on).buddhist_year),
        Column.RECEIVED_ON: long_date(received_on).th,
    }


def _rows(lines: tuple[Said, ...]) -> list[Row]:
    """Return the rows of a workbook that was filled in from the template."""
    columns = tuple(Column)
    head = Row(1, {at: Cell(column.heading.th) for at, column in enumerate(columns)})
    body = (
        {at: Cell(said[column]) for at, column in enumerate(columns) if column in said}
        for said in lines
    )
    return [head, *(Row(number, cells) for number, cells in enumerate(body, start=2))]
