"""What an office has set, changed by its administrator: on record, from a day on, once."""

from datetime import timedelta
from tomllib import loads
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.errors import FormInvalid, InvalidTransition, NotPermitted, ProfileInvalid
from engine.office.profile import parse_profile
from engine.office.public_doors import doors_of
from engine.office.roles import Role
from engine.office.toml_writer import write_toml
from engine.reports.figures import Scope, count_figures
from engine.reports.periods import free_period
from engine.reports.publications import Certifier, Publication, PublicationKind, publish
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.business.channel_checks import channels_to_check, published_channels
from engine.work.deadlines import deadlines_of
from engine.work.form_lists import office_lists
from engine.work.form_names import intake_names
from engine.work.offices.doors import processes_for
from engine.work.offices.revisions import (
    Change,
    RevisedMeanwhile,
    discard_gathered,
    find_gathered,
    gather,
    in_force,
    revise_office,
    revisions,
    take_back,
)
from engine.work.offices.settings import settings_in_force
from engine.work.transferring import processes_to_choose
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


def make_public(story, actor, case, kind, slug):
    """Publish something of a kind under a slug, as the last step of its business does."""
    with story.store.unit(actor) as uow:
        uow.hold(case)
        certifier = Certifier("นายทองดี ตัวอย่าง", "ผู้อำนวยการ", uow.today, in_system=True)
        publication = Publication(slug, 1, uow.now, certifier, "", case)
        publish(uow, kind, publication, {}, element="publish")


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


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_document_is_kept_once_it_is_public_whatever_else_is_public_under_its_key(
    story, office, administrator
):
    officer = office.actor(Role.OFFICER)
    case = story.lodge(by=officer)
    (first,) = found(story, administrator)
    taken_out = edited(first.toml, public_documents__bribery_measure=None, oit=[])
    for kind in set(PublicationKind) - {PublicationKind.DOCUMENT}:
        make_public(story, officer, case, kind, "bribery_measure")
    assert revise(story, administrator, 1, taken_out) == 2
    assert revise(story, administrator, 2, first.toml) == 3
    make_public(story, officer, case, PublicationKind.DOCUMENT, "bribery_measure")
    with pytest.raises(InvalidTransition):
        revise(story, administrator, 3, taken_out)


def test_a_channel_no_longer_used_keeps_its_cases_and_takes_no_new_ones(
    story, office, administrator
):
    officer = office.actor(Role.OFFICER)
    case = story.lodge(by=officer, channel="telephone")
    (first,) = found(story, administrator)
    closed = {f"channels__{key}__closed": True for key in ("telephone", "website_corruption")}
    assert revise(story, administrator, 1, edited(first.toml, **closed)) == 2
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        offered = {one.value for one in intake_names(uow, settings)["options"]["channels"]}
        read = office_lists(uow, settings, story.case(case), lambda: (), to_read=True)["channels"]
        figures = count_figures(
            uow, settings.profile, free_period(story.today, story.today), Scope.ALL
        )
    profile = settings.profile
    checked = {one.key for one in channels_to_check(profile, settings.calendar, story.today)}
    published = {one["name"] for one in published_channels(profile)}
    for key in ("telephone", "website_corruption"):
        assert key not in offered | checked
        assert profile.channels[key].name.th not in published
    # Without its website channel an office has no door on the web.
    assert doors_of(profile) == {}
    assert "telephone" in {one.value for one in read}
    assert figures.channels["telephone"].received == 1
    with pytest.raises(FormInvalid) as refused:
        story.lodge(by=officer, channel="telephone")
    assert list(refused.value.messages) == ["channel"]
    story.finish(case)
    every = {f"channels__{key}__closed": True for key in profile.channels}
    with pytest.raises(ProfileInvalid):
        revise(story, administrator, 2, edited(first.toml, **every))


def test_a_door_leads_where_its_office_sets_and_only_where_its_kind_begins(
    story, office, administrator
):
    (first,) = found(story, administrator)
    before = parse_profile(first.toml, "profile").doors
    with story.store.reading(administrator) as uow:
        ways = {door: set(processes_for(uow, door)) for door in ("general", "question")}
    assert ways == {
        "general": {"complaint_provincial", "complaint_tambon", "tip_off"},
        "question": {"question"},
    }
    for door, process_id in (("general", "question"), ("question", "tip_off"), ("general", "x")):
        toml = edited(first.toml, **{f"doors__{door}": process_id})
        with pytest.raises(InvalidTransition):
            revise(story, administrator, 1, toml)
    with pytest.raises(ProfileInvalid):
        revise(story, administrator, 1, edited(first.toml, doors__officer=None))
    changed = edited(first.toml, doors__general="complaint_tambon", doors__question=None)
    assert revise(story, administrator, 1, changed) == 2
    case = story.lodge(by=office.actor(Role.OFFICER))
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        chosen = processes_to_choose(uow, settings, story.case(case))
    assert settings.profile.doors == {
        "officer": before["officer"],
        "corruption": before["corruption"],
        "general": "complaint_tambon",
    }
    assert chosen == ("complaint_tambon",)


def test_changes_are_gathered_and_come_into_force_as_one_revision(story, office, administrator):
    second = office.add(Role.ADMINISTRATOR, "ฝน ตัวอย่าง")
    other = Actor(office.id, second.id, second.name)
    (first,) = found(story, administrator)
    one = edited(first.toml, office__phone="0 5400 0111")
    assert in_unit(story.store, administrator, gather, 1, 0, one) == 1
    assert len(found(story, administrator)) == 1
    both = edited(one, publication={"threshold": 7})
    for command in (
        lambda uow: gather(uow, 1, 0, both),
        lambda uow: revise_office(uow, Change(1, both, story.today, WHY), submission_key=uuid4()),
        lambda uow: discard_gathered(uow, 9),
    ):
        # Whoever has not seen what another has gathered takes nothing of it with her.
        with pytest.raises(RevisedMeanwhile):
            in_unit(story.store, other, command)
    assert in_unit(story.store, other, gather, 1, 1, both) == 2
    with story.store.reading(administrator) as uow:
        waiting = find_gathered(uow)
    assert (waiting.version, waiting.by) == (2, second.name)
    change = Change(1, both, story.today, WHY, gathered=2)
    number = in_unit(story.store, administrator, revise_office, change, submission_key=uuid4())
    assert number == 2
    with story.store.reading(administrator) as uow:
        assert find_gathered(uow) is None
        profile = settings_in_force(uow, uow.today).profile
    assert (profile.office.phone, profile.publication.threshold) == ("0 5400 0111", 7)
    assert len(found(story, administrator)) == 2


def test_what_is_gathered_is_judged_discarded_and_left_behind_by_what_is_taken_back(
    story, office, administrator
):
    (first,) = found(story, administrator)
    with pytest.raises(ProfileInvalid):
        in_unit(story.store, administrator, gather, 1, 0, edited(first.toml, doors__officer=None))
    with pytest.raises(NotPermitted):
        in_unit(story.store, office.actor(Role.MANAGER), gather, 1, 0, first.toml)
    changed = edited(first.toml, office__phone="0 5400 0111")
    in_unit(story.store, administrator, gather, 1, 0, changed)
    in_unit(story.store, administrator, discard_gathered, 1)
    with story.store.reading(administrator) as uow:
        assert find_gathered(uow) is None
    later = story.today + timedelta(days=9)
    revise(story, administrator, 1, changed, on=later)
    in_unit(story.store, administrator, gather, 2, 0, edited(changed, office__phone="1"))
    in_unit(story.store, administrator, take_back, 2, WHY, submission_key=uuid4())
    with story.store.reading(administrator) as uow:
        assert find_gathered(uow).base == 2
    # What was gathered upon it stands in no other change's way, and goes by hand alone.
    revise(story, administrator, 3, edited(first.toml, office__phone="0 5400 0222"))
    newest, *_ = found(story, administrator)
    with pytest.raises(RevisedMeanwhile):
        in_unit(story.store, administrator, gather, 4, 0, newest.toml)
    in_unit(story.store, administrator, discard_gathered, 1)
    assert in_unit(story.store, administrator, gather, 4, 0, newest.toml) == 1


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
