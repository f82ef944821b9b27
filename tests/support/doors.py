"""An office whose doors lead to different processes."""

from typing import Any
from uuid import UUID, uuid4

from engine.cases.register import get_case
from engine.definitions.adoption import get_adopted_edition
from engine.resources import bundled_dir
from engine.store.unit_of_work import Actor, UnitOfWork
from engine.work.offices.opening import revise_profile
from engine.work.transferring import Transfer, asked_form, known_answers, transfer_case
from tests.support.story import Story

WRONG_DOOR = "ร้องเรียนการทำงานทั่วไป ไม่ใช่เรื่องทุจริต"
_PROFILE = (bundled_dir("processes") / "offices" / "provincial.toml").read_text(encoding="utf-8")
_ONE_PROCESS = 'corruption = "complaint_provincial"\ngeneral = "complaint_provincial"'


def part_doors(story: Story, general: str = "complaint_tambon") -> None:
    """Let tip-offs, general complaints and what an officer takes in each have their process."""
    apart = f'corruption = "tip_off"\ngeneral = "{general}"'
    assert _PROFILE.count(_ONE_PROCESS) == 1
    with story.store.unit(Actor(story.office_id, None)) as uow:
        uow.hold(story.office_id)
        toml = _PROFILE.replace(_ONE_PROCESS, apart)
        revise_profile(uow, toml, effective_on=uow.today)


def transfer(
    story: Story,
    case: UUID,
    process_id: str,
    *,
    by: Actor,
    reason: str = WRONG_DOOR,
    key: UUID | None = None,
    **answers: Any,
) -> UUID | None:
    """Move a case to the process of another door, with the register as the form opens with it."""
    with story.store.unit(by) as uow:
        return move(uow, case, process_id, reason=reason, key=key, **answers)


def move(
    uow: UnitOfWork,
    case_id: UUID,
    process_id: str,
    *,
    reason: str = WRONG_DOOR,
    key: UUID | None = None,
    **answers: Any,
) -> UUID | None:
    case = get_case(uow, case_id)
    schema = asked_form(uow, case, get_adopted_edition(uow, process_id))
    said = {**known_answers(case, schema), **answers}
    wanted = Transfer(process_id, reason, said)
    return transfer_case(uow, case_id, wanted, submission_key=key or uuid4())
