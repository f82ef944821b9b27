"""What happens in single cases of the provincial process: rounds, roles, clocks, late joiners."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from engine import bpmn
from engine.errors import InvalidTransition

WalkFactory = Callable[..., Any]
Answering = Callable[..., Any]

NOT_CONCLUDED = {"decision": "continue", "next": "inside"}
LARGEST_STATE = 12_000


def test_an_item_carries_what_its_lane_and_task_say(walk: WalkFactory) -> None:
    item = walk().item_of("register")
    assert (item.lane_role, item.form_ref, item.scope) == (
        "officer",
        "complaint_provincial.register",
        (),
    )
    assert item.properties["deadline"] == "intake"
    assert item.name == "๑ ลงรับเรื่องร้องเรียน/แจ้งเบาะแส"
    assert item.name_en == "1 Register the complaint"


def test_the_head_signs_and_units_and_committees_are_narrowed(
    walk: WalkFactory, answering: Answering
) -> None:
    order = {"decision": "signed", "units": ["u1", "u2"]}
    units = walk(answering(sign_letter={**order, "order": "units"}), parties=[])
    units.do("register", "sort", "draft_letter")
    assert units.item_of("sign_letter").lane_role == "head"
    units.do("sign_letter")
    groups = {units.item_of("report", key).candidate_groups for key in ("u1", "u2")}
    assert groups == {("unit:u1",), ("unit:u2",)}

    committee = walk(answering(sign_letter={**order, "order": "committee"}), parties=[])
    committee.do("register", "sort", "draft_letter", "sign_letter", "draft_order")
    assert committee.item_of("sign_order").lane_role == "head"
    committee.do("sign_order")
    assert committee.topics == ["grant_roles"]
    assert committee.item_of("inquire").candidate_groups == ("committee:c1",)
    assert committee.item_of("inquire").lane_role == "committee_member"


def test_units_asked_together_do_not_read_each_others_answers(
    walk: WalkFactory, answering: Answering
) -> None:
    by_unit = {"u1": {"result": "complete"}, "u2": {"result": "incomplete"}}
    usual = answering()

    def decide(element: str, scope: bpmn.Scope, visit: int) -> Any:
        if element == "review" and visit == 1:
            return by_unit.get(scope[-1][1], {"result": "complete"})
        return usual(element, scope, visit)

    case = walk(decide, parties=[]).do("register", "sort", "draft_letter", "sign_letter")
    for unit in ("u1", "u2", "u3"):
        case.complete(case.item_of("report", unit))
    for unit in ("u2", "u1", "u3"):
        case.complete(case.item_of("review", unit))
    assert [(item.element, item.scope) for item in case.open.values()] == [
        ("report", (("units", "u2"),))
    ]


def test_an_anonymous_complainant_is_told_through_the_mailbox(walk: WalkFactory) -> None:
    case = walk(parties=[{"id": "p1", "contactable": False}]).do("register")
    assert [(call.topic, call.element, call.scope) for call in case.office.effects] == [
        ("post_message", "post_message", (("notices", "p1"),))
    ]
    assert case.elements_open == ["sort"]


def test_a_late_step_escalates_once_and_stays_open(walk: WalkFactory) -> None:
    case = walk(parties=[]).do("register", "sort", "draft_letter", "sign_letter").pass_days(8)
    assert case.elements_open == ["report", "report", "report"]
    told = [(call.topic, call.late_element, call.scope[-1][1]) for call in case.office.effects]
    assert sorted(told) == [("escalate", "report", unit) for unit in ("u1", "u2", "u3")]
    assert case.office.effects[0].late_properties["deadline"] == "unit_report"
    assert not case.pass_days(30).runs[-1].passed
    assert len(case.office.effects) == 3


def test_a_breach_timer_fires_at_the_very_instant(walk: WalkFactory) -> None:
    case = walk(parties=[]).do("register", "sort", "draft_letter", "sign_letter")
    due = case.run.next_due
    case.office.now = due - timedelta(microseconds=1)
    assert not case.pass_days(0).topics
    case.office.now = due
    assert case.pass_days(0).topics == ["escalate"] * 3


def test_a_timer_moves_with_its_deadline_row(walk: WalkFactory) -> None:
    case = walk(parties=[]).do("register", "sort", "draft_letter", "sign_letter")
    timers = {timer.scope[-1][1]: timer for timer in case.run.armed}
    assert {timer.deadline for timer in timers.values()} == {"unit_report"}
    assert {timer.attached_to for timer in timers.values()} == {"report"}
    assert all(timer.new for timer in timers.values())

    later = timers["u1"].due + timedelta(days=20)
    moved = bpmn.rearm(
        case.edition,
        case.state,
        {timers["u1"].task_id: later, timers["u2"].task_id: None},
        case.office.now,
    )
    assert {timer.scope[-1][1]: timer.due for timer in moved.armed} == {
        "u1": later,
        "u2": None,
        "u3": timers["u3"].due,
    }
    assert not any(timer.new for timer in moved.armed)
    case.state = moved.state
    case.pass_days(10)
    assert [call.scope[-1][1] for call in case.office.effects] == ["u3"]
    case.pass_days(20)
    assert [call.scope[-1][1] for call in case.office.effects] == ["u3", "u1"]


def test_a_deadline_that_is_not_set_arms_nothing_that_fires(walk: WalkFactory) -> None:
    case = walk(parties=[]).do("register", "sort", "draft_letter")
    case.office.deadlines = {
        ((("units", unit),), "unit_report"): None for unit in ("u1", "u2", "u3")
    }
    case.do("sign_letter")
    assert case.run.next_due is None
    assert case.pass_days(400).topics == []
    assert case.finish().completed


def test_a_case_waits_for_the_first_notices_before_it_is_recorded(walk: WalkFactory) -> None:
    case = walk().finish(hold=("draft",))
    assert case.elements_open == ["draft", "draft"]
    assert case.finish().completed


def test_a_round_costs_what_the_first_did(walk: WalkFactory, answering: Answering) -> None:
    rounds_flat(walk, answering, rounds=300)


@pytest.mark.long
@pytest.mark.timeout(3_000)
def test_three_thousand_rounds_cost_what_the_first_did(
    walk: WalkFactory, answering: Answering
) -> None:
    rounds_flat(walk, answering, rounds=3_000)


def rounds_flat(walk: WalkFactory, answering: Answering, *, rounds: int) -> None:
    """Three units open beside two live notice clocks, round after round."""
    case = walk(answering(decide=NOT_CONCLUDED, **{f"decide_{rounds}": {"decision": "concluded"}}))
    case.do("register", "sort")
    sizes: list[int] = []
    steps: list[int] = []
    for _ in range(rounds - 1):
        case.do("draft_letter", "sign_letter")
        sizes.append(len(case.state))
        steps.append(sum(run.steps for run in case.runs))
        case.runs.clear()
        case.finish(hold=("draft", "draft_letter"))
    assert max(sizes) <= LARGEST_STATE
    assert max(sizes) - min(sizes) < 120  # dates and ids compress a little differently
    assert steps[-1] == steps[1]
    assert case.visits[(), "decide"] == rounds - 1
    assert case.finish().completed


def test_units_open_in_every_round_of_the_loop_are_new_work(
    walk: WalkFactory, answering: Answering
) -> None:
    case = walk(answering(decide_1=NOT_CONCLUDED), parties=[])
    case.finish(hold=("archive",))
    reports = [scope for element, scope in case.done if element == "report"]
    assert reports == [(("units", unit),) for unit in ("u1", "u2", "u3")] * 2


def test_a_unit_that_joins_late_is_an_instance_of_its_own(
    walk: WalkFactory, edition_of: Callable[[str], bpmn.Edition]
) -> None:
    case = walk(edition=edition_of("unit_action"), item=("unit", "u9"))
    item = case.item_of("report")
    assert (item.candidate_groups, item.scope) == (("unit:u9",), (("unit", "u9"),))
    assert case.finish().completed


def test_a_complainant_that_joins_late_gets_a_first_notice(
    walk: WalkFactory, edition_of: Callable[[str], bpmn.Edition]
) -> None:
    notice = edition_of("first_notice")
    case = walk(edition=notice, item=("party", {"id": "p7", "contactable": True}))
    assert case.elements_open == ["draft"]
    assert case.finish().completed
    mailbox = walk(edition=notice, item=("party", {"id": "p8", "contactable": False}))
    assert mailbox.completed
    assert mailbox.office.effects[0].scope == (("party", "p8"),)


def test_a_called_process_has_an_edition_of_its_own(
    provincial: bpmn.Edition, edition_of: Callable[[str], bpmn.Edition]
) -> None:
    unit = edition_of("unit_action")
    assert set(unit.sources) == {"unit_action"}
    assert unit.sha256 != provincial.sha256
    assert set(unit.forms) < set(provincial.forms)


def test_a_slow_system_step_waits_for_its_job_and_runs_its_effect_once(
    walk: WalkFactory,
) -> None:
    case = walk(
        parties=[{"id": "p1", "contactable": False}], slow_topics=frozenset({"post_message"})
    ).do("register")
    waiting = case.run.waiting_system
    assert [(step.topic, step.scope) for step in waiting] == [
        ("post_message", (("notices", "p1"),))
    ]
    case.do("sort")
    assert case.run.waiting_system == waiting
    ended = bpmn.complete_system_step(
        case.edition, case.state, waiting[0].task_id, case.office, case.office.now
    )
    assert [each.element for each in ended.passed] == ["post_message", "posted", "notices"]
    assert ended.waiting_system == ()
    assert case.topics == ["post_message"]
    with pytest.raises(InvalidTransition):
        bpmn.complete_system_step(
            case.edition, ended.state, waiting[0].task_id, case.office, case.office.now
        )


def test_an_item_can_be_completed_once(walk: WalkFactory) -> None:
    case = walk()
    register = case.item_of("register")
    case.do("register")
    with pytest.raises(InvalidTransition):
        bpmn.complete(case.edition, case.state, register.id, case.office, case.office.now)


def test_a_cancelled_instance_withdraws_all_its_work(walk: WalkFactory) -> None:
    case = walk().do("register")
    ended = bpmn.cancel(case.edition, case.state, case.office.now)
    assert (ended.state, ended.completed) == (None, False)
    assert set(ended.withdrawn) == set(case.open)


def test_the_same_inputs_give_the_same_digests_again(
    walk: WalkFactory, answering: Answering
) -> None:
    answers = {"decide_1": NOT_CONCLUDED, "review_1": {"result": "incomplete"}}
    first = walk(answering(**answers)).finish(late=("report",))
    again = walk(answering(**answers)).finish(late=("report",))
    assert first.digests() == again.digests()
    assert [run.flows for run in first.runs] == [run.flows for run in again.runs]
    assert [run.evaluated for run in first.runs] == [run.evaluated for run in again.runs]


def test_another_answer_gives_another_digest(walk: WalkFactory, answering: Answering) -> None:
    usual = walk().do("register", "sort")
    other = walk(answering(sort={"result": "duplicate"})).do("register", "sort")
    assert usual.digests()[:2] == other.digests()[:2]
    assert usual.digests()[2] != other.digests()[2]


def test_each_decision_tells_what_it_read(walk: WalkFactory) -> None:
    case = walk(parties=[]).do("register", "sort")
    sorting = [each for each in case.run.evaluated if each.element == "q_sort"]
    assert {each.use for each in sorting} == {"condition"}
    assert all(each.reads == {"sort.result": "accept"} for each in sorting)
    assert not any(each.result for each in sorting)


def test_two_editions_run_beside_each_other(
    walk: WalkFactory,
    sources: dict[str, bytes],
    empty_forms: dict[str, bytes],
    provincial: bpmn.Edition,
) -> None:
    newer = bpmn.build_edition(
        "complaint_provincial",
        {
            **sources,
            "unit_action": sources["unit_action"].replace(
                b'= "unit:" + unit', b'= "unit:new-" + unit'
            ),
        },
        empty_forms,
    )
    assert newer.sha256 != provincial.sha256
    old_case, new_case = walk(parties=[]), walk(parties=[], edition=newer)
    for element in ("register", "sort", "draft_letter", "sign_letter"):
        old_case.do(element)
        new_case.do(element)
    assert old_case.item_of("report", "u1").candidate_groups == ("unit:u1",)
    assert new_case.item_of("report", "u1").candidate_groups == ("unit:new-u1",)


def test_the_clock_is_the_units_and_stands_still(walk: WalkFactory) -> None:
    case = walk().do("register", "sort", "draft_letter")
    before = case.office.now
    case.do("sign_letter")
    assert {timer.due for timer in case.run.armed if timer.new} == {
        before + timedelta(days=7, hours=1)
    }


@pytest.mark.usefixtures("anew")
def test_many_threads_share_one_parsed_edition(
    walk: WalkFactory, answering: Answering, provincial: bpmn.Edition
) -> None:
    def one(_: int) -> list[str]:
        return walk(answering(decide_1=NOT_CONCLUDED), edition=provincial).finish().digests()

    alone = one(0)
    with ThreadPoolExecutor(8) as pool:
        assert all(digests == alone for digests in pool.map(one, range(16)))
