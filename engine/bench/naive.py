"""The comparison: SpiffWorkflow's own serializer, whole tree and spec stored at every step.

Its own parser, engine and expressions. The loop is as flat as three units at once can be
drawn, two levels a round: past a depth of 1,000 the engine no longer finds a case's tasks,
and ``complaint_provincial`` itself would come to rest before its hundredth round.
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
<userTask id="notify" name="notify"/><userTask id="unit_1" name="unit_1"/>
<userTask id="unit_2" name="unit_2"/><userTask id="unit_3" name="unit_3"/>
<inclusiveGateway id="fan" default="out"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="begin" targetRef="notify"/>
<sequenceFlow id="f2" sourceRef="notify" targetRef="fan"/>
<sequenceFlow id="again" sourceRef="fan" targetRef="notify">
<conditionExpression>more</conditionExpression></sequenceFlow>
<sequenceFlow id="u1" sourceRef="fan" targetRef="unit_1">
<conditionExpression>more</conditionExpression></sequenceFlow>
<sequenceFlow id="u2" sourceRef="fan" targetRef="unit_2">
<conditionExpression>more</conditionExpression></sequenceFlow>
<sequenceFlow id="u3" sourceRef="fan" targetRef="unit_3">
<conditionExpression>more</conditionExpression></sequenceFlow>
<sequenceFlow id="out" sourceRef="fan" targetRef="end"/></process></definitions>"""

_ANSWERS = {f"field_{number}": "ตรวจสอบเอกสารแล้วพบว่าราคาสูงกว่าท้องตลาด" for number in range(10)}
_ROUND = ("notify", "unit_1", "unit_2", "unit_3")
_SAMPLES = 5 * _ROUND


def time_naive_step(database: Database, *, rounds: int) -> list[float]:
    """Return what load, one step and save take after so many rounds, in seconds."""
    serializer = BpmnWorkflowSerializer()
    workflow = _start()
    for _ in range(rounds):
        _go_round(workflow)
    with _table(database) as table:
        with database.writing() as connection:
            connection.execute(
                insert(table).values(id=1, state=serializer.serialize_json(workflow))
            )
        return [_one_step(database, table, serializer, name) for name in _SAMPLES]


def _one_step(database: Database, table: Table, serializer: Any, name: str) -> float:
    begun = perf_counter()
    with database.writing() as connection:
        state = connection.execute(select(table.c.state)).scalar_one()
        workflow = serializer.deserialize_json(state)
        _complete(workflow, name)
        connection.execute(update(table).values(state=serializer.serialize_json(workflow)))
    return perf_counter() - begun


def _start() -> Any:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(_LOOP))
    workflow = BpmnWorkflow(parser.get_spec("loop"))
    workflow.do_engine_steps()
    return workflow


def _go_round(workflow: Any) -> None:
    for name in _ROUND:
        _complete(workflow, name)


def _complete(workflow: Any, name: str) -> None:
    task = workflow.get_tasks(state=TaskState.READY, spec_name=name)[0]
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
