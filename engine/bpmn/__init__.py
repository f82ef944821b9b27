"""Processes: reading, checking and running BPMN. Nothing outside imports SpiffWorkflow.

Build an ``Edition`` with ``build_edition``; run it with ``start``, ``complete``, ``fire_timers``,
``complete_system_step``; each gives a ``Run`` with the state to store and all that happened.
"""

from engine.bpmn.blueprint import blueprint_of, parse_edition
from engine.bpmn.edition import Edition, build_edition
from engine.bpmn.elements import Element, Flow, Lane, Process
from engine.bpmn.failures import (
    ElementFailed,
    StateUnreadable,
    StepBudgetExceeded,
    WaitsForNothing,
)
from engine.bpmn.runs import (
    ArmedTimer,
    Assigned,
    Context,
    ElementPassed,
    Evaluated,
    FlowTaken,
    OfferedItem,
    OpenItem,
    Run,
    WaitingSystemStep,
)
from engine.bpmn.runtime import (
    cancel,
    complete,
    complete_system_step,
    fire_timers,
    open_items,
    rearm,
    start,
)
from engine.bpmn.system_step import Scope, SystemStepCall
from engine.bpmn.xml import read_xml

__all__ = [
    "ArmedTimer",
    "Assigned",
    "Context",
    "Edition",
    "Element",
    "ElementFailed",
    "ElementPassed",
    "Evaluated",
    "Flow",
    "FlowTaken",
    "Lane",
    "OfferedItem",
    "OpenItem",
    "Process",
    "Run",
    "Scope",
    "StateUnreadable",
    "StepBudgetExceeded",
    "SystemStepCall",
    "WaitingSystemStep",
    "WaitsForNothing",
    "blueprint_of",
    "build_edition",
    "cancel",
    "complete",
    "complete_system_step",
    "fire_timers",
    "open_items",
    "parse_edition",
    "read_xml",
    "rearm",
    "start",
]
