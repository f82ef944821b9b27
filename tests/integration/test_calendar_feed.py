"""The calendar feed: how much is due on which day, by a secret address, and nothing of a case."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from engine.access.accounts import create_account
from engine.access.feeds import make_feed, revoke_feed
from engine.access.membership import end_membership
from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.settings import Settings
from engine.store import tables
from engine.work.lists.due_calendar import folded
from tests.support.passwords import quick_hash
from tests.support.story import Story


@pytest.fixture
def story(office, tmp_path):
    return Story(office.store, office.id, tmp_path)


@pytest.fixture
def officer(office):
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        create_account(uow, office.person(Role.OFFICER).id, "officer", quick_hash(PASSWORD))
    return office.actor(Role.OFFICER)


@pytest.fixture
def client(store, officer, tmp_path, application):
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path / "data")}
    )
    assert officer
    return application(settings, store).test_client()


@pytest.fixture
def address(story, officer):
    with story.store.unit(officer) as uow:
        return f"/calendar/{make_feed(uow)}.ics"


@pytest.fixture
def due(story, officer):
    """Three cases in her hands: one late, two due on one day."""
    cases = [story.lodge(by=officer, category="corruption") for _ in range(3)]
    for case, days in zip(cases, (-2, 3, 3), strict=True):
        with story.store.unit(officer) as uow:
            uow.connection.execute(
                update(tables.work_item)
                .where(tables.work_item.c.case_id == case)
                .values(due_on=story.today + timedelta(days=days))
            )
    return cases


def test_it_tells_how_much_is_due_on_each_day_and_nothing_of_a_case(story, due, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.text.replace("\r\n ", "")
    day = story.today + timedelta(days=3)
    assert re.findall("SUMMARY:(.*)\r\n", text) == ["งานเกินกำหนด 1 เรื่อง", "งานครบกำหนด 2 เรื่อง"]
    assert re.findall("DTSTART;VALUE=DATE:(.*)\r\n", text) == [
        f"{story.today:%Y%m%d}",
        f"{day:%Y%m%d}",
    ]
    for case in due:
        known = story.case(case)
        assert known.number not in text
        assert str(case) not in text
    assert "ลับ" not in text
    assert "ลงรับเรื่อง" not in text


def test_it_keeps_to_the_format(due, client, address):
    body = client.get(address).data
    assert due
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    text = body.decode()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2
    uids = re.findall("UID:(.*)\r\n", text)
    assert len(set(uids)) == 2


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_folding_loses_nothing_and_cuts_no_character(line):
    written = folded(line)
    assert written.endswith("\r\n")
    rows = written[:-2].split("\r\n")
    assert all(len(row.encode()) <= 75 for row in rows)
    assert rows[0] + "".join(row[1:] for row in rows[1:]) == line
    assert all(row.startswith(" ") for row in rows[1:])


def test_what_has_not_changed_is_not_sent_again(story, due, client, address, officer):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    story.do(due[0], "register", by=officer)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "no-store" not in changed.headers["Cache-Control"]


def test_a_new_address_ends_the_first_and_revoking_ends_all(story, client, address, officer):
    with story.store.unit(officer) as uow:
        second = f"/calendar/{make_feed(uow)}.ics"
    assert client.get(address).status_code == 404
    assert client.get(second).status_code == 200
    with story.store.unit(officer) as uow:
        revoke_feed(uow)
    assert client.get(second).status_code == 404
    assert client.get("/calendar/guess.ics").status_code == 404


def test_it_ends_with_the_account_and_with_the_last_role(
    story, office, client, address, officer, clock
):
    person_id = officer.person_id
    table = tables.account
    with story.store.unit(officer) as uow:
        mine = table.c.person_id == person_id
        uow.connection.execute(update(table).where(mine).values(disabled_at=uow.now))
    assert client.get(address).status_code == 404
    with story.store.unit(officer) as uow:
        uow.connection.execute(update(table).where(mine).values(disabled_at=None))
    assert client.get(address).status_code == 200
    with story.store.unit(office.system) as uow:
        uow.hold(office.id)
        membership = uow.connection.scalars(
            select(tables.membership.c.id).where(tables.membership.c.person_id == person_id)
        ).one()
        end_membership(uow, membership, last_on=uow.today, order_cited="9/2570")
    clock.advance(days=1)
    assert client.get(address).status_code == 404


def test_a_copy_of_the_table_opens_no_calendar(story, address):
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    with story.reading() as uow:
        row = uow.connection.execute(select(tables.calendar_feed)).one()
    assert token not in str(row)


def test_whoever_a_case_is_about_is_told_of_no_due_date(
    story, office, due, client, address, officer
):
    with story.store.unit(office.system) as uow:
        for case in due:
            uow.connection.execute(
                insert(tables.case_exclusion).values(
                    office_id=office.id, person_id=officer.person_id, case_id=case, since_at=uow.now
                )
            )
    assert "VEVENT" not in client.get(address).text
