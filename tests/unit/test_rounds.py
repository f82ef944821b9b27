"""A round over several steps: each by itself, under a key of its own, and what is said of it."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from engine.errors import (
    Busy,
    DatabaseAway,
    InvalidTransition,
    NotFound,
    OutcomeUnknown,
    Sentence,
    StorageFull,
)
from engine.work.several import MOST
from web.rounds import NotARound, Round, Told, check_round, chosen, run_each

FORM = uuid4()
TOLD = Told(Sentence("ทำแล้ว {}", ""), Sentence("อีก {} ยังไม่ได้", ""), Sentence("ยังไม่ได้ทั้ง {}", ""))


@pytest.fixture(autouse=True)
def posted():
    app = Flask(__name__)
    with app.test_request_context(method="POST", data={"_submission": str(FORM)}):
        yield


@pytest.fixture
def ids():
    return [uuid4() for _ in range(4)]


def refusing(errors):
    """Do everything but these; tell what was tried."""
    tried: list[tuple[UUID, UUID]] = []

    def act(each, key):
        tried.append((each, key))
        if each in errors:
            raise errors[each]

    return act, tried


def test_what_one_refuses_stops_no_other(ids):
    act, tried = refusing({ids[1]: InvalidTransition(), ids[3]: NotFound()})
    found = run_each(ids, act)
    assert found.done == (ids[0], ids[2])
    assert [each.work_item_id for each in found.refused] == [ids[1], ids[3]]
    assert found.hidden == 1
    assert len(tried) == 4


def test_each_is_done_under_a_key_that_is_the_same_when_the_form_comes_again(ids):
    act, tried = refusing({})
    run_each(ids, act)
    run_each(ids, act)
    assert tried[:4] == tried[4:]
    assert len({key for _, key in tried}) == 4


def test_where_nothing_can_be_written_the_rest_is_not_tried(ids):
    act, tried = refusing({ids[1]: Busy()})
    found = run_each(ids, act)
    assert found.done == (ids[0],)
    assert [type(each.error) for each in found.refused] == [Busy, Busy, Busy]
    assert len(tried) == 2


def test_of_what_was_not_tried_nobody_says_that_it_may_be_written(ids):
    act, _ = refusing({ids[1]: OutcomeUnknown()})
    found = run_each(ids, act)
    assert [type(each.error) for each in found.refused] == [
        OutcomeUnknown,
        DatabaseAway,
        DatabaseAway,
    ]


def test_where_nothing_was_written_at_all_the_whole_form_is_refused(ids):
    act, _ = refusing({ids[0]: StorageFull()})
    with pytest.raises(StorageFull):
        run_each(ids, act)


def test_a_fault_is_no_refusal(ids):
    act, _ = refusing({ids[1]: ValueError("a fault")})
    with pytest.raises(ValueError, match="a fault"):
        run_each(ids, act)


def test_of_what_she_may_not_see_nothing_is_told_but_that(ids):
    act, _ = refusing({ids[0]: NotFound(Sentence("ความลับ", "a secret"))})
    (refused,) = run_each(ids, act).refused
    assert refused.sentence.th == "ไม่พบรายการนี้ หรือท่านไม่มีสิทธิดู"


def test_a_step_is_chosen_once_and_what_is_no_id_not_at_all(ids):
    posted = MultiDict([("item", str(ids[1])), ("item", "x"), ("item", str(ids[0]))])
    posted.add("item", str(ids[1]))
    assert chosen(posted) == [ids[1], ids[0]]


def test_a_round_is_of_one_step_at_least_and_not_of_too_many():
    check_round([uuid4() for _ in range(MOST)])
    with pytest.raises(NotARound, match="Nothing is chosen"):
        check_round([])
    with pytest.raises(NotARound, match=f"you chose {MOST + 1}"):
        check_round([uuid4() for _ in range(MOST + 1)])


def test_what_came_of_it_is_one_notice(ids):
    act, _ = refusing({ids[0]: NotFound(), ids[1]: NotFound()})
    assert TOLD.of(run_each(ids, act)) == "ทำแล้ว 2 อีก 2 ยังไม่ได้"
    assert TOLD.of(Round(tuple(ids))) == "ทำแล้ว 4"
    assert TOLD.of(run_each(ids[:2], act)) == "ยังไม่ได้ทั้ง 2"
