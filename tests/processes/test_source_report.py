"""A report to an agency: drafted, signed, dispatched; sent back, mended, or no longer needed."""

import pytest

AGENCY = ("party", {"id": "a1", "contactable": True, "kind": "final"})


@pytest.fixture
def report(walk, edition_of, answering):
    def begin(**answers):
        edition = edition_of("source_report")
        return walk(answering(**answers), edition=edition, parties=[], item=AGENCY)

    return begin


def test_a_report_is_drafted_by_the_officer_signed_by_the_head_and_dispatched(report):
    walked = report()
    roles = []
    while not walked.completed:
        (item,) = walked.open.values()
        roles.append((item.element, item.lane_role, item.scope))
        walked.complete(item)
    scope = (("party", "a1"),)
    assert roles == [
        ("draft", "officer", scope),
        ("sign", "head", scope),
        ("dispatch", "officer", scope),
    ]
    assert walked.runs[-1].passed[-1].element == "reported"


def test_a_report_that_the_head_sends_back_or_that_cannot_go_out_is_drafted_again(report):
    walked = report(sign_1={"decision": "returned"}, dispatch_1={"outcome": "mend"})
    walked.do("draft", "sign", "draft", "sign", "dispatch")
    assert walked.elements_open == ["draft"]
    walked.finish()
    assert walked.runs[-1].passed[-1].element == "reported"


def test_a_report_that_nobody_wants_any_more_ends_without_a_signature(report):
    walked = report(draft={"outcome": "stop"}).do("draft")
    assert walked.completed
    assert walked.runs[-1].passed[-1].element == "not_reported"


def test_every_step_of_a_report_runs_under_its_own_clock(report):
    walked = report()
    assert walked.item_of("draft").properties["deadline"] == "source_report"
    assert walked.do("draft").item_of("sign").properties["deadline"] == "source_report"
    assert walked.do("sign").item_of("dispatch").properties["deadline"] == "source_report"
