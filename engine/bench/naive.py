"""The comparison: SpiffWorkflow's own serializer, whole tree and spec stored at every step.

Its own parser, engine and expressions, on the smallest loop that the engine runs: one
user task, because past a depth of 1,000 it no longer finds any task of the case.
It is what a program does that uses the library as its documentation shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select, update

from engine.store.database import Database

_LOOP = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">
<process id="loop" isExecutable="true"><startEvent id="begin"/>
<userTask id="notify" name="notify"/>
<exclusiveGateway id="again" default="out"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="begin" targetRef="notify"/>
<sequenceFlow id="f2" sourceRef="notify" targetRef="again"/>
<sequenceFlow id="back" sourceRef="again" targetRef="notify">
<conditionExpression>more</conditionExpression></sequenceFlow>
<sequenceFlow id="out" sourceRef="again" targetRef="end"/></process></definitions>"""

_ANSWERS = {f"field_{number}": "ตรวจสอบเอกสารแล้วพบว่าราคาสูงกว่าท้องตลาด" for number in range(10)}
_SAMPLES = 20


def time_naive_step(database: Database, *, rounds: int) -> list[float]:
    """Return what load, one step and save take after so many rounds, in seconds."""
    serializer = BpmnWorkflowSerializer()
    workflow = _start()
    for _ in range(rounds):
        _complete(workflow)
    with _table(database) as table:
        with database.writing() as connection:
            connection.execute(
                insert(table).values(id=1, state=serializer.serialize_json(workflow))
            )
        return [_one_step(database, table, serializer) for _ in range(_SAMPLES)]


def _one_step(database: Database, table: Table, serializer: Any) -> float:
    begun = perf_counter()
    with database.writing() as connection:
        state = connection.execute(select(table.c.state)).scalar_one()
        workflow = serializer.deserialize_json(state)
        _complete(workflow)
        connection.execute(update(table).values(state=serializer.serialize_json(workflow)))
    return perf_counter() - begun


def _start() -> Any:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(_LOOP))
    workflow = BpmnWorkflow(parser.get_spec("loop"))
    workflow.do_engine_steps()
    return workflow


def _complete(workflow: Any) -> None:
    task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
    task.data.update(_ANSWERS, more=True)
    task.run()
    workflow.do_engine_steps()


@contextmanager
def _table(database: Database) -> Iterator[Table]:
    metadata = MetaData()
    table = Table(
        "bench_naive", metadata, Column("id", Integer, primary_key=True), Column("state", Text)
    )
    with database.writing() as connection:
        metadata.create_all(connection)
    yield table
    with database.writing() as connection:
        metadata.drop_all(connection)
