"""Called processes, multi-instance and system steps: what a step hands its work to."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import Diagram, Node, printable, properties_of
from engine.bpmn.lint.graph import cycles
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.lint.texts import is_feel_name
from engine.errors import Sentence

MAX_CALL_DEPTH: Final = 7
MAX_EXPANDED_NODES: Final = 20_000

CALLED_MISSING = Rule(
    "called_process_missing",
    Grade.ERROR,
    Sentence("{subject} ไม่ได้ระบุกระบวนงานที่เรียก", "{subject} names no process to call."),
    Sentence("ใส่ calledElement เป็นรหัสของกระบวนงาน", "Set calledElement to the id of a process."),
    "The engine refuses it late and without saying where.",
)
CALLED_UNKNOWN = Rule(
    "called_process_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} เรียกกระบวนงาน “{called}” ซึ่งไม่พบ",
        "{subject} calls the process “{called}”, which was not found.",
    ),
    Sentence("ตรวจรหัส หรือเพิ่มแฟ้ม {called}.bpmn", "Check the id, or add the file {called}.bpmn."),
    "The case would stop with an error when it gets there.",
)
CALLED_BINDING = Rule(
    "called_binding",
    Grade.ERROR,
    Sentence(
        "กระบวนงานที่ {subject} เรียกไม่ได้ผูกกับฉบับนี้",
        "The process that {subject} calls is not bound to this edition.",
    ),
    Sentence(
        'ใส่ camunda:calledElementBinding="deployment"',
        'Set camunda:calledElementBinding="deployment".',
    ),
    "With the latest binding a running case would change course under another edition.",
)
CALL_CYCLE = Rule(
    "call_cycle",
    Grade.ERROR,
    Sentence(
        "{subject} เรียกวนกลับมาถึงตัวเอง: {path}", "{subject} leads back to its own process: {path}."
    ),
    Sentence("เขียนเป็นวงในกระบวนงานเดียว", "Draw a loop inside one process."),
    "Each round would live inside the one before; without a wait it never comes to rest.",
)
CALL_DEPTH = Rule(
    "call_depth",
    Grade.ERROR,
    Sentence(
        "{subject} เรียกกันลึก {depth} ชั้น เกิน {limit}",
        "{subject} calls processes {depth} deep, more than {limit}.",
    ),
    Sentence("รวมบางกระบวนงานเข้าด้วยกัน", "Merge some of the processes."),
    "The engine stops a case that calls deeper than eight.",
)
CALL_SIZE = Rule(
    "call_size",
    Grade.ERROR,
    Sentence(
        "เมื่อรวมกระบวนงานที่เรียกทั้งหมด {subject} มี {count} จุด เกิน {limit}",
        "With all that it calls {subject} has {count} elements, more than {limit}.",
    ),
    Sentence("ลดจำนวนขั้นที่เรียกกระบวนงาน", "Call fewer processes."),
    "Calls multiply: three levels of a hundred calls are a million steps.",
)
CALL_SAME_STEP = Rule(
    "called_step_taken",
    Grade.ERROR,
    Sentence(
        "กระบวนงานที่ {subject} เรียกมีงานรหัสเดียวกับกระบวนงานนี้: {steps}",
        "The process that {subject} calls has tasks with the ids of tasks here: {steps}.",
    ),
    Sentence(
        "เปลี่ยนรหัสของงานให้ไม่ซ้ำกัน หรือเรียกแบบหลายรายการ",
        "Give the tasks other ids, or call it for several items.",
    ),
    "A plain call shares its caller's answers: the later task would overwrite the earlier one's.",
)
LOOP_COLLECTION = Rule(
    "multi_instance_collection",
    Grade.ERROR,
    Sentence(
        "{subject} ทำหลายรายการแต่ไม่บอกรายการหรือชื่อตัวแปร",
        "{subject} is done for several items but names no list or variable.",
    ),
    Sentence(
        "ใส่ camunda:collection เป็นรายการ และ camunda:elementVariable เป็นชื่อของหนึ่งรายการ",
        "Set camunda:collection to a list and camunda:elementVariable to the name of one item.",
    ),
    "The engine cannot make the items.",
)
LOOP_VARIABLE = Rule(
    "multi_instance_variable",
    Grade.ERROR,
    Sentence(
        "ชื่อตัวแปร “{variable}” ของ {subject} ใช้ไม่ได้",
        "The variable “{variable}” of {subject} cannot be used.",
    ),
    Sentence(
        "ใช้ชื่ออังกฤษตัวเล็กที่ไม่ซ้ำกับรหัสของงานหรือคำของระบบ เช่น unit",
        "Use a small English name that is no task's id and no reserved word, such as unit.",
    ),
    "It would hide the answers of the task of that name, or could not be read at all.",
)
TOPIC_UNKNOWN = Rule(
    "topic_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} ใช้หัวข้อ “{topic}” ซึ่งระบบไม่มี",
        "{subject} has the topic “{topic}”, which nothing serves.",
    ),
    Sentence("ใช้หัวข้อที่มี: {known}", "Use one of {known}."),
    "The step would wait for ever for somebody to take it up.",
)
TOPIC_TYPE = Rule(
    "service_not_external",
    Grade.ERROR,
    Sentence("{subject} ไม่ใช่งานของระบบแบบ external", "{subject} is not an external system step."),
    Sentence(
        'ใส่ camunda:type="external" และ camunda:topic',
        'Set camunda:type="external" and camunda:topic.',
    ),
    "A service task of another kind stays started for ever.",
)
PUBLICATION_UNKNOWN = Rule(
    "publication_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} ไม่บอกว่าเผยแพร่สิ่งใด หรือบอกสิ่งที่ระบบไม่มี: “{publication}”",
        "{subject} does not say what it makes public, or names what there is not: “{publication}”.",
    ),
    Sentence(
        "ใส่ camunda:property ชื่อ publication เป็นค่าหนึ่งใน {known}",
        "Set the camunda:property publication to one of {known}.",
    ),
    "The step could not tell what to publish, and the case would stop there.",
)
RULES: Final = (
    CALLED_MISSING,
    CALLED_UNKNOWN,
    CALLED_BINDING,
    CALL_CYCLE,
    CALL_DEPTH,
    CALL_SIZE,
    CALL_SAME_STEP,
    LOOP_COLLECTION,
    LOOP_VARIABLE,
    TOPIC_UNKNOWN,
    TOPIC_TYPE,
    PUBLICATION_UNKNOWN,
)


def called_by(node: Node) -> str:
    return node.element.get(names.CALLED_ELEMENT, "")


def collection_of(node: Node) -> str:
    return "" if node.loop is None else node.loop.get(names.COLLECTION, "").strip()


def variable_of(node: Node) -> str:
    return "" if node.loop is None else node.loop.get(names.ELEMENT_VARIABLE, "")


def check_calls(
    diagram: Diagram, known: Collection[str], topics: Collection[str], findings: Findings
) -> None:
    for node in diagram.nodes.values():
        if node.tag == "callActivity":
            _check_call(node, known, findings)
        elif node.tag == "serviceTask":
            _check_topic(node, topics, findings)
        if node.loop is not None:
            _check_loop(diagram, node, findings)


def check_call_graph(diagrams: Mapping[str, Diagram], findings_of: Mapping[str, Findings]) -> None:
    """Look at who calls whom across files: cycles, depth and size of the whole."""
    graph = {
        identity: sorted(
            {called_by(node) for node in diagram.of_tag("callActivity")} & set(diagrams)
        )
        for identity, diagram in diagrams.items()
    }
    looping: set[str] = set()
    for part in cycles(graph):
        looping |= set(part)
        path = " → ".join(printable(each) for each in (*part, part[0])[:8])
        for identity in part:
            if identity in findings_of:
                _tell_cycle(diagrams[identity], set(part), path, findings_of[identity])
    if looping:
        return
    depth, size = _measures(graph, diagrams)
    for identity, findings in findings_of.items():
        place = diagrams[identity].top.place
        if depth[identity] > MAX_CALL_DEPTH:
            findings.add(CALL_DEPTH, place, depth=depth[identity], limit=MAX_CALL_DEPTH)
        if size[identity] > MAX_EXPANDED_NODES:
            findings.add(CALL_SIZE, place, count=size[identity], limit=MAX_EXPANDED_NODES)
        _tell_same_steps(diagrams, diagrams[identity], findings)


def _tell_same_steps(diagrams: Mapping[str, Diagram], diagram: Diagram, findings: Findings) -> None:
    own = _steps_of(diagram)
    for node in diagram.of_tag("callActivity"):
        taken = own & _steps_shared(diagrams, called_by(node)) if node.loop is None else set()
        if taken:
            shown = ", ".join(printable(each) for each in sorted(taken)[:5])
            findings.add(CALL_SAME_STEP, node.place, steps=shown)


def _steps_shared(diagrams: Mapping[str, Diagram], identity: str) -> set[str]:
    """Return the tasks whose answers stand where those of a plain caller stand."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [identity]
    while waiting:
        called = waiting.pop()
        if called in diagrams and called not in seen:
            seen.add(called)
            found |= _steps_of(diagrams[called])
            calls = diagrams[called].of_tag("callActivity")
            waiting.extend(called_by(node) for node in calls if node.loop is None)
    return found


def _steps_of(diagram: Diagram) -> set[str]:
    return {node.id for node in diagram.of_tag("userTask")}


def _tell_cycle(diagram: Diagram, part: set[str], path: str, findings: Findings) -> None:
    for node in diagram.of_tag("callActivity"):
        if called_by(node) in part:
            findings.add(CALL_CYCLE, node.place, path=path)


def _measures(
    graph: Mapping[str, Iterable[str]], diagrams: Mapping[str, Diagram]
) -> tuple[dict[str, int], dict[str, int]]:
    """Depth of calls and number of elements with all calls written out, callees first."""
    depth: dict[str, int] = {}
    size: dict[str, int] = {}
    for root in graph:
        waiting = [root]
        while waiting:
            identity = waiting[-1]
            open_calls = [each for each in graph[identity] if each not in depth]
            if open_calls:
                waiting.extend(open_calls)
                continue
            waiting.pop()
            depth[identity] = max((depth[each] + 1 for each in graph[identity]), default=0)
            size[identity] = len(diagrams[identity].nodes) + sum(
                size.get(called_by(node), 0) for node in diagrams[identity].of_tag("callActivity")
            )
    return depth, size


def _check_call(node: Node, known: Collection[str], findings: Findings) -> None:
    called = called_by(node)
    if not called:
        findings.add(CALLED_MISSING, node.place)
        return
    if called not in known:
        findings.add(CALLED_UNKNOWN, node.place, called=printable(called))
    if node.element.get(names.CALLED_ELEMENT_BINDING) != "deployment":
        findings.add(CALLED_BINDING, node.place)


def _check_topic(node: Node, topics: Collection[str], findings: Findings) -> None:
    if node.element.get(names.TYPE) != "external":
        findings.add(TOPIC_TYPE, node.place)
        return
    topic = node.element.get(names.TOPIC, "")
    if topic not in topics:
        shown, known = printable(topic) or "-", ", ".join(sorted(topics))
        findings.add(TOPIC_UNKNOWN, node.place, topic=shown, known=known)
    elif topic == names.PUBLISH:
        _check_publication(node, findings)


def _check_publication(node: Node, findings: Findings) -> None:
    publication = properties_of(node.element).get("publication", "")
    if publication not in names.PUBLICATIONS:
        shown, known = printable(publication) or "-", ", ".join(sorted(names.PUBLICATIONS))
        findings.add(PUBLICATION_UNKNOWN, node.place, publication=shown, known=known)


def _check_loop(diagram: Diagram, node: Node, findings: Findings) -> None:
    variable = variable_of(node)
    if not collection_of(node) or not variable:
        findings.add(LOOP_COLLECTION, node.place)
    elif not is_feel_name(variable) or variable in diagram.nodes:
        findings.add(LOOP_VARIABLE, node.place, variable=printable(variable))
