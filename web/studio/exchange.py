"""Files in and out: exact bytes of an edition or a draft, and what another editor made."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from uuid import UUID

from flask import Response, flash, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from engine.definitions.checking import form_file, process_file
from engine.definitions.drafts import FORM, PROCESS, Files, files_of, get_draft
from engine.definitions.editing import process_id_in, save_file, start_new_process
from engine.definitions.editions import get_edition
from engine.definitions.history import get_published
from engine.errors import DefinitionInvalid, NotFound, Problem, Sentence, Severity
from web import pages
from web.design.language import say
from web.studio.drafting import draft_page, posted_version
from web.studio.room import blueprint, files_in

# A definition is some 250 kB; a bomb of zeros is not one.
MOST_UNPACKED = 16 * 1024 * 1024
MOST_MEMBERS = 400
_BPMN, _JSON, _ZIP = ".bpmn", ".json", ".zip"


@blueprint.get("/<process_id>/editions/<int:number>.zip")
def export_edition(office_key: str, process_id: str, number: int) -> Response:  # noqa: ARG001
    return _packed(_edition_files(process_id, number), f"{process_id}-{number}.zip")


@blueprint.get("/<process_id>/editions/<int:number>/<kind>/<name>")
def edition_file(office_key: str, process_id: str, number: int, kind: str, name: str) -> Response:  # noqa: ARG001
    return _one(_edition_files(process_id, number), kind, name)


@blueprint.get("/drafts/<uuid:draft_id>.zip")
def export_draft(office_key: str, draft_id: UUID) -> Response:  # noqa: ARG001
    with pages.reading() as uow:
        draft = get_draft(uow, draft_id)
        files = files_of(uow, draft)
    return _packed(files, f"{draft.process_id}-draft.zip")


@blueprint.get("/drafts/<uuid:draft_id>/files/<kind>/<name>")
def draft_file(office_key: str, draft_id: UUID, kind: str, name: str) -> Response:  # noqa: ARG001
    with pages.reading() as uow:
        files = files_of(uow, get_draft(uow, draft_id))
    return _one(files, kind, name)


@blueprint.post("/drafts/<uuid:draft_id>/import")
def take_in(office_key: str, draft_id: UUID) -> str | tuple[str, int] | AnyResponse:
    """Put files of another editor into a draft, all of them or none."""
    version = posted_version()
    try:
        found = _uploaded(request.files.getlist("files"))
        with pages.unit() as uow:
            for kind, name, data in found:
                version = save_file(uow, draft_id, kind, name, data, version=version)
    except DefinitionInvalid as refused:
        page = draft_page(office_key, draft_id, said=_REFUSED, rejected=refused.problems)
        return page, 422
    said = Sentence(
        f"นำเข้าแล้ว {len(found)} แฟ้ม",
        f"{len(found)} {'file' if len(found) == 1 else 'files'} taken in.",
    )
    flash(say(said))
    return redirect(url_for("studio.draft", office_key=office_key, draft_id=draft_id), 303)


@blueprint.post("/new")
def new_process(office_key: str) -> AnyResponse:
    """Begin a process that the office has never had, from its BPMN file and its forms."""
    found = _uploaded(request.files.getlist("files"))
    processes = [(name, data) for kind, name, data in found if kind == PROCESS]
    if not processes:
        raise DefinitionInvalid([_problem("", _NO_PROCESS)])
    name, data = processes[0]
    with pages.unit() as uow:
        draft_id = start_new_process(uow, name, data)
        version = 1
        for kind, other, more in found:
            version = save_file(uow, draft_id, kind, other, more, version=version)
    return redirect(url_for("studio.draft", office_key=office_key, draft_id=draft_id), 303)


def _edition_files(process_id: str, number: int) -> Files:
    with pages.reading() as uow:
        return files_in(get_edition(uow, get_published(uow, process_id, number).edition))


def _one(files: Files, kind: str, name: str) -> Response:
    held = files.sources if kind == PROCESS else files.forms
    if kind not in (PROCESS, FORM) or name not in held:
        raise NotFound
    file_name = process_file(name) if kind == PROCESS else form_file(name)
    media = "application/xml" if kind == PROCESS else "application/json"
    return send_file(
        BytesIO(held[name]), mimetype=media, as_attachment=True, download_name=file_name
    )


def _packed(files: Files, download_name: str) -> Response:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.sources.items():
            archive.writestr(_member(f"processes/{process_file(name)}"), data)
        for name, data in files.forms.items():
            archive.writestr(_member(f"forms/{form_file(name)}"), data)
    packed.seek(0)
    return send_file(
        packed, mimetype="application/zip", as_attachment=True, download_name=download_name
    )


def _member(name: str) -> zipfile.ZipInfo:
    """Name a member without a date of its own: the same files pack to the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _uploaded(uploads: list[FileStorage]) -> list[tuple[str, str, bytes]]:
    given = [(upload.filename or "", upload.read()) for upload in uploads if upload.filename]
    found = list(_files_in(given))
    if not found:
        raise DefinitionInvalid([_problem("", _NO_FILE)])
    return found


def _files_in(given: list[tuple[str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    for file_name, data in given:
        if file_name.lower().endswith(_ZIP):
            for member, inside in _unpacked(file_name, data):
                yield _recognised(member, inside)
        else:
            yield _recognised(file_name, data)


def _unpacked(file_name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            total = sum(m.file_size for m in members)
            if len(members) > MOST_MEMBERS or total > MOST_UNPACKED:
                raise DefinitionInvalid([_problem(file_name, _TOO_MUCH)])
            for member in members:
                if member.filename.lower().endswith((_BPMN, _JSON)):
                    yield member.filename, archive.read(member)
    except _DAMAGED as error:
        raise DefinitionInvalid([_problem(file_name, _NOT_ZIP)]) from error


# Of the archive, of a way to pack that is not known here, or of what a member holds.
_DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
)


def _recognised(file_name: str, data: bytes) -> tuple[str, str, bytes]:
    name = PurePath(file_name.replace("\\", "/")).name
    stem = re.sub(r"\.(bpmn|json|form)$", "", name, flags=re.IGNORECASE)
    if name.lower().endswith(_BPMN):
        return PROCESS, process_id_in(data, name) or stem, data
    if name.lower().endswith((_JSON, ".form")):
        return FORM, stem, data
    raise DefinitionInvalid([_problem(name, _UNKNOWN_KIND)])


def _problem(element: str, message: Sentence) -> Problem:
    return Problem("import", Severity.ERROR, element, 1, message)


_REFUSED = Sentence(
    "ไม่ได้นำเข้าแฟ้มใด เพราะมีแฟ้มที่เก็บไม่ได้", "Nothing was taken in: a file cannot be kept."
)
_NO_FILE = Sentence("ยังไม่ได้เลือกแฟ้ม", "No file was chosen.")
_NO_PROCESS = Sentence("ต้องมีแฟ้ม .bpmn หนึ่งแฟ้ม", "A .bpmn file is needed.")
_NOT_ZIP = Sentence("เปิดแฟ้ม ZIP นี้ไม่ได้", "The ZIP file cannot be opened.")
_TOO_MUCH = Sentence("แฟ้ม ZIP นี้มีมากหรือใหญ่เกินไป", "The ZIP file holds too much.")
_UNKNOWN_KIND = Sentence(
    "รับแฟ้ม .bpmn .json และ .zip เท่านั้น", "Only .bpmn, .json and .zip files are taken."
)
