"""The scan of a step that was signed on paper, filed later (ค้างสแกน)."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import Sentence, UploadRejected
from engine.work.lists.inbox import missing_scans
from engine.work.papers.scans import file_scan
from web import pages
from web.case_file import showing
from web.design.language import say
from web.files import keep_file
from web.worklist.items import open_item
from web.worklist.room import blueprint

_FILED = Sentence("เก็บสำเนาที่ลงนามแล้ว", "The signed copy is filed")
_NOTHING = Sentence("ยังไม่ได้เลือกแฟ้มสแกน", "No file was chosen.")


@blueprint.get("/<office_key>/work/scans")
def scans(office_key: str) -> str:
    """List the steps signed on paper whose scan is still to come."""
    with pages.reading() as uow:
        found = missing_scans(uow, pages.standing())
    return render_template(
        "worklist/scans.html",
        office_key=office_key,
        today=g.today,
        rows=[
            (
                one.number,
                showing.secrecy_words(one.secrecy),
                showing.one_line(one.name, one.name_en),
                one.ended_at,
                url_for("worklist.item", office_key=office_key, work_item_id=one.work_item_id),
            )
            for one in found
        ],
    )


@blueprint.post("/<office_key>/work/<uuid:work_item_id>/scan")
def scan(office_key: str, work_item_id: UUID) -> Response:
    found = open_item(work_item_id)
    posted = request.files.get("scan")
    if posted is None or not posted.filename:
        raise UploadRejected(_NOTHING)
    with pages.reading() as uow:
        data_key = uow.data_key(found.case_id)
    kept = keep_file(posted.read(), posted.filename, found.case_id, data_key)
    pages.run(lambda uow: file_scan(uow, work_item_id, kept.blob, kept.file_name))
    flash(say(_FILED))
    return redirect(url_for("worklist.item", office_key=office_key, work_item_id=work_item_id), 303)
