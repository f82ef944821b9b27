"""From a process's XML to specs that run, refusing everything that would run wrongly.

The specs are put together here and not by SpiffWorkflow's parser: that one accepts link events,
compensation, boundary events on nothing and much else and then does silently nothing, recurses
along the diagram, orders branches by their height on the page, and locates no error.
"""

from typing import Any, Final

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    NoneEventDefinition,
    TerminateEventDefinition,
)

from engine.bpmn import names, specs, timers
from engine.bpmn.elements import Process
from engine.bpmn.multi_instance import BODY_SUFFIX, ItemParallel
from engine.bpmn.refusals import CHOOSING, RUNNABLE_ELEMENTS, RUNNABLE_EVENTS, refusals
from engine.bpmn.system_step import SystemStep
from engine.bpmn.xml import Element as XmlElement
from engine.errors import DefinitionInvalid

_PLAIN: Final = {
    names.USER_TASK: specs.Human,
    names.EXCLUSIVE_GATEWAY: specs.Choice,
    names.PARALLEL_GATEWAY: specs.Parallel,
    names.INCLUSIVE_GATEWAY: specs.Inclusive,
}
_PLAIN_EVENTS: Final = {
    names.START_EVENT: specs.Start,
    names.END_EVENT: specs.End,
    names.THROW_EVENT: specs.Throw,
}


def parse_process(process: XmlElement, catalogue: Process) -> dict[str, Any]:
    """Return SpiffWorkflow specs by id: the process's own and one for each sub-process in it.

    Raises DefinitionInvalid with every problem that would keep the process from running, or let
    it run otherwise than drawn. The fuller judgement of a draft is lint's.
    """
    problems = refusals(process, catalogue)
    if problems:
        raise DefinitionInvalid(problems)
    containers = [process, *process.iter(names.SUB_PROCESS)]
    assembled = [_Assembly(each, catalogue) for each in containers]
    return {each.name: each.spec for each in assembled}


def _spec_name(container: XmlElement, catalogue: Process) -> str:
    """Name a sub-process after its process too: ids are only unique in their file."""
    container_id = container.get("id", "")
    if container.tag == names.PROCESS:
        return container_id
    return f"{catalogue.id}/{container_id}"


class _Assembly:
    """Puts one process or sub-process together."""

    def __init__(self, container: XmlElement, catalogue: Process) -> None:
        self.name = _spec_name(container, catalogue)
        self.spec = specs.ProcessSpec(self.name)
        self.catalogue = catalogue
        self.tasks: dict[str, Any] = {}
        self.entries: dict[str, Any] = {}
        self.boundary_joins: dict[str, Any] = {}
        nodes = [node for node in container if node.tag in RUNNABLE_ELEMENTS]
        for node in nodes:
            self._add(node)
        for node in nodes:
            self._surround_with_boundary(node)
        for node in nodes:
            self._connect(node)

    def _add(self, node: XmlElement) -> None:
        node_id = node.get("id", "")
        loop = node.find(names.MULTI_INSTANCE)
        task = self._task_spec(node, node_id if loop is None else node_id + BODY_SUFFIX)
        task.bpmn_id = node_id
        task.flows = {}
        if loop is not None:
            body = task
            task = ItemParallel(
                self.spec,
                node_id,
                body=body.name,
                collection=loop.get(names.COLLECTION, ""),
                variable=loop.get(names.ELEMENT_VARIABLE, ""),
            )
            task.flows = {}
            body.inputs = [task]
        self.tasks[node_id] = self.entries[node_id] = task

    def _task_spec(self, node: XmlElement, name: str) -> Any:
        if node.tag in RUNNABLE_EVENTS:
            return self._event(node, name)
        match node.tag:
            case names.SERVICE_TASK:
                return SystemStep(self.spec, name, topic=node.get(names.TOPIC, ""))
            case names.SCRIPT_TASK:
                return specs.Script(self.spec, name, script=node.findtext(names.SCRIPT, ""))
            case names.CALL_ACTIVITY:
                return specs.Call(self.spec, name, node.get(names.CALLED_ELEMENT))
            case names.SUB_PROCESS:
                return specs.Embedded(self.spec, name, _spec_name(node, self.catalogue))
        return _PLAIN[node.tag](self.spec, name)

    def _event(self, node: XmlElement, name: str) -> Any:
        if node.tag == names.BOUNDARY_EVENT:
            interrupting = node.get("cancelActivity") != "false"
            return specs.Boundary(self.spec, name, _timer(node), cancel_activity=interrupting)
        if node.tag == names.CATCH_EVENT:
            return specs.Catch(self.spec, name, event_definition=_timer(node))
        if node.find(names.TERMINATE_DEFINITION) is not None:
            return specs.End(self.spec, name, event_definition=TerminateEventDefinition())
        # A timer start is plain here: the schedule alone owns the time.
        return _PLAIN_EVENTS[node.tag](self.spec, name, event_definition=NoneEventDefinition())

    def _surround_with_boundary(self, node: XmlElement) -> None:
        node_id = node.get("id", "")
        events = self.catalogue.boundary_events_of(node_id)
        if not events:
            return
        split = BoundaryEventSplit(self.spec, f"{node_id}.BoundaryEventSplit")
        join = BoundaryEventJoin(
            self.spec, f"{node_id}.BoundaryEventJoin", split_task=split.name, cancel=True
        )
        split.connect(self.tasks[node_id])
        self.tasks[node_id].connect(join)
        for event in events:
            split.connect(self.tasks[event.id])
            self.boundary_joins[event.id] = join
        self.entries[node_id] = split

    def _connect(self, node: XmlElement) -> None:
        node_id = node.get("id", "")
        task = self.tasks[node_id]
        if node.tag == names.START_EVENT:
            self.spec.start.connect(task)
        flows = self.catalogue.flows_from(node_id)
        for flow in flows:
            target = self.entries[flow.target]
            task.flows[target.name] = flow.id
            if flow.condition is None or flow.default or node.tag not in CHOOSING:
                task.connect(target)
            else:
                task.connect_outgoing_if(flow.condition, target)
        if node.tag == names.END_EVENT:
            task.connect(self.spec.end)
        if node_id in self.boundary_joins:
            task.connect(self.boundary_joins[node_id])


def _timer(node: XmlElement) -> Any:
    definition = node.find(names.TIMER_DEFINITION)
    kinds = {
        names.TIME_DATE: timers.DateTimer,
        names.TIME_DURATION: timers.DurationTimer,
        names.TIME_CYCLE: timers.CycleTimer,
    }
    for each in definition if definition is not None else ():
        if each.tag in kinds:
            return kinds[each.tag](node.get("id"), (each.text or "").strip())
    raise AssertionError("checked before")
