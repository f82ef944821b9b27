"""A session and the password behind it: how long the one lasts, how often the other is tried."""

from datetime import timedelta

import pytest

from engine.access.accounts import create_account
from engine.access.sign_in import (
    LONGEST,
    SignInRefused,
    change_office,
    confirm_password,
    find_session,
    sign_in,
    touch_session,
)
from engine.errors import NotPermitted
from engine.office.roles import Role
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor
from tests.support.passwords import quick_hash

PASSWORD = "a password of good length"


@pytest.fixture
def person(store, office):
    found = office.person(Role.OFFICER)
    with store.unit(Actor(INSTALLATION, None)) as uow:
        create_account(uow, found.id, "kamon", quick_hash(PASSWORD))
    return found


def session_of(store, token):
    with store.reading(Actor(INSTALLATION, None)) as uow:
        return find_session(uow, token)


def test_a_session_lasts_no_longer_for_going_to_and_fro_between_offices(store, clock, person):
    token = sign_in(store, "kamon", PASSWORD)
    for _ in range(LONGEST // timedelta(hours=1) - 1):
        clock.advance(hours=1)
        ended, token = token, change_office(store, token, "provincial")
        assert session_of(store, ended) is None
        assert session_of(store, token).person_id == person.id
    clock.advance(hours=1, minutes=1)
    touch_session(store, token)
    assert session_of(store, token) is None
    with pytest.raises(SignInRefused):
        change_office(store, token, "provincial")


def test_guessing_where_a_signature_asks_for_the_password_counts_as_at_the_door(
    store, clock, person
):
    assert confirm_password(store, person.id, PASSWORD)
    for _ in range(10):
        assert not confirm_password(store, person.id, "a guess")
    with pytest.raises(NotPermitted):
        confirm_password(store, person.id, PASSWORD)
    with pytest.raises(NotPermitted):
        sign_in(store, "kamon", PASSWORD)
    clock.advance(minutes=16)
    assert confirm_password(store, person.id, PASSWORD)


def test_a_session_begun_under_a_clock_that_ran_ahead_ends_when_it_is_set_right(
    store, clock, person
):
    start = clock.now
    clock.set(start + timedelta(days=365))
    token = sign_in(store, "kamon", PASSWORD)
    assert session_of(store, token).person_id == person.id
    clock.set(start)
    assert session_of(store, token) is None, "it would last for a year"
    fresh = sign_in(store, "kamon", PASSWORD)
    clock.set(start + timedelta(days=365))
    assert session_of(store, fresh) is None, "it is a year old"


def test_a_session_outlasts_the_small_corrections_of_a_clock(store, clock, person):
    token = sign_in(store, "kamon", PASSWORD)
    clock.advance(minutes=-4)
    assert session_of(store, token).person_id == person.id
    clock.advance(minutes=90)
    touch_session(store, token)
    clock.advance(minutes=-4)
    assert session_of(store, token) is not None


@pytest.mark.usefixtures("person")
def test_wrong_passwords_under_a_clock_that_ran_ahead_bar_nobody_until_then(store, clock):
    start = clock.now
    clock.set(start + timedelta(days=365))
    for _ in range(10):
        with pytest.raises(SignInRefused):
            sign_in(store, "kamon", "ผิด")
    with pytest.raises(NotPermitted):
        sign_in(store, "kamon", PASSWORD)
    clock.set(start)
    assert sign_in(store, "kamon", PASSWORD)
