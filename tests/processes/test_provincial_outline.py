"""The provincial process in words, and where a case stands in it."""

from collections.abc import Callable
from typing import Any

from engine import bpmn
from engine.bpmn.outline import Standing, elements, lines, outline, standings, with_calls

PROCESS = "complaint_provincial"


def where(walk: Any) -> dict[str, Standing]:
    done = {(each.process_id, each.element) for run in walk.runs for each in run.passed}
    done |= {(PROCESS, element) for element, _ in walk.done}
    now = {(item.process_id, item.element, item.scope) for item in walk.open.values()}
    return {
        (element if process == PROCESS else f"{process}.{element}"): standing
        for (process, element), standing in standings(walk.edition, done, now).items()
    }


def test_each_element_is_listed_once_after_what_leads_to_it(provincial: bpmn.Edition) -> None:
    for outlined in outline(provincial):
        listed = [entry.element.id for entry in outlined.entries]
        assert sorted(listed) == sorted(outlined.process.elements)
        forward = [
            (entry.element.id, way.target.id)
            for entry in outlined.entries
            for way in entry.ways
            if not way.back
        ]
        assert all(listed.index(source) < listed.index(target) for source, target in forward)


def test_only_loops_lead_back(provincial: bpmn.Edition) -> None:
    main = outline(provincial)[0]
    back = {way.flow.id for entry in main.entries for way in entry.ways if way.back}
    assert back == {
        "f_q_signed__draft_letter",
        "f_request_info__sort",
        "f_q_conclude__propose_result",
        "f_q_next__draft_letter",
    }


def test_the_process_reads_as_text_in_both_languages(provincial: bpmn.Edition) -> None:
    main = outline(provincial)[0]
    thai, english = list(lines(main, "th")), list(lines(main, "en"))
    assert thai[:3] == [
        "1. ได้รับเรื่องร้องเรียน (จุดเริ่ม – เจ้าหน้าที่ผู้รับผิดชอบ)",
        "   → 2",
        "2. ๑ ลงรับเรื่องร้องเรียน/แจ้งเบาะแส (งานของคน – เจ้าหน้าที่ผู้รับผิดชอบ)",
    ]
    assert "8. Signed? (choice – Head of office)" in english
    assert "   Sent back ↑ 6" in english
    assert len(thai) == len(english)


def test_the_catalogue_names_every_element(provincial: bpmn.Edition) -> None:
    catalogue = {(each.process_id, each.id): each for each in elements(provincial)}
    assert catalogue["unit_action", "report"].lane_role == "unit_member"
    assert catalogue["unit_action", "report_late"].attached_to == "report"
    assert catalogue[PROCESS, "units"].called_process == "unit_action"
    assert next(iter(catalogue)) == (PROCESS, "received")
    people = [each for each in catalogue.values() if each.kind == "userTask"]
    assert all(each.lane_role and each.form_ref and each.name_en for each in people)


def test_a_case_stands_where_its_work_is(walk: Callable[..., Any]) -> None:
    case = walk().do("register", "sort", "draft_letter", "sign_letter")
    stands = where(case)
    assert stands["register"] is Standing.DONE
    assert stands["units"] is Standing.NOW
    assert stands["unit_action.report"] is Standing.NOW
    assert stands["notices"] is Standing.NOW
    assert stands["committee"] is Standing.AHEAD
    assert stands["committee_inquiry.inquire"] is Standing.AHEAD
    assert stands["merge_case"] is Standing.NOT_TAKEN
    assert stands["result_notice.dispatch"] is Standing.AHEAD


def test_a_process_called_from_two_places_is_open_in_one(walk: Callable[..., Any]) -> None:
    case = walk(parties=[{"id": "p1", "contactable": True}])
    case.finish(hold=("dispatch",))
    assert {item.scope[0][0] for item in case.open.values()} == {"notices", "tell_closed"}
    stands = where(case)
    assert stands["tell_closed"] is Standing.NOW
    assert stands["tell_open"] is Standing.NOT_TAKEN
    assert stands["archive"] is Standing.AHEAD


def test_what_was_done_in_a_called_process_was_done_in_the_call(provincial: bpmn.Edition) -> None:
    done = [
        ("unit_action", "report", (("units", "u1"),)),
        ("result_notice", "dispatch", (("tell_closed", "p1"),)),
    ]
    assert with_calls(provincial, done) == {
        ("unit_action", "report"),
        ("result_notice", "dispatch"),
        (PROCESS, "units"),
        (PROCESS, "tell_closed"),
    }


def test_who_joined_later_stands_in_the_call_that_was_missed(provincial: bpmn.Edition) -> None:
    later = [("unit_action", "report", (("unit", "u9"),))]
    assert (PROCESS, "units") in with_calls(provincial, later)
