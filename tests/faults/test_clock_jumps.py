"""The machine's clock is set ahead and back: history stays in order, nothing is done twice."""

from collections import Counter
from datetime import timedelta

import pytest

from engine.access.accounts import create_account
from engine.access.sign_in import SignInRefused, find_session, sign_in, touch_session
from engine.errors import NotPermitted
from engine.history.verification import verify_database
from engine.journal.signing_key import SigningKey
from engine.office.roles import Role
from engine.sealing.passwords import hash_password
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor
from engine.worker import run_once, seal_all
from tests.faults.browser import PASSWORD
from tests.support.story import Story
from tests.support.streams import check_rebuild, check_streams, check_work_items

KEY = SigningKey.generate("sucharit.example/clocks")
YEAR, DAY = timedelta(days=365), timedelta(days=1)


@pytest.fixture
def story(office, tmp_path):
    return Story(office.store, office.id, tmp_path / "blobs")


@pytest.fixture
def account(office, store):
    person = office.person(Role.OFFICER)
    with store.unit(Actor(INSTALLATION, None)) as uow:
        create_account(uow, person.id, "kamon", hash_password(PASSWORD))
    return person


def work(store) -> int:
    """Let the worker do all that is due, and return how much it was."""
    total = 0
    while done := run_once(store):
        total += done
    return total


def happened(story, cases) -> dict:
    """Count what the clock did to each case, clock by clock."""
    return {
        case: Counter(
            (event.kind.value, event.content.get("deadline"))
            for event in story.events(case)
            if event.kind in ("reminder_given", "deadline_breached", "case_escalated")
        )
        for case in cases
    }


def check(story) -> None:
    check_streams(story.store, story.office_id)
    check_work_items(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    verdict = verify_database(story.store, keys=[KEY.verifying_key])
    assert verdict.fault is None, verdict.sentence.en


def test_a_clock_that_jumps_bends_no_history_and_doubles_no_deadline(story, store, clock):
    # The people came a while ago: a day earlier they are there too.
    start = clock.advance(days=7)
    before = story.lodge()
    story.do(before, "register")
    seal_all(store, KEY)

    clock.set(start + YEAR)
    assert work(store) > 0
    assert work(store) == 0
    ahead = story.lodge()
    story.do(before, "sort")
    seal_all(store, KEY)
    once = happened(story, [before, ahead])
    breaches = [n for (kind, _), n in once[before].items() if kind == "deadline_breached"]
    assert breaches
    assert set(breaches) == {1}

    clock.set(start - DAY)
    assert work(store) == 0, "what was done is not due again"
    after = story.lodge(received_on=story.day(0))
    story.do(after, "register")
    # A case that came in a year ahead goes on where it stood: its own day is not before that.
    story.do(ahead, "register", occurred_on=(start + YEAR).date().isoformat())
    seal_all(store, KEY)
    check(story)

    for days in range(1, 4):
        clock.set(start + DAY * days)
        work(store)
    assert happened(story, [before]) == {before: once[before]}

    clock.set(start + YEAR + DAY)
    work(store)
    again = happened(story, [before, ahead, after])
    assert again[before] == once[before]
    for of_case in again.values():
        assert {n for (kind, _), n in of_case.items() if kind == "deadline_breached"} <= {1}
    assert work(store) == 0
    seal_all(store, KEY)
    check(story)


def test_numbers_go_on_without_hole_or_double_whatever_the_clock_says(story, clock):
    start = clock.advance(days=7)
    found = []
    for jump in (timedelta(0), YEAR, -DAY, YEAR + DAY, timedelta(0)):
        clock.set(start + jump)
        found.append(story.lodged(received_on=story.day(0)).number)
    by_year: dict[str, list[int]] = {}
    for number in found:
        count, _, year = number.split()[1].partition("/")
        by_year.setdefault(year, []).append(int(count))
    assert sorted(len(counts) for counts in by_year.values()) == [2, 3]
    for counts in by_year.values():
        assert counts == list(range(1, len(counts) + 1))


def session_of(store, token):
    with store.reading(Actor(INSTALLATION, None)) as uow:
        return find_session(uow, token)


def test_a_session_begun_under_a_clock_that_ran_ahead_ends_when_it_is_set_right(
    store, clock, account
):
    start = clock.now
    clock.set(start + YEAR)
    token = sign_in(store, "kamon", PASSWORD)
    assert session_of(store, token).person_id == account.id
    clock.set(start)
    assert session_of(store, token) is None, "it would last for a year"
    fresh = sign_in(store, "kamon", PASSWORD)
    clock.set(start + YEAR)
    assert session_of(store, fresh) is None, "it is a year old"


def test_a_session_outlasts_the_small_corrections_of_a_clock(store, clock, account):
    token = sign_in(store, "kamon", PASSWORD)
    clock.advance(minutes=-4)
    assert session_of(store, token).person_id == account.id
    clock.advance(minutes=90)
    touch_session(store, token)
    clock.advance(minutes=-4)
    assert session_of(store, token) is not None


@pytest.mark.usefixtures("account")
def test_wrong_passwords_under_a_clock_that_ran_ahead_bar_nobody_until_then(store, clock):
    start = clock.now
    clock.set(start + YEAR)
    for _ in range(10):
        with pytest.raises(SignInRefused):
            sign_in(store, "kamon", "ผิด")
    with pytest.raises(NotPermitted):
        sign_in(store, "kamon", PASSWORD)
    clock.set(start)
    assert sign_in(store, "kamon", PASSWORD)
