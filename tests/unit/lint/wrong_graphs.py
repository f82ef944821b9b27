"""Graphs that are wrong: shape, decisions, loops, splits and joins."""

from tests.unit.lint.making import DECISION, PLAIN, TIMED, Wrong, changed, drawn, marked, tangle

WRONG_GRAPHS: dict[str, Wrong] = {
    # --- shape ------------------------------------------------------------------------------------
    "not executable": changed(
        "process_not_executable", "p", 'isExecutable="true"', 'isExecutable="false"'
    ),
    "executable not said": changed("process_not_executable", "p", 'isExecutable="true"', ""),
    "no start": drawn("start_count", "p", "user a", "end e", "a -> e"),
    "two starts": drawn(
        "start_count", "p", "start s", "start r", "user a", "end e", "s -> a", "r -> a", "a -> e"
    ),
    "two starts in a sub-process": drawn(
        "start_count", "b", "start s", "sub b", "start i", "start j", "end o", "i -> o", "j -> o",
        "close", "end e", "s -> b", "b -> e",
    ),
    "flow into the start": drawn(
        "start_has_incoming", "s", "start s", "user a", "xor q", "end e", "s -> a", "a -> q",
        "q -> e: a.ok", "q -> s: default",
    ),
    "flow out of the end": drawn(
        "end_has_outgoing", "e", "start s", "end e", "user a", "end f", "s -> e", "e -> a", "a -> f"
    ),
    "implicit end": drawn("no_outgoing_flow", "a", "start s", "user a", "end e", "s -> a"),
    "two flows from a task": drawn(
        "many_outgoing_flows", "a", "start s", "user a", "user b", "end e", "s -> a", "a -> b",
        "a -> e", "b -> e",
    ),
    "two flows from the start": drawn(
        "many_outgoing_flows", "s", "start s", "user a", "user b", "end e", "s -> a", "s -> b",
        "a -> e", "b -> e",
    ),
    "two flows from a timer": drawn(
        "many_outgoing_flows", "t", "start s", "user a", "late t on a: P1D", "user b", "end e",
        "s -> a", "a -> e", "t -> b", "t -> e", "b -> e",
    ),
    "unreachable": drawn("unreachable", "z", *PLAIN, "user z", "z -> e"),
    "unreachable loop": drawn(
        "unreachable", "y", *PLAIN, "xor y", "user z", "y -> z: case.contactable",
        "y -> e: default", "z -> y",
    ),
    "no way to the end": drawn(
        "no_way_to_end", "b", "start s", "user a", "xor q", "user b", "user c", "xor r", "end e",
        "s -> a", "a -> q", "q -> e: a.ok", "q -> b: default", "b -> c", "c -> r",
        "r -> b: c.ok", "r -> c: default",
    ),
    "flow to nowhere": changed(
        "flow_dangling", "f_a__e", 'sourceRef="a" targetRef="e"', 'sourceRef="a" targetRef="gone"'
    ),
    "flow into a sub-process": drawn(
        "flow_dangling", "f_s__i", "start s", "sub b", "start i", "user a", "end o", "i -> a",
        "a -> o", "close", "end e", "s -> i", "b -> e",
    ),
    "two flows between the same two": changed(
        "flow_duplicate", "twin", "</bpmn:process>",
        '<bpmn:sequenceFlow id="twin" sourceRef="q" targetRef="b">'
        "<bpmn:conditionExpression>a.ok = null</bpmn:conditionExpression></bpmn:sequenceFlow>"
        "</bpmn:process>", *DECISION,
    ),
    "boundary on nothing": changed(
        "boundary_host", "t", 'attachedToRef="a"', 'attachedToRef="gone"', *TIMED
    ),
    "boundary on a gateway": changed(
        "boundary_host", "t", 'attachedToRef="a"', 'attachedToRef="q"', *DECISION[:-1],
        "late t on a: P1D", "t -> e", "b -> e",
    ),
    "boundary on a system step": drawn(
        "boundary_host", "t", "start s", "system a: publish", "late t on a: P1D", "end e",
        "s -> a", "a -> e", "t -> e",
    ),
    "flow into a boundary": drawn(
        "boundary_has_incoming", "t", "start s", "user a", "xor q", "late t on a: P1D", "end e",
        "s -> a", "a -> q", "q -> e: a.ok", "q -> t: default", "t -> e",
    ),
    "person in a late branch": drawn(
        "late_branch_waits", "b", "start s", "user a", "ring t on a: P1D", "user b", "end e",
        "end f", "s -> a", "a -> e", "t -> b", "b -> f",
    ),
    "wait in a late branch": drawn(
        "late_branch_waits", "w", "start s", "user a", "ring t on a: P1D", "wait w: P1D", "end e",
        "end f", "s -> a", "a -> e", "t -> w", "w -> f",
    ),
    "late branch that joins the main path": drawn(
        "late_branch_rejoins", "x", "start s", "user a", "ring t on a: P1D", "system x: publish",
        "end e", "s -> a", "a -> x", "t -> x", "x -> e",
    ),
    "late branch that stops the main path": drawn(
        "late_branch_rejoins", "e", "start s", "user a", "ring t on a: P1D", "stop e", "s -> a",
        "a -> e", "t -> e",
    ),
    "stale reference": changed(
        "flow_reference_stale", "a", "</bpmn:userTask>",
        "<bpmn:incoming>gone</bpmn:incoming></bpmn:userTask>",
    ),
    # --- decisions --------------------------------------------------------------------------------
    "no default": drawn(
        "gateway_without_default", "q", *DECISION[:-2], "q -> e: a.ok = false", "b -> e"
    ),
    "no default of an inclusive gateway": drawn(
        "gateway_without_default", "q", *(line.replace("xor", "or") for line in DECISION[:-2]),
        "q -> e: a.ok = false", "b -> e",
    ),
    "no condition": drawn(
        "flow_without_condition", "f_q__c", *DECISION, "user c", "q -> c", "c -> e"
    ),
    "empty condition": changed("flow_without_condition", "f_q__b", ">a.ok<", "> <", *DECISION),
    "default of another gateway": changed(
        "default_not_own_flow", "q", 'default="f_q__e"', 'default="f_a__q"', *DECISION
    ),
    "default with a condition": changed(
        "default_with_condition", "f_q__e", 'id="f_q__e" sourceRef="q" targetRef="e"/>',
        'id="f_q__e" sourceRef="q" targetRef="e"><bpmn:conditionExpression>a.ok'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>", *DECISION,
    ),
    "default of a task": marked("default_outside_decision", 'default="f_a__e"'),
    "condition behind a task": drawn(
        "condition_outside_decision", "f_a__e", "start s", "user a", "end e", "s -> a",
        "a -> e: a.ok",
    ),
    "condition behind a parallel split": drawn(
        "condition_outside_decision", "f_g__a", "start s", "and g", "user a", "user b", "and j",
        "end e", "s -> g", "g -> a: case.contactable", "g -> b", "a -> j", "b -> j", "j -> e",
    ),
    "condition on the only way": drawn(
        "condition_outside_decision", "f_q__a", "start s", "xor q", "user a", "end e", "s -> q",
        "q -> a: case.contactable", "a -> e",
    ),
    # --- loops ------------------------------------------------------------------------------------
    "loop of decisions": drawn(
        "cycle_without_wait", "q", "start s", "user a", "xor q", "xor r", "end e", "s -> a",
        "a -> q", "q -> e: a.ok", "q -> r: default", "r -> e: a.ok = null", "r -> q: default",
    ),
    "loop of scripts": drawn(
        "cycle_without_wait", "c", "start s", "script c: n = 1", "xor q", "end e", "s -> c",
        "c -> q", "q -> e: n > 2", "q -> c: default",
    ),
    "loop of system steps": drawn(
        "cycle_without_wait", "x", "start s", "system x: publish", "xor q", "end e", "s -> x",
        "x -> q", "q -> e: case.contactable", "q -> x: default",
    ),
    "loop over items that may be none": drawn(
        "cycle_without_wait", "b", "start s", "user a", "user b: unit in a.units", "xor q",
        "end e", "s -> a", "a -> b", "b -> q", "q -> e: case.contactable", "q -> b: default",
        a="units[]",
    ),
    "loop by a date that has passed": drawn(
        "cycle_without_wait", "a", "start s", "user a", 'late t on a: deadline("unit_report")',
        "system x: publish", "end e", "s -> a", "a -> e", "t -> x", "x -> a",
    ),
    "loop of a wait for a date": drawn(
        "cycle_without_wait", "w", "start s", "user a", "wait w: a.on", "xor q", "end e", "s -> a",
        "a -> w", "w -> q", "q -> e: a.ok", "q -> w: default", a="on@ ok?",
    ),
    "loop of a call that does not wait": drawn(
        "cycle_without_wait", "c", "start s", "call c: r", "xor q", "end e", "s -> c", "c -> q",
        "q -> e: case.contactable", "q -> c: default",
        called={"r": ("start s", "system x: publish", "end e", "s -> x", "x -> e")},
    ),
    "loop of a sub-process that need not wait": drawn(
        "cycle_without_wait", "b", "start s", "sub b", "start i", "xor r", "user a", "end o",
        "i -> r", "r -> a: case.contactable", "r -> o: default", "a -> o", "close", "xor q",
        "end e", "s -> b", "b -> q", "q -> e: case.is_anonymous", "q -> b: default",
    ),
    "loop without a gateway": drawn(
        "cycle_without_gateway", "a", "start s", "user a", "user b", "end e", "s -> a", "a -> b",
        "b -> a",
    ),
    "loop left only by a timer": drawn(
        "cycle_without_gateway", "a", "start s", "user a", "late t on a: P1D", "user b", "end e",
        "s -> a", "a -> b", "b -> a", "t -> e",
    ),
    # --- splits and joins -------------------------------------------------------------------------
    "decision into a join": drawn(
        "join_never_complete", "j", "start s", "user a", "xor q", "user b", "user c", "and j",
        "end e", "s -> a", "a -> q", "q -> b: a.ok", "q -> c: default", "b -> j", "c -> j",
        "j -> e",
    ),
    "third way into a join": drawn(
        "join_never_complete", "j", "start s", "and g", "user a", "xor q", "user b", "user c",
        "and j", "end e", "s -> g", "g -> a", "g -> c", "a -> q", "q -> b: a.ok",
        "q -> j: default", "b -> j", "c -> j", "j -> e",
    ),
    "branch that leaves before the join": drawn(
        "join_never_complete", "j", "start s", "and g", "user a", "xor q", "user c", "and j",
        "end e", "end f", "s -> g", "g -> a", "g -> c", "a -> q", "q -> f: a.ok",
        "q -> j: default", "c -> j", "j -> e",
    ),
    "timer that leaves before the join": drawn(
        "join_never_complete", "j", "start s", "and g", "user a", "late t on a: P1D", "user c",
        "and j", "end e", "end f", "s -> g", "g -> a", "g -> c", "a -> j", "c -> j", "t -> f",
        "j -> e",
    ),
    "inclusive split into a parallel join": drawn(
        "join_never_complete", "j", "start s", "user a", "or g", "user b", "user c", "and j",
        "end e", "s -> a", "a -> g", "g -> b: a.ok", "g -> c: default", "b -> j", "c -> j",
        "j -> e",
    ),
    "join in a loop with a branch from outside": drawn(
        "join_fed_from_outside_loop", "j", "start s", "and g", "user b", "user a", "and j",
        "user z", "xor q", "end e", "s -> g", "g -> a", "g -> b", "a -> j", "b -> j", "j -> z",
        "z -> q", "q -> e: z.ok", "q -> a: default",
    ),
    "back into a parallel split": drawn(
        "join_waits_for_itself", "g", "start s", "and g", "user a", "user b", "and j", "user z",
        "xor q", "end e", "s -> g", "g -> a", "g -> b", "a -> j", "b -> j", "j -> z", "z -> q",
        "q -> e: z.ok", "q -> g: default",
    ),
    "parallel branches meet without a join": drawn(
        "step_done_twice", "z", "start s", "and g", "user a", "user b", "user z", "end e",
        "s -> g", "g -> a", "g -> b", "a -> z", "b -> z", "z -> e",
    ),
    "fork bomb": drawn(
        "step_done_twice", "b", "start s", "xor m", "user a", "and g", "user b", "xor q", "end e",
        "s -> m", "m -> a", "a -> g", "g -> b", "g -> q", "q -> m: a.ok", "q -> e: default",
        "b -> e",
    ),
    "both branches go round": drawn(
        "step_done_twice", "m", "start s", "xor m", "user a", "and g", "user b", "user c",
        "xor q", "end e", "s -> m", "m -> a", "a -> g", "g -> b", "g -> c", "b -> q", "c -> q",
        "q -> m: b.ok", "q -> e: default",
    ),
    "tangled branches": drawn("joins_too_tangled", "p", *tangle(16)),
}  # fmt: skip
