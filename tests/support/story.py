"""An office that plays a case: whoever may take a step claims it and answers its form.

    story = Story(office.store, office.id)
    case = story.lodge()
    story.do(case, "register", receipt_code=True)
    story.finish(case)

Every act is a unit of work of its own, as a page of the application makes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from engine.access.membership import Standing, members, standings
from engine.cases.attachments import file_attachment, keep_blob
from engine.cases.issues import issues_of
from engine.cases.mailbox import IssuedReceipt
from engine.cases.parties import PartyKind, excluded_people, parties_of
from engine.cases.register import Case, get_case
from engine.journal.events import Event, read_stream
from engine.office.roles import Role
from engine.sealing.receipts import ReceiptCode
from engine.store import tables
from engine.store.blobs import write_blob
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store
from engine.work.allocation.claiming import claim_work_item
from engine.work.allocation.declared import undeclared
from engine.work.committees.declaring import Declared, Ground, declare_interest
from engine.work.completing import Completion, Submission, Upload, complete_work_item
from engine.work.lodging import Door, Lodged, lodge
from engine.work.timers import due_instances, due_timers, fire_instance, fire_timer
from engine.work.work_items import WorkItem, queues_of, work_items_of
from tests.support.answers import Answers, answers_for

PROCESS = "complaint_provincial"
ORDERS = ("committee_inquiry.draft_order", "committee_amendment.draft_amendment")
SMALL_PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Story:
    """One office and everything its people do. ``receipt_codes`` are those shown so far."""

    store: Store
    office_id: UUID
    blobs: Path | None = None
    receipt_codes: dict[UUID, str] = field(default_factory=dict)

    # -- Coming in -----------------------------------------------------------------------------

    def lodge(
        self,
        *,
        by: Actor | None = None,
        door: Door | None = None,
        key: UUID | None = None,
        uploads: Mapping[str, Upload] | None = None,
        **choices: Any,
    ) -> UUID:
        """Lodge a complaint through the officer's entry and return the case's id."""
        return self.lodged(by=by, door=door, key=key, uploads=uploads, **choices).case_id

    def lodged(
        self,
        *,
        by: Actor | None = None,
        door: Door | None = None,
        key: UUID | None = None,
        uploads: Mapping[str, Upload] | None = None,
        **choices: Any,
    ) -> Lodged:
        door = door or Door(PROCESS)
        answers = answers_for(f"{door.process_id}.start", self.today, **choices)
        submission = Submission(key or uuid4(), answers, uploads or {})
        with self.store.unit(by or self.someone(Role.OFFICER)) as uow:
            return lodge(uow, door, submission)

    # -- Working -------------------------------------------------------------------------------

    def do(
        self,
        case_id: UUID,
        element: str,
        *,
        by: Actor | None = None,
        scope: str | None = None,
        uploads: Mapping[str, Upload] | None = None,
        **choices: Any,
    ) -> Completion:
        """Claim and complete the open step of this name; ``scope`` picks one of several."""
        return self.complete(self.item(case_id, element, scope), by=by, uploads=uploads, **choices)

    def complete(
        self,
        item: WorkItem,
        *,
        by: Actor | None = None,
        key: UUID | None = None,
        uploads: Mapping[str, Upload] | None = None,
        **choices: Any,
    ) -> Completion:
        actor = self.claim(item, by=by)
        submission = self.submission(item, key=key, uploads=uploads, **choices)
        with self.store.unit(actor) as uow:
            done = complete_work_item(uow, item.id, submission)
        self.receipt_codes.update(done.receipt_codes)
        return done

    def claim(self, item: WorkItem, *, by: Actor | None = None) -> Actor:
        """Claim the item for whoever may take it, or return who holds it already."""
        if by is None and item.assignee_id is not None:
            actor = Actor(self.office_id, item.assignee_id)
            self.declare(item, actor)
            return actor
        actor = by or self.candidates(item)[0]
        self.declare(item, actor)
        with self.store.unit(actor) as uow:
            claim_work_item(uow, item.id)
        return actor

    def declare(self, item: WorkItem, actor: Actor, ground: Ground | None = None) -> None:
        """Declare an interest or none for who sits on the committee whose step this is.

        Nothing is done for who has declared, and for who does not sit on it.
        """
        with self.reading() as uow:
            missing = undeclared(uow, item.case_id) if item.role == Role.COMMITTEE_MEMBER else []
        for seat in missing:
            if seat.person_id == actor.person_id:
                said = Declared(ground, "", self.today)
                in_unit(
                    self.store,
                    actor,
                    declare_interest,
                    item.case_id,
                    seat.id,
                    said,
                    submission_key=uuid4(),
                )

    def submission(
        self,
        item: WorkItem,
        *,
        key: UUID | None = None,
        uploads: Mapping[str, Upload] | None = None,
        **choices: Any,
    ) -> Submission:
        """Return what the person would post: valid answers and the password typed again."""
        answers = self.answers(item, **choices)
        wanted = bool(answers.get("receipt_code"))
        return Submission(
            key or uuid4(),
            answers,
            uploads or {},
            tuple(self._receipts(item.case_id)) if wanted else (),
            has_confirmed_password=True,
        )

    def answers(self, item: WorkItem, **choices: Any) -> Answers:
        usual: Answers = {}
        if item.form_ref.endswith(".register") and item.process_id != "retaliation":
            usual["contactable"] = self._reachable(item.case_id)
        if item.form_ref in ORDERS:
            usual["members"] = self._committee(item.case_id)
        # A clock that was set back across midnight is behind the day on which the case came in.
        today = max(self.today, self.case(item.case_id).received_on)
        answers = answers_for(item.form_ref, today, **{**usual, **choices})
        with self.reading() as uow:
            issues = issues_of(uow, item.case_id)
        if issues and answers.get("findings") and "findings" not in choices:
            # The form shows a row for each issue and no more.
            answers["findings"] = answers["findings"][: len(issues)]
        return answers

    def finish(self, case_id: UUID, **exceptions: Mapping[str, Any]) -> "Story":
        """Do whatever is open, the usual way, until nothing is; ``decide={...}`` differs."""
        for _ in range(200):
            todo = self.open(case_id)
            if not todo:
                return self
            self.complete(todo[0], **exceptions.get(todo[0].element, {}))
        raise AssertionError(f"the case does not end: {[i.element for i in self.open(case_id)]}")

    def upload(self, case_id: UUID, name: str = "scan.pdf", content: bytes = SMALL_PDF) -> Upload:
        """Put a file on disk under the key of a case, as a page does before its unit."""
        assert self.blobs is not None
        with self.reading() as uow:
            data_key = uow.data_key(case_id)
        return Upload(write_blob(self.blobs, data_key, case_id, content), name)

    def file(self, case_id: UUID, name: str, kind: str = "evidence") -> UUID:
        """File a paper with the case and return the attachment's id."""
        kept = self.upload(case_id, name)
        with self.store.unit(Actor(self.office_id, None)) as uow:
            uow.hold(case_id)
            keep_blob(uow, case_id, kept.blob, kept.file_name)
            return file_attachment(uow, case_id, kept.blob, kind)

    # -- The clock -----------------------------------------------------------------------------

    def run_worker(self) -> int:
        """Fire everything that is due, as one worker does; return how much that was."""
        fired = 0
        for due, fire in ((due_timers, fire_timer), (due_instances, fire_instance)):
            with self.store.database.reading() as connection:
                found = due(connection, self.store.clock(), 1000)
            fired += sum(fire(self.store, one) for one in found)
        return fired

    # -- Looking -------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.store.clock().astimezone(OFFICE_TIME).date()

    def day(self, days: int) -> str:
        """Return the day so many days from today, as a form takes it."""
        return (self.today + timedelta(days=days)).isoformat()

    def reading(self) -> Any:
        return self.store.reading(Actor(self.office_id, None))

    def case(self, case_id: UUID) -> Case:
        with self.reading() as uow:
            return get_case(uow, case_id)

    def events(self, case_id: UUID) -> list[Event]:
        with self.reading() as uow:
            return list(read_stream(uow, case_id))

    def kinds(self, case_id: UUID) -> list[str]:
        return [event.kind.value for event in self.events(case_id)]

    def items(self, case_id: UUID) -> list[WorkItem]:
        with self.reading() as uow:
            return work_items_of(uow, case_id)

    def open(self, case_id: UUID) -> list[WorkItem]:
        return [item for item in self.items(case_id) if item.is_open]

    def open_elements(self, case_id: UUID) -> list[str]:
        return sorted(item.element for item in self.open(case_id))

    def item(self, case_id: UUID, element: str, scope: str | None = None) -> WorkItem:
        for item in self.open(case_id):
            if item.element == element and (scope is None or scope in item.scope):
                return item
        raise AssertionError(f"{element} is not open, but {self.open_elements(case_id)}")

    def queues(self, item: WorkItem) -> frozenset[str]:
        with self.reading() as uow:
            return queues_of(uow, item.id)

    def excluded(self, case_id: UUID) -> frozenset[UUID]:
        with self.reading() as uow:
            return excluded_people(uow, case_id)

    def deadlines(self, case_id: UUID) -> dict[str, str]:
        """Return the status of each deadline by name and scope; the newest round counts."""
        table = tables.deadline
        with self.reading() as uow:
            rows = uow.connection.execute(
                select(table).where(table.c.case_id == case_id).order_by(table.c.round)
            ).all()
        return {f"{row.name} {row.scope}".strip(): row.status for row in rows}

    # -- People --------------------------------------------------------------------------------

    def someone(self, role: Role) -> Actor:
        """Return who has a role, the first by name."""
        with self.reading() as uow:
            held = [one for one in members(uow, uow.today) if one.role is role]
        first = min(held, key=lambda one: one.name)
        return Actor(self.office_id, first.person_id, first.name)

    def candidates(self, item: WorkItem) -> list[Actor]:
        """Return who may claim an offered item, by name."""
        queues, excluded = self.queues(item), self.excluded(item.case_id)
        return [
            standing.actor
            for standing in self.standings(item.case_id)
            if not queues.isdisjoint(standing.queues) and standing.person_id not in excluded
        ]

    def standings(self, case_id: UUID) -> list[Standing]:
        """Return what everybody of the office is, by name; of committees, that of one case."""
        with self.reading() as uow:
            found = standings(uow, uow.today, case_id)
        return sorted(found, key=lambda standing: standing.name)

    # -- What a form shows ---------------------------------------------------------------------

    def _reachable(self, case_id: UUID) -> list[Answers]:
        told = {PartyKind.COMPLAINANT, PartyKind.SOURCE_AGENCY}
        with self.reading() as uow:
            parties = parties_of(uow, case_id)
        return [{"yes": party.is_contactable} for party in parties if party.kind in told]

    def _committee(self, case_id: UUID) -> list[Answers]:
        excluded = self.excluded(case_id)
        units = [s for s in self.standings(case_id) if Role.UNIT_MEMBER in s.roles]
        seats = [s.person_id for s in units if s.person_id not in excluded][:2]
        inside = [
            {"person": str(person_id), "position": "กรรมการ", "seat": seat}
            for person_id, seat in zip(seats, ("chair", "secretary"), strict=False)
        ]
        outsider = {"outside_name": "นายคนนอก ผู้สมมติ", "position": "อาจารย์", "seat": "member"}
        return [*inside, outsider]

    def _receipts(self, case_id: UUID) -> Iterator[IssuedReceipt]:
        with self.reading() as uow:
            parties = parties_of(uow, case_id)
        for party in parties:
            if party.kind is PartyKind.COMPLAINANT:
                code = ReceiptCode.generate()
                yield IssuedReceipt(code, code.lookup(self.store.vault.receipt_key))


def in_unit(store: Store, actor: Actor, command: Any, *arguments: Any, **options: Any) -> Any:
    """Run one command in a unit of its own."""
    with store.unit(actor) as uow:
        return command(uow, *arguments, **options)
