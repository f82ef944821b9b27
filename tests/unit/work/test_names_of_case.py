"""What a run and a form may read of a case is what the catalogue promises to whoever draws."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from engine.bpmn.case_names import CASE_NAMES, CaseKind
from engine.cases.parties import Party, PartyKind
from engine.cases.register import OPEN, Case
from engine.work.stepping import names_of_case

PARTIES = tuple(
    Party(uuid4(), kind, number, is_contactable=True, has_receipt=True)
    for number, kind in enumerate(PartyKind, start=1)
)
NOBODY_TO_TELL = tuple(Party(uuid4(), kind, 1) for kind in PartyKind)


def case(**columns: Any) -> Case:
    known: dict[str, Any] = {
        "office_id": uuid4(),
        "id": uuid4(),
        "number": "1/2570",
        "series": "register",
        "year": 2570,
        "ordinal": 1,
        "kind": "complaint",
        "channel": "walk_in",
        "category": "procurement",
        "secrecy": "secret",
        "subject": "เรื่องสมมติ",
        "place": None,
        "behaviour": None,
        "is_anonymous": False,
        "respondent_kind": "other",
        "received_on": date(2026, 11, 23),
        "lodged_at": datetime(2026, 11, 23, 2, tzinfo=UTC),
        "lodged_by": uuid4(),
        "process_id": "complaint_provincial",
        "status": OPEN,
        "result": None,
        "decided_on": None,
        "closed_on": None,
        "merged_into": None,
        "suspended_for": None,
        "suspended_on": None,
        "withdrawal": None,
        "tags": "",
        "registry_number": None,
        "is_from_book": False,
        "book_remark": None,
        "period_from": None,
        "period_to": None,
        "changed_at": datetime(2026, 11, 23, 2, tzinfo=UTC),
    }
    return Case(**{**known, **columns})


def is_of(kind: CaseKind, value: Any) -> bool:
    match kind:
        case CaseKind.TEXT:
            return value is None or isinstance(value, str)
        case CaseKind.BOOLEAN:
            return isinstance(value, bool)
        case CaseKind.LIST:
            return isinstance(value, list)


CASES = pytest.mark.parametrize(
    ("known", "parties"),
    [
        (case(), PARTIES),
        (case(), NOBODY_TO_TELL),
        (case(category=None, is_anonymous=True, kind="tip_off"), ()),
    ],
    ids=["everybody", "nobody to tell", "no parties"],
)


@CASES
def test_a_run_reads_exactly_the_names_that_the_catalogue_promises(known, parties):
    assert set(names_of_case(known, parties, route=None)) == set(CASE_NAMES)


@CASES
def test_every_name_holds_what_the_catalogue_says_of_it(known, parties):
    for name, value in names_of_case(known, parties, route="find_facts").items():
        promised = CASE_NAMES[name]
        assert is_of(promised.kind, value), name
        assert promised.values is None or value in promised.values, name
        for item in value if promised.kind is CaseKind.LIST else ():
            assert set(item) == set(promised.item_fields), name
            assert all(is_of(kind, item[field]) for field, kind in promised.item_fields.items())


def test_respondents_are_told_the_result_and_not_the_first_notice():
    names = names_of_case(case(), PARTIES, route=None)
    by_id = {str(party.id): party.kind for party in PARTIES}
    told = {by_id[each["id"]] for each in names["notice_parties"]}
    heard = {by_id[each["id"]] for each in names["result_parties"]}
    assert told == {PartyKind.COMPLAINANT, PartyKind.SOURCE_AGENCY}
    assert heard == {*told, PartyKind.RESPONDENT}
