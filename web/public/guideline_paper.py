"""The guideline as a book to be printed or read on a screen: cover, contents, chapters, chart."""

from collections.abc import Iterator, Sequence
from typing import Final

from engine.errors import Sentence
from engine.office.profile import OfficeProfile
from engine.office.thai import long_date
from engine.papers.contents import (
    Booklet,
    Chapter,
    ChartBox,
    Column,
    Points,
    Step,
    Table,
    Topic,
)
from engine.reports.guideline import (
    ChannelLine,
    Guideline,
    GuidelineStep,
    OtherBody,
    Procedure,
    Responsible,
    Way,
)
from engine.reports.public_guideline import PublishedGuideline
from engine.reports.publications import TITLES, PublicationKind
from web.public.publications import certificate, marks_of, version_notes

_TITLE: Final = TITLES[PublicationKind.GUIDELINE]


def guideline_paper(one: PublishedGuideline, profile: OfficeProfile) -> Booklet:
    """Return a published version as it is printed: the same whenever it is asked for."""
    guideline = one.guideline
    return Booklet(
        marks=marks_of(one, profile),
        title=_TITLE.th,
        office=guideline.responsible.office.th,
        about=(
            f"จัดทำจากกระบวนงานที่ใช้อยู่ ณ วันที่ {long_date(guideline.made_on).th}",
            *version_notes(one),
        ),
        foreword=one.foreword,
        chapters=tuple(_chapters(guideline)),
        signature=certificate(one),
    )


def _chapters(guideline: Guideline) -> Iterator[Chapter]:
    yield Chapter(
        title="ช่องทางร้องเรียน", parts=(_channels(guideline.channels), *_remarks(guideline))
    )
    yield _chapter("วิธีการร้องเรียน", guideline.how)
    yield _chapter("ข้อมูลที่ควรมี", guideline.contents)
    yield Chapter(
        title="ขั้นตอนการจัดการเรื่องร้องเรียน",
        parts=tuple(part for one in guideline.procedures for part in _procedure(one)),
    )
    yield Chapter(title="ระยะเวลา", parts=(_times(guideline),))
    for one in guideline.procedures:
        yield Chapter(
            title=f"ผัง{one.name.th}",
            parts=("เริ่มเมื่อได้รับเรื่องจากช่องทางร้องเรียน", tuple(_boxes(one))),
            on_new_page=True,
        )
    yield Chapter(title="หน่วยงานรับผิดชอบ", parts=(Points(tuple(_responsible(guideline))),))
    yield _chapter("การคุ้มครองผู้ร้องเรียน", guideline.protection)
    yield _chapter("การติดตามเรื่อง", guideline.following)
    if guideline.bodies:
        told = (_body(one) for one in guideline.bodies)
        yield Chapter(title="ร้องเรียนกับหน่วยงานภายนอก", parts=(Points(tuple(told)),))


def _body(one: OtherBody) -> str:
    phone = f"โทร {one.phone} " if one.phone else ""
    return f"{one.name.th} {phone}{one.address.th}"


def _chapter(title: str, said: Sequence[Sentence]) -> Chapter:
    return Chapter(title=title, parts=(Points(tuple(one.th for one in said)),))


def _channels(channels: Sequence[ChannelLine]) -> Table:
    return Table(
        columns=(
            Column(heading="ช่องทาง", share=6),
            Column(heading="ติดต่อ", share=8),
            Column(heading="ตรวจเมื่อใด", share=5),
            Column(heading="รับเรื่อง", share=7),
        ),
        rows=tuple(
            (
                one.name.th,
                one.contact.th if one.contact else "",
                one.looked_at.th,
                one.taken_in.th,
            )
            for one in channels
        ),
    )


def _remarks(guideline: Guideline) -> Iterator[Topic | Points]:
    yield Topic("ผู้ที่อ่านเรื่องของแต่ละช่องทาง และหมายเหตุ")
    yield Points(tuple(_remark(one) for one in guideline.channels))


def _remark(one: ChannelLine) -> str:
    readers = ", ".join(each.th for each in one.readers)
    return f"{one.name.th}: {readers}{f' – {one.remark.th}' if one.remark else ''}"


def _procedure(one: Procedure) -> Iterator[Topic | str | tuple[Step, ...]]:
    yield Topic(one.name.th)
    if one.matters:
        yield f"ใช้กับเรื่อง: {', '.join(each.th for each in one.matters)}"
    yield tuple(_step(step) for step in one.steps)


def _step(step: GuidelineStep) -> Step:
    return Step(
        number=step.number,
        name=step.name.th,
        responsible=f"ผู้รับผิดชอบ: {step.responsible.th}",
        time=f"ระยะเวลา: {step.time.th}" if step.time else "",
        what=step.what,
        parts=tuple(_joined(part.name, part.responsible, part.time) for part in step.parts),
    )


def _joined(*said: Sentence | None) -> str:
    return " – ".join(one.th for one in said if one)


def _times(guideline: Guideline) -> Table:
    return Table(
        columns=(
            Column(heading="เรื่อง", share=4),
            Column(heading="ระยะเวลา", share=5),
            Column(heading="ที่มา", share=6),
        ),
        rows=tuple((one.name.th, one.rule.th, one.basis.th) for one in guideline.times),
    )


def _boxes(procedure: Procedure) -> Iterator[ChartBox]:
    steps = procedure.steps
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        next_number = after.number if after else None
        yield ChartBox(
            number=step.number,
            name=step.name.th,
            note=_joined(step.responsible, step.time),
            onward=tuple(_onward(step, next_number)),
            leads_down=next_number is not None and any(one.to == next_number for one in step.ways),
        )


def _onward(step: GuidelineStep, next_number: str | None) -> Iterator[str]:
    """Say where a step leads; nothing where the step below it is all that follows."""
    if len(step.ways) == 1 and step.ways[0].to == next_number:
        return
    unsaid = [way for way in step.ways if not way.answer.th]
    if len(unsaid) > 1:
        yield f"พร้อมกัน {' และ '.join(_where(way) for way in unsaid)}"
    for way in step.ways:
        if way.answer.th or len(unsaid) == 1:
            yield f"{way.answer.th}: {_where(way)}".removeprefix(": ")


def _where(way: Way) -> str:
    return f"ไปขั้น {way.to}" if way.to else "สิ้นสุด"


def _responsible(guideline: Guideline) -> Iterator[str]:
    found: Responsible = guideline.responsible
    yield found.office.th
    yield f"{found.unit.th} โทร {found.unit_phone}" if found.unit_phone else found.unit.th
    yield found.address.th
    yield f"โทร {found.phone}"
    if found.website:
        yield found.website
