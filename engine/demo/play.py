"""One case on its way: who takes each step, when, and what she writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid4

from engine.cases.legal_holds import HoldingBody
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import Party, PartyKind, excluded_people, parties_of
from engine.demo.answers import Signer, Situation, answers_to
from engine.demo.following import Follower
from engine.demo.intake import start_answers
from engine.demo.narratives import Matter
from engine.demo.plots import Plot, Reporter
from engine.demo.stage import Stage
from engine.office.office_time import office_date
from engine.office.roles import Role
from engine.sealing.receipts import ReceiptCode
from engine.store.unit_of_work import UnitOfWork
from engine.work.allocation.claiming import claim_work_item, reassign_work_item, reassignable_to
from engine.work.allocation.declared import undeclared
from engine.work.allocation.handing import delegate_work_item
from engine.work.committees.declaring import Declared, declare_interest
from engine.work.completing import Submission, Upload, complete_work_item
from engine.work.lodging import Door, lodge
from engine.work.records.legal_holding import LetterOfHold, place_legal_hold
from engine.work.tagging import tag_case
from engine.work.voiding import void_case
from engine.work.work_items import (
    OFFERED,
    WorkItem,
    get_work_item,
    open_items_of,
    queues_of,
    work_items_of,
)

# Working days that a step takes, from and to.
_PACE: Mapping[str, tuple[int, int]] = {
    "register": (0, 0),
    "sort": (1, 2),
    "request_info": (5, 8),
    "merge_case": (0, 1),
    "draft_letter": (1, 2),
    "sign_letter": (0, 2),
    "refer_out": (1, 2),
    "propose_result": (2, 4),
    "decide": (1, 3),
    "record": (1, 3),
    "archive": (2, 9),
    "unit_action.report": (3, 6),
    "unit_action.review": (0, 2),
    "unit_action.hear": (6, 9),
    "committee_inquiry.draft_order": (1, 3),
    "committee_inquiry.sign_order": (0, 1),
    "committee_inquiry.inquire": (6, 10),
    "committee_inquiry.hear": (5, 7),
    "committee_inquiry.report": (2, 4),
    "first_notice.draft": (1, 4),
    "first_notice.sign": (0, 2),
    "first_notice.dispatch": (0, 1),
    "result_notice.dispatch": (1, 3),
}
_TOLD = frozenset({PartyKind.COMPLAINANT, PartyKind.SOURCE_AGENCY})
# How many of a hundred signatures on paper have their scan, and complaints come with a file.
_SCANNED, _WITH_FILE = 70, 25

_REASSIGNED_BECAUSE = "ผู้รับงานเดิมติดราชการต่างจังหวัด ให้ผู้อื่นทำต่อเพื่อไม่ให้ล่าช้าไปกว่านี้"
_DELEGATED_BECAUSE = "ไปอบรมที่ส่วนกลางสามวัน ฝากคัดแยกให้ทันกำหนด"
_VOIDED_BECAUSE = "ลงรับซ้ำ หนังสือฉบับเดียวกันเข้ามาสองทาง ใช้เลขที่ลงรับไว้ก่อน"
_HELD_BECAUSE = "อยู่ระหว่างไต่สวนเรื่องเดียวกัน ขอให้เก็บรักษาสำนวนไว้จนกว่าจะแจ้ง"
# Working days from the filing to the letter that asks for the record.
_HELD_AFTER = 12


@dataclass
class Play:
    """One case from its receipt to where its plot leaves it.

    ``pinned`` are days on which a step is done. ``earlier`` is the play that this one
    repeats.
    """

    stage: Stage
    plot: Plot
    matter: Matter
    received_on: date
    pinned: Mapping[str, date]
    earlier: "Play | None" = None
    door: Door = field(default_factory=lambda: Door("complaint_provincial"))
    number: str = ""
    _instance_id: UUID | None = None
    _officer: UUID | None = None
    _follower: Follower | None = None
    _planned: set[UUID] = field(default_factory=set)
    _idle: set[str] = field(default_factory=set)
    _is_void: bool = False

    @property
    def is_lodged(self) -> bool:
        return self._instance_id is not None

    def begin(self) -> None:
        """Plan the lodging, on the first day at work; everything else follows from it."""
        hours = self.stage.hours
        day = hours.calendar.working_day_on_or_after(self.received_on)
        self.stage.timeline.plan(hours.on(day), self._lodge)

    # Taking in.

    def _lodge(self) -> None:
        stage = self.stage
        self._officer = self._lodger()
        uploads: dict[str, Upload] = {}
        if self.matter.narrative.voice == "insider" or stage.rng.randrange(100) < _WITH_FILE:
            uploads = stage.papers.evidence(self.door, self.matter)
        answers = start_answers(stage, self.plot, self.matter, self.received_on, list(uploads))
        with stage.staff.store.unit(stage.staff.actor(self._officer)) as uow:
            submission = Submission(uuid4(), answers, uploads)
            self.number = lodge(uow, self.door, submission).number
            self._instance_id = work_items_of(uow, self.door.case_id)[0].instance_id
            self._follower = Follower(stage, self.door.case_id, self._officer, self.number)
            self._plan_open(uow)

    def take_over(self, officer_id: UUID, number: str) -> None:
        """Go on with a case that came in otherwise, at the step at which it stands."""
        stage, case_id = self.stage, self.door.case_id
        self._officer, self.number = officer_id, number
        with stage.staff.store.reading(stage.staff.actor(officer_id)) as uow:
            self._instance_id = work_items_of(uow, case_id)[0].instance_id
            self._follower = Follower(stage, case_id, officer_id, number)
            self._plan_open(uow)

    def _lodger(self) -> UUID:
        """Return who takes the case in: for a repeat the one who knows the case it repeats."""
        if self.earlier is not None and self.earlier._officer:  # noqa: SLF001 (of its own kind)
            return self.earlier._officer  # noqa: SLF001
        people = self.stage.staff.people
        officers = self.stage.staff.holders(Role.OFFICER)
        if self.plot.taken_in_by is not None:
            return officers[self.plot.taken_in_by]
        free = [each for each in officers if people[each].name != self.matter.respondent]
        return self.stage.rng.choice(free)

    # Planning.

    def _plan_open(self, uow: UnitOfWork) -> None:
        """Plan what becomes of each step that has just been offered."""
        assert self._instance_id is not None  # noqa: S101 (set when the case was lodged)
        for item in open_items_of(uow, self.door.case_id, self._instance_id):
            if item.id not in self._planned:
                self._planned.add(item.id)
                self._plan(item, self._who(uow, item), uow.now)
        if self._follower:
            self._follower.plan(uow)

    def _plan(self, item: WorkItem, person_id: UUID, now: datetime) -> None:
        stage, key = self.stage, step_key(item)
        if self._halts(key, item):
            self._plan_idling(item, person_id, now)
            return
        at = self._moment(key, now)
        if item.status == OFFERED:
            taken_at = stage.hours.shortly_before(at, but_after=now)
            stage.timeline.plan(taken_at, partial(self._claim, item.id, person_id))
        stage.timeline.plan(at, partial(self._complete, item.id, person_id))

    def _plan_idling(self, item: WorkItem, person_id: UUID, now: datetime) -> None:
        stage, plot = self.stage, self.plot
        if item.status == OFFERED and plot.is_claimed:
            stage.timeline.plan(stage.hours.after(now, 0), partial(self._claim, item.id, person_id))
        if plot.is_reassigned and item.due_on:
            late = stage.hours.on(stage.hours.calendar.add_working_days(item.due_on, 2))
            stage.timeline.plan(late, partial(self._reassign, item.id))
        if plot.is_delegated:
            stage.timeline.plan(stage.hours.after(now, 1), partial(self._delegate, item.id))
        if plot.is_voided:
            stage.timeline.plan(stage.hours.after(now, 0), self._void)

    def _halts(self, key: str, item: WorkItem) -> bool:
        """Tell whether nobody does this step; of several units or parties, so many do not."""
        plot = self.plot
        if key != plot.halts_at or item.round < plot.halts_in:
            return False
        if plot.laggards and len(self._idle | {item.scope}) > plot.laggards:
            return False
        self._idle.add(item.scope)
        return True

    def _moment(self, key: str, now: datetime) -> datetime:
        hours = self.stage.hours
        if key in self.pinned:
            at = hours.on(self.pinned[key])
            return at if at > now else hours.after(now, 0)
        least, most = _PACE[key]
        days = least if self.pinned else self.stage.rng.randint(least, most)
        return hours.after(now, days + self.plot.slow.get(key, 0))

    def _who(self, uow: UnitOfWork, item: WorkItem) -> UUID:
        """Return who will do it: the holder, or one of the queue, the case's officer first."""
        if item.assignee_id:
            return item.assignee_id
        excluded = excluded_people(uow, item.case_id)
        found: list[UUID] = []
        for queue in sorted(queues_of(uow, item.id)):
            kind = queue.partition(":")[0]
            people = self._committee if kind == "committee" else self.stage.staff.holders(queue)
            found.extend(person for person in people if person not in excluded)
        return self._officer if self._officer in found else self.stage.rng.choice(found)

    @property
    def _committee(self) -> tuple[UUID, ...]:
        people = self.stage.staff.people
        seated = self.stage.staff.holders(Role.COMMITTEE_MEMBER)
        return tuple(each for each in seated if people[each].name != self.matter.respondent)

    # Acting.

    def _claim(self, item_id: UUID, person_id: UUID) -> None:
        if self._is_void:
            return
        self._declare(item_id)
        with self.stage.staff.store.unit(self.stage.staff.actor(person_id)) as uow:
            claim_work_item(uow, item_id)

    def _declare(self, item_id: UUID) -> None:
        """Let the committee declare before it begins; an outsider signed on paper."""
        staff, case_id = self.stage.staff, self.door.case_id
        assert self._officer is not None  # noqa: S101 (set when the case was lodged)
        with staff.store.reading(staff.actor(self._officer)) as uow:
            is_theirs = get_work_item(uow, item_id).role == Role.COMMITTEE_MEMBER
            missing = undeclared(uow, case_id) if is_theirs else []
            said = Declared(None, "", office_date(uow.now))
        for seat in missing:
            with staff.store.unit(staff.actor(seat.person_id or self._officer)) as uow:
                declare_interest(uow, case_id, seat.id, said, submission_key=uuid4())

    def _reassign(self, item_id: UUID) -> None:
        staff = self.stage.staff
        with staff.store.unit(staff.actor(staff.first(Role.MANAGER))) as uow:
            uow.hold(self.door.case_id)
            others = sorted(reassignable_to(uow, get_work_item(uow, item_id)))
            reassign_work_item(uow, item_id, self.stage.rng.choice(others), _REASSIGNED_BECAUSE)

    def _delegate(self, item_id: UUID) -> None:
        """Give the step to the first officer of the office, who may send it back."""
        staff = self.stage.staff
        assert self._officer is not None  # noqa: S101 (set when the case was lodged)
        with staff.store.unit(staff.actor(self._officer)) as uow:
            uow.hold(self.door.case_id)
            colleague = staff.first(Role.OFFICER)
            delegate_work_item(uow, item_id, colleague, _DELEGATED_BECAUSE, submission_key=uuid4())

    def _void(self) -> None:
        staff = self.stage.staff
        assert self._officer is not None  # noqa: S101 (set when the case was lodged)
        with staff.store.unit(staff.actor(self._officer)) as uow:
            uow.hold(self.door.case_id)
            void_case(uow, self.door.case_id, _VOIDED_BECAUSE, submission_key=uuid4())
        self._is_void = True

    def _hold_record(self) -> None:
        staff = self.stage.staff
        assert self._officer is not None  # noqa: S101 (set when the case was lodged)
        with staff.store.unit(staff.actor(self._officer)) as uow:
            uow.hold(self.door.case_id)
            letter = LetterOfHold(
                HoldingBody.NACC, "", "ปช 0042/1186", _HELD_BECAUSE, placed_on=uow.today
            )
            place_legal_hold(uow, self.door.case_id, letter, submission_key=uuid4())

    def _complete(self, item_id: UUID, person_id: UUID) -> None:
        if self._is_void:
            return
        staff = self.stage.staff
        self._declare(item_id)
        receipts = self._receipts(item_id)
        with staff.store.unit(staff.actor(person_id)) as uow:
            uow.hold(self.door.case_id)
            item = get_work_item(uow, item_id)
            uploads = self._scan(uow, item)
            situation = self._situation(uow, item, person_id, uploads)
            submission = Submission(
                uuid4(),
                answers_to(item.form_ref, situation),
                uploads,
                receipts,
                has_confirmed_password=True,
            )
            complete_work_item(uow, item_id, submission)
            if step_key(item) == "sort":
                self._tag(uow)
            if step_key(item) == "archive" and self.plot.is_held:
                asked_at = self.stage.hours.after(uow.now, _HELD_AFTER)
                self.stage.timeline.plan(asked_at, self._hold_record)
            self._plan_open(uow)

    def _tag(self, uow: UnitOfWork) -> None:
        offered = self.stage.staff.settings.profile.tags
        tags = [tag for tag in self.matter.narrative.tags if tag in offered]
        if tags:
            tag_case(uow, self.door.case_id, tags, (), submission_key=uuid4())

    def _receipts(self, item_id: UUID) -> tuple[IssuedReceipt, ...]:
        """Make a code before the unit, in case this is the step that issues it."""
        if not self._has_code or item_id not in self._planned or len(self._planned) > 1:
            return ()
        code = ReceiptCode.generate()
        return (IssuedReceipt(code, code.lookup(self.stage.staff.store.vault.receipt_key)),)

    @property
    def _has_code(self) -> bool:
        return self.plot.reporter in {Reporter.ANONYMOUS, Reporter.CODE_ONLY}

    def _scan(self, uow: UnitOfWork, item: WorkItem) -> dict[str, Upload]:
        if not self.plot.on_paper or item.role != Role.HEAD:
            return {}
        if self.stage.rng.randrange(100) >= _SCANNED:
            return {}
        key = uow.data_key(item.case_id)
        return self.stage.papers.scan(key, item.case_id, self.number)

    def _situation(
        self, uow: UnitOfWork, item: WorkItem, person_id: UUID, uploads: Mapping[str, Upload]
    ) -> Situation:
        person = self.stage.staff.people[person_id]
        told: tuple[Party, ...] = ()
        if step_key(item) == "register":
            told = tuple(p for p in parties_of(uow, item.case_id) if p.kind in _TOLD)
        return Situation(
            plot=self.plot,
            matter=self.matter,
            office_name=self.stage.staff.settings.profile.name.th,
            number=self.number,
            received_on=self.received_on,
            today=office_date(uow.now),
            rng=self.stage.rng,
            round=item.round,
            party=_party_of(item),
            told=tuple(party.is_contactable for party in told),
            has_code=self._has_code,
            units=self._units(),
            committee=self._committee,
            officer=self._officer,
            earlier_case=self.earlier.door.case_id if self.earlier else None,
            signer=Signer(person.name, person.position),
            on_paper=self.plot.on_paper,
            scan=next(iter(uploads), None),
        )

    def _units(self) -> tuple[str, ...]:
        """Return the units to ask: those that the matter concerns first."""
        offered = list(self.stage.staff.settings.profile.units)
        wanted = [unit for unit in self.matter.narrative.units if unit in offered]
        return tuple(dict.fromkeys([*wanted, *offered]))[: self.plot.units]


def step_key(item: WorkItem) -> str:
    """Name a step as plots do: ``sort``, ``unit_action.report``."""
    return item.form_ref.removeprefix("complaint_provincial.")


def _party_of(item: WorkItem) -> UUID | None:
    kind, _, party = item.scope.rpartition("/")[2].partition("=")
    return UUID(party) if kind in {"notices", "tell_open", "tell_closed"} else None
