"""What an office has set, changed by its administrator: on record, from a day on, once."""

from datetime import timedelta
from tomllib import loads
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.errors import FormInvalid, InvalidTransition, NotPermitted, ProfileInvalid
from engine.office.roles import Role
from engine.office.toml_writer import write_toml
from engine.store import tables
from engine.work.deadlines import deadlines_of
from engine.work.office_settings import settings_in_force
from engine.work.profile_revisions import (
    Change,
    RevisedMeanwhile,
    in_force,
    revise_office,
    revisions,
    take_back,
)
from tests.conftest import PEOPLE
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, fault_of_stream

OTHERS = sorted({role for role, *_ in PEOPLE} - {Role.ADMINISTRATOR})
WHY = "คำสั่งสำนักงานที่ 12/2570"


@pytest.fixture
def administrator(office):
    return office.actor(Role.ADMINISTRATOR)


def found(story, actor):
    with story.store.reading(actor) as uow:
        return revisions(uow)


def edited(toml, **changes):
    """Return the text with ``table__key`` set to what is given, or taken out."""
    tables = loads(toml)
    for name, value in changes.items():
        *path, last = name.split("__")
        table = tables
        for part in path:
            table = table[part]
        if value is None:
            del table[last]
        else:
            table[last] = value
    return write_toml(tables)


def revise(story, actor, base, toml, *, on=None, reason=WHY, key=None):
    change = Change(base, toml, on or story.today, reason)
    return in_unit(story.store, actor, revise_office, change, submission_key=key or uuid4())


def counted(story, case):
    with story.reading() as uow:
        return {each.name: each.reckoning for each in deadlines_of(uow, case)}


def chosen_by(story, office):
    with story.store.database.reading() as connection:
        named = select(tables.office.c.name).where(tables.office.c.id == office.id)
        return connection.scalar(named)


def threshold(story, actor, day=None):
    with story.store.reading(actor) as uow:
        return settings_in_force(uow, day or story.today).profile.publication.threshold


def test_a_change_counts_from_its_day_and_says_who_made_it_and_why(story, office, administrator):
    (first,) = found(story, administrator)
    later = story.today + timedelta(days=7)
    changed = edited(first.toml, publication={"threshold": 9})
    assert revise(story, administrator, first.number, changed, on=later) == 2
    latest = found(story, office.actor(Role.HEAD))[0]
    assert (latest.reason, latest.effective_on) == (WHY, later)
    assert latest.by == office.person(Role.ADMINISTRATOR).name
    assert threshold(story, administrator) == 5
    assert threshold(story, administrator, later) == 9
    assert fault_of_stream(story.store, office.id, office.id) is None


def test_a_new_name_of_the_office_is_that_by_which_it_is_chosen(story, office, administrator):
    (first,) = found(story, administrator)
    later = story.today + timedelta(days=7)
    renamed = edited(first.toml, office__name={"th": "สำนักงานใหม่", "en": "New office"})
    revise(story, administrator, 1, renamed, on=later)
    assert chosen_by(story, office) != "สำนักงานใหม่"
    revise(story, administrator, 2, renamed, on=later + timedelta(days=1))
    in_unit(story.store, administrator, take_back, 3, WHY, submission_key=uuid4())
    revise(story, administrator, 4, renamed)
    assert chosen_by(story, office) == "สำนักงานใหม่"
    check_rebuild(story.store, office.id)


def test_the_same_form_twice_is_one_revision(story, administrator):
    (first,) = found(story, administrator)
    key, changed = uuid4(), edited(first.toml, publication={"threshold": 9})
    again = [revise(story, administrator, 1, changed, key=key) for _ in range(2)]
    assert again == [2, 2]
    assert len(found(story, administrator)) == 2


def test_who_was_slower_is_told_and_nothing_of_the_faster_is_lost(story, office, administrator):
    office.add(Role.ADMINISTRATOR, "พลอย ตัวอย่าง")
    (first,) = found(story, administrator)
    revise(story, administrator, 1, edited(first.toml, publication={"threshold": 9}))
    with pytest.raises(RevisedMeanwhile) as refused:
        revise(story, office.actor(Role.ADMINISTRATOR, nth=1), 1, edited(first.toml, tags=None))
    assert office.person(Role.ADMINISTRATOR).name in refused.value.sentence.th
    assert threshold(story, administrator) == 9


def test_a_reason_and_a_day_that_has_not_gone_by_are_needed(story, administrator):
    (first,) = found(story, administrator)
    changed = edited(first.toml, publication={"threshold": 9})
    yesterday = story.today - timedelta(days=1)
    with pytest.raises(FormInvalid) as refused:
        revise(story, administrator, 1, changed, on=yesterday, reason=" ")
    assert set(refused.value.messages) == {"reason", "effective_on"}
    assert len(found(story, administrator)) == 1


def test_a_profile_that_does_not_hold_together_is_refused(story, administrator):
    (first,) = found(story, administrator)
    with pytest.raises(ProfileInvalid):
        revise(story, administrator, 1, edited(first.toml, retention__default=None))


def test_a_channel_that_a_case_came_by_is_kept_and_one_without_may_go(story, office, administrator):
    used = story.case(story.lodge(by=office.actor(Role.OFFICER))).channel
    (first,) = found(story, administrator)
    with pytest.raises(InvalidTransition):
        revise(story, administrator, 1, edited(first.toml, **{f"channels__{used}": None}))
    unused = next(key for key in loads(first.toml)["channels"] if key != used)
    assert revise(story, administrator, 1, edited(first.toml, **{f"channels__{unused}": None})) == 2


def test_what_waits_for_its_day_is_taken_back_and_stays_in_the_history(story, administrator):
    (first,) = found(story, administrator)
    later = story.today + timedelta(days=7)
    with pytest.raises(InvalidTransition):
        in_unit(story.store, administrator, take_back, 1, WHY, submission_key=uuid4())
    revise(story, administrator, 1, edited(first.toml, publication={"threshold": 9}), on=later)
    key = uuid4()
    for _ in range(2):
        number = in_unit(story.store, administrator, take_back, 2, WHY, submission_key=key)
        assert number == 3
    assert threshold(story, administrator, later) == 5
    assert [each.number for each in found(story, administrator)] == [3, 2, 1]
    assert in_force(found(story, administrator), later).toml == first.toml


def test_what_follows_a_change_that_waits_counts_no_earlier(story, administrator):
    (first,) = found(story, administrator)
    later = story.today + timedelta(days=7)
    waiting = edited(first.toml, publication={"threshold": 9})
    revise(story, administrator, 1, waiting, on=later)
    after = edited(waiting, office__phone="0 5400 0000")
    with pytest.raises(FormInvalid) as refused:
        revise(story, administrator, 2, after, on=story.today)
    assert set(refused.value.messages) == {"effective_on"}
    assert revise(story, administrator, 2, after, on=later) == 3


def test_deadlines_that_are_counted_stay_as_they_were(story, office, administrator):
    case = story.lodge(by=office.actor(Role.OFFICER))
    before = counted(story, case)
    (first,) = found(story, administrator)
    revise(story, administrator, 1, edited(first.toml, deadlines__first_notice__number=12))
    assert counted(story, case) == before
    assert before


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_changes_what_is_set(story, office, administrator, role):
    (first,) = found(story, administrator)
    with pytest.raises(NotPermitted):
        revise(story, office.actor(role), 1, edited(first.toml, publication={"threshold": 9}))
    assert len(found(story, administrator)) == 1
