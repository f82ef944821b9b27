"""What is wrong around the graph: people, forms, calls, timers."""

from tests.unit.lint.making import (
    BROKEN_FORM,
    PLAIN,
    TIMED,
    WORKER,
    Wrong,
    changed,
    cut,
    drawn,
    timed,
    with_form,
)
from tests.unit.lint.sketches import form, sketch

WRONG_PEOPLE: dict[str, Wrong] = {
    # --- people -----------------------------------------------------------------------------------
    "no lanes": cut("lanes_missing", "p", "<bpmn:laneSet", "</bpmn:laneSet>"),
    "lane without a role": changed("lane_role", "lane_officer", 'name="role"', 'name="step"'),
    "lane of an unknown role": changed(
        "lane_role", "lane_officer", 'name="role" value="officer"', 'name="role" value="boss"'
    ),
    "lane of an auditor": changed(
        "lane_role", "lane_officer", 'name="role" value="officer"', 'name="role" value="auditor"'
    ),
    "two lanes of one role": changed(
        "lane_role_twice", "lane_2", "</bpmn:laneSet>",
        '<bpmn:lane id="lane_2"><bpmn:extensionElements><camunda:properties><camunda:property '
        'name="role" value="officer"/></camunda:properties></bpmn:extensionElements></bpmn:lane>'
        "</bpmn:laneSet>",
    ),
    "task in no lane": changed(
        "lane_membership", "a", "<bpmn:flowNodeRef>a</bpmn:flowNodeRef>", ""
    ),
    "task in two lanes": changed(
        "lane_membership", "a", "</bpmn:laneSet>",
        '<bpmn:lane id="lane_2"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>',
    ),
    "lane of nothing": changed(
        "lane_reference_dangling", "lane_officer", "</bpmn:lane>",
        "<bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane>",
    ),
    "group of anybody": drawn(
        "candidate_group_unknown", "a", "start s", "groups a: everyone", "end e", "s -> a", "a -> e"
    ),
    "group of administrators": drawn(
        "candidate_group_unknown", "a", "start s", "groups a: officer, administrator", "end e",
        "s -> a", "a -> e",
    ),
    "groups without end": drawn(
        "candidate_group_unknown", "a", "start s", "groups a: " + "head, " * 50, "end e",
        "s -> a", "a -> e",
    ),
    "computed role": drawn(
        "candidate_group_expression", "a", "start s", 'groups a: = "he" + "ad"', "end e", "s -> a",
        "a -> e",
    ),
    "computed role behind a unit": drawn(
        "candidate_group_expression", "a", "start s",
        'groups a: = "unit:" + if case.contactable then "x" else "head"', "end e", "s -> a",
        "a -> e",
    ),
    # --- forms ------------------------------------------------------------------------------------
    "task without a form": changed("form_missing", "a", 'camunda:formRef="p.a" ', ""),
    "form that is not there": with_form("form_unknown", "a", {}),
    "form elsewhere on the disk": changed(
        "form_name", "a", 'formRef="p.a"', 'formRef="../../etc/passwd"'
    ),
    "latest form": changed(
        "form_binding", "a", 'formRefBinding="deployment"', 'formRefBinding="latest"'
    ),
    "broken form": with_form("form_invalid", "a", BROKEN_FORM),
    "form under another name": with_form("form_invalid", "a", {"p.a": form("b")["p.b"]}),
    "form of another task": Wrong(
        "form_shared", "a",
        {"p.bpmn": sketch(*PLAIN).replace(b'formRef="p.a"', b'formRef="p.b"')}, form("b", "ok?"),
    ),
    # --- calls ------------------------------------------------------------------------------------
    "call of nothing": changed(
        "called_process_missing", "c", 'calledElement="r" ', "", "start s", "call c: r", "end e",
        "s -> c", "c -> e",
    ),
    "call of a process that is not there": drawn(
        "called_process_unknown", "c", "start s", "call c: gone", "end e", "s -> c", "c -> e"
    ),
    "latest process": changed(
        "called_binding", "c", 'calledElementBinding="deployment"',
        'calledElementBinding="latest"', "start s", "call c: r", "end e", "s -> c", "c -> e",
    ),
    "process that calls itself": drawn(
        "call_cycle", "c", "start s", "user a", "xor q", "call c: p", "end e", "s -> a", "a -> q",
        "q -> c: a.ok", "q -> e: default", "c -> e",
    ),
    "processes that call each other": drawn(
        "call_cycle", "c", "start s", "call c: r", "end e", "s -> c", "c -> e",
        called={"r": ("start s", "call d: p", "end e", "s -> d", "d -> e")},
    ),
    "called process with a task of the same id": drawn(
        "called_step_taken", "c", "start s", "user a", "call c: r", "end e", "s -> a", "a -> c",
        "c -> e", called={"r": ("start s", "user a", "end e", "s -> a", "a -> e")},
    ),
    "task of the same id two calls down": drawn(
        "called_step_taken", "c", "start s", "user a", "call c: r", "end e", "s -> a", "a -> c",
        "c -> e",
        called={
            "r": ("start s", "call d: t", "end e", "s -> d", "d -> e"),
            "t": ("start s", "user a", "end e", "s -> a", "a -> e"),
        },
    ),
    "calls too deep": drawn(
        "call_depth", "p", "start s", "call c: r0", "end e", "s -> c", "c -> e",
        called={
            **{
                f"r{n}": ("start s", f"call c: r{n + 1}", "end e", "s -> c", "c -> e")
                for n in range(8)
            },
            "r8": WORKER["r"],
        },
    ),
    "calls that multiply": drawn(
        "call_size", "p",
        "start s", *(f"call c{n}: r0" for n in range(40)), "end e", "s -> c0",
        *(f"c{n} -> c{n + 1}" for n in range(39)), "c39 -> e",
        called={
            f"r{m}": (
                "start s", *(f"call c{n}: r{m + 1}" for n in range(40)), "end e", "s -> c0",
                *(f"c{n} -> c{n + 1}" for n in range(39)), "c39 -> e",
            )
            for m in range(3)
        } | {"r3": WORKER["r"]},
    ),
    "items of no list": changed(
        "multi_instance_collection", "a", 'camunda:collection="b.units" ', "", "start s",
        "user b", "user a: unit in b.units", "end e", "s -> b", "b -> a", "a -> e", b="units[]",
    ),
    "items named as a task": drawn(
        "multi_instance_variable", "a", "start s", "user b", "user a: b in b.units", "end e",
        "s -> b", "b -> a", "a -> e", b="units[]",
    ),
    "items named as the case": drawn(
        "multi_instance_variable", "a", "start s", "user b", "user a: case in b.units", "end e",
        "s -> b", "b -> a", "a -> e", b="units[]",
    ),
    "unknown topic": drawn(
        "topic_unknown", "a", "start s", "system a: delete_everything", "end e", "s -> a", "a -> e"
    ),
    "publication of nothing": changed(
        "publication_unknown", "a", 'name="publication"', 'name="step"', "start s",
        "system a: publish", "end e", "s -> a", "a -> e",
    ),
    "publication of what there is not": changed(
        "publication_unknown", "a", 'value="statistics"', 'value="diary"', "start s",
        "system a: publish", "end e", "s -> a", "a -> e",
    ),
    "service of another kind": changed(
        "service_not_external", "a", 'camunda:type="external" ', "", "start s",
        "system a: publish", "end e", "s -> a", "a -> e",
    ),
    # --- timers -----------------------------------------------------------------------------------
    "boundary of no event": changed(
        "event_definition_count", "t",
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition>", "", *TIMED,
    ),
    "wait for two timers": changed(
        "event_definition_count", "w", "</bpmn:intermediateCatchEvent>",
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P2D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
        "start s", "wait w: P1D", "end e", "s -> w", "w -> e",
    ),
    "timer without a time": changed(
        "timer_time_count", "t", "<bpmn:timeDuration>P1D</bpmn:timeDuration>", "", *TIMED
    ),
    "timer with an empty time": changed(
        "timer_time_count", "t", ">P1D<", "> <", *TIMED
    ),
    "timer with two times": changed(
        "timer_time_count", "t", "<bpmn:timeDuration>P1D</bpmn:timeDuration>",
        "<bpmn:timeDuration>P1D</bpmn:timeDuration><bpmn:timeDuration>P2D</bpmn:timeDuration>",
        *TIMED,
    ),
    "garbage for a duration": timed("timer_invalid", "PT5X"),
    "fraction of a second": timed("timer_invalid", "PT0.001S"),
    "day that does not exist": timed("timer_invalid", "2026-02-30"),
    "cycle of nothing": timed("timer_invalid", "R3/P"),
    "cycle with a start": timed("timer_invalid", "R3/2026-01-01T00:00:00Z/P1D"),
    "no time at all": timed("timer_too_short", "PT0S"),
    "cycle without end": timed("timer_too_short", "R/PT0S"),
    "cycle of a minute": timed("timer_too_short", "R/PT1M"),
    "a hundred years": timed("timer_too_long", "P36500D"),
    "a million years": timed("timer_months", "P999999Y"),
    "more years than there are": timed("timer_months", "P99999999Y"),
    "more days than there are": timed("timer_invalid", "P99999999D"),
    "a month": timed("timer_months", "P1M"),
    "cycle that interrupts": timed("timer_cycle_place", "R3/P1D", cancels=True),
    "cycle of a wait": drawn(
        "timer_cycle_place", "w", "start s", "wait w: R3/P1D", "end e", "s -> w", "w -> e"
    ),
    "start by an interval": drawn(
        "timer_start_cycle", "s", "start s: R/P1M", "user a", "end e", "s -> a", "a -> e"
    ),
    "start by an unknown cycle": drawn(
        "cycle_unknown", "s", 'start s: cycle("yearly")', "user a", "end e", "s -> a", "a -> e"
    ),
    "fixed date": timed("timer_fixed_date", "2027-01-01"),
    "time without a zone": timed("timer_without_zone", "2027-01-01T08:30:00"),
    "deadline as a duration": changed(
        "timer_kind", "t", ">P1D<", '>deadline("unit_report")<', *TIMED
    ),
    "cycle away from the start": timed("timer_kind", 'cycle("monthly")'),
    "wait for a deadline": drawn(
        "wait_may_not_end", "w", "start s", 'wait w: deadline("unit_report")', "end e", "s -> w",
        "w -> e",
    ),
    "deadline that is no name": changed("deadline_name", "a", 'name="name_en" value="Step a"',
        'name="name_en" value="Step a"/><camunda:property name="deadline" value="in 7 days"'),
    "deadline that is not set": changed(
        "deadline_not_in_profile", "a", 'name="name_en" value="Step a"',
        'name="name_en" value="Step a"/><camunda:property name="deadline" value="unknown"'),
}  # fmt: skip
