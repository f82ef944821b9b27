"""The public door: lodged by the public, followed by its code, written to and answered."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from engine.access.pace import Pace, TooOften, count_once, sweep_hours
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.access.visits import (
    Way,
    begin_visit,
    end_visit,
    find_visit,
    sweep_visits,
    touch_visit,
)
from engine.bpmn.edition import build_edition
from engine.cases.mailbox import FROM_COMPLAINANT, IssuedReceipt, keep_receipt, messages_of
from engine.cases.parties import PartyKind, parties_of
from engine.cases.register import get_case
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.deployment import deploy
from engine.errors import (
    ConcurrentUpdate,
    FormInvalid,
    InvalidTransition,
    NoEligibleHandler,
    NotFound,
    NotPermitted,
)
from engine.office.profile import parse_profile
from engine.office.public_doors import PublicDoor, doors_of
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.sealing.receipts import ReceiptCode
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.completing import Submission
from engine.work.lists.inbox import notices_of
from engine.work.lodging import Door, Lodged
from engine.work.notices import NoticeKind
from engine.work.offices.opening import revise_profile
from engine.work.offices.settings import settings_in_force
from engine.work.public.followed_case import Stage, read_followed
from engine.work.public.lodging import lodge_from_public
from engine.work.public.messages import write_to_complainant, write_to_office
from tests.conftest import opened_office
from tests.integration.test_races import all_at_once
from tests.support.answers import answers_for
from tests.support.story import PROCESS, Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

PEOPLE_AT_DOORS = (
    (Role.OFFICER, "มาลี ตัวอย่าง", "เจ้าพนักงานธุรการ", None),
    (Role.MANAGER, "ยุพา ตัวอย่าง", "รองปลัด", None),
    (Role.HEAD, "รุ่ง ตัวอย่าง", "ปลัด", None),
    (Role.ALTERNATE_HEAD, "ลำดวน ตัวอย่าง", "รองปลัด", None),
    (Role.CUSTODIAN, "วิไล ตัวอย่าง", "ผู้รักษาข้อมูล", None),
)
OFFICE_FIELDS = ("channel", "received_on", "sources")
SOMEBODY = {"name": "นางสาวสมหญิง ผู้สมมติ", "phone": "08 1234 5678", "contact_wish": "code_only"}


@dataclass(frozen=True)
class Brought:
    lodged: Lodged
    code: ReceiptCode


def public_answers(story: Any, **choices: Any) -> dict[str, Any]:
    answers = answers_for(f"{PROCESS}.start", story.today, **choices)
    return {key: value for key, value in answers.items() if key not in OFFICE_FIELDS}


def bring(
    story: Any, way: PublicDoor = PublicDoor.CORRUPTION, key: UUID | None = None, **choices: Any
) -> Brought:
    """Lodge as the page does: code and hash before the unit, nobody of the office behind it."""
    code = ReceiptCode.generate()
    receipt = IssuedReceipt(code, code.lookup(story.store.vault.receipt_key))
    submission = Submission(key or uuid4(), public_answers(story, **choices))
    with story.store.unit(Actor(story.office_id, None)) as uow:
        return Brought(lodge_from_public(uow, way, Door(PROCESS), submission, receipt), code)


def visited(story: Any, code: ReceiptCode) -> tuple[Way, ...]:
    token = begin_visit(story.store, story.office_id, code)
    if token is None:
        return ()
    with story.reading() as uow:
        return find_visit(uow, token)


def followed(story: Any, brought: Brought) -> Any:
    (way,) = visited(story, brought.code)
    with story.reading() as uow:
        return read_followed(uow, way)


def written(story: Any, way: Way, body: str, key: UUID | None = None) -> None:
    public = Actor(story.office_id, None)
    in_unit(story.store, public, write_to_office, way, body, submission_key=key or uuid4())


# -- Lodging -----------------------------------------------------------------------------------


def test_a_complaint_by_name_comes_in_secret_by_the_channel_of_its_door(story):
    brought = bring(story, complainants=[SOMEBODY])
    case = story.case(brought.lodged.case_id)
    assert (case.channel, case.secrecy) == ("website_corruption", "secret")
    assert (case.received_on, case.lodged_by) == (story.today, None)
    assert not case.is_anonymous
    with story.reading() as uow:
        (party,) = [p for p in parties_of(uow, case.id) if p.kind is PartyKind.COMPLAINANT]
    assert party.has_receipt
    assert not party.is_contactable
    assert "สมหญิง" not in str(party)


def test_the_general_door_leaves_an_ordinary_matter_open_and_takes_no_category_of_the_other(story):
    general = bring(story, PublicDoor.GENERAL, category="service")
    assert story.case(general.lodged.case_id).secrecy == "ordinary"
    with pytest.raises(FormInvalid) as refused:
        bring(story, PublicDoor.GENERAL, category="corruption")
    assert set(refused.value.messages) == {"category"}


def test_what_comes_in_by_the_door_of_corruption_is_secret_whatever_it_calls_itself(story):
    opinion = bring(story, kind="opinion", category=None)
    assert story.case(opinion.lodged.case_id).secrecy == "secret"


def test_an_office_that_takes_no_complaint_without_a_name_says_so(story):
    with story.reading() as uow:
        toml = uow.connection.scalar(select(tables.office_profile.c.toml))
    with story.store.unit(Actor(story.office_id, None)) as uow:
        uow.hold(story.office_id)
        named_only = toml.replace("anonymous = true", "anonymous = false")
        revise_profile(uow, named_only, effective_on=story.today)
    with pytest.raises(FormInvalid) as refused:
        bring(story, is_anonymous=True, complainants=[])
    assert set(refused.value.messages) == {"is_anonymous"}
    assert bring(story, complainants=[SOMEBODY]).lodged.number


def test_who_is_asked_for_no_name_has_a_code_all_the_same(story):
    """An office's own start form may leave the complainant out altogether."""
    with story.reading() as uow:
        running = get_adopted_edition(uow, PROCESS)
    form = json.loads(running.forms[f"{PROCESS}.start"])
    form["components"] = [c for c in form["components"] if c["id"] != "Group_complainant"]
    forms = {**running.forms, f"{PROCESS}.start": json.dumps(form, ensure_ascii=False).encode()}
    edition = build_edition(PROCESS, running.sources, forms)
    deploy(story.store, story.office_id, [edition], may_publish=True)
    code = ReceiptCode.generate()
    receipt = IssuedReceipt(code, code.lookup(story.store.vault.receipt_key))
    answers = public_answers(story)
    asked = {key: answers[key] for key in answers if key not in ("complainants", "is_anonymous")}
    submission = Submission(uuid4(), asked)
    public = Actor(story.office_id, None)
    way, door = PublicDoor.CORRUPTION, Door(PROCESS)
    lodged = in_unit(story.store, public, lodge_from_public, way, door, submission, receipt)
    assert followed(story, Brought(lodged, code)).stage is Stage.RECEIVED


def test_somebody_without_a_name_is_told_through_her_code(story):
    brought = bring(story, is_anonymous=True, complainants=[])
    case_id = brought.lodged.case_id
    assert story.case(case_id).is_anonymous
    story.do(case_id, "register")
    seen = followed(story, brought)
    (message,) = seen.messages
    assert message.direction == "from_office"
    assert "23 พฤศจิกายน 2569" in message.body
    assert seen.stage is Stage.CONSIDERED


def test_the_officers_find_the_case_in_their_queue_and_one_takes_it_up(story, office):
    case_id = bring(story).lodged.case_id
    item = story.item(case_id, "register")
    assert item.assignee_id is None
    assert story.queues(item) == {"officer"}
    officer = office.standing(Role.OFFICER)
    with story.reading() as uow:
        before = reading_of(uow, officer, get_case(uow, case_id), story.today)
    story.claim(item, by=officer.actor)
    with story.reading() as uow:
        after = reading_of(uow, officer, get_case(uow, case_id), story.today)
    assert (before, after) == (Reading.NOTHING, Reading.WHOLE)


def test_a_code_that_was_given_at_the_door_stays_when_the_office_registers_the_case(story):
    brought = bring(story, is_anonymous=True, complainants=[])
    done = story.do(brought.lodged.case_id, "register", receipt_code=True)
    assert done.receipt_codes == {}
    assert visited(story, brought.code)


def test_a_case_goes_its_whole_way_from_the_public_door(story):
    brought = bring(story, is_anonymous=True, complainants=[])
    story.finish(brought.lodged.case_id)
    seen = followed(story, brought)
    assert seen.stage is Stage.FINISHED
    assert seen.decided_on == story.today
    assert len(seen.messages) == 2
    assert not seen.takes_messages


def test_the_history_of_such_a_case_folds_runs_and_chains_as_any_other(story):
    brought = bring(story, is_anonymous=True, complainants=[])
    case_id = brought.lodged.case_id
    (way,) = visited(story, brought.code)
    story.do(case_id, "register")
    written(story, way, "มีใบเสร็จเพิ่ม")
    story.finish(case_id)
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_the_respondent_named_at_the_door_never_sees_it(story, office):
    officer = office.person(Role.OFFICER)
    named = [{"name": officer.name, "position": "เจ้าพนักงานธุรการ"}]
    case_id = bring(story, respondents=named).lodged.case_id
    assert officer.id in story.excluded(case_id)
    item = story.item(case_id, "register")
    assert officer.id not in {actor.person_id for actor in story.candidates(item)}
    with pytest.raises(NotFound):
        story.claim(item, by=office.actor(Role.OFFICER))


def test_a_complaint_about_the_head_goes_to_others(story, office):
    case_id = bring(story, respondent_kind="head", respondents=[]).lodged.case_id
    head = office.person(Role.HEAD)
    assert head.id in story.excluded(case_id)
    with story.reading() as uow:
        standing = office.standing(Role.HEAD)
        assert reading_of(uow, standing, get_case(uow, case_id), story.today) is Reading.NOTHING


def test_when_nobody_is_left_nothing_is_stored_and_the_outside_body_is_named(story, office):
    everybody = [{"name": person.name} for person in office.people if person.role.holds_work]
    before = counted(story)
    with pytest.raises(NoEligibleHandler) as refused:
        bring(story, respondents=everybody[:20])
    assert "ผู้ว่าราชการจังหวัด" in refused.value.sentence.th
    assert counted(story) == before


def test_nobody_of_the_office_lodges_as_the_public(story, office):
    code = ReceiptCode.generate()
    submission = Submission(uuid4(), public_answers(story))
    with pytest.raises(NotFound):
        in_unit(
            story.store,
            office.actor(Role.OFFICER),
            lodge_from_public,
            PublicDoor.CORRUPTION,
            Door(PROCESS),
            submission,
            IssuedReceipt(code, "0" * 64),
        )


def test_a_door_starts_the_process_of_the_profile_and_no_other(story):
    code = ReceiptCode.generate()
    submission = Submission(uuid4(), public_answers(story))
    with pytest.raises(NotFound):
        in_unit(
            story.store,
            Actor(story.office_id, None),
            lodge_from_public,
            PublicDoor.CORRUPTION,
            Door("question"),
            submission,
            IssuedReceipt(code, "0" * 64),
        )


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", ["kero", "rayong", "tambon", "tapamok"])
@pytest.mark.parametrize("way", PublicDoor)
def test_both_doors_of_every_office_that_comes_with_the_release_open(
    store, bundled_editions, key, way
):
    office = opened_office(store, key, PEOPLE_AT_DOORS, bundled_editions)
    with store.reading(office.system) as uow:
        profile = settings_in_force(uow, uow.today).profile
    process_id = profile.doors[way]
    answers = answers_for(f"{process_id}.start", Story(store, office.id).today)
    said = {name: answers[name] for name in answers if name not in (*OFFICE_FIELDS, "subject")}
    submission = Submission(uuid4(), {**said, "category": None} if "category" in said else said)
    code = ReceiptCode.generate()
    receipt = IssuedReceipt(code, code.lookup(store.vault.receipt_key))
    door = Door(process_id)
    lodged = in_unit(store, office.system, lodge_from_public, way, door, submission, receipt)
    story = Story(store, office.id)
    assert story.case(lodged.case_id).channel == doors_of(profile)[way].key
    assert story.candidates(story.item(lodged.case_id, "register"))


def test_an_office_that_publishes_no_website_as_a_channel_has_no_door_on_the_web():
    profile = bundled_dir("processes") / "offices" / "phitsanulok.toml"
    assert doors_of(parse_profile(profile.read_text(encoding="utf-8"), "profile")) == {}


# -- The code ----------------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_opens_one_case_to_which_both_codes_lead(story):
    key = uuid4()
    first, again = bring(story, key=key), bring(story, key=key)
    assert again.lodged.is_repeat
    assert again.lodged.case_id == first.lodged.case_id
    assert visited(story, first.code) == visited(story, again.code) != ()


def test_a_form_posted_many_times_at_one_instant_opens_one_case(story):
    key = uuid4()
    found = all_at_once([lambda: brought_again(story, key) for _ in range(4)])
    assert len({one.lodged.case_id for one in found}) == 1
    assert rows(story, tables.case) == 1
    assert len({visited(story, one.code) for one in found}) == 1


def brought_again(story: Any, key: UUID) -> Brought:
    """Post once more where another unit was faster, as the page does."""
    try:
        return bring(story, key=key)
    except ConcurrentUpdate:
        return bring(story, key=key)


def test_with_the_code_that_is_kept_the_others_end_and_no_more_are_given(story):
    key = uuid4()
    first, again = bring(story, key=key), bring(story, key=key)
    kept = again.code.lookup(story.store.vault.receipt_key)
    in_unit(story.store, Actor(story.office_id, None), keep_receipt, kept)
    assert visited(story, first.code) == ()
    assert visited(story, again.code)
    with pytest.raises(InvalidTransition):
        bring(story, key=key)


def test_a_form_found_in_a_browser_later_gives_no_code(story, clock):
    key = uuid4()
    bring(story, key=key)
    clock.advance(minutes=31)
    with pytest.raises(InvalidTransition):
        bring(story, key=key)


def test_an_unknown_code_one_of_next_door_and_one_of_an_erased_case_are_one(story, other_office):
    brought = bring(story)
    assert visited(story, ReceiptCode.generate()) == ()
    assert begin_visit(story.store, other_office.id, brought.code) is None
    with story.store.unit(Actor(story.office_id, None)) as uow:
        uow.connection.execute(
            tables.stream.update()
            .where(tables.stream.c.id == brought.lodged.case_id)
            .values(wrapped_key=None)
        )
    assert visited(story, brought.code) == ()


def test_a_visit_ends_when_she_leaves_or_is_idle_or_stays_too_long(story, clock):
    brought = bring(story)

    def begun() -> str:
        token = begin_visit(story.store, story.office_id, brought.code)
        assert token is not None
        return token

    def lasts(token: str) -> bool:
        with story.reading() as uow:
            return bool(find_visit(uow, token))

    left = begun()
    end_visit(story.store, story.office_id, left)
    assert not lasts(left)
    idle = begun()
    clock.advance(minutes=14)
    assert lasts(idle)
    touch_visit(story.store, story.office_id, idle)
    clock.advance(minutes=14)
    assert lasts(idle)
    clock.advance(minutes=2)
    assert not lasts(idle)
    long = begun()
    for _ in range(9):
        clock.advance(minutes=14)
        touch_visit(story.store, story.office_id, long)
    assert not lasts(long)
    last = begun()
    sweep_visits(story.store)
    assert rows(story, tables.mailbox_visit) == 1
    assert lasts(last)


# -- What she reads, and messages --------------------------------------------------------------


def test_the_state_of_a_case_is_told_in_days_and_without_names(story, office, clock):
    brought = bring(story, complainants=[SOMEBODY])
    seen = followed(story, brought)
    assert (seen.stage, seen.received_on) == (Stage.RECEIVED, story.today)
    assert seen.first_told_by == story.today + timedelta(days=15)
    assert seen.concluded_by == story.today + timedelta(days=60)
    clock.advance(days=1)
    story.do(brought.lodged.case_id, "register")
    told = followed(story, brought)
    assert (told.stage, told.first_told_on, told.first_told_by) == (
        Stage.CONSIDERED,
        story.today,
        None,
    )
    assert not any(person.name in repr(told) for person in office.people)


def test_messages_pass_both_ways_and_who_works_on_the_case_is_told(story, clock):
    brought = bring(story)
    case_id = brought.lodged.case_id
    (way,) = visited(story, brought.code)
    officer = story.claim(story.item(case_id, "register"))
    written(story, way, "มีใบเสร็จเพิ่ม")
    with story.reading() as uow:
        told = {s.person_id: [n.kind for n in notices_of(uow, s)] for s in story.standings(case_id)}
        (message,) = messages_of(uow, case_id)
    assert told.pop(officer.person_id) == [NoticeKind.MESSAGE_CAME]
    assert not any(told.values())
    assert (message.direction, message.body) == (FROM_COMPLAINANT, "มีใบเสร็จเพิ่ม")
    clock.advance(minutes=5)
    in_unit(
        story.store,
        officer,
        write_to_complainant,
        case_id,
        way.party_id,
        "ส่งภาพใบเสร็จมาได้ทางไปรษณีย์",
        submission_key=uuid4(),
    )
    assert [m.body for m in followed(story, brought).messages] == [
        "มีใบเสร็จเพิ่ม",
        "ส่งภาพใบเสร็จมาได้ทางไปรษณีย์",
    ]


def test_a_message_that_is_sent_twice_is_posted_once(story):
    brought = bring(story)
    (way,) = visited(story, brought.code)
    key = uuid4()
    written(story, way, "ครั้งเดียว", key)
    written(story, way, "ครั้งเดียว", key)
    assert len(followed(story, brought).messages) == 1


def test_who_does_not_read_the_whole_case_writes_no_message(story, office):
    brought = bring(story)
    (way,) = visited(story, brought.code)
    said = {"submission_key": uuid4()}
    for role, refusal in ((Role.OFFICER, NotFound), (Role.CUSTODIAN, NotPermitted)):
        with pytest.raises(refusal):
            in_unit(
                story.store,
                office.actor(role),
                write_to_complainant,
                way.case_id,
                way.party_id,
                "x",
                **said,
            )
    with pytest.raises(NotFound):
        in_unit(story.store, office.actor(Role.HEAD), write_to_office, way, "x", **said)


# -- How often ---------------------------------------------------------------------------------


def test_an_address_may_lodge_five_times_an_hour_and_then_again_in_the_next(story, clock):
    public = Actor(story.office_id, None)

    def counted_for(address: str) -> None:
        in_unit(story.store, public, count_once, Pace.LODGE, address)

    for _ in range(5):
        counted_for("203.0.113.7")
    with pytest.raises(TooOften):
        counted_for("203.0.113.7")
    counted_for("203.0.113.8")
    clock.advance(hours=1)
    counted_for("203.0.113.7")
    assert rows(story, tables.public_pace) == 1
    sweep_hours(story.store)
    assert rows(story, tables.public_pace) == 1
    clock.advance(hours=1)
    sweep_hours(story.store)
    assert rows(story, tables.public_pace) == 0


def test_the_limit_holds_for_many_at_one_instant(story):
    public = Actor(story.office_id, None)
    answers = all_at_once(
        [
            lambda: in_unit(story.store, public, count_once, Pace.LODGE, "203.0.113.7")
            for _ in range(8)
        ]
    )
    assert [type(each) for each in answers if each is not None] == [TooOften] * 3


def test_no_address_is_kept_and_a_household_counts_as_one(story):
    public = Actor(story.office_id, None)
    household = ("2001:db8:1:2::7", "2001:db8:1:2:ffff::9", "[2001:db8:1:2::7]:50122")
    line = ("203.0.113.7", "::ffff:203.0.113.7", "203.0.113.7:50121", "203.0.113.7:50122")
    for address in (*household, *line):
        in_unit(story.store, public, count_once, Pace.LOOK_UP, address)
    with story.reading() as uow:
        found = uow.connection.execute(select(tables.public_pace)).all()
    assert sorted(row.count for row in found) == [len(household), len(line)]
    assert not any("203.0" in str(row) or "2001" in str(row) for row in found)


def rows(story: Any, table: Any) -> int:
    with story.reading() as uow:
        return int(uow.connection.scalar(select(func.count()).select_from(table)) or 0)


def counted(story: Any) -> dict[str, int]:
    tables_written = (tables.case, tables.case_event, tables.stream, tables.sealed, tables.receipt)
    return {table.name: rows(story, table) for table in tables_written}
