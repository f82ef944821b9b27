"""Saved filters: whose they are, who may use, share and delete them."""

import pytest

from engine.access.membership import standing_of
from engine.errors import InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.work.lists.saved import (
    LONGEST_NAME,
    MOST,
    choose_list,
    delete_list,
    get_list,
    lists_of,
    save_list,
)

ARGS = {"due": "late", "step": "complaint_provincial.sort"}


def saved(office, who, name="ค้างคัดแยก", role=None):
    with office.store.unit(who) as uow:
        return save_list(uow, name, role, ARGS)


def seen(office, who):
    with office.store.reading(who) as uow:
        return lists_of(uow, standing_of(uow, who.person_id, uow.today))


def test_a_filter_is_its_authors_alone_until_it_is_shared(office):
    first, second = (office.actor(Role.OFFICER, nth=nth) for nth in (0, 1))
    saved(office, first)
    (mine,) = seen(office, first)
    assert (mine.name, mine.args, mine.is_hers, mine.role) == ("ค้างคัดแยก", ARGS, True, None)
    assert seen(office, second) == []
    saved(office, first, "ของทุกคน", Role.OFFICER)
    (shared,) = seen(office, second)
    assert (shared.name, shared.author, shared.is_hers) == ("ของทุกคน", first.name, False)
    assert seen(office, office.actor(Role.UNIT_MEMBER)) == []


@pytest.mark.parametrize("role", [Role.HEAD, Role.UNIT_MEMBER, Role.ADMINISTRATOR])
def test_it_is_shared_with_a_role_of_ones_own_only(office, role):
    who = office.actor(Role.OFFICER)
    with pytest.raises(NotPermitted):
        saved(office, who, role=role)
    assert seen(office, who) == []


@pytest.mark.parametrize("name", ["", "   ", "ก" * (LONGEST_NAME + 1)])
def test_a_name_is_needed_and_has_a_length(office, name):
    who = office.actor(Role.OFFICER)
    with pytest.raises(InvalidTransition):
        saved(office, who, name)
    assert seen(office, who) == []


def test_what_nobody_sees_in_a_name_is_left_out(office):
    who = office.actor(Role.OFFICER)
    saved(office, who, "ค้าง\0คัด\u202eแยก\u200b")
    assert [each.name for each in seen(office, who)] == ["ค้างคัดแยก"]


def test_one_person_has_one_filter_of_a_name(office):
    first, second = (office.actor(Role.OFFICER, nth=nth) for nth in (0, 1))
    saved(office, first)
    with pytest.raises(InvalidTransition, match="of this name"):
        saved(office, first, " ค้างคัดแยก ")
    saved(office, second)
    assert len(seen(office, first)) == len(seen(office, second)) == 1


def test_its_author_and_a_manager_delete_it_and_nobody_else(office):
    author, other = (office.actor(Role.OFFICER, nth=nth) for nth in (0, 1))
    shared = saved(office, author, role=Role.OFFICER)
    own = saved(office, author, "เฉพาะฉัน")
    with pytest.raises(NotPermitted), office.store.unit(other) as uow:
        delete_list(uow, shared)
    with pytest.raises(NotFound), office.store.unit(other) as uow:
        delete_list(uow, own)
    assert {each.id for each in seen(office, author)} == {shared, own}
    with office.store.unit(other) as uow:
        choose_list(uow, shared, is_pinned=True, is_default=True)
    with office.store.unit(author) as uow:
        delete_list(uow, shared)
    assert [each.id for each in seen(office, author)] == [own]
    assert seen(office, other) == []


def test_a_manager_deletes_what_is_shared_with_a_role_of_hers(office):
    manager = office.actor(Role.MANAGER)
    shared = saved(office, manager, role=Role.MANAGER)
    with office.store.unit(manager) as uow:
        delete_list(uow, shared)
    assert seen(office, manager) == []


def test_one_default_a_person_and_pins_are_her_own(office):
    first, second = (office.actor(Role.OFFICER, nth=nth) for nth in (0, 1))
    one, two = (saved(office, first, name, Role.OFFICER) for name in ("ก", "ข"))
    with office.store.unit(first) as uow:
        choose_list(uow, one, is_pinned=True, is_default=True)
        choose_list(uow, two, is_pinned=False, is_default=True)
    state = {each.id: (each.is_pinned, each.is_default) for each in seen(office, first)}
    assert state == {one: (True, False), two: (False, True)}
    assert not any(each.is_pinned or each.is_default for each in seen(office, second))


def test_somebody_without_the_role_is_told_that_there_is_none(office, other_office):
    shared = saved(office, office.actor(Role.OFFICER), role=Role.OFFICER)
    for place, who in (
        (office, office.actor(Role.HEAD)),
        (other_office, other_office.actor(Role.OFFICER)),
    ):
        with place.store.unit(who) as uow:
            with pytest.raises(NotFound):
                get_list(uow, standing_of(uow, who.person_id, uow.today), shared)
            with pytest.raises(NotFound):
                choose_list(uow, shared, is_pinned=True, is_default=True)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_there_is_an_end_to_how_many(office):
    who = office.actor(Role.OFFICER)
    with office.store.unit(who) as uow:
        for number in range(MOST):
            save_list(uow, f"ตัวกรอง {number}", None, ARGS)
    with pytest.raises(InvalidTransition):
        saved(office, who)
    assert len(seen(office, who)) == MOST
