"""The forms of the editions that an office runs, to be printed blank and filled in by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.edition import Edition
from engine.bpmn.elements import Process
from engine.definitions.adoption import Adoption, adopted
from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import NotFound, Sentence
from engine.forms import FormSchema
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FormInUse:
    """A form, and the step of the process that it belongs to."""

    form_ref: str
    step: Sentence
    schema: FormSchema


@dataclass(frozen=True)
class ProcessForms:
    """The forms of กระบวนงาน ฉบับที่ ``number``, in the order of its diagram; each once."""

    process_id: str
    name: Sentence
    number: int
    forms: tuple[FormInUse, ...]

    def form(self, form_ref: str) -> FormInUse:
        for found in self.forms:
            if found.form_ref == form_ref:
                return found
        raise NotFound


def forms_in_use(uow: UnitOfWork) -> list[ProcessForms]:
    """Return all forms of the actor's office, by process; a process without any is left out."""
    every = [_forms_of(uow, adoption) for adoption in adopted(uow)]
    return [found for found in every if found.forms]


def forms_of_process(uow: UnitOfWork, process_id: str) -> ProcessForms:
    """Return the forms of one process that the office runs; NotFound if it does not."""
    for adoption in adopted(uow):
        if adoption.process_id == process_id:
            return _forms_of(uow, adoption)
    raise NotFound


def process_name(edition: Edition) -> Sentence:
    process = blueprint_of(edition).processes[edition.process_id]
    return Sentence(process.name, process.name_en or process.name)


def _forms_of(uow: UnitOfWork, adoption: Adoption) -> ProcessForms:
    edition = get_edition(uow, adoption.edition)
    process = blueprint_of(edition).processes[edition.process_id]
    forms = {form.form_ref: form for form in _forms(edition, process)}
    return ProcessForms(
        adoption.process_id,
        process_name(edition),
        adoption.number,
        tuple(forms.values()),
    )


def _forms(edition: Edition, process: Process) -> Iterator[FormInUse]:
    for element in process.elements.values():
        if element.form_ref:
            step = Sentence(element.label, element.label_en or element.label)
            yield FormInUse(element.form_ref, step, form_of(edition, element.form_ref))
