"""What is taken in from a paper book comes out of the register as it went in."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.office.roles import Role
from engine.work.lists.register import Wanted, extract_register
from engine.work.lists.register_lines import Book
from engine.work.offices.settings import settings_in_force
from engine.work.paper_book.importing import import_register
from engine.work.paper_book.lines import Column, choices
from tests.support.paper_books import rows_of

WORDS = st.text("กขคงจฉชซabc0123 =+-@&<>\"'", min_size=1, max_size=40).filter(
    lambda text: text.strip() and not text.strip().startswith("=")
)
YEARS = {"ปกติ": 2567, "ลับ": 2568}


def line(channels, categories, results):
    def finished(said):
        book, number, after, ends = said["book"], said["number"], said["after"], said["ends"]
        received = date(YEARS[book] - 543, 2, 1) + timedelta(days=after)
        filed = received + timedelta(days=ends) if ends else None
        return {
            Column.BOOK: book,
            Column.NUMBER: number,
            Column.YEAR: YEARS[book],
            Column.RECEIVED_ON: received,
            Column.CHANNEL: said["channel"],
            Column.CATEGORY: said["category"] if book == "ปกติ" else None,
            Column.SUBJECT: said["subject"],
            Column.PLACE: said["place"],
            Column.RESULT: said["result"] if filed else None,
            Column.FILED_ON: filed,
            Column.REMARK: said["remark"],
        }

    return st.fixed_dictionaries(
        {
            "book": st.sampled_from(sorted(YEARS)),
            "number": st.integers(1, 400),
            "after": st.integers(0, 200),
            "ends": st.one_of(st.none(), st.integers(0, 90)),
            "channel": st.sampled_from(channels),
            "category": st.sampled_from([None, *categories]),
            "subject": WORDS,
            "place": st.one_of(st.none(), WORDS),
            "result": st.sampled_from(results),
            "remark": st.one_of(st.none(), WORDS),
        }
    ).map(finished)


class Undone(Exception):
    pass


def plain(text):
    return " ".join(text.split()) if text else None


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_went_in_comes_out_with_the_same_columns(office, data):
    officer = office.actor(Role.OFFICER)
    with office.store.reading(officer) as uow:
        profile = settings_in_force(uow, uow.today).profile
    offered = choices(profile)
    ordinary = {k: v for k, v in profile.categories.items() if v.secrecy.value == "ordinary"}
    lines = data.draw(
        st.lists(
            line(
                [name.th for name in offered[Column.CHANNEL].values()],
                [one.name.th for one in ordinary.values()],
                [name.th for name in offered[Column.RESULT].values()],
            ),
            min_size=1,
            max_size=6,
            unique_by=lambda one: (one[Column.BOOK], one[Column.NUMBER]),
        )
    )
    with suppress(Undone), office.store.unit(officer) as uow:
        come_and_gone(uow, office.standing(Role.OFFICER), lines, profile)


def come_and_gone(uow, standing, lines, profile):
    assert import_register(uow, rows_of(*lines), submission_key=uuid4()) == len(lines)
    found = {
        (name, one.ordinal): one
        for name, book in (("ปกติ", Book.ORDINARY), ("ลับ", Book.SECRET))
        for one in extract_register(uow, standing, Wanted(book), 100).lines
    }
    check(lines, found, profile)
    # Nothing of one example is left for the next.
    raise Undone


def check(lines, found, profile):
    results = {key: name.th for key, name in choices(profile)[Column.RESULT].items()}
    assert len(found) == len(lines)
    for said in lines:
        one = found[said[Column.BOOK], said[Column.NUMBER]]
        category = profile.categories.get(one.category or "")
        assert {
            Column.YEAR: one.year,
            Column.RECEIVED_ON: one.received_on,
            Column.CHANNEL: profile.channels[one.channel].name.th,
            Column.CATEGORY: category.name.th if category else None,
            Column.SUBJECT: one.subject,
            Column.PLACE: one.place,
            Column.RESULT: results.get(one.result),
            Column.FILED_ON: one.closed_on,
            Column.REMARK: one.book_remark,
        } == {
            column: plain(said[column]) if column in _TEXTS else said[column]
            for column in Column
            if column not in (Column.BOOK, Column.NUMBER, Column.ABOUT, Column.RESULT_ON)
        }


_TEXTS = (Column.SUBJECT, Column.PLACE, Column.REMARK)
