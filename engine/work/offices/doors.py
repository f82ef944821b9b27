"""The processes to which the doors of an office may lead: those that begin with a form."""

from engine.bpmn.edition import Edition
from engine.definitions.adoption import adopted
from engine.definitions.editions import get_edition
from engine.definitions.forms_in_use import process_name
from engine.definitions.reading import start_form_of
from engine.errors import InvalidTransition, Sentence
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import DoorKey
from engine.office.public_doors import RETALIATION
from engine.store.unit_of_work import UnitOfWork

# What every form of a complaint asks first, and no form of a question.
_ABOUT_WHOM = "respondent_kind"


def process_names(uow: UnitOfWork) -> dict[str, Sentence]:
    """Return what the office runs, by process id, as its diagrams are called."""
    return {one.process_id: process_name(get_edition(uow, one.edition)) for one in adopted(uow)}


def processes_for(uow: UnitOfWork, door: str) -> dict[str, Sentence]:
    """Return the processes that a door may lead to, with their names."""
    editions = (get_edition(uow, one.edition) for one in adopted(uow))
    return {one.process_id: process_name(one) for one in editions if _fits(one, door)}


def _fits(edition: Edition, door: str) -> bool:
    form = start_form_of(edition)
    if form is None or edition.process_id == RETALIATION:
        return False
    asks_about_whom = any(field.key == _ABOUT_WHOM for field in form.fields())
    return asks_about_whom is (door != DoorKey.QUESTION)


def check_doors(uow: UnitOfWork, before: OfficeProfile, after: OfficeProfile) -> None:
    """Refuse a door that is to lead where nothing of its kind can begin.

    Raises
    ------
    InvalidTransition
        The office runs no such process, or it has no form that such a door needs.
    """
    for door, process_id in after.doors.items():
        is_new = before.doors.get(door) != process_id
        if is_new and process_id not in processes_for(uow, door):
            raise InvalidTransition(DOES_NOT_FIT)


DOES_NOT_FIT = Sentence(
    "กระบวนงานนี้ไม่มีแบบรับเรื่องสำหรับทางรับเรื่องนี้ เลือกกระบวนงานอื่น",
    "This process has no form that such a door needs. Choose another.",
)
