"""Between offices nothing passes: every public function of a unit of work, tried from next door.

The functions are found by looking, and their arguments are filled in by name, so a
function written tomorrow is tried tomorrow.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

import engine.access
import engine.cases
import engine.reports
import engine.work
from engine.access.membership import Membership, grant_membership, standing_of
from engine.access.pace import Pace
from engine.access.permissions import Command, Reading
from engine.access.visibility import AccessKind
from engine.access.visits import Way
from engine.cases.committees import Seat
from engine.cases.follow_ups import FollowUpKind, follow_ups_of
from engine.cases.legal_holds import HoldingBody
from engine.cases.mailbox import IssuedReceipt
from engine.cases.notes import Audience
from engine.cases.parties import Party, PartyKind
from engine.errors import EngineError
from engine.office.acting import ActingForm
from engine.office.fiscal_year import Period
from engine.office.profile import parse_profile
from engine.office.public_doors import PublicDoor
from engine.office.roles import Role
from engine.office.thai import Digits
from engine.papers.contents import Marks, Order, Signature
from engine.reports.periods import free_period
from engine.reports.publications import PublicationKind
from engine.resources import bundled_dir
from engine.sealing.receipts import ReceiptCode
from engine.store import tables
from engine.store.blobs import Blob
from engine.store.columns import metadata
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.report_letters import ReportKind
from engine.work.agencies.source_day import NewDay
from engine.work.answer_drafts.keeping import place_of_item
from engine.work.answer_drafts.rows import Draft, Pen
from engine.work.case_file import read_case_file
from engine.work.committees.amending import Why
from engine.work.committees.declaring import Declared
from engine.work.completing import Submission, Upload
from engine.work.consultations import consultations_of
from engine.work.consulting import ask_for_opinion
from engine.work.deadlines import deadlines_of
from engine.work.extending import Extension
from engine.work.following_up import Wish, open_follow_up
from engine.work.form_lists import Lazily
from engine.work.joining import Newcomer, UnitOrder
from engine.work.lists.saved import save_list
from engine.work.notices import NoticeKind
from engine.work.offices.revisions import Change
from engine.work.offices.settings import settings_in_force
from engine.work.papers.worded import Worded
from engine.work.publishing.forms import Wanted
from engine.work.publishing.link_checks import LinkOutcome
from engine.work.records.erasing import DestructionOrder
from engine.work.records.legal_holding import LetterOfHold
from engine.work.splitting import SplitOff
from engine.work.substituting import Terms, set_substitution
from engine.work.suspending import Suspension
from engine.work.timeline import Asked
from engine.work.transferring import Transfer
from engine.work.withdrawing import Way as AskedBy
from engine.work.withdrawing import Withdrawal
from tests.support.story import Story, in_unit

# Known across offices on purpose: people and their accounts belong to the installation.
ACROSS_OFFICES = {
    "engine.access.accounts",
    "engine.access.sign_in",
    "engine.access.membership.add_person",
    "engine.work.names.person_name",
    "engine.work.names.person_names",
}
# What a function may raise when the case of another office is put before it. KeyError: the
# stream is not held, and could not be.
REFUSED = (EngineError, KeyError, NoResultFound, StopIteration)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for package in (engine.work, engine.cases, engine.access, engine.reports):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                full = f"{found.name}.{name}"
                if function.__module__ != found.name or name.startswith("_"):
                    continue
                if {full, found.name} & ACROSS_OFFICES:
                    continue
                first = next(iter(inspect.signature(function).parameters.values()), None)
                if first is not None and first.annotation is UnitOfWork:
                    yield full, function


@pytest.fixture
def world(story, other_office):
    """Two offices with a case each; what the second would have to name of the first."""
    case_id = story.lodge(respondents=[{"name": "นายสมบัติ ลับสุดยอด"}])
    story.do(case_id, "register", receipt_code=True, subject="หัวเรื่องที่เป็นความลับ")
    story.do(case_id, "sort")
    scan = story.upload(case_id)
    story.do(case_id, "draft_letter", redacted_files=["u1"], uploads={"u1": scan})
    neighbour = Story(other_office.store, other_office.id, story.blobs)
    neighbour.lodge()
    return story, neighbour, names_of(story, case_id)


def ask_the_head(story: Story, case_id: UUID) -> UUID:
    """Let a holder ask the head for an opinion; return the id of the consultation."""
    draft, head = story.item(case_id, "draft"), story.someone(Role.HEAD)
    holder, people = story.claim(draft), [head.person_id]
    in_unit(story.store, holder, ask_for_opinion, draft.id, people, "ถาม", submission_key=uuid4())
    with story.reading() as uow:
        return consultations_of(uow, case_id)[0].id


def names_of(story: Story, case_id: UUID) -> dict[str, Any]:
    """Return arguments by parameter name: everything of the first office, asked by the second."""
    item = story.item(case_id, "sign_letter")
    person_id = story.someone(Role.HEAD).person_id
    consultation_id = ask_the_head(story, case_id)
    terms = Terms(
        person_id,
        story.someone(Role.MANAGER).person_id,
        ActingForm.IN_ABSENCE,
        story.today,
        story.today + timedelta(days=3),
        "12/2570",
    )
    substitution_id = in_unit(
        story.store, story.someone(Role.HEAD), set_substitution, uuid4(), terms
    )
    receipt = ReceiptCode.generate()
    wish = Wish(FollowUpKind.CRIME, "ส่ง ป.ป.ช.", story.today, None)
    head = story.someone(Role.HEAD)
    in_unit(story.store, head, open_follow_up, case_id, wish, submission_key=uuid4())
    with story.reading() as uow:
        deadline = deadlines_of(uow, case_id)[0]
        settings = settings_in_force(uow, uow.today)
        table = tables.case_party
        party_id = uow.connection.scalars(
            select(table.c.id).where(table.c.case_id == case_id, table.c.has_receipt)
        ).one()
        follow_up_id = follow_ups_of(uow, case_id)[0].id
        attachment_id = uow.connection.scalars(select(tables.attachment.c.id)).first()
        membership_id = uow.connection.scalars(
            select(tables.membership.c.id).where(tables.membership.c.person_id == person_id)
        ).first()
        standing = standing_of(uow, person_id, uow.today)
        file = read_case_file(uow, standing, case_id)
        place = place_of_item(uow, item)
    lodged = story.events(case_id)[0]
    at = story.store.clock()
    typed = Draft(person_id, person_id, "", 1, uuid4(), 1, at, at, has_identities=False, answers={})
    case = story.case(case_id)
    assert None not in (party_id, attachment_id, membership_id)
    return {
        "case_id": case_id,
        "case": case,
        "work_item_id": item.id,
        "item": item,
        "instance_id": item.instance_id,
        "person_id": person_id,
        "people": [person_id],
        "to_person": person_id,
        "from_person": item.assignee_id or person_id,
        "items": [item.id],
        "ids": [item.id, deadline.id],
        "list_id": saved_list_of(story),
        "args": {"due": "late"},
        "digits": Digits.ARABIC,
        "work_item_ids": [item.id],
        "found": [],
        "party_id": party_id,
        "party": Party(uuid4(), PartyKind.WITNESS, 9),
        "attachment_id": attachment_id,
        "membership_id": membership_id,
        "grant_id": uuid4(),
        "consultation_id": consultation_id,
        "substitution_id": substitution_id,
        "substitute_id": person_id,
        "terms": terms,
        "own": standing,
        "events": story.events(case_id),
        "deadline_id": deadline.id,
        "deadline": deadline,
        "which": [deadline],
        "standing": standing,
        "settings": settings,
        "profile": settings.profile,
        "span": Period(story.today - timedelta(days=30), story.today),
        "period": free_period(story.today - timedelta(days=30), story.today),
        "today": story.today,
        "last_on": story.today,
        "effective_on": story.today,
        "met_on": story.today,
        "expires_on": story.today + timedelta(days=9),
        "happened_on": story.today,
        "received_on": story.today,
        "days": [story.today],
        "reason": "เหตุผล",
        "added": ["procurement"],
        "removed": (),
        "why": "holder",
        "name": "first_notice",
        "names": ["first_notice"],
        "number": case.number,
        "purpose": "ตรวจสอบ",
        "order_cited": "1/2570",
        "position": "ตำแหน่ง",
        "step": file.steps[0],
        "worded": Worded(answers={"letter": "x"}, said_at=at, written_on=None, author=Signature()),
        "file_name": "x.pdf",
        "body": "ข้อความ",
        "kind": NoticeKind.REMINDED,
        "fields": {"name": "ชื่อ"},
        "role": Role.OFFICER,
        "groups": (),
        "queue": "head",
        "scope": (),
        "pen": Pen(uuid4()),
        "place": place,
        "place_id": item.id,
        "answers": {},
        "process_id": "complaint_provincial",
        "version": 1,
        "draft": typed,
        "repeated": ((case_id, f"parties={party_id}"),),
        "blob": Blob(uuid4(), 1, "0", "application/pdf", "0"),
        "way": Way(case_id, party_id),
        "pace": Pace.WRITE,
        "code_hash": "0" * 64,
        "receipt": IssuedReceipt(receipt, "0" * 64),
        "submission": Submission(uuid4(), {}),
        "submission_key": uuid4(),
        "command": "lodge",
        "result": "x",
        "message": "x",
        "index": b"0" * 32,
        "parties": lambda: (),
        "order": UnitOrder("planning", "1/2570", "เหตุผล", story.today),
        "newcomer": Newcomer(PartyKind.COMPLAINANT, story.today),
        "toml": "",
        "key": "register",
        "linked": (),
        "series": settings.profile.numbers.register,
        "effects": {},
        "door": None,
        "audiences": frozenset(Audience),
        "note_id": uuid4(),
        "other_id": case_id,
        "text": "ข้อความ",
        "audience": Audience.EVERYBODY,
        "mentioned": [person_id],
        "said": {"party_kind": "unit", "text": "x", "audience": "whole", "corrects": None},
        "occurred_on": story.today,
        "granted": Reading.WHOLE,
        "needed": Reading.WHOLE,
        "upload": Upload(Blob(uuid4(), 1, "0", "application/pdf", "0"), "x.pdf"),
        "description": "ใบเบิก",
        "file": file,
        "asked": Asked(),
        "among": None,
        "follow_up_id": follow_up_id,
        "hold_id": uuid4(),
        "business_id": case_id,
        "business": case,
        "body_name": "",
        "reference": "1/2570",
        "placed_on": story.today,
        "lifted_on": story.today,
        "holder_id": person_id,
        "next_on": story.today,
        "due_on": story.today,
        "on": story.today,
        "moved": deadline.reckoning,
        "reckoning": deadline.reckoning,
        "calendar": settings.calendar,
        "resumed_on": story.today,
        "event": lodged,
        "element": "count",
        "requests": [],
        "written": lambda: None,
        "fiscal_year": 2570,
        "request_id": uuid4(),
        "unit": None,
    }


def saved_list_of(story: Story) -> UUID:
    """A filter that the head of the office shares with the role."""
    with story.store.unit(story.someone(Role.HEAD)) as uow:
        return save_list(uow, "ตัวกรองของสำนักงาน", Role.HEAD, {"due": "late"})


PROVINCIAL = (bundled_dir("processes") / "offices" / "provincial.toml").read_text(encoding="utf-8")
# Where one name means different things.
SPECIAL: Mapping[str, Mapping[str, Any]] = {
    "engine.access.visibility.record_access": {"kind": AccessKind.CASE},
    "engine.work.holding.hold_case": {"command": Command.ADD_RESPONDENT},
    "engine.cases.attachments.file_attachment": {"kind": "evidence"},
    "engine.access.substitutions.who_acted": {"names": {}},
    "engine.cases.follow_ups.append_follow_up": {"kind": FollowUpKind.CRIME},
    "engine.work.withdrawing.record_withdrawal": {
        "wanted": Withdrawal(uuid4(), AskedBy.LETTER, "x", date.min)
    },
    "engine.cases.legal_holds.append_legal_hold": {"body": HoldingBody.NACC},
    "engine.work.records.legal_holding.place_legal_hold": {
        "wanted": LetterOfHold(HoldingBody.NACC, "", "1/2570", "x", date.min)
    },
    "engine.work.records.destruction.order_destruction": {
        "case_ids": [uuid4()],
        "order": DestructionOrder(uuid4(), "1/2570", date.min),
    },
    "engine.work.records.erasing.erase_case": {
        "order": DestructionOrder(uuid4(), "1/2570", date.min),
    },
    "engine.work.suspending.suspend_case": {
        "wanted": Suspension("nacc", "", "1/2570", "x", date.min, date.max)
    },
    "engine.work.splitting.split_case": {
        "wanted": SplitOff("x", "x", None, "other", "x", frozenset())
    },
    "engine.work.cutting_off.cut_off": {"instances": frozenset()},
    "engine.work.offices.doors.check_doors": {
        "before": parse_profile(PROVINCIAL, "provincial"),
        "after": parse_profile(PROVINCIAL, "provincial"),
    },
    "engine.work.transferring.transfer_case": {"wanted": Transfer("tip_off", "x", {})},
    "engine.work.agencies.source_day.set_source_day": {"wanted": NewDay(date.max, date.min, "x")},
    "engine.work.committees.amending.begin_amendment": {"why": Why.OTHER},
    "engine.work.allocation.redirecting.redirect": {"queues": ("head",)},
    "engine.work.committees.reseating.follow_the_order": {"before": ()},
    "engine.work.duties.coincidences_in": {"case_ids": [uuid4()]},
    "engine.work.duties.barred": {"role": Role.HEAD},
    "engine.work.duties.is_barred": {"role": Role.HEAD},
    "engine.work.duties.signs_for_another": {"answers": {}},
    "engine.cases.committees.get_seat": {"seat_id": uuid4()},
    "engine.cases.committees.declarations_of": {"seats": []},
    "engine.work.committees.declaring.check_may_record": {
        "seat": Seat(uuid4(), "member", None, "x"),
    },
    "engine.work.committees.declaring.declare_interest": {
        "seat_id": uuid4(),
        "said": Declared(None, "", date.min),
    },
    "engine.work.offices.revisions.revise_office": {"change": Change(1, "x", date.max, "x")},
    "engine.work.offices.revisions.take_back": {"base": 1},
    "engine.work.offices.revisions.gather": {"base": 1, "gathered": 0},
    "engine.work.extending.extend_deadline": {"wanted": Extension(5, "1/2570", "x", date.min)},
    "engine.work.following_up.open_follow_up": {
        "wish": Wish(FollowUpKind.CRIME, "x", date.max, None)
    },
    "engine.work.following_up.begin_follow_up": {
        "wish": Wish(FollowUpKind.CRIME, "x", date.max, None)
    },
    "engine.work.agencies.reporting_back.report_to_source": {"kind": ReportKind.FINAL},
    "engine.work.onward.complete_onward": {
        "count": 1,
        "answer": lambda *_: Submission(uuid4(), {}),
    },
    "engine.work.papers.orders.officers_order": {
        "order": Order(
            marks=Marks(made_at=datetime.now(UTC), digits=Digits.THAI, secrecy=None),
            office="x",
            subject="",
            text="",
        )
    },
    "engine.work.publishing.participation_names.known_of_participation": {
        "written": list,
        "digits": Digits.THAI,
    },
    "engine.work.appointments.orders.known_of_appointment": {"drafted": dict},
    "engine.work.publishing.document_names.check_document": {
        "answers": {"document_slot": "x"},
        "chosen_before": None,
    },
    "engine.work.publishing.link_checks.claim_link_check": {
        "page": "x",
        "time": timedelta(minutes=5),
    },
    "engine.work.publishing.link_checks.keep_link_check": {
        "outcome": LinkOutcome.READ,
        "links": (),
    },
    "engine.work.publishing.forms.publication_form": {
        "wanted": Wanted(PublicationKind.STATISTICS, "2026-11-01_2026-11-30", 1, "x", "x")
    },
    "engine.work.publishing.document_names.public_file": {"chosen": [str(uuid4())]},
    "engine.work.publishing.document_names.known_of_document": {"drafted": dict, "chosen": list},
    "engine.work.appointments.orders.still_held": {
        "one": Membership(uuid4(), uuid4(), "x", Role.OFFICER, None, "x", date.min, None)
    },
    "engine.reports.publications.next_version": {
        "kind": PublicationKind.STATISTICS,
        "slug": "2026-11-01_2026-11-30",
    },
    "engine.reports.publications.newest_version": {
        "kind": PublicationKind.STATISTICS,
        "slug": "2026-11-01_2026-11-30",
    },
    "engine.reports.publications.published": {"kind": PublicationKind.STATISTICS},
    "engine.work.papers.signing.check_recorder": {"way": "paper"},
    "engine.work.holding.hold_part": {"command": Command.COMMENT},
    "engine.work.public.lodging.public_names": {"way": PublicDoor.GENERAL},
    "engine.work.public.retaliation_names.known_of_retaliation": {"said_before": {}.get},
}
# Need what a test of walls cannot give, and are reached through the commands that are tried.
NOT_ALONE = {
    "engine.work.public.lodging.lodge_from_public": "makes a case of the actor's own office",
    "engine.work.public.receipted_lodging.lodge_with_receipt": (
        "makes a case of the actor's own office"
    ),
    "engine.work.lodging.enter_case": "tried through lodge and lodge_from_public",
    "engine.work.lodging.lodge": "makes a case of the actor's own office",
    "engine.reports.publications.publish": "appends to the case it is given, as append",
    "engine.reports.guideline.freeze_guideline": "appends to the case it is given, as append",
    "engine.work.publishing.guidelines.has_changed_since": (
        "compares what it is given with guideline_in_force"
    ),
    "engine.work.joining.start_beside": "tried through ask_unit",
    "engine.work.following_up.follow_source_agency": "tried through begin_follow_up",
    "engine.work.business.names.subject_of": "counts reports of the actor's own office",
    "engine.work.business.starting.begin_business": "makes a case of the actor's own office",
    "engine.work.business.starting.start_business": "makes a case of the actor's own office",
    "engine.work.opening.open_case": "makes a case of the actor's own office",
    "engine.work.opening.open_under": "makes a case of the actor's own office",
    "engine.cases.numbers.enter_number": "writes the actor's own series",
    "engine.cases.numbers.keep_ahead": "writes the actor's own series",
    "engine.work.paper_book.importing.plan_import": "reads a file for the actor's own office",
    "engine.work.paper_book.importing.import_register": "makes cases of the actor's own office",
    "engine.work.opening.exclude_holders": "tried through lodge and split_case",
    "engine.work.opening.start_case": "tried through lodge and split_case",
    "engine.work.opening.start_again": "tried through transfer_case",
    "engine.work.transferring.asked_form": "reads by held_answers and sealed_fields, tried alone",
    "engine.work.transferring.asked_names": "reads by held_answers, tried alone",
    "engine.cases.links.append_split": "tried through split_case",
    "engine.cases.identities.copy_identity": "tried through split_case",
    "engine.cases.mailbox.share_receipt": "tried through split_case",
    "engine.work.stepping.open_step": "tried through complete_work_item",
    "engine.work.offices.opening.revise_profile": "writes the actor's own office",
    "engine.work.submissions.keep_result": "writes a row of the actor's own office",
    "engine.cases.numbers.take_number": "writes the actor's own series",
    "engine.access.membership.grant_membership": "writes the actor's own office",
    "engine.access.membership.end_membership": "tried below",
    "engine.access.grants.give_grant": "writes the actor's own office",
    "engine.access.grants.revoke_grant": "writes the actor's own office",
    "engine.work.notices.tell": "writes a notice of the actor's own office",
    "engine.work.notices.notify": "writes a notice of the actor's own office",
    "engine.work.deadlines.set_timers": "writes timers of a case that the unit holds",
    "engine.access.visibility.record_access": "writes a refused attempt of the actor's own office",
    "engine.access.visibility.record_glances": "writes who looked in the actor's own office",
    "engine.work.lists.register_lines.read_lines": "tried through read_register",
    "engine.work.papers.register_extracts.record_extract": (
        "writes to the actor's own office what it took"
    ),
}


def arguments_of(
    full: str, function: Callable[..., Any], known: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if parameter.default is not inspect.Parameter.empty:
            continue
        value = SPECIAL.get(full, {}).get(name, known.get(name, KeyError))
        if value is KeyError:
            value = plain_value(parameter.annotation, known)
        assert value is not KeyError, f"tell this test what {name!r} of {full} is"
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            positional.append(value)
    return positional, named


def plain_value(annotation: Any, known: Mapping[str, Any]) -> Any:
    """Make what no name of another office is; an id has to be told, or nothing is tried."""
    if is_dataclass(annotation):
        return annotation()
    plain = {str: "x", int: 1, bool: True, date: known["today"]}
    return plain.get(annotation, KeyError)


def ids_in(value: Any) -> set[str]:
    """Return every UUID and every text that a result tells, however deep."""
    if isinstance(value, Lazily | Mapping):
        return {each for key in value for each in ids_in(key) | ids_in(value[key])}
    if is_dataclass(value) and not isinstance(value, type):
        return ids_in([getattr(value, each.name) for each in fields(value)])
    if isinstance(value, list | tuple | set | frozenset):
        return {each for inner in value for each in ids_in(inner)}
    if inspect.isgenerator(value):
        return ids_in(list(value))
    return {str(value)} if isinstance(value, UUID | str) else set()


def rows_of(story: Story) -> dict[str, list[tuple[Any, ...]]]:
    with story.store.database.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(table)
                    .where(table.c.office_id == story.office_id)
                    .order_by(*table.primary_key)
                )
            ]
            for table in metadata.sorted_tables
            if "office_id" in table.c
        }


def secrets_of(story: Story, known: Mapping[str, Any]) -> set[str]:
    """Return what nobody next door may be told: ids and texts of the case."""
    told = {"นายสมบัติ ลับสุดยอด", "หัวเรื่องที่เป็นความลับ", known["case"].number + "/never"}
    told |= {str(item.id) for item in story.items(known["case_id"])}
    with story.reading() as uow:
        for table in (
            tables.case_party,
            tables.attachment,
            tables.deadline,
            tables.case_issue,
            tables.follow_up,
        ):
            told |= {str(each) for each in uow.connection.scalars(select(table.c.id).where(
                table.c.case_id == known["case_id"]))}  # fmt: skip
        told |= {str(each) for each in uow.connection.scalars(select(tables.membership.c.id).where(
            tables.membership.c.office_id == story.office_id))}  # fmt: skip
    return told


def test_nothing_is_told_or_changed_from_next_door(world):
    story, neighbour, known = world
    secrets = secrets_of(story, known)
    given = {str(value) for value in known.values() if isinstance(value, UUID)}
    given |= ids_in(known["item"]) | ids_in(known["case"]) | ids_in(known["deadline"])
    wrong: list[str] = []
    tried = 0
    before = rows_of(story)
    actor = neighbour.someone(Role.HEAD)
    with neighbour.reading() as uow:
        known = {**known, "standing": standing_of(uow, actor.person_id, uow.today)}
    for full, function in functions():
        if full in NOT_ALONE:
            continue
        positional, named = arguments_of(full, function, known)
        tried += 1
        try:
            with neighbour.store.unit(actor) as uow:
                told = ids_in(function(uow, *positional, **named))
        except REFUSED:
            continue
        except Exception as error:  # noqa: BLE001  (named and reported with the others)
            wrong.append(f"{full}: {type(error).__name__}: {error}")
            continue
        leaked = told & (secrets - given)
        if leaked:
            wrong.append(f"{full}: tells {sorted(leaked)[:3]}")
    changed = [name for name, rows in rows_of(story).items() if rows != before[name]]
    assert not wrong
    assert not changed
    assert tried > 40


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_same_questions_are_answered_at_home(world):
    """The arguments are right: asked by its own office, most functions have something to tell."""
    story, _, known = world
    secrets = secrets_of(story, known)
    telling = []
    for full, function in functions():
        if full in NOT_ALONE:
            continue
        positional, named = arguments_of(full, function, known)
        try:
            with story.store.reading(story.someone(Role.HEAD)) as uow:
                told = ids_in(function(uow, *positional, **named))
        except Exception:  # noqa: BLE001, S112  (commands cannot write here; queries can answer)
            continue
        if told & secrets:
            telling.append(full)
    assert {
        "engine.cases.attachments.attachments_of",
        "engine.cases.follow_ups.follow_ups_of",
        "engine.cases.follow_ups.get_follow_up",
        "engine.cases.issues.issues_of",
        "engine.cases.parties.parties_of",
        "engine.work.case_file.read_case_file",
        "engine.work.deadlines.deadlines_of",
        "engine.work.deadlines.find_deadlines",
        "engine.work.work_items.work_items_of",
        "engine.work.work_items.find_work_items",
        "engine.work.lists.worklist.offered_work",
    } <= set(telling)


def test_every_row_of_an_office_carries_its_office_first():
    shared = {"receipt"}
    for table in metadata.sorted_tables:
        if "office_id" not in table.c or table.name in shared:
            continue
        keys = [column.name for column in table.primary_key]
        if "office_id" in keys:
            assert keys[0] == "office_id", table.name
        for index in table.indexes:
            columns = [column.name for column in index.columns]
            if "office_id" in columns:
                assert columns[0] == "office_id", index.name


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_person_of_two_offices_acts_for_one_at_a_time(world, office, other_office):
    story, neighbour, known = world
    person = office.person(Role.HEAD)
    with neighbour.store.unit(other_office.system) as uow:
        uow.hold(other_office.id)
        grant_membership(uow, person.id, Role.OFFICER, position="เจ้าหน้าที่")
    with neighbour.store.reading(other_office.system) as uow:
        assert standing_of(uow, person.id, uow.today).roles == {Role.OFFICER}
    with story.reading() as uow:
        assert standing_of(uow, person.id, uow.today).roles == {Role.HEAD}
    assert known["case_id"]
