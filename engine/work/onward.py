"""Consecutive steps of one person in one go (ทำต่อกันในหน้าเดียว, U19).

Each step is judged and journalled as if it had been completed alone; all of them are one unit,
so that a refusal of one leaves none written.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

from engine.access.membership import Standing
from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.elements import Process
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import FormInvalid, InvalidTransition, Sentence
from engine.forms import FormSchema
from engine.office.roles import Role
from engine.store.unit_of_work import UnitOfWork
from engine.work.completing import Completion, Submission, complete_work_item
from engine.work.papers.signing import has_signature
from engine.work.work_items import WorkItem, get_work_item, open_items_of

# Further than this nobody sees at a glance what she is about to record.
MOST = 5

# What is answered in the nth step, counted from 0; it may refuse a step that it does not expect.
Answer = Callable[[int, WorkItem, FormSchema], Submission]


class NoWayOn(InvalidTransition):
    """The step leads to none that its holder does next, or to one that wants its own page."""

    sentence = Sentence(
        "ขั้นถัดไปไม่ใช่งานของท่าน หรือต้องทำในหน้าของขั้นนั้น กดบันทึกเสร็จได้เลย ยังไม่มีสิ่งใดถูกบันทึก",
        "The next step is not yours, or wants a page of its own. Complete this one; "
        "nothing is written yet.",
    )


class StepInvalid(FormInvalid):
    """The answers of one of the steps do not satisfy its form; ``at`` counts from 0."""

    def __init__(self, at: int, refused: FormInvalid) -> None:
        super().__init__(refused.messages)
        self.at = at


def may_go_on(uow: UnitOfWork, item: WorkItem, standing: Standing) -> bool:
    """Tell whether the step and one that may follow it can be answered on one page by her.

    Which one follows hangs on the answers; only :func:`complete_onward` knows.
    """
    edition = get_edition(uow, item.edition)
    process = blueprint_of(edition).processes[item.process_id]
    refs = (
        process.elements[each].form_ref for each in _may_follow(process, item.element, standing)
    )
    return _goes_along(form_of(edition, item.form_ref), is_first=True) and any(
        _goes_along(form_of(edition, ref), is_first=False) for ref in refs if ref
    )


def complete_onward(
    uow: UnitOfWork, work_item_id: UUID, count: int, answer: Answer
) -> tuple[Completion, WorkItem | None]:
    """Complete so many steps of the actor, each the one that the step before led to.

    Returns what the last one led to, with the receipt codes of all and the actor's next step if
    that may be done along too.
    A repeat of the submissions changes nothing and is answered as the first was.

    Raises
    ------
    NoWayOn
        A step leads to none of hers that can be answered on the same page.
    StepInvalid
        The answers of a step do not satisfy its form.
    InvalidTransition, NotPermitted, NotFound, DraftOvertaken
        As completing the step alone does.
    """
    first = get_work_item(uow, work_item_id)
    item: WorkItem | None = first
    done, codes = Completion(first.case_id, first.id), dict[UUID, str]()
    for at in range(count):
        if item is None:
            raise NoWayOn
        waiting = {each.id for each in open_items_of(uow, item.case_id, item.instance_id)}
        done = _complete(uow, item, at, answer)
        codes |= done.receipt_codes
        # What waited before this step does not follow from it.
        item = None if done.next_item in waiting else _along(uow, done.next_item)
    return replace(done, receipt_codes=codes), item


def _complete(uow: UnitOfWork, item: WorkItem, at: int, answer: Answer) -> Completion:
    schema = form_of(get_edition(uow, item.edition), item.form_ref)
    if not _goes_along(schema, is_first=at == 0):
        raise NoWayOn
    try:
        return complete_work_item(uow, item.id, answer(at, item, schema))
    except FormInvalid as refused:
        raise StepInvalid(at, refused) from refused


def _along(uow: UnitOfWork, work_item_id: UUID | None) -> WorkItem | None:
    if work_item_id is None:
        return None
    item = get_work_item(uow, work_item_id)
    schema = form_of(get_edition(uow, item.edition), item.form_ref)
    return item if _goes_along(schema, is_first=False) else None


def _goes_along(schema: FormSchema, *, is_first: bool) -> bool:
    """Leave alone what wants its own page.

    That is a signature, an identity; further on what is printed or told before it is written,
    a record and receipt codes.
    """
    return (
        not has_signature(schema)
        and not schema.sealed_paths
        and (is_first or not (schema.is_record or "receipt_code" in schema.read_keys()))
    )


def _may_follow(process: Process, element: str, standing: Standing) -> Iterator[str]:
    """Give the steps of her roles that an element leads to with no other person's between."""
    waiting, seen = [element], {element}
    while waiting:
        for flow in process.flows_from(waiting.pop()):
            if flow.target in seen:
                continue
            seen.add(flow.target)
            target = process.elements[flow.target]
            if target.kind != "userTask":
                waiting.append(target.id)
            elif target.lane_role and Role(target.lane_role) in standing.roles:
                yield target.id
