"""Official papers of a step: printed, sent to who asks for them, kept when they are signed."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from flask import Response, send_file

from engine.cases.register import get_case
from engine.forms import FormSchema
from engine.papers.editing import docx
from engine.papers.printing import Printer, printer_of
from engine.work.completing import Upload
from engine.work.papers.signed import keeps_papers, papers_completed
from engine.work.papers.worded import WordedPaper
from engine.work.work_items import WorkItem
from web import pages
from web.files import keep_file

SHAPES: Final = frozenset({"pdf", "docx"})
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def printer() -> Printer:
    settings = pages.settings()
    return printer_of(settings.fonts_dir, settings.emblem_file)


def sent(worded: WordedPaper, shape: str, case_number: str) -> Response:
    """Return a paper as PDF, to be printed, or as DOCX, to be edited."""
    name = _name(worded, case_number, shape)
    if shape == "docx":
        content = docx(worded.paper, printer().emblem)
        return send_file(BytesIO(content), _DOCX, as_attachment=True, download_name=name)
    content = printer().pdf(worded.paper)
    return send_file(BytesIO(content), "application/pdf", download_name=name)


def kept_papers(
    found: WorkItem,
    schema: FormSchema,
    answers: Mapping[str, Any],
    uploads: Mapping[str, Upload],
) -> tuple[Upload, ...]:
    """Print what these answers sign or record and encrypt it on disk: before the unit."""
    if not keeps_papers(schema, answers):
        return ()
    with pages.reading() as uow:
        papers = papers_completed(uow, pages.office(), pages.standing(), found, answers, uploads)
        if not papers:
            return ()
        data_key = uow.data_key(found.case_id)
        number = get_case(uow, found.case_id).number
    return tuple(
        keep_file(printer().pdf(each.paper), _name(each, number, "pdf"), found.case_id, data_key)
        for each in papers
    )


def _name(worded: WordedPaper, case_number: str, shape: str) -> str:
    return f"{worded.title.th} {case_number.replace('/', '-')}.{shape}"
