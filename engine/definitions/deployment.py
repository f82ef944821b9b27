"""Deploy files from disk: publish them where that is no way around the four eyes, else refuse."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from engine.bpmn.edition import Edition, build_edition
from engine.bpmn.lint import lint_definition
from engine.definitions.publication import definition_of, find_published, publish
from engine.errors import NotPermitted, Sentence
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor, Store, UnitOfWork


@dataclass(frozen=True)
class Deployment:
    """One process after ``deploy``: its number in the office, and whether that number is new."""

    process_id: str
    number: int
    is_new: bool


def deploy(
    store: Store, office_id: UUID, editions: Sequence[Edition], *, may_publish: bool
) -> list[Deployment]:
    """Publish editions for an office, all or none, and say what became of each.

    One equal to any earlier edition changes nothing. ``may_publish``: demonstration
    mode; without it only a process that the office has never had is published.

    Raises
    ------
    NotPermitted
        Files differ from every edition of a process in use: they need review.
    """
    with store.unit(Actor(office_id, None, "deploy")) as uow:
        uow.hold(office_id)
        if not may_publish:
            _refuse_changes(uow, editions)
        return [_publish(uow, edition) for edition in editions]


def read_editions(
    processes_dir: Path,
    forms_dir: Path,
    *,
    deadlines: Collection[str] | None = None,
    cycles: Collection[str] | None = None,
) -> list[Edition]:
    """Lint the files of two folders and make an edition of every process in them, by id.

    ``deadlines`` and ``cycles`` are the names that the office's profile defines.

    Raises
    ------
    DefinitionInvalid
        The lint refuses a file; its problems are located.
    """
    sources = _read(processes_dir, ".bpmn")
    forms = _read(forms_dir, ".json")
    roles = [role.value for role in Role]
    lint_definition(sources, forms, roles=roles, deadlines=deadlines, cycles=cycles).require_ok()
    by_process = {Path(name).stem: data for name, data in sources.items()}
    by_form = {Path(name).stem: data for name, data in forms.items()}
    return [build_edition(process_id, by_process, by_form) for process_id in sorted(by_process)]


def _read(folder: Path, suffix: str) -> Mapping[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob(f"*{suffix}"))}


def _refuse_changes(uow: UnitOfWork, editions: Sequence[Edition]) -> None:
    changed = [edition.process_id for edition in editions if _needs_review(uow, edition)]
    if changed:
        names = ", ".join(changed)
        raise NotPermitted(
            Sentence(
                f"แฟ้มต่างจากฉบับที่ใช้อยู่ ต้องตรวจทานและอนุมัติในระบบก่อน: {names}",
                f"The files differ from what is in use and need review in the studio: {names}.",
            )
        )


def _needs_review(uow: UnitOfWork, edition: Edition) -> bool:
    definition_id = definition_of(uow, edition.process_id)
    if find_published(uow, definition_id, edition.sha256) is not None:
        return False
    table = tables.definition_edition
    earlier = select(table.c.number).where(table.c.definition_id == definition_id).limit(1)
    return uow.connection.scalar(earlier) is not None


def _publish(uow: UnitOfWork, edition: Edition) -> Deployment:
    publication = publish(uow, edition, author_id=None, approver_id=None, note="deploy")
    return Deployment(edition.process_id, publication.number, publication.is_new)
